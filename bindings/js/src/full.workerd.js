// For workers that cannot compile modules while they run: the module is imported. Made by `cargo xtask generate`.
import module from "../tierline.wasm";
import { create } from "./create.js";
import * as glue from "./glue/full.js";

export { TierlineError } from "./error.js";
export const { Desk, init, initSync, call, version, check, format, verify, actions, schema } = create(
    {
        source: () => module,
        open: (url) => fetch(url),
    },
    glue,
);
