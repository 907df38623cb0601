// The elements in a page: states, one timer, a tab that slept, events, what a screen reader gets, strict policies.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { withPage } from "./support/browser.mjs";
import { FILES } from "./support/desk.mjs";
import { entry } from "./support/places.mjs";

/** Monday to Friday from nine to five in London, and eight hours to resolve. */
const TICKET = { id: "INC-1", created_at: "2026-11-23T09:00:00Z" };
const AT = (time, day = 23) => Date.parse(`2026-11-${day}T${time}Z`);

let bundle;
before(async () => {
    const { Desk, init } = await import(entry("full", "node"));
    await init();
    bundle = Buffer.from(Desk.compile(FILES).bundle()).toString("base64");
});

/** Runs in the page, before anything else: timers and breaches of the policy are written down. */
function watched() {
    window.timers = new Set();
    window.started = 0;
    window.violations = [];
    const { setTimeout: start, clearTimeout: stop } = window;
    window.setTimeout = (wake, delay, ...rest) => {
        const timer = start(() => (window.timers.delete(timer), wake()), delay, ...rest);
        window.timers.add(timer);
        window.started += 1;
        return timer;
    };
    window.clearTimeout = (timer) => (window.timers.delete(timer), stop(timer));
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
}

/** Runs in the page: loads the desk and the elements, and leaves helpers behind. */
async function prepared([bundle, ticket]) {
    await import("/engine/src/elements/register.js");
    const { Desk, init } = await import("/engine/src/runtime.browser.js");
    await init();
    const desk = Desk.load(bundle);
    const clock = { now: 0 };
    const events = [];
    for (const name of ["sla-warning", "sla-breach", "sla-error"]) {
        addEventListener(name, ({ detail }) => events.push(`${name} ${detail.clock ?? detail.message}`));
    }
    const add = (name, now, properties = {}, attributes = {}) => {
        const element = document.createElement(name);
        clock.now = now;
        Object.assign(element, { desk, request: { ticket }, now: () => clock.now }, properties);
        for (const [attribute, value] of Object.entries({ lang: "en", "time-zone": "Europe/London", ...attributes })) {
            element.setAttribute(attribute, value);
        }
        document.body.append(element);
        return element;
    };
    const settled = () => new Promise((resolve) => setTimeout(resolve));
    /** The page is looked at again, at this time. */
    const look = (now) => {
        clock.now = now;
        document.dispatchEvent(new Event("visibilitychange"));
    };
    // Versions of Unicode's tables differ in their spaces.
    const plain = (text) => text.replace(/\s/g, " ");
    const part = (element, name) => element.shadowRoot.querySelector(`[part=${name}]`);
    const texts = (element) => ["name", "value", "detail"].map((name) => plain(part(element, name).textContent));
    const label = (element) => plain(part(element, "timer").getAttribute("aria-label"));
    Object.assign(window, { kit: { add, desk, events, label, look, part, plain, settled, texts, ticket } });
}

/** The lines of an accessibility tree, without the marks that its writer puts around some. */
const lines = (tree) =>
    tree.split("\n").map((line) =>
        line
            .trim()
            .replace(/\s/g, " ")
            .replace(/^- '(.*)'$/, "- $1"),
    );

/** Does something with a page that has the elements and a desk. */
function withElements(use, argument, inspect = () => undefined) {
    return withPage(async (page) => {
        const errors = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        await page.evaluate(watched);
        await page.evaluate(prepared, [bundle, TICKET]);
        const found = await page.evaluate(use, argument);
        const inspected = await inspect(page, found);
        assert.deepEqual(await page.evaluate(() => window.violations), []);
        assert.deepEqual(errors, []);
        return inspected ?? found;
    });
}

