// For workers that cannot compile modules while they run: the module is imported.
import module from "../tierline-runtime.wasm";
import { create } from "./create.js";
import * as glue from "./glue/runtime.js";

export { TierlineError } from "./error.js";
export const { Desk, init, initSync, check, format, verify, schema, actions, version, call } = create(
    {
        source: () => module,
        open: (url) => fetch(url),
    },
    glue,
);
