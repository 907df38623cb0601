// What the runners say where they cannot answer. What they answer is for `cargo xtask conformance` to compare.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { output, tool } from "./support/consumer.mjs";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const RUNNERS = {
    Node: [process.execPath, [at("pipe.mjs")]],
    Bun: [tool("bun"), [at("pipe.mjs")]],
    Deno: [tool("deno"), ["run", "--allow-read", at("pipe.mjs")]],
    workerd: [process.execPath, [at("workerd.mjs")]],
    Chromium: [process.execPath, [at("chromium.mjs")]],
};

test("a runner that cannot answer fails", () => {
    for (const [home, [program, args]] of Object.entries(RUNNERS)) {
        assert.throws(() => output(program, [...args, "no-such-file"]), /no-such-file/, home);
        assert.throws(() => output(program, args), /usage: RUNNER CALLS/, home);
    }
});