test("every state is told in words", async () => {
    const found = await withElements(
        async ([running, warned, breached, closed]) => {
            const { add, settled, texts, ticket, desk, label } = window.kit;
            const [reading] = desk.deadlines({ ticket, now: new Date(running) }).readings;
            const tell = async (now, properties, attributes) => {
                const element = add("sla-countdown", now, properties, attributes);
                await settled();
                const flags = ["data-warned", "data-closed"].filter((name) => element.hasAttribute(name));
                element.remove();
                return [element.dataset.state, ...texts(element), ...flags].join(" | ");
            };
            const wall = { ...reading, calendar: undefined };
            const states = [
                await tell(running),
                await tell(warned),
                await tell(closed, { request: { ticket: { ...ticket, created_at: "2026-11-23T10:00:00Z" } } }),
                await tell(breached),
                await tell(running, { reading: { ...reading, state: "paused", due: undefined } }),
                await tell(running, { reading: { ...reading, state: "met", stopped_at: reading.due } }),
                await tell(running, {
                    reading: { ...reading, state: "missed_closed", remaining_seconds: -90, stopped_at: reading.due },
                }),
                await tell(running, { reading: { ...reading, state: "cancelled" } }),
                await tell(running, {}, { clock: "supplier" }),
                await tell(running, { desk: undefined, request: undefined }, { reading: JSON.stringify(wall) }),
                await tell(running, {}, { lang: "de" }),
                await tell(running, { strings: { value: { none: "Nothing owed" } } }, { clock: "supplier" }),
            ];
            const german = add(
                "sla-countdown",
                closed,
                { request: { ticket: { ...ticket, created_at: "2026-11-23T10:00:00Z" } } },
                { lang: "de" },
            );
            await settled();
            return { states, german: label(german) };
        },
        [AT("10:46:00"), AT("16:30:30"), AT("19:00:00", 24), AT("20:00:00")],
    );
    assert.deepEqual(found.states, [
        "running | Resolution | 6 hr 14 min | due today 5:00 PM",
        "running | Resolution | 29 min 30 sec | due today 5:00 PM | data-warned",
        "running | Resolution | 1 hr 0 min | counts again tomorrow 9:00 AM | data-warned | data-closed",
        "missed | Resolution | 8 hr 0 min overdue | was due yesterday 5:00 PM | data-closed",
        "paused | Resolution | Paused | 6 hr 14 min left",
        "met | Resolution | Done in time | 6 hr 14 min to spare",
        "missed | Resolution | Done too late | 1 min 30 sec late",
        "cancelled | Resolution | Cancelled | 8 hours",
        "none |  | No deadline | ",
        "running | Resolution | 6 hr 14 min | due today 5:00 PM",
        "running | Lösung | 6 Std. 14 Min. | fällig heute 17:00",
        "none |  | Nothing owed | ",
    ]);
    assert.equal(
        found.german,
        "Lösung: noch 1 Stunde, fällig Dienstag, 24. November 2026 um 10:00. Geschlossen bis Dienstag, 24. November 2026 um 09:00.",
    );
});

test("one timer serves the page, comes at the right time, and goes with the last element", async () => {
    const found = await withElements(
        async (start) => {
            const { add, settled } = window.kit;
            const real = Date.now();
            // A clock of its own that runs: half a second before the text changes.
            const now = () => start + 59_500 + (Date.now() - real);
            const elements = Array.from({ length: 10 }, () => add("sla-countdown", start, { now }));
            await settled();
            const held = window.timers.size;
            const texts = () => elements.map((element) => element.shadowRoot.querySelector("[part=value]").textContent);
            const [before, started] = [texts()[0], window.started];
            await new Promise((resolve) => requestAnimationFrame(resolve));
            while (texts()[0] === before) await new Promise((resolve) => requestAnimationFrame(resolve));
            await settled();
            const after = new Set(texts());
            const timers = window.started - started;
            for (const element of elements) element.remove();
            return { held, before, after: [...after], timers, left: window.timers.size };
        },
        AT("10:00:01") - 1,
    );
    assert.equal(found.held, 1);
    assert.equal(found.before, "6 hr 59 min");
    assert.deepEqual(found.after, ["6 hr 58 min"]);
    // The timer came once, and once more it was started anew; one more is the test's own.
    assert.ok(found.timers <= 4, `${found.timers} timers for one change of ten elements`);
    assert.equal(found.left, 0);
});

