import { Engine } from "./engine.js";

/**
 * The whole package for one build in one home. Nothing is shared with other builds, versions or copies on a page.
 * @param {import("./engine.js").Home} home
 * @param {import("./engine.js").Glue} glue
 * @returns {Omit<typeof import("./index.js"), "TierlineError">}
 */
export function create(home, glue) {
    const engine = new Engine(home, glue);
    return {
        init: (source) => engine.init(source),
        initSync: (source) => engine.initSync(source),
        Desk: engine.Desk,
        check: engine.guarded(glue.check),
        format: engine.guarded(glue.format),
        verify: engine.guarded(glue.verify),
        schema: engine.guarded(glue.schema),
        actions: engine.guarded(glue.actions),
        version: engine.guarded(glue.version),
        call: engine.guarded(glue.call),
    };
}
