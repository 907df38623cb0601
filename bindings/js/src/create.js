import { Engine } from "./engine.js";

/**
 * The whole package for one build in one home. Nothing is shared with other builds, versions or copies on a page.
 * @param {import("./engine.js").Home} home
 * @param {import("./engine.js").Glue} glue
 * @returns {Omit<typeof import("./index.js"), "TierlineError">}
 */
export function create(home, glue) {
    const engine = new Engine(home, glue);
    // What begins otherwise is wasm-bindgen's own.
    const calls = Object.entries(glue).filter(([name, call]) => typeof call === "function" && /^[a-z]/.test(name));
    return /** @type {any} */ ({
        ...Object.fromEntries(calls.map(([name, call]) => [name, engine.guarded(/** @type {any} */ (call))])),
        Desk: engine.Desk,
        init: engine.init.bind(engine),
        initSync: engine.initSync.bind(engine),
    });
}