test("a tab that slept tells the truth when it wakes, and each event once", async () => {
    const found = await withElements(
        async ([morning, warned, evening, tomorrow]) => {
            const { add, events, look, settled, texts, ticket } = window.kit;
            const element = add("sla-countdown", morning);
            await settled();
            const told = [texts(element)[1]];
            for (const now of [warned, warned + 1_000, evening, evening + 5_000, tomorrow]) {
                look(now);
                told.push(texts(element)[1]);
            }
            const once = [...events];
            // Whoever takes an element for the next ticket hears of that one.
            element.request = { ticket: { ...ticket, id: "INC-2" } };
            await settled();
            const slept = add("sla-countdown", tomorrow, { request: { ticket: { ...ticket, id: "INC-3" } } });
            await settled();
            slept.remove();
            return { told, once, later: events.slice(once.length) };
        },
        [AT("09:30:00"), AT("15:00:00"), AT("17:00:01"), AT("10:00:00", 24)],
    );
    assert.deepEqual(found.told, [
        "7 hr 30 min",
        "2 hr 0 min",
        "1 hr 59 min",
        "0 min 0 sec overdue",
        "0 min 0 sec overdue",
        "1 hr 0 min overdue",
    ]);
    assert.deepEqual(found.once, ["sla-warning resolution", "sla-breach resolution"]);
    assert.deepEqual(found.later, ["sla-breach resolution", "sla-breach resolution"]);
});

test("a screen reader gets a sentence that changes by the minute, and hears of changed states only", async () => {
    const found = await withElements(
        async ([start, breach]) => {
            const { add, label, look, part, plain, settled } = window.kit;
            const element = add("sla-countdown", start);
            await settled();
            const spoken = [];
            const heard = [];
            new MutationObserver(() => heard.push(plain(part(element, "announcer").textContent))).observe(
                part(element, "announcer"),
                { childList: true },
            );
            for (let second = 0; second < 120; second += 1) {
                look(start + second * 1_000);
                if (spoken.at(-1) !== label(element)) spoken.push(label(element));
            }
            await settled();
            const quiet = heard.length;
            look(breach);
            await settled();
            look(breach + 1_000);
            await settled();
            return { spoken, quiet, heard };
        },
        [AT("16:30:00"), AT("17:00:01")],
        async (page, told) => ({ ...told, tree: await page.locator("body").ariaSnapshot() }),
    );
    const left = (minutes) => `Resolution: ${minutes} minutes left, due Monday, November 23, 2026 at 5:00 PM.`;
    assert.deepEqual(found.spoken, [30, 29, 28].map(left));
    const late = "Resolution: less than a minute overdue. It was due Monday, November 23, 2026 at 5:00 PM.";
    assert.equal(found.quiet, 0);
    assert.deepEqual(found.heard, [late]);
    assert.deepEqual(lines(found.tree), [`- timer "${late}"`, `- status: "${late}"`]);
});

test("a timeline can be read with the keyboard and as a table", async () => {
    const found = await withElements(
        async (now) => {
            const { add, settled } = window.kit;
            const element = add("sla-timeline", now, {}, { clock: "resolution" });
            await settled();
            return [element.dataset.state, element.shadowRoot.querySelectorAll("[part=open]").length];
        },
        AT("12:00:00"),
        async (page) => {
            const tree = await page.locator("body").ariaSnapshot();
            const seen = () =>
                page.evaluate(() => {
                    const { shadowRoot } = document.querySelector("sla-timeline");
                    const text = shadowRoot.querySelector("[part=caption]").textContent.replace(/\s/g, " ");
                    return [text, shadowRoot.querySelector("[part=table]").offsetHeight > 1];
                });
            const told = [await seen()];
            for (const key of ["Tab", "ArrowRight", "End", "Home", "Tab"]) {
                await page.keyboard.press(key);
                told.push(await seen());
            }
            return { tree, told };
        },
    );
    const [started, now, due] = [
        "Started: Monday, November 23, 2026 at 9:00 AM",
        "Now: Monday, November 23, 2026 at 12:00 PM",
        "Due: Monday, November 23, 2026 at 5:00 PM",
    ];
    const summary = "Resolution: 5 hours left, due Monday, November 23, 2026 at 5:00 PM.";
    assert.deepEqual(
        found.told.map(([text]) => text),
        [summary, started, now, due, started, summary],
    );
    assert.deepEqual(
        found.told.map(([, isSeen]) => isSeen),
        [false, false, false, false, false, true],
    );
    for (const line of [
        '- group "Resolution, timeline":',
        `- img "${started}"`,
        '- region "Resolution, as a table":',
        '- columnheader "When"',
        '- cell "the ticket was created"',
    ]) {
        assert.ok(lines(found.tree).includes(line), `${line} is not in\n${found.tree}`);
    }
});

