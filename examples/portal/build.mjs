// Puts the portal together in target/portal: node examples/portal/build.mjs, after `cargo xtask wasm`.
//
// TIERLINE may name the command line that compiles the rules; cargo builds it otherwise.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = join(root, "examples/portal");
const engine = join(root, "target/npm/engine");
const out = join(root, "target/portal");

const PAGE = ["index.html", "portal.css", "portal.js", "views.js", "tickets.json", "icon.svg", "portal.webmanifest"];
/** Of the package: the runtime build for browsers and the elements. */
const isNeeded = (path) => !path.endsWith(".d.ts") && !/full\.|\.node\.js|\.workerd\.js|react/.test(basename(path));

if (!existsSync(engine)) throw new Error("target/npm/engine is not there: run `cargo xtask wasm` first");
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "engine"), { recursive: true });
for (const name of PAGE) cpSync(join(here, name), join(out, name));
cpSync(join(engine, "src"), join(out, "engine/src"), { recursive: true, filter: isNeeded });
cpSync(join(engine, "tierline-runtime.wasm"), join(out, "engine/tierline-runtime.wasm"));

const compile = ["compile", "rules/service-desk", "-o", join(out, "service.desk")];
const [tierline, ...args] = process.env.TIERLINE
    ? [process.env.TIERLINE]
    : [process.env.CARGO ?? "cargo", "run", "--quiet", "--package", "tierline-cli", "--"];
execFileSync(tierline, [...args, ...compile], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });

// Whatever is served is kept for offline use, and a change of any of it is a new version.
const files = readdirSync(out, { recursive: true })
    .filter((name) => statSync(join(out, name)).isFile())
    .sort();
const hash = createHash("sha256");
for (const name of files) hash.update(name).update(readFileSync(join(out, name)));
const head = `const VERSION = "${hash.digest("hex").slice(0, 16)}";\nconst FILES = ${JSON.stringify(["./", ...files])};\n`;
writeFileSync(join(out, "worker.js"), head + readFileSync(join(here, "worker.js"), "utf8"));
console.log(`${dirname(join(out, "index.html"))}: ${files.length + 1} files`);
