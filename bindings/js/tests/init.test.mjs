// How the engine is started, from whatever stands for the module.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { copied } from "./support/copies.mjs";
import { FILES } from "./support/desk.mjs";
import { ENGINE } from "./support/places.mjs";

const file = new URL("tierline-runtime.wasm", ENGINE);
const bytes = readFileSync(file);

/** A copy of the package that nobody has started. */
const fresh = (build = "runtime") => import(new URL(`src/${build}.node.js`, copied()).href);

/** Serves the module while something is done. */
async function served(type, use) {
    const server = createServer((request, response) => {
        if (request.url !== "/engine.wasm") return response.writeHead(404).end();
        return response.setHeader("content-type", type).end(bytes);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        return await use(`http://127.0.0.1:${server.address().port}`);
    } finally {
        server.closeAllConnections();
        server.close();
    }
}

async function starts(source) {
    const engine = await fresh();
    await engine.init(source);
    assert.equal(engine.version().wire, 1);
}

test("before the start every call says so", async () => {
    const engine = await fresh();
    for (const early of [() => engine.version(), () => engine.Desk.load("{}"), () => engine.call("{}")]) {
        assert.throws(early, { name: "TierlineError", code: "not-ready", help: "await init() first" });
    }
});

test("it starts from the file beside it, from bytes, from a module and from promises of them", async () => {
    await starts();
    await starts(file);
    await starts(file.href);
    await starts(bytes);
    await starts(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    await starts(WebAssembly.compile(bytes));
    await starts(new WebAssembly.Module(bytes));
});

test("it starts from addresses, requests and responses, whatever their type", async () => {
    for (const type of ["application/wasm", "application/octet-stream"]) {
        await served(type, async (origin) => {
            await starts(`${origin}/engine.wasm`);
            await starts(new URL("/engine.wasm", origin));
            await starts(new Request(`${origin}/engine.wasm`));
            await starts(fetch(`${origin}/engine.wasm`));
        });
    }
});

test("it starts at once from bytes or a module", async () => {
    for (const source of [bytes, new WebAssembly.Module(bytes)]) {
        const engine = await fresh();
        engine.initSync(source);
        engine.initSync(source);
        assert.equal(engine.version().wire, 1);
        await engine.init("not read any more");
    }
});

test("it starts once, however often it is asked to", async () => {
    const engine = await fresh();
    const first = engine.init();
    assert.equal(engine.init(), first);
    await first;
    assert.equal(engine.init(), first);
});

test("what is no module is refused, and it can be tried again", async () => {
    const engine = await fresh();
    const detached = bytes.buffer.slice(0, 64);
    structuredClone(detached, { transfer: [detached] });
    // A module that exports nothing.
    const foreign = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    const refused = { name: "TierlineError", code: "bad-module", help: /hand in the/ };
    for (const source of [new Uint8Array([1, 2, 3]), detached, new Uint8Array(), foreign, 12, {}, null]) {
        assert.throws(() => engine.initSync(source), refused, String(source));
    }
    for (const source of [new Uint8Array([1, 2, 3]), detached, foreign, 12, {}, new URL("file:///no/such/file")]) {
        await assert.rejects(engine.init(source), refused, String(source));
    }
    await assert.rejects(engine.init(Promise.reject(new Error("offline"))), { ...refused, message: /offline/ });
    await served("application/wasm", (origin) =>
        assert.rejects(engine.init(`${origin}/other.wasm`), { ...refused, message: /other\.wasm answers 404/ }),
    );
    await engine.init();
    assert.equal(engine.version().wire, 1);
});

test("a desk that nobody holds is let go", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc");
    const engine = await fresh("full");
    await engine.init();
    const names = () => JSON.parse(engine.call('{"verb":"forms","desk":"desk object"}')).error.help;
    engine.Desk.compile(FILES);
    assert.equal(names(), "did you mean `desk object 1`?");
    // The engine's own view of its desks, once the collector has told.
    for (let round = 0; round < 100 && names() !== "compile or load it first"; round += 1) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.equal(names(), "compile or load it first");
});

test("two copies do not disturb each other", async () => {
    const [one, other] = [await fresh(), await fresh()];
    await one.init();
    assert.throws(() => other.version(), { code: "not-ready" });
    await other.init();
    assert.throws(() => one.Desk.load("x".repeat(150_000_000)), { code: "trapped" });
    assert.equal(other.version().wire, 1);
    const before = Object.getOwnPropertyNames(globalThis);
    await (await fresh()).init();
    assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});
