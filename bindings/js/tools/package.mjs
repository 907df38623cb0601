// Puts the package together: node tools/package.mjs FOLDER_OF_MODULES PACKAGE
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const here = (name) => new URL(`../${name}`, import.meta.url);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of ["tierline.wasm", "tierline-runtime.wasm"]) cpSync(join(modules, name), join(out, name));
for (const name of ["src", "README.md", "../../LICENSE-MIT", "../../LICENSE-APACHE"]) {
    cpSync(here(name), join(out, name.split("/").at(-1)), { recursive: true });
}
// What builds and tests the package is none of its users' business.
const { devDependencies, ...manifest } = JSON.parse(readFileSync(here("package.json"), "utf8"));
writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest, null, 4)}\n`);
