// For browsers and bundlers: the module is fetched from beside this file.
import { create } from "./create.js";
import * as glue from "./glue/runtime.js";

export { TierlineError } from "./error.js";
export const { Desk, init, initSync, check, format, verify, schema, actions, version, call } = create(
    {
        source: () => fetch(new URL("../tierline-runtime.wasm", import.meta.url)),
        open: (url) => fetch(url),
    },
    glue,
);
