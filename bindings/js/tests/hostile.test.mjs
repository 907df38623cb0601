// What means harm: each ends in an error or a fault, and the next call is answered right.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { FILES, NOW, REQUEST, RULES, tooMuch } from "./support/desk.mjs";
import { entry } from "./support/places.mjs";

const { init, Desk, call, version } = await import(entry("full", "node"));
before(() => init());

const nested = (depth) => {
    let value = 1;
    for (let level = 0; level < depth; level += 1) value = [value];
    return value;
};

test("nesting without end is refused, as objects and as text", () => {
    const desk = Desk.compile(FILES);
    call(JSON.stringify({ verb: "compile", desk: "deep", files: FILES }));
    assert.throws(() => desk.evaluate({ ticket: { x: nested(20_000) }, now: NOW }), {
        name: "TypeError",
        message: /100 deep/,
    });
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    for (const text of [
        deep,
        `{"verb":"version","id":${deep}}`,
        `{"verb":"evaluate","desk":"deep","request":${deep}}`,
    ]) {
        assert.match(call(text), /^\{"error":\{"code":"bad-(json|call|request)"/);
    }
    assert.match(desk.evaluate(REQUEST).now, /^2026/);
});

test("a text as long as a book is answered", () => {
    const desk = Desk.compile(FILES);
    const answer = desk.evaluate({
        ticket: { subject: `${"x ".repeat(1_000_000)} down`, category: "network" },
        now: NOW,
    });
    assert.equal(answer.ticket.queue, "network-l2");
    assert.equal(answer.ticket.subject.length, 2_000_005);
});

test("a call that does not fit is refused, and the engine goes on", () => {
    const desk = Desk.compile(FILES);
    assert.throws(() => call("x".repeat(300_000_000)), { code: "too-large", help: "ask for less at once" });
    const half = "x".repeat(400_000_000);
    assert.throws(() => Desk.compile({ "rules.rhai": half, "more.rhai": half }), { code: "too-large" });
    assert.equal(desk.evaluate(REQUEST).ticket.queue, "network-l2");
});

test("memory that runs out costs the desks, not the next call", () => {
    const desk = Desk.compile(FILES);
    const right = desk.evaluate(REQUEST);
    assert.throws(() => call(tooMuch()), {
        name: "TierlineError",
        code: "trapped",
        help: /compile or load the desks anew/,
    });
    assert.equal(version().wire, 1);
    assert.throws(() => desk.evaluate(REQUEST), { code: "stale", help: "compile or load it anew" });
    desk.free();
    assert.throws(() => desk.evaluate(REQUEST), { code: "freed" });
    assert.deepEqual(Desk.compile(FILES).evaluate(REQUEST), right);
});

test("memory that grows under a desk leaves it right", () => {
    const desk = Desk.compile(FILES);
    const right = desk.evaluate(REQUEST);
    const batch = Array.from({ length: 5_000 }, (_, id) => ({ ticket: { id, subject: "x".repeat(500) }, now: NOW }));
    assert.deepEqual(
        desk.evaluateBatch(batch).map(({ ok }) => ok.id),
        batch.map(({ ticket }) => String(ticket.id)),
    );
    assert.deepEqual(desk.evaluate(REQUEST), right);
});

test("a script that runs away stops at its limits, with a fault, and the other rules count", () => {
    const list = `const LIST = [${Array.from({ length: 40 }, (_, at) => at)}];\n`;
    const loops = "let x = 0; for a in LIST { for b in LIST { for c in LIST { x += a; } } } add_tag(`${x}`);";
    const rules = `${list}stage triage\nrule "away" { then { ${loops} } }\nrule "after" { then { add_tag("after"); } }\n`;
    const answer = Desk.compile({ "rules.rhai": rules }).evaluate(REQUEST);
    assert.deepEqual(
        answer.faults.map(({ rule, code }) => [rule, code]),
        [["away", "too-many-steps"]],
    );
    assert.deepEqual(answer.ticket.tags, ["after"]);
});

test("a bundle that was tampered with is refused, wherever it is cut or changed", () => {
    const bundle = Desk.compile(FILES).bundle();
    for (let at = 0; at < bundle.length; at += 97) {
        assert.throws(() => Desk.load(bundle.slice(0, at)), { name: "TierlineError" }, `cut at ${at}`);
        const changed = bundle.with(at, bundle[at] ^ 1);
        assert.throws(() => Desk.load(changed), { name: "TierlineError" }, `changed at ${at}`);
    }
    assert.equal(Desk.load(bundle).evaluate(REQUEST).ticket.queue, "network-l2");
});

test("names that JavaScript gives a meaning are names like others", () => {
    const request = JSON.parse(`{"ticket":{"__proto__":{"polluted":1},"constructor":"x"},"now":"${NOW}"}`);
    const { ticket } = Desk.compile(FILES).evaluate(request);
    assert.deepEqual(Object.getOwnPropertyDescriptor(ticket, "__proto__").value, { polluted: 1 });
    assert.equal(ticket.constructor, "x");
    assert.equal({}.polluted, undefined);
    assert.equal(
        Desk.compile({ ...FILES, "__proto__x.rhai": "" }).ruleCount,
        Desk.compile({ "rules.rhai": RULES }).ruleCount,
    );
});
