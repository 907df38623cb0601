// What hosts hand in by mistake: each is named where it stands.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { FILES, NOW, REQUEST } from "./support/desk.mjs";
import { entry } from "./support/places.mjs";

const { init, Desk, TierlineError, call, check } = await import(entry("full", "node"));
let desk;
before(async () => {
    await init();
    desk = Desk.compile(FILES);
});

const ask = (ticket) => desk.evaluate({ ticket, now: NOW });
const circular = {};
circular.self = circular;

/** A value, and what is said about it. */
const SLIPS = [
    [new Date(Number.NaN), "request.ticket.x is an invalid Date: mend it, or leave it out"],
    [Number.NaN, "request.ticket.x is NaN, which is no number in JSON: leave it out"],
    [-Infinity, "request.ticket.x is -Infinity, which is no number in JSON: leave it out"],
    [12n, "request.ticket.x is a BigInt: hand in a number, or text where it is a name"],
    [() => 1, "request.ticket.x is a function: hand in plain data"],
    [Symbol("s"), "request.ticket.x is a symbol: hand in plain data"],
    [new Map(), "request.ticket.x is a Map: hand in Object.fromEntries(…) of it"],
    [new Set(), "request.ticket.x is a Set: hand in an array of it"],
    [new Uint8Array(2), "request.ticket.x is binary: decode it to text first"],
    [Promise.resolve(1), "request.ticket.x is a promise: await it first"],
    ["so far \ud83d", "request.ticket.x has half of a surrogate pair in it: cut text between characters"],
    [{ "\ude00": 1 }, "request.ticket.x has half of a surrogate pair in a name: cut text between characters"],
    [["a", undefined], "request.ticket.x[1] is undefined: leave it out"],
    [
        { "two words": [{ y: 1n }] },
        'request.ticket.x["two words"][0].y is a BigInt: hand in a number, or text where it is a name',
    ],
    [{ toJSON: () => null }, "request.ticket.x says that its JSON form is null: hand in text, or leave it out"],
    [{ toJSON: () => 1n }, "request.ticket.x is a BigInt: hand in a number, or text where it is a name"],
    [
        circular,
        "request.ticket.x.self.self.self.self.self.self… is nested more than 100 deep, or holds itself: hand in less of it",
    ],
];

test("a slip in a ticket is named with its path", () => {
    for (const [x, message] of SLIPS) assert.throws(() => ask({ x }), { name: "TypeError", message });
});

test("what is missing may be left out or be undefined, and instants may be of any kind that writes itself", () => {
    const temporal = { toJSON: () => "2026-11-23T09:00:00Z" };
    const answer = ask({ id: "T", subject: undefined, queue: null, created_at: temporal });
    assert.equal(answer.ticket.created_at, "2026-11-23T09:00:00Z");
    assert.equal("subject" in answer.ticket, false);
});

test("arguments of a wrong kind are named", () => {
    const wrong = (use, message) => assert.throws(use, { name: "TypeError", message });
    wrong(() => desk.evaluate(), "request must be an object, not undefined");
    wrong(() => desk.evaluate(null), "request must be an object, not null");
    wrong(() => check(FILES, { now: new Date(NaN) }), "now is an invalid Date: mend it, or leave it out");
    wrong(() => desk.deadlines("{}"), "request must be an object, not string");
    wrong(() => desk.explain(Promise.resolve(REQUEST)), "request is a promise: await it first");
    wrong(() => desk.evaluateBatch(REQUEST), "requests must be an array");
    wrong(() => desk.evaluateBatch([REQUEST, undefined]), "requests[1] is undefined: leave it out");
    wrong(() => desk.evaluate(REQUEST, { whynot: [] }), "there is no option `whynot`: there are trace, whyNot");
    wrong(() => desk.evaluate(REQUEST, true), "the options must be an object: { trace, whyNot }");
    wrong(() => desk.deadlines(REQUEST, { because: true }), "there is no option `because`: there are why");
    wrong(
        () => Desk.compile({ "rules.rhai": Buffer.from("x") }),
        'files["rules.rhai"] is binary: decode it to text first',
    );
    wrong(() => Desk.compile({ "rules.rhai": 7 }), 'files["rules.rhai"] must be text');
    wrong(() => Desk.compile(), "files is undefined: hand in a value");
    wrong(() => check("rules"), "files must be an object, not string");
    wrong(() => Desk.load({}), "a bundle is bytes, or those as base64: hand in what `bundle()` or `tierline compile` wrote");
    wrong(() => new Desk(), "a desk is made by Desk.compile(files) or Desk.load(bundle)");
    wrong(() => call({ verb: "version" }), "a call is text: hand in JSON.stringify(…) of it");
});

test("what the engine refuses has its code and says what to do", () => {
    const refused = (use, code, message) => assert.throws(use, { name: "TierlineError", code, message });
    refused(() => desk.evaluate([]), "bad-request", /request/);
    refused(() => desk.evaluate({ ticket: {} }), "bad-request", /needs `now`/);
    refused(() => desk.evaluate({ tickt: {}, now: NOW }), "bad-request", /did you mean `ticket`/);
    refused(() => ask({ created_at: "yesterday" }), "bad-field", /created_at/);
    refused(() => desk.evaluate(REQUEST, { whyNot: ["Outages"] }), "unknown-rule", /Outages/);
    refused(() => Desk.load("{}"), "not-a-bundle", /base64/);
    refused(() => Desk.load(new TextEncoder().encode("{}")), "not-a-bundle", /bundle/);
    refused(() => Desk.load(desk.bundle().with(-1, 255)), "changed-bundle", /./);
});

test("a desk that does not compile says all that is wrong", () => {
    const rules = 'stage routing\nrule "a" { when ticket.catagory == 1 then { rout("x"); } }\n';
    assert.throws(
        () => Desk.compile({ "rules.rhai": rules }),
        (error) => {
            assert.ok(error instanceof TierlineError && error instanceof Error);
            assert.equal(error.code, "desk-does-not-compile");
            assert.equal(error.place.line, 2);
            assert.deepEqual(
                error.diagnostics.map(({ code }) => code),
                ["unknown-field", "unknown-action"],
            );
            assert.match(
                error.message,
                /^the desk does not compile: 2 errors\nrules\.rhai:2:\d+: error\[unknown-field\]: .*catagory/,
            );
            return true;
        },
    );
    const many = 'rule "a" { when ticket.catagory == 1 then { } }\n'
        .repeat(1)
        .concat(
            ...Array.from(
                { length: 30 },
                (_, at) => `rule "${at}" { when ticket.catagory == 1 then { add_tag("x"); } }\n`,
            ),
        );
    assert.throws(
        () => Desk.compile({ "rules.rhai": `stage routing\n${many}` }),
        (error) => {
            assert.equal(error.message.split("\n").length, 12);
            assert.match(error.message, /\nand \d+ more$/);
            return true;
        },
    );
});
