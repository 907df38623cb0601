import { checkedOptions } from "./check.js";
import { checkedFiles, deskClass } from "./desk.js";
import { Engine } from "./engine.js";

/**
 * The whole package for one build in one home. Nothing is shared with other builds, versions or copies on a page.
 * @param {import("./engine.js").Home} home
 * @returns {Omit<typeof import("./index.js"), "TierlineError">}
 */
export function create(home) {
    const engine = new Engine(home);
    return {
        init: (source) => engine.init(source),
        initSync: (source) => engine.initSync(source),
        // The constructor is private in the declaration: desks come from `compile` and `load`.
        Desk: /** @type {any} */ (deskClass(engine)),
        check: (files, options) => {
            const { changed, now } = checkedOptions(options, ["changed", "now"]);
            return engine.ask("check", { files: checkedFiles(files), changed, now }).diagnostics;
        },
        format: (files) => engine.ask("format", { files: checkedFiles(files) }),
        verify: (cases) => engine.ask("verify", typeof cases === "string" ? { lines: cases } : { cases }),
        schema: () => engine.ask("schema"),
        actions: () => engine.ask("actions"),
        version: () => engine.ask("version"),
        call: (text) => engine.call(text),
    };
}
