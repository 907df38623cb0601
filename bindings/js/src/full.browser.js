// For browsers and bundlers: the module is fetched from beside this file. Made by `cargo xtask generate`.
import { create } from "./create.js";
import * as glue from "./glue/full.js";

export { TierlineError } from "./error.js";
export const { Desk, init, initSync, call, version, check, format, verify, actions, schema } = create(
    {
        source: () => fetch(new URL("../tierline.wasm", import.meta.url)),
        open: (url) => fetch(url),
    },
    glue,
);
