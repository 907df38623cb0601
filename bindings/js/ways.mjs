// What the two ways in and out take, by text and by objects: node ways.mjs, after `cargo xtask wasm`; the same in Bun and Deno,
// and in a browser with `node ways.mjs --chromium` or `--firefox`, which is started by hand: FIREFOX may say where it is.
//
// Of every request each round takes both ways in turn; told are the medians, in microseconds a call.
const ROUNDS = 31;

/** Requests from small to large, and the desks that are asked. */
function questions(service) {
    const office = `calendar "office" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
}
sla "standard" {
    calendar "office"
    resolve within 8 hours
}
stage triage
rule "new" {
    when ticket.category == "network"
    then { add_tag("network"); }
}
`;
    const now = "2026-11-23T10:00:00Z";
    const tiny = { ticket: { created_at: "2026-11-23T09:00:00Z", category: "network" }, now };
    const ticket = {
        id: "INC-1",
        category: "network",
        site: "leeds",
        impact: "person",
        urgency: "high",
        subject: "The printer is out of order",
        created_at: "2026-11-23T09:00:00Z",
        requester: { id: "ada", vip: true, site: "leeds" },
    };
    const description = "The printer on the third floor has been out of order since this morning. ".repeat(11);
    const kilobyte = { ticket: { ...ticket, description, tags: ["a", "b"] }, now };
    const history = Array.from({ length: 100 }, (_, at) => ({
        kind: "updated",
        at: new Date(Date.parse("2026-11-23T09:00:00Z") + at * 10_000).toISOString(),
        set: { status: at % 2 ? "waiting-customer" : "in-progress" },
    }));
    return [
        ["a ticket of two fields", { "a.rhai": office }, tiny],
        ["a ticket of 1 KB", { "a.rhai": office }, kilobyte],
        ["1 KB and 100 events", { "a.rhai": office }, { ...kilobyte, history }],
        ["1 KB, service desk", service, kilobyte],
    ];
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/** Times all questions; runs in a page too. */
async function measured(full, ways, service) {
    const rows = [];
    for (const [what, files, request] of questions(service)) {
        const desk = full.Desk.compile(files);
        const batch = Array.from({ length: 100 }, () => request);
        const calls = {
            evaluate: () => desk.evaluate(request),
            deadlines: () => desk.deadlines(request),
            "evaluate, traced": () => desk.evaluate(request, { trace: true }),
            "batch of 100": () => desk.evaluateBatch(batch),
        };
        for (const [name, call] of Object.entries(calls)) {
            const each = name.startsWith("batch") ? 1 : 100;
            const times = Object.fromEntries(["text/text", "text/objects", "objects/text", "objects/objects"].map((way) => [way, []]));
            for (let round = 0; round < ROUNDS; round += 1) {
                for (const [way, taken] of Object.entries(times)) {
                    const [inward, outward] = way.split("/");
                    ways.takeWay(inward);
                    ways.forceWay(outward);
                    const start = performance.now();
                    for (let at = 0; at < each; at += 1) call();
                    taken.push(((performance.now() - start) * 1_000) / each);
                }
            }
            ways.takeWay("text");
            ways.forceWay("text");
            rows.push([`${what}: ${name}`, ...Object.values(times).map(median)]);
        }
        desk.free();
    }
    return rows;
}

function show(rows) {
    console.log(`${"µs a call, in/out".padEnd(46)}   text/text   text/objects   objects/text   objects/objects`);
    for (const [what, ...times] of rows) console.log(what.padEnd(46), ...times.map((time) => time.toFixed(1).padStart(13)));
}

/** Serves the package to Firefox, which posts what it measured; it needs no driver for that. */
async function inFirefox(engine, service) {
    const { spawn } = await import("node:child_process");
    const { mkdtempSync, readFileSync, rmSync } = await import("node:fs");
    const { createServer } = await import("node:http");
    const { tmpdir } = await import("node:os");
    const page = `<!doctype html><script type="module">
        import { measured } from "/ways.mjs";
        import * as full from "/src/full.browser.js";
        import * as glue from "/src/glue/full.js";
        import { takeWay } from "/src/handed.js";
        await full.init();
        await fetch("/rows", { method: "POST", body: JSON.stringify(await measured(full, { ...glue, takeWay }, ${JSON.stringify(service)})) });
    </script>`;
    const found = (path) => (path === "/ways.mjs" ? new URL(import.meta.url) : new URL(`.${path}`, engine));
    const types = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };
    const profile = mkdtempSync(`${tmpdir()}/firefox-`);
    let firefox;
    try {
        return await new Promise((resolve, reject) => {
            const server = createServer(async (request, response) => {
                if (request.url === "/") return response.setHeader("content-type", "text/html").end(page);
                if (request.method === "POST") {
                    let body = "";
                    for await (const chunk of request) body += chunk;
                    server.close();
                    return response.end(() => resolve(JSON.parse(body)));
                }
                try {
                    const body = readFileSync(found(request.url));
                    response.setHeader("content-type", types[request.url.split(".").at(-1)] ?? "text/plain").end(body);
                } catch {
                    response.writeHead(404).end();
                }
            });
            server.listen(0, "127.0.0.1", () => {
                const args = ["--headless", "--no-remote", "--profile", profile, `http://127.0.0.1:${server.address().port}/`];
                firefox = spawn(process.env.FIREFOX ?? "firefox-esr", args, { stdio: "ignore" });
                firefox.once("error", reject);
            });
        });
    } finally {
        firefox?.kill();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
}

if (typeof process !== "undefined") {
    const { readFileSync, readdirSync } = await import("node:fs");
    const folder = new URL("../../rules/service-desk/", import.meta.url);
    const service = Object.fromEntries(
        readdirSync(folder, { recursive: true })
            .filter((name) => /\.(rhai|csv|json|toml)$/.test(name))
            .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
    );
    const { BOTH_WAYS: ENGINE } = await import("./tests/support/copies.mjs");
    if (process.argv.includes("--firefox")) {
        show(await inFirefox(ENGINE, service));
    } else if (process.argv.includes("--chromium")) {
        const { withPage } = await import("./tests/support/browser.mjs");
        const body = readFileSync(new URL(import.meta.url));
        const inPage = async (service) => {
            const { measured } = await import("/ways.mjs");
            const full = await import("/engine/src/full.browser.js");
            await full.init();
            return measured(full, { ...(await import("/engine/src/glue/full.js")), ...(await import("/engine/src/handed.js")) }, service);
        };
        show(await withPage((tab) => tab.evaluate(inPage, service), { "/ways.mjs": { type: "text/javascript", body } }));
    } else {
        const full = await import(new URL("src/full.node.js", ENGINE).href);
        await full.init();
        const ways = { ...(await import(new URL("src/glue/full.js", ENGINE).href)), ...(await import(new URL("src/handed.js", ENGINE).href)) };
        show(await measured(full, ways, service));
    }
}

export { measured };
