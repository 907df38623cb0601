// Puts the package together: node tools/package.mjs FOLDER_OF_MODULES PACKAGE [FULL_BUILD]
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [folder, package_, full = "full"] = process.argv.slice(2);
const [modules, out] = [resolve(folder), resolve(package_)];
const here = (name) => new URL(`../${name}`, import.meta.url);

/**
 * Glue without what the package does itself: getting a module (`src/source.js`), and saying what things are (`src/glue.d.ts`).
 * @param {string} glue
 */
function withoutStart(glue) {
    const [head, loaded] = cut(glue, "async function __wbg_load(");
    const [, start] = cut(loaded, "function initSync(");
    const [initSync] = cut(start, "let __wbg_init_promise;");
    return `${head}function initSync(${initSync}\nexport { initSync };\n`.replace(/^ *\/\*\*[^]*?\*\/\n/gm, "");
}

/**
 * The two parts of a text before and behind a mark, which must be there.
 * @param {string} text
 * @param {string} mark
 */
function cut(text, mark) {
    const at = text.indexOf(mark);
    if (at < 0) throw new Error(`wasm-bindgen writes other glue than it did: there is no \`${mark}\``);
    return [text.slice(0, at), text.slice(at + mark.length)];
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of ["src", "README.md", "../../LICENSE-MIT", "../../LICENSE-APACHE"]) {
    cpSync(here(name), join(out, name.split("/").at(-1)), { recursive: true });
}
mkdirSync(join(out, "src/glue"), { recursive: true });
for (const [build, entry, name] of [
    [full, "full", "tierline"],
    ["runtime", "runtime", "tierline-runtime"],
]) {
    cpSync(join(modules, `${build}_bg.wasm`), join(out, `${name}.wasm`));
    const glue = withoutStart(readFileSync(join(modules, `${build}.js`), "utf8"));
    writeFileSync(join(out, "src/glue", `${entry}.js`), glue);
}
// What builds and tests the package is none of its users' business.
const { devDependencies, ...manifest } = JSON.parse(readFileSync(here("package.json"), "utf8"));
writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest, null, 4)}\n`);
