// For Node, Bun and Deno: the module is read from beside this file.
import { readFile } from "node:fs/promises";
import { create } from "./create.js";
import * as glue from "./glue/full.js";

export { TierlineError } from "./error.js";
export const { Desk, init, initSync, check, format, verify, schema, actions, version, call } = create(
    {
        source: () => readFile(new URL("../tierline.wasm", import.meta.url)),
        open: (url) => (new URL(url).protocol === "file:" ? readFile(new URL(url)) : fetch(url)),
    },
    glue,
);
