// What the package gives, in the full build and in the runtime build.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { FILES, NOW, REQUEST, RULES } from "./support/desk.mjs";
import { entry } from "./support/places.mjs";

const full = await import(entry("full", "node"));
const runtime = await import(entry("runtime", "node"));

before(() => Promise.all([full.init(), runtime.init()]));

test("a desk says what to do, with instants as text", () => {
    const desk = full.Desk.compile(FILES);
    assert.equal(desk.ruleCount, 3);
    assert.match(desk.hash, /^[0-9a-f]{32}$/);
    assert.deepEqual(desk.warnings, []);
    const answer = desk.evaluate(REQUEST);
    assert.deepEqual(
        answer.effects.map(({ do: what, queue, priority }) => [what, queue ?? priority]),
        [
            ["prioritise", "P2"],
            ["route", "network-l2"],
        ],
    );
    assert.equal(answer.now, NOW);
    assert.equal(answer.desk, desk.hash);
    assert.equal(answer.ticket.queue, "network-l2");
    assert.equal(answer.ticket.created_at, "2026-11-23T09:00:00.000Z");
    assert.equal(answer.trace, undefined);
});

test("a trace is given where it is asked for", () => {
    const desk = full.Desk.compile(FILES);
    const told = (options) =>
        desk.evaluate(REQUEST, options).trace.stages.flatMap(({ rules }) => rules.map(({ rule }) => rule));
    assert.equal(told({ trace: true }).length, 3);
    const rest = { ...REQUEST, ticket: { category: "printer" } };
    const missed = desk.evaluate(rest, { whyNot: ["Outages go to the second line"] }).trace.stages.at(-1).rules[0];
    assert.equal(missed.rule, "Outages go to the second line");
    assert.equal(missed.verdict, "missed");
});

test("a batch is answered in order, each with its answer or its error", () => {
    const desk = full.Desk.compile(FILES);
    const [first, second, third] = desk.evaluateBatch([REQUEST, { ticket: {} }, { ...REQUEST, ticket: { id: 7 } }]);
    assert.deepEqual(first.ok, desk.evaluate(REQUEST));
    assert.ok(second.error instanceof full.TierlineError);
    assert.equal(second.error.code, "bad-request");
    assert.equal(third.ok.id, "7");
});

test("clocks, sentences, forms and tests are told", () => {
    const desk = full.Desk.compile(FILES);
    const deadlines = desk.deadlines(REQUEST);
    assert.equal(deadlines.next_deadline, "2026-11-23T17:00:00Z");
    assert.equal(deadlines.hours, undefined);
    assert.equal(desk.deadlines(REQUEST, { why: true }).hours[0].zone, "Europe/London");
    assert.match(desk.explain(REQUEST).why[0], /VIPs are never below P2/);
    const rest = { ...REQUEST, ticket: { category: "printer" } };
    const [rule] = desk.explain(rest, { whyNot: ["Outages go to the second line"] }).why_not;
    assert.ok(rule.what_if.changes.length > 0);
    assert.equal(desk.forms()[0].rule, "VIPs are never below P2");
    assert.deepEqual(
        desk.test().map(({ test: name, failures }) => [name, failures]),
        [["A VIP comes first", []]],
    );
    const { tests, coverage } = desk.testWithCoverage();
    assert.deepEqual(tests, desk.test());
    const unreached = coverage.goals.filter(({ times }) => times === 0).map(({ kind, text }) => `${kind} ${text}`);
    assert.deepEqual(unreached, [
        "missed requester.vip",
        "rule Outages go to the second line",
        'held ticket.category == "network"',
        'held mentions(ticket.subject, "down")',
        'missed mentions(ticket.subject, "down")',
    ]);
});

test("schemas tell of the desk's own fields", () => {
    assert.equal(full.schema().ticket.properties.floor, undefined);
    assert.deepEqual(full.Desk.compile(FILES).schema().ticket.properties.floor.type, ["number", "null"]);
});

