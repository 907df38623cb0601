// What the package costs, measured: node bench.mjs [TIERLINE], after `cargo xtask wasm` and `cargo build --release`.
//
// Every figure is the median of many runs, but the first, which is of one. TIERLINE is the native command line, which answers the same batches on one core.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { withPage } from "./tests/support/browser.mjs";
import { ENGINE, entry } from "./tests/support/places.mjs";

const TIERLINE = process.argv[2] ?? fileURLToPath(new URL("../../target/release/tierline", import.meta.url));
const NOW = "2026-11-23T10:00:00Z";
const RULES = 1_000;
const TICKETS = 1_000;
const ROUNDS = 20;

/** A desk of many rules, each for one category, site and priority, and of one service level. */
function rules() {
    const head = `calendar "office" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
}
sla "standard" {
    calendar "office"
    resolve within 8 hours
}
stage routing
`;
    const each = Array.from(
        { length: RULES },
        (_, at) => `rule "rule ${at}" {
    when ticket.category == "category ${at % 200}" && ticket.site == "site ${at % 7}" && mentions(ticket.subject, "word${at % 11}")
    then { add_tag("tag ${at}"); }
}
`,
    );
    return head + each.join("");
}

/** Tickets of about 1 KB. */
function requests() {
    return Array.from({ length: TICKETS }, (_, at) => ({
        ticket: {
            id: at,
            category: `category ${at % 200}`,
            site: `site ${at % 7}`,
            subject: `a word${at % 11} of trouble`,
            description: "The printer on the third floor has been out of order since this morning. ".repeat(11),
            created_at: "2026-11-23T09:00:00Z",
            requester: { id: "ada", vip: at % 10 === 0, site: "leeds" },
        },
        now: NOW,
    }));
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const show = (what, value, unit) => console.log(`${what.padEnd(60)} ${value.toFixed(2).padStart(9)} ${unit}`);

async function timed(use) {
    const start = performance.now();
    await use();
    return performance.now() - start;
}

async function rounds(use) {
    const times = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(use));
    return median(times);
}

/** The native engine on one core, asked through a pipe. */
function native() {
    const child = spawn("taskset", ["-c", "0", TIERLINE, "pipe"], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (call) => {
        child.stdin.write(`${call}\n`);
        const { value = "" } = await lines.next();
        if (!value.startsWith('{"ok"')) throw new Error(`the native engine replies ${value.slice(0, 300)}`);
        return value;
    };
    return { ask, end: () => child.stdin.end() };
}

/** Runs in the page: from bytes to the first answer, and deadlines one by one. */
async function inPage([bundle, request]) {
    const bytes = await (await fetch("/engine/tierline-runtime.wasm")).arrayBuffer();
    const { init, Desk } = await import("/engine/src/runtime.browser.js");
    const start = performance.now();
    await init(bytes);
    const desk = Desk.load(bundle);
    desk.evaluate(request);
    const first = performance.now() - start;
    const times = [];
    for (let round = 0; round < 20; round += 1) {
        const from = performance.now();
        for (let call = 0; call < 500; call += 1) desk.deadlines(request);
        times.push((performance.now() - from) * 2);
    }
    return { first, deadline: times.sort((a, b) => a - b)[times.length >> 1] };
}

const files = { "rules.rhai": rules() };
const batch = requests();
const call = JSON.stringify({ verb: "evaluate_batch", requests: batch });

const { init, Desk, call: inNode } = await import(entry("full", "node"));
const engine = readFileSync(new URL("tierline.wasm", ENGINE));
show("Node: full build from bytes to ready, once", await timed(() => init(engine)), "ms");
const desk = Desk.compile(files);
inNode(JSON.stringify({ verb: "compile", files }));
const objects = await rounds(() => desk.evaluateBatch(batch));
const text = await rounds(() => inNode(call));
const single = await rounds(() => batch.forEach((request) => desk.evaluate(request)));

const { ask, end } = native();
await ask(JSON.stringify({ verb: "compile", files }));
const same = (await ask(call)) === inNode(call);
if (!same) throw new Error("the native engine answers otherwise");
const pipe = await rounds(() => ask(call));
const idle = await rounds(() => ask('{"verb":"version"}'));
end();

const each = 1_000 / TICKETS;
show(`native, ${RULES} rules, batch of ${TICKETS}, text through a pipe`, (pipe - idle) * each, "µs a ticket");
show("Node, the same batch, text", text * each, "µs a ticket");
show("Node, the same batch, objects", objects * each, "µs a ticket");
show("Node, one by one, objects", single * each, "µs a ticket");
show("Node to native, text", text / (pipe - idle), "times");

const small = Desk.compile({ "rules.rhai": rules().split("stage routing")[0] }).bundle();
const pages = [];
for (let page = 0; page < 5; page += 1) pages.push(await withPage((tab) => tab.evaluate(inPage, [small, batch[0]])));
show("Chromium: runtime build from bytes to the first answer", median(pages.map(({ first }) => first)), "ms");
show("Chromium: one call of deadlines, objects", median(pages.map(({ deadline }) => deadline)), "µs");
