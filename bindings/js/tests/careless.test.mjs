// What a host's own code does while it hands something in: it fails there, and no desk is lost by it.
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import { runInNewContext } from "node:vm";
import { FILES, NOW, REQUEST, tooMuch } from "./support/desk.mjs";
import { entry } from "./support/places.mjs";

const { Desk, TierlineError, call, check, format, init, verify, version } = await import(entry("full", "node"));
let desk;
let right;
before(() => init());
beforeEach(() => {
    desk = Desk.compile(FILES);
    right = desk.evaluate(REQUEST);
});

/** That a desk is there and answers as before. */
const holds = () => assert.deepEqual(desk.evaluate(REQUEST), right);

test("whatever a getter throws reaches the caller as it is, and no desk is lost", () => {
    for (const thrown of ["boo", null, undefined, Symbol("s"), () => 1, new RangeError("mine")]) {
        const bad = {
            get ticket() {
                throw thrown;
            },
        };
        for (const use of [
            () => desk.evaluate(bad),
            () => desk.evaluateBatch([bad]),
            () => Desk.compile(bad),
            () => verify([bad]),
        ]) {
            try {
                use();
                assert.fail("nothing was thrown");
            } catch (error) {
                assert.equal(error, thrown);
            }
            holds();
        }
    }
});

test("what can be gone through is plain data like other objects, or a slip", () => {
    const odd = [
        new URLSearchParams("a=b"),
        [{ id: "a" }].values(),
        { ...FILES, [Symbol.iterator]: undefined },
        new Proxy({ ...FILES }, { has: (object, name) => name.startsWith("x") || name in object }),
        runInNewContext("new Map()"),
        Object(1n),
        new (class extends Array {})(),
    ];
    for (const value of odd) {
        for (const use of [
            () => check(value),
            () => Desk.compile(value),
            () => format(value),
            () => verify(value),
            () => verify([value]),
            () => desk.evaluate(REQUEST, { whyNot: value }),
            () => desk.evaluate({ ...REQUEST, context: value }),
        ]) {
            try {
                use();
            } catch (error) {
                assert.ok(error instanceof TypeError || error instanceof TierlineError, String(error));
                assert.notEqual(error.code, "trapped");
            }
            holds();
        }
    }
});

test("`toJSON` without end is told", () => {
    const x = {
        toJSON() {
            return this;
        },
    };
    const message = /^request\.ticket\.x is nested more than 100 deep/;
    assert.throws(() => desk.evaluate({ ticket: { x }, now: NOW }), { name: "TypeError", message });
    const named = { toJSON: (name) => `under ${name}` };
    assert.equal(desk.evaluate({ ticket: { subject: named }, now: NOW }).ticket.subject, "under subject");
});

test("the engine can be asked while something is handed in", () => {
    const inner = (use) => ({ ticket: { id: "T", subject: { toJSON: use } }, now: NOW });
    const asked = desk.evaluate(inner(() => desk.evaluate(REQUEST).ticket.queue));
    assert.equal(asked.ticket.subject, "network-l2");
    const endless = inner(() => desk.evaluate(endless).ticket.subject);
    assert.throws(() => desk.evaluate(endless), RangeError);
    holds();
    // A desk that is let go, or lost, meanwhile is told so.
    const other = Desk.compile(FILES);
    const freeing = inner(() => (other.free(), "x"));
    assert.throws(() => other.evaluate(freeing), { code: "freed" });
    holds();
    const trapping = inner(() => {
        assert.throws(() => call(tooMuch()), { code: "trapped" });
        return "x";
    });
    assert.throws(() => desk.evaluate(trapping), { code: "stale" });
    assert.equal(Desk.compile(FILES).evaluate(REQUEST).ticket.queue, "network-l2");
});

test("what does not fit is refused by whatever way it comes, and no desk is lost", () => {
    const long = "x".repeat(400_000_000);
    for (const use of [
        () => Desk.load(new Uint8Array(300_000_000)),
        () => verify(long),
        () => verify([{ id: long }]),
        () => desk.evaluate(REQUEST, { whyNot: [long] }),
        () => Desk.compile({ [long]: "" }),
    ]) {
        assert.throws(use, { code: "too-large" });
        holds();
    }
});

test("a desk shows nothing of what is inside, and only a desk is one", () => {
    assert.deepEqual(Object.keys(desk), []);
    assert.equal(JSON.stringify(desk), "{}");
    assert.equal(desk.constructor, Desk);
    for (const use of [
        () => new Proxy(desk, {}).evaluate(REQUEST),
        () => new Proxy(desk, {}).free(),
        () => (0, desk.evaluate)(REQUEST),
        () => Desk.prototype.hash,
        () => new desk.constructor(),
    ]) {
        assert.throws(use, TypeError);
    }
    holds();
    Object.freeze(desk).free();
    assert.throws(() => desk.evaluate(REQUEST), { code: "freed" });
    assert.match(desk.hash, /^[0-9a-f]{32}$/);
});

test("an instance that cannot be started anew is tried again", () => {
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function () {
        throw new RangeError("no room");
    };
    try {
        assert.throws(() => call(tooMuch()), { code: "trapped" });
        assert.throws(() => version(), { code: "no-memory" });
    } finally {
        WebAssembly.Instance = Instance;
    }
    assert.equal(version().wire, 1);
    assert.throws(() => desk.evaluate(REQUEST), { code: "stale" });
});

test("slips leave nothing behind in the module", () => {
    for (let round = 0; round < 20_000; round += 1) {
        assert.throws(() => desk.evaluate({ ticket: { a: NaN } }), TypeError);
    }
    holds();
});
