// The package as its users get it: what is in it, how homes resolve it, what its types accept, what linters say.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { consumer, output, tool } from "./support/consumer.mjs";
import { ENGINE } from "./support/places.mjs";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
let place;
before(() => {
    place = consumer("package");
});

test("it holds the modules, the sources, the types, the page and the licences", () => {
    const files = readdirSync(place.installed).sort();
    assert.deepEqual(files, [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "package.json",
        "src",
        "tierline-runtime.wasm",
        "tierline.wasm",
    ]);
    const manifest = JSON.parse(readFileSync(`${place.installed}/package.json`, "utf8"));
    assert.equal(manifest.devDependencies, undefined);
    assert.equal(manifest.dependencies, undefined);
});

test("the linters of packages find nothing", () => {
    assert.match(output(tool("publint"), [place.tarball, "--strict"]), /All good/);
    output(tool("attw"), [place.tarball, "--profile", "esm-only", "--no-emoji"]);
});

test("every home finds it by its name", () => {
    const program = `${place.folder}home.mjs`;
    writeFileSync(
        program,
        `import * as full from "@tierline/engine";
import * as runtime from "@tierline/engine/runtime";
await Promise.all([full.init(), runtime.init()]);
const { TierlineError } = full;
try {
    runtime.Desk.compile({ "a.rhai": "" });
} catch (error) {
    console.log(full.version().wire, error instanceof TierlineError, error.code);
}
`,
    );
    const homes = [
        [process.execPath, [program]],
        [tool("bun"), [program]],
        [tool("deno"), ["run", "--allow-read", program]],
    ];
    for (const [home, args] of homes)
        assert.equal(output(home, args, { cwd: place.folder }), "1 true no-compiler\n", home);
});

test("every condition leads to a file that is there", () => {
    const { exports } = JSON.parse(readFileSync(`${place.installed}/package.json`, "utf8"));
    assert.deepEqual(Object.keys(exports["."]), ["types", "workerd", "deno", "bun", "node", "browser", "default"]);
    const targets = Object.values(exports).flatMap((entry) =>
        typeof entry === "string" ? [entry] : Object.values(entry),
    );
    for (const target of targets) assert.ok(readFileSync(`${place.installed}/${target}`).length > 0, target);
});

test("TypeScript accepts a right host and refuses wrong ones", () => {
    const strict = [
        "--noEmit",
        "--strict",
        "--exactOptionalPropertyTypes",
        "--noUncheckedIndexedAccess",
        "--module",
        "nodenext",
    ];
    const homes = { "host.ts": "es2022,esnext.disposable,dom", "bare.ts": "es2022", "page.ts": "es2022,dom" };
    for (const [name, lib] of Object.entries(homes)) {
        copyFileSync(at(`types/${name}`), `${place.folder}${name}`);
        output(tool("tsc"), [...strict, "--target", "es2022", "--lib", lib, "--types", "", name], {
            cwd: place.folder,
        });
    }
});

test("the sources hold to their declarations, and those are up to date", () => {
    output(tool("tsc"), ["-p", at("../tsconfig.json")]);
    output(process.execPath, [at("../tools/types.mjs"), "--check"]);
    output(process.execPath, [at("../tools/glue.mjs"), "--check"]);
});

test("nothing is larger than it may be", () => {
    const most = JSON.parse(readFileSync(at("../size.json"), "utf8"));
    const gzipped = (name) => gzipSync(readFileSync(new URL(name, ENGINE)), { level: 9 }).length;
    const files = (folder) => readdirSync(new URL(folder, ENGINE)).map((name) => `${folder}/${name}`);
    const gzippedAll = (names) => names.reduce((sum, name) => sum + gzipped(name), 0);
    const sizes = {
        "tierline.wasm": gzipped("tierline.wasm"),
        "tierline-runtime.wasm": gzipped("tierline-runtime.wasm"),
        "sources in a browser": gzippedAll([
            "src/glue/runtime.js",
            ...files("src").filter((name) => /\/(\w+|runtime\.browser)\.js$/.test(name)),
        ]),
        "elements in a browser": gzippedAll(files("src/elements").filter((name) => name.endsWith(".js"))),
    };
    assert.deepEqual(Object.keys(most), Object.keys(sizes));
    for (const [name, size] of Object.entries(sizes)) {
        assert.ok(
            size <= most[name],
            `${name}: ${size} bytes in gzip, and at most ${most[name]} are allowed by size.json`,
        );
    }
});
