// Takes what wasm-bindgen wrote of the types of the package into `src/glue.d.ts`, without what starts a module: that is ours.
//
//     node tools/glue.mjs             writes it, after `cargo xtask glue`
//     node tools/glue.mjs --check     fails where it is not up to date
import { readFileSync, writeFileSync } from "node:fs";

const made = new URL("../../../target/wasm/js/full.d.ts", import.meta.url);
const file = new URL("../src/glue.d.ts", import.meta.url);

const HEADER = "// Made from `rust/src` by `node tools/glue.mjs`. Change those, not this file.\n";

const [types] = readFileSync(made, "utf8").split("export type InitInput");
const told = types.replace(/\/\* \w+:disable \*\/\n/g, "").replace("export function __wbg_reset_state(): void;\n\n", "");
const written = `${HEADER}${told.trimEnd()}\n`;
if (!process.argv.includes("--check")) {
    writeFileSync(file, written);
} else if (readFileSync(file, "utf8") !== written) {
    console.error("bindings/js/src/glue.d.ts is not up to date: run `node tools/glue.mjs` in bindings/js");
    process.exitCode = 1;
}
