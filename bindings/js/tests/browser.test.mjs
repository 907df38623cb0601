// What only a browser shows: the policy of the page, compiling while it loads, and builds side by side.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./support/browser.mjs";
import { FILES, NOW } from "./support/desk.mjs";

test("a page under a strict policy compiles, loads, traps and goes on", async () => {
    const found = await withPage((page) =>
        page.evaluate(
            async ([files, now]) => {
                const code = (use) => {
                    try {
                        use();
                    } catch (error) {
                        return error.code;
                    }
                };
                const full = await import("/engine/src/full.browser.js");
                const runtime = await import("/engine/src/runtime.browser.js");
                const early = code(() => full.version());
                await Promise.all([full.init(), full.init(), runtime.init()]);
                const request = { ticket: { created_at: new Date(now), requester: { vip: true } }, now: new Date(now) };
                const desk = full.Desk.compile(files);
                const loaded = runtime.Desk.load(desk.bundle());
                const trap = code(() => full.Desk.load("x".repeat(150_000_000)));
                return {
                    early,
                    same:
                        JSON.stringify(full.Desk.compile(files).evaluate(request)) ===
                        JSON.stringify(loaded.evaluate(request)),
                    trap,
                    stale: code(() => desk.evaluate(request)),
                    due: loaded.deadlines(request).next_deadline,
                    evaluable: code(() => new Function("return 1")) ?? "refused by the policy",
                    isolated: globalThis.crossOriginIsolated,
                };
            },
            [FILES, NOW],
        ),
    );
    assert.deepEqual(found, {
        early: "not-ready",
        same: true,
        trap: "trapped",
        stale: "stale",
        due: "2026-11-24T10:00:00Z",
        evaluable: "refused by the policy",
        isolated: false,
    });
});

test("a module that is not there is told with its address", async () => {
    const message = await withPage((page) =>
        page.evaluate(async () => {
            const { init } = await import("/engine/src/full.browser.js");
            return init("/engine/no-such-file.wasm").catch((error) => `${error.code}: ${error.message}`);
        }),
    );
    assert.match(message, /^bad-module: the engine could not be got: http.*no-such-file\.wasm answers 404/);
});
