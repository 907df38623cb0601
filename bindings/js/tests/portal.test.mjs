// The portal of `examples/portal`, as it is served: what it shows, under its policy, without a network, on a phone.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { withPage } from "./support/browser.mjs";
import { output } from "./support/consumer.mjs";
import { ENGINE } from "./support/places.mjs";

const EXAMPLE = new URL("../../../examples/portal/", import.meta.url);
const PORTAL = new URL("../../portal/", ENGINE);
const SHOTS = fileURLToPath(new URL("../../portal-shots/", ENGINE));
const TYPES = {
    ".css": "text/css",
    ".desk": "application/octet-stream",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
};
const [, POLICY] = readFileSync(new URL("README.md", EXAMPLE), "utf8").match(/^Content-Security-Policy: (.*)$/m);

let files;
before(() => {
    output(process.execPath, [fileURLToPath(new URL("build.mjs", EXAMPLE))]);
    mkdirSync(SHOTS, { recursive: true });
    const names = readdirSync(PORTAL, { recursive: true }).filter((name) => statSync(new URL(name, PORTAL)).isFile());
    const served = (name) => ({
        type: TYPES[extname(name)],
        body: readFileSync(new URL(name, PORTAL)),
        policy: POLICY,
    });
    files = Object.fromEntries(names.map((name) => [`/${name}`, served(name)]));
    files["/"] = files["/index.html"];
});

/** Opens the portal and does something with it. Nothing may be written to the console, and no policy broken. */
function withPortal(use, size = { width: 1100, height: 900 }) {
    return withPage(async (page, origin) => {
        const said = [];
        page.on("console", (message) => said.push(message.text()));
        page.on("pageerror", (error) => said.push(String(error)));
        await page.addInitScript(() => {
            window.broken = [];
            window.moved = 0;
            document.addEventListener("securitypolicyviolation", (event) =>
                window.broken.push(event.violatedDirective),
            );
            new PerformanceObserver((list) =>
                list.getEntries().forEach(({ value }) => (window.moved += value)),
            ).observe({ type: "layout-shift", buffered: true });
        });
        await page.setViewportSize(size);
        await page.goto(`${origin}/`);
        await shown(page);
        const found = await use(page);
        assert.deepEqual(await page.evaluate(() => window.broken), []);
        assert.deepEqual(said, []);
        return found;
    }, files);
}

const shown = (page) =>
    page.waitForFunction(() => document.querySelectorAll("#list sla-countdown[data-state]").length === 10);
const states = (page) =>
    page.locator("#list sla-countdown").evaluateAll((all) => all.map((element) => element.dataset.state));

test("ten tickets count down, nothing moves, and the two forms of the policy are one", async () => {
    const found = await withPortal(async (page) => {
        const values = () => page.locator("#list sla-countdown [part=value]").allTextContents();
        const first = await values();
        await page.waitForFunction((before) => {
            const now = [...document.querySelectorAll("#list sla-countdown")].map(
                ({ shadowRoot }) => shadowRoot.querySelector("[part=value]").textContent,
            );
            return now.filter((text, at) => text !== before[at]).length >= 2;
        }, first);
        return { states: await states(page), moved: await page.evaluate(() => window.moved) };
    });
    assert.deepEqual(found.states, [
        "running",
        "running",
        "running",
        "paused",
        "running",
        "missed",
        "running",
        "running",
        "met",
        "missed",
    ]);
    assert.ok(found.moved < 0.01, `layout shift of ${found.moved}`);
    const page = readFileSync(new URL("index.html", EXAMPLE), "utf8");
    assert.ok(page.includes(`content="${POLICY}"`));
});

test("it is there again without a network", async () => {
    const found = await withPortal(async (page) => {
        await page.evaluate(async () => {
            await navigator.serviceWorker.ready;
        });
        await page.context().setOffline(true);
        await page.reload();
        await shown(page);
        const told = await page.textContent("#connection");
        await page.click("text=Laptop fan is loud");
        return { told, states: new Set(await states(page)), title: await page.title() };
    });
    assert.equal(found.told, "You are offline; the clocks run on.");
    assert.deepEqual(found.states, new Set(["running", "paused", "missed", "met"]));
    assert.equal(found.title, "Laptop fan is loud – Your tickets");
});

test("it is used with the keyboard", async () => {
    const found = await withPortal(async (page) => {
        // Past the title to the first ticket.
        for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
        await page.waitForSelector("#detail h2");
        const heading = await page.textContent("#detail h2");
        const clocks = await page.locator("#detail sla-timeline").count();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForSelector("#list:not([hidden])");
        return { heading, clocks, hash: new URL(page.url()).hash };
    });
    assert.equal(found.heading, "Nobody can log in to the order system");
    assert.ok(found.clocks >= 2);
    assert.equal(found.hash, "");
});

for (const [look, colorScheme, size] of [
    ["light", "light", { width: 1100, height: 900 }],
    ["dark", "dark", { width: 1100, height: 900 }],
    ["phone", "light", { width: 360, height: 740 }],
]) {
    test(`nothing is wider than the page: ${look}`, async () => {
        const wide = await withPortal(async (page) => {
            await page.emulateMedia({ colorScheme });
            const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            await page.screenshot({ path: `${SHOTS}list-${look}.png`, fullPage: true });
            const list = await isWide();
            await page.click("text=Invoices print without the logo");
            await page.waitForSelector("sla-timeline[data-state]");
            await page.screenshot({ path: `${SHOTS}ticket-${look}.png`, fullPage: true });
            return [list, await isWide()];
        }, size);
        assert.deepEqual(wide, [false, false]);
    });
}
