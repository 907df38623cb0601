// For Node, Bun and Deno: the module is read from beside this file. Made by `cargo xtask generate`.
import { readFile } from "node:fs/promises";
import { create } from "./create.js";
import * as glue from "./glue/full.js";

export { TierlineError } from "./error.js";
export const { Desk, init, initSync, call, version, check, format, verify, actions, schema } = create(
    {
        source: () => readFile(new URL("../tierline.wasm", import.meta.url)),
        open: (url) => (new URL(url).protocol === "file:" ? readFile(new URL(url)) : fetch(url)),
    },
    glue,
);
