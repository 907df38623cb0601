import { Engine } from "./engine.js";
import { text } from "./handed.js";
import { OF_NONE } from "./verbs.js";

/**
 * The whole package for one build in one home. Nothing is shared with other builds, versions or copies on a page.
 * @param {import("./engine.js").Home} home
 * @param {import("./engine.js").Glue} glue
 * @returns {Omit<typeof import("./index.js"), "TierlineError">}
 */
export function create(home, glue) {
    const engine = new Engine(home, glue);
    const calls = Object.entries({ ...OF_NONE, call: [text] }).map(([name, takes]) => [
        name,
        /** @param {unknown[]} args */
        (...args) => engine.ask(takes, args, /** @type {any} */ (glue)[name]),
    ]);
    return /** @type {any} */ ({
        ...Object.fromEntries(calls),
        Desk: engine.Desk,
        init: engine.init.bind(engine),
        initSync: engine.initSync.bind(engine),
    });
}