test("files are checked without a desk, and cases are run", () => {
    assert.deepEqual(
        full.check(FILES).filter(({ severity }) => severity === "error"),
        [],
    );
    const conflict = `stage priority
rule "a" { when ticket.site == "leeds" then { prioritise("P1"); } }
rule "b" { when requester.vip then { prioritise("P2"); } }
otherwise { prioritise("P4"); }
`;
    const [shown] = full.check({ "rules.rhai": conflict });
    assert.equal(shown.code, "conflicting-rules");
    assert.deepEqual(shown.witness.ticket, { id: "W-1", site: "leeds", requester: { vip: true } });
    assert.deepEqual(full.check({ "rules.rhai": conflict }, { changed: ["other.rhai"], now: new Date(NOW) }), []);
    assert.match(full.format({ "rules.rhai": conflict }).files["rules.rhai"], /^rule "a" \{\n {4}when /m);
    const [found] = full.check({ "rules.rhai": RULES.replace("requester.vip", "requester.vipp") });
    assert.equal(found.code, "unknown-field");
    assert.equal(found.place.line, 20);
    const right = {
        id: "right",
        calendar: { time_zone: "UTC", weekly: { mon: [["09:00", "17:00"]] } },
        op: "add",
        from: "2026-11-23T16:00:00Z",
        seconds: 7200,
        expect: "2026-11-30T10:00:00Z",
    };
    const wrong = { ...right, id: "wrong", expect: "2026-11-30T11:00:00Z" };
    const summary = full.verify([right, wrong]);
    assert.deepEqual([summary.passed, summary.failed, summary.failures[0].id], [1, 1, "wrong"]);
    assert.deepEqual(full.verify(`${JSON.stringify(right)}\n${JSON.stringify(wrong)}\n`), summary);
});

test("the language and the versions are told", () => {
    assert.ok(full.actions().actions.some(({ name }) => name === "route"));
    assert.equal(full.version().wire, 1);
    assert.deepEqual(runtime.version(), full.version());
});

test("a bundle gives the same answers in the runtime build, which compiles nothing", () => {
    const desk = full.Desk.compile(FILES);
    const loaded = runtime.Desk.load(desk.bundle());
    assert.equal(loaded.hash, desk.hash);
    assert.deepEqual(loaded.evaluate(REQUEST), desk.evaluate(REQUEST));
    assert.deepEqual(loaded.deadlines(REQUEST, { why: true }), desk.deadlines(REQUEST, { why: true }));
    const again = full.Desk.load(desk.bundle().buffer);
    assert.deepEqual(again.bundle(), desk.bundle());
    assert.equal(runtime.Desk.load(Buffer.from(desk.bundle()).toString("base64")).hash, desk.hash);
    const refused = { code: "no-compiler" };
    assert.throws(() => runtime.Desk.compile(FILES), refused);
    assert.throws(() => runtime.check(FILES), refused);
    assert.throws(() => runtime.verify([]), refused);
    for (const verb of ["test", "bundle", "forms", "explain"]) assert.throws(() => loaded[verb](REQUEST), refused);
    assert.throws(() => runtime.actions(), refused);
    assert.throws(() => runtime.schema(), { code: "no-schema" });
});

test("a call in text is answered in text, with all digits of a number", () => {
    const call = (parts) => full.call(JSON.stringify(parts));
    call({ verb: "compile", files: FILES, desk: "digits" });
    const request = `{"ticket":{"floor":0.1234567890123456789},"now":"${NOW}"}`;
    const reply = full.call(`{"verb":"evaluate","desk":"digits","request":${request}}`);
    assert.match(reply, /"floor":0\.1234567890123456789/);
});

test("a desk is let go once, by hand or by `using`", () => {
    const desk = full.Desk.compile(FILES);
    desk.free();
    desk.free();
    assert.throws(() => desk.evaluate(REQUEST), { code: "freed" });
    assert.match(desk.hash, /^[0-9a-f]{32}$/);
    const other = full.Desk.compile(FILES);
    other[Symbol.dispose]();
    assert.throws(() => other.forms(), { code: "freed" });
});

test("desks of one engine do not disturb each other", () => {
    const desk = full.Desk.compile(FILES);
    const other = full.Desk.compile({ "rules.rhai": RULES.replaceAll("network-l2", "network-l3") });
    assert.notEqual(desk.hash, other.hash);
    assert.equal(desk.evaluate(REQUEST).ticket.queue, "network-l2");
    assert.equal(other.evaluate(REQUEST).ticket.queue, "network-l3");
    other.free();
    assert.equal(desk.evaluate(REQUEST).ticket.queue, "network-l2");
});