test("mistakes are told where they are seen, and nothing is thrown", async () => {
    const found = await withElements(async (now) => {
        const { add, desk, events, settled, texts } = window.kit;
        const throwing = {
            deadlines() {
                throw new Error("the line is dead");
            },
        };
        const mistakes = [
            add("sla-countdown", now, { desk: undefined }),
            add("sla-countdown", now, { request: undefined }),
            add("sla-countdown", now, {}, { reading: "{" }),
            add("sla-countdown", now, { desk: throwing }),
            add("sla-countdown", now, { request: { ticket: {}, hystory: [] } }),
            add("sla-countdown", now, {}, { "time-zone": "Mars/Olympus" }),
            add("sla-countdown", now, { now: () => "noon" }),
            add("sla-countdown", now, { now: () => throwing.deadlines() }),
        ];
        const timeline = add("sla-timeline", now, { desk: undefined });
        await settled();
        const told = mistakes.map((element) => [element.dataset.state, texts(element)[2]]);
        const shown = timeline.shadowRoot.querySelector("[part=message]").textContent;
        const heard = events.length;
        mistakes[0].desk = desk;
        await settled();
        return { told, shown, heard, mended: mistakes[0].dataset.state };
    }, AT("12:00:00"));
    assert.deepEqual(new Set(found.told.map(([state]) => state)), new Set(["error"]));
    const reasons = [
        /no desk/,
        /no request/,
        /no JSON/,
        /the line is dead/,
        /hystory/,
        /no time zone: Mars\/Olympus/,
        /`now` must give/,
        /the line is dead/,
    ];
    for (const [index, reason] of reasons.entries()) assert.match(found.told[index][1], reason);
    assert.match(found.shown, /The deadline cannot be shown: there is no desk/);
    assert.equal(found.heard, 9);
    assert.equal(found.mended, "running");
});

test("two versions live on one page, and properties set before are taken over", async () => {
    const found = await withElements(async (now) => {
        const { desk, settled, ticket } = window.kit;
        const early = document.createElement("help-countdown");
        Object.assign(early, { desk, request: { ticket }, now: () => now });
        document.body.append(early);
        const copy = await import("/engine/src/elements/register.js?copy");
        const { define } = await import("/engine/src/elements/register.js");
        copy.define("help");
        define("help");
        define();
        await settled();
        const refused = (() => {
            try {
                define("Help!");
            } catch (error) {
                return error.message;
            }
        })();
        const other = document.createElement("sla-countdown");
        Object.assign(other, { desk, request: { ticket }, now: () => now });
        document.body.append(other);
        await settled();
        return {
            states: [early, other].map(({ dataset }) => dataset.state),
            apart: early.constructor !== other.constructor,
            refused,
        };
    }, AT("12:00:00"));
    assert.deepEqual(found.states, ["running", "running"]);
    assert.equal(found.apart, true);
    assert.match(found.refused, /`Help!` makes no name of an element/);
});

test("language comes from around the element, and who wants less motion gets none", async () => {
    const found = await withElements(
        async (now) => {
            const { add, settled, texts } = window.kit;
            const outer = document.createElement("section");
            outer.lang = "de";
            document.body.append(outer);
            const element = add("sla-countdown", now);
            element.removeAttribute("lang");
            outer.attachShadow({ mode: "open" }).append(element);
            await settled();
            const names = [texts(element)[0]];
            outer.lang = "no such language!";
            element.refresh();
            return [...names, element.dataset.state];
        },
        AT("12:00:00"),
        async (page, told) => {
            const used = page.locator("sla-countdown [part=used]");
            const moves = () => used.evaluate((element) => getComputedStyle(element).transitionDuration);
            await page.emulateMedia({ reducedMotion: "no-preference" });
            const free = await moves();
            await page.emulateMedia({ reducedMotion: "reduce" });
            const reduced = await moves();
            const ink = () => used.evaluate((element) => getComputedStyle(element).fill);
            const before = await ink();
            await page.emulateMedia({ forcedColors: "active" });
            return { told, moves: [free, reduced], isForced: (await ink()) !== before };
        },
    );
    assert.deepEqual(found, { told: ["Lösung", "running"], moves: ["0.4s", "0s"], isForced: true });
});
