// The examples of README.md, each a program that is run as it stands there.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { withPage } from "./support/browser.mjs";
import { consumer, output } from "./support/consumer.mjs";

const page = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = (language) =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))].map(([, text]) => text);

test("programs write what the page says", () => {
    const { folder } = consumer("readme");
    const programs = examples("js");
    assert.equal(programs.length, 4);
    for (const [index, program] of programs.entries()) {
        const file = `${folder}example-${index}.mjs`;
        writeFileSync(file, program);
        const promised = [...program.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => `${line}\n`);
        assert.ok(promised.length > 0);
        assert.equal(output(process.execPath, [file], { cwd: folder }), promised.join(""));
    }
});

test("the page for browsers shows what is due", async () => {
    const { init, Desk } = await import("../../../target/npm/engine/src/full.node.js");
    await init();
    const [, office] = examples("js")[1].match(/const office = `([^]*?)`/);
    const [body, clocks] = examples("html");
    const files = {
        "/readme.html": { type: "text/html", policy: "", body },
        "/clocks.html": { type: "text/html", policy: "", body: clocks },
        "/office.desk": { type: "application/octet-stream", body: Desk.compile({ "office.rhai": office }).bundle() },
    };
    const [due, states] = await withPage(async (tab, origin) => {
        await tab.goto(`${origin}/readme.html`);
        await tab.waitForFunction(() => document.querySelector("#due").textContent !== "");
        const due = await tab.textContent("#due");
        await tab.goto(`${origin}/clocks.html`);
        await tab.waitForFunction(() => document.querySelectorAll("[data-state]:not([data-state=none])").length === 2);
        return [due, await tab.locator("[data-state]").evaluateAll((all) => all.map(({ dataset }) => dataset.state))];
    }, files);
    assert.equal(due, "Due 2026-11-23T10:00:00Z");
    // What they say depends on the day on which this runs.
    for (const state of states) assert.ok(["running", "missed"].includes(state), state);
});
