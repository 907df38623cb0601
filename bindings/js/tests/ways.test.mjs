// Requests and answers cross the border by text or by objects, and are the same either way.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { bothWays } from "./support/copies.mjs";
import { FILES, NOW, REQUEST } from "./support/desk.mjs";

const WAYS = ["text", "objects"].flatMap((inward) => ["text", "objects"].map((outward) => [inward, outward]));
let engine;
let desk;
before(async () => {
    engine = await bothWays();
    desk = engine.Desk.compile(FILES);
});

/** What a call gives, by each of the ways; they must be the same, to the order of names. */
function eachWay(use) {
    const [first, ...others] = WAYS.map((ways) => {
        engine.forceWay(...ways);
        return use();
    });
    for (const other of others) {
        assert.deepEqual(other, first);
        assert.equal(JSON.stringify(other), JSON.stringify(first));
    }
    return first;
}

test("tickets come back as they went in", () => {
    const luxon = { toJSON: () => "2026-11-23T09:00:00Z", c: { year: 2026 } };
    const odd = JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "1": "one", "0": "zero"}');
    const values = [
        ...[0, -0, 1, -1, 0.1, 0.30000000000000004, 1e-7, 123456.789, 2 ** 53 + 2, -(2 ** 53), 9007199254740993],
        ...["", "ä\u{1f600}", "__proto__", " ", "a\u0000b", null, true, false, [], {}, [[], [null, 1.5]], odd],
        ...[{ a: undefined, b: 1 }, new Date(NOW), luxon, Object.create(null), new Number(2.5), new String("boxed")],
    ];
    for (const value of values) {
        const { ticket } = eachWay(() => desk.evaluate({ ticket: { id: "T", note: value }, now: NOW }));
        const wanted = JSON.parse(JSON.stringify({ value })).value;
        // The engine leaves nothing out that was there, and knows of no negative zero.
        assert.deepEqual(ticket.note ?? null, wanted ?? null, JSON.stringify(value));
    }
});

test("a number of JavaScript is the decimal that it shows", () => {
    const rules = 'field "load" number\nstage triage\nrule "exact" { when ticket.load == 0.3 then { add_tag("exact"); } }';
    const exact = engine.Desk.compile({ "a.rhai": rules });
    const tags = (load) => eachWay(() => exact.evaluate({ ticket: { load }, now: NOW })).ticket.tags;
    assert.deepEqual(tags(0.3), ["exact"]);
    assert.equal(tags(0.1 + 0.2), undefined);
    for (const load of [1e300, 1e-300]) {
        const refused = () => {
            try {
                return exact.evaluate({ ticket: { load }, now: NOW });
            } catch ({ code, message }) {
                return { code, message };
            }
        };
        assert.match(eachWay(refused).code ?? "answered", /bad-request|bad-field|answered/);
    }
});

test("every question is answered alike", () => {
    eachWay(() => desk.evaluate(REQUEST, { trace: true }));
    eachWay(() => desk.deadlines(REQUEST, { why: true }));
    eachWay(() => desk.explain(REQUEST, { whyNot: ["Outages go to the second line"] }));
    eachWay(() => [desk.forms(), desk.test(), desk.testWithCoverage(), desk.schema(), desk.warnings]);
    eachWay(() => [engine.schema(), engine.actions(), engine.version(), engine.check(FILES), engine.format(FILES)]);
    const batch = [REQUEST, { ticket: {} }, { tickt: {}, now: NOW }];
    const replies = eachWay(() => desk.evaluateBatch(batch));
    assert.deepEqual(
        replies.map(({ ok, error }) => ok?.id ?? error.code),
        ["INC-1", "bad-request", "bad-request"],
    );
    assert.ok(replies[1].error instanceof engine.TierlineError);
});

test("slips are told alike", () => {
    const slips = [{ x: NaN }, { x: new Map() }, { x: [undefined] }, { x: "\ud83d" }, { created_at: "yesterday" }, [], 1n];
    for (const ticket of slips) {
        const told = eachWay(() => {
            try {
                return desk.evaluate({ ticket, now: NOW });
            } catch ({ name, message, code }) {
                return { name, message, code };
            }
        });
        assert.match(told.name, /^(TypeError|TierlineError)$/);
    }
});
