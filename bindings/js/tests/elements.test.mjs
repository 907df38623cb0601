// The parts of the elements that need no page: open time, what a clock reads, what changes next, words, the one timer.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { FILES, REQUEST } from "./support/desk.mjs";
import { ENGINE, entry } from "./support/places.mjs";

const part = (name) => import(new URL(`src/elements/${name}.js`, ENGINE));
const { after, counted, edge, isOpen, opening } = await part("hours");
const { taken } = await part("snapshot");
const { nextChange, nextTick, viewed } = await part("view");
const { Format } = await part("format");
const { filled, phrases, phrasesOf } = await part("phrases");
const { drawn } = await part("drawing");
const { Ticker } = await part("ticker");
const { Live } = await part("live");
const { picked } = await part("pick");
const { Desk, init } = await import(entry("full", "node"));

before(() => init());

/** An instant of Monday, 23 November 2026, or of the days after it. */
const at = (time, day = 23) => Date.parse(`2026-11-${day}T${time}${time.length === 5 ? ":00" : ""}Z`);
const text = (instant) => new Date(instant).toISOString().replace(".000", "");
/** Monday and Tuesday from nine to five. */
const OPEN = [
    [at("09:00"), at("17:00")],
    [at("09:00", 24), at("17:00", 24)],
];
const HOURS = { calendar: "office", zone: "UTC", offsets: [], open: OPEN.map((stretch) => stretch.map(text)) };
/** Four hours, half of them used on Monday at four: due on Tuesday at ten. */
const RUNNING = {
    clock: "resolution",
    class: "customer",
    policy: "standard",
    cycle: 1,
    calendar: "office",
    state: "running",
    target: "4 hours",
    goal_seconds: 14_400,
    elapsed_seconds: 7_200,
    remaining_seconds: 7_200,
    paused_seconds: 0,
    used_percent: 50,
    started_at: text(at("14:00")),
    due: text(at("10:00", 24)),
};
const DEADLINES = { id: "INC-1", desk: "d", now: text(at("16:00")), readings: [RUNNING], hours: [HOURS] };
const seen = (instant, reading = DEADLINES, warnAt = 75) => viewed(taken({ reading }, instant), instant, warnAt);

test("open time is counted, added and looked through", () => {
    assert.equal(counted(OPEN, at("16:00"), at("10:00", 24)), 2 * 3_600_000);
    assert.equal(counted(OPEN, at("18:00"), at("08:00", 24)), 0);
    assert.equal(counted(OPEN, at("10:00"), at("09:00")), 0);
    assert.equal(text(after(OPEN, at("16:00"), 7_200_000)), "2026-11-24T10:00:00Z");
    assert.equal(text(after(OPEN, at("16:00"), 3_600_000)), "2026-11-23T17:00:00Z");
    assert.equal(after(OPEN, at("16:00", 24), 3_600_001), undefined);
    assert.deepEqual(
        [at("09:00"), at("16:59:59"), at("17:00")].map((now) => isOpen(OPEN, now)),
        [true, true, false],
    );
    assert.deepEqual(
        [at("08:00"), at("09:00"), at("17:00", 24)].map((now) => edge(OPEN, now)),
        [at("09:00"), at("17:00"), Infinity],
    );
    assert.deepEqual(
        [at("17:30"), at("09:00", 24)].map((now) => opening(OPEN, now)),
        [at("09:00", 24), undefined],
    );
});

test("a clock counts down while its calendar is open, and is missed a second after its deadline", () => {
    const told = (instant) => {
        const { state, left, usedPercent, isCounting, isWarned, opens } = seen(instant);
        return [state, left, usedPercent, isCounting, isWarned, opens && text(opens)];
    };
    assert.deepEqual(told(at("16:30") + 900), ["running", 5_400, 62, true, false, undefined]);
    assert.deepEqual(told(at("20:00")), ["running", 3_600, 75, false, true, "2026-11-24T09:00:00Z"]);
    assert.deepEqual(told(at("09:30", 24)), ["running", 1_800, 87, true, true, undefined]);
    assert.deepEqual(told(at("10:00", 24) + 999), ["running", 0, 100, true, true, undefined]);
    assert.deepEqual(told(at("10:00:01", 24)), ["missed", -1, 100, true, false, undefined]);
    assert.deepEqual(told(at("18:00", 24)), ["missed", -25_200, 275, false, false, undefined]);
});

test("the next change is the warning, a closing, an opening or the breach, whichever is first", () => {
    const snapshot = taken({ reading: DEADLINES }, 0);
    const next = (instant) => text(nextChange(snapshot, viewed(snapshot, instant, 60), 60));
    // 60 % of four hours are 2 h 24 min, of which two hours are used.
    assert.equal(next(at("16:00")), "2026-11-23T16:24:00Z");
    assert.equal(next(at("16:24")), "2026-11-23T17:00:00Z");
    assert.equal(next(at("17:00")), "2026-11-24T09:00:00Z");
    assert.equal(next(at("09:00", 24)), "2026-11-24T10:00:01Z");
    const met = taken(
        { reading: { ...DEADLINES, readings: [{ ...RUNNING, state: "met", stopped_at: RUNNING.due }] } },
        0,
    );
    assert.equal(nextChange(met, viewed(met, at("16:00"), 60), 60), Infinity);
});

test("words change by the second in the last hour, else by the minute of what is left", () => {
    const tick = (left, now = at("16:00")) => (nextTick({ isOwed: true, isCounting: true, left, now }) - now) / 1_000;
    assert.deepEqual(
        [3_599, 0, -59, 7_200, 7_265, -3_600, -3_605].map((left) => tick(left)),
        [1, 1, 1, 1, 6, 60, 55],
    );
    // Midnight somewhere comes first.
    assert.equal(tick(7_259, at("16:14:50")), 10);
    assert.equal(nextTick({ isOwed: true, isCounting: false, left: 60, now: at("16:01") }), at("16:15"));
    assert.equal(nextTick({ isOwed: false, isCounting: false, left: 60, now: at("16:01") }), Infinity);
});

test("a ready reading without hours is told as well as it can be", () => {
    const wall = { ...RUNNING, calendar: undefined, remaining_seconds: 600, due: text(at("12:00")) };
    assert.deepEqual(
        [at("11:55"), at("12:01")].map((now) => seen(now, wall).left),
        [300, -60],
    );
    assert.equal(seen(at("11:55"), JSON.stringify(wall)).left, 300);
    assert.deepEqual(
        [at("16:30"), at("09:30", 24), at("11:00", 24)].map((now) => seen(now, RUNNING).left),
        [7_200, 1_800, 0],
    );
    assert.equal(seen(at("11:00", 24), RUNNING).state, "missed");
    const paused = { ...RUNNING, state: "paused", due: undefined };
    assert.deepEqual([seen(at("16:30"), paused).state, seen(at("16:30"), paused).left], ["paused", 7_200]);
    assert.equal(seen(at("16:30"), { ...DEADLINES, readings: [] }).state, "none");
});

test("what is no reading is refused with its reason", () => {
    const refused = (reading, why) => assert.throws(() => taken({ reading }, 0), why);
    refused("{", /the reading is no JSON/);
    refused("7", /must be an object/);
    refused({ ...RUNNING, state: "late" }, /the state of the reading is "late": it is one of running/);
    refused({ ...RUNNING, due: "soon" }, /`due` of the reading is no instant: "soon"/);
    refused({ ...RUNNING, due: undefined }, /running and has no `due`/);
    refused({ ...RUNNING, goal_seconds: "4" }, /`goal_seconds` of the reading is no number/);
    assert.equal(taken({}, 0).reading, undefined);
    assert.throws(() => taken({ request: {} }, 0), /there is no desk: set `desk` and `request`, or `reading`/);
    assert.throws(() => taken({ desk: { deadlines() {} } }, 0), /there is no request/);
});

test("the reading shown is the deadline that comes first, else what is held up, else what ended last", () => {
    const of = (clock, state, more = {}) => ({ ...RUNNING, clock, state, ...more });
    const early = of("first_response", "missed_open", { due: text(at("09:30")) });
    const late = of("resolution", "running");
    const held = of("update", "paused", { due: undefined });
    const done = of("first_response", "met", { stopped_at: text(at("09:10")) });
    const later = of("next_response", "missed_closed", { stopped_at: text(at("09:20")) });
    const ola = of("assignment", "running", { class: "ola", due: text(at("08:00")) });
    assert.equal(picked([late, done, early, ola, held]), early);
    assert.equal(picked([done, held, ola]), held);
    assert.equal(picked([done, later, ola]), later);
    const longer = { ...later, clock: "resolution", started_at: text(at("08:00")) };
    assert.equal(picked([later, longer]), longer);
    assert.equal(picked([late, ola], undefined, "any"), ola);
    assert.equal(picked([late, early], "resolution"), late);
    assert.equal(picked([ola]), undefined);
});

test("between two questions it says what the desk says", () => {
    const desk = Desk.compile(FILES);
    const history = [
        { kind: "updated", at: "2026-11-23T11:00:00Z", before: { priority: "P3" }, set: { priority: "P2" } },
    ];
    const request = { ...REQUEST, history };
    const whole = desk.deadlines({ ...request, now: new Date(at("11:00")) }, { why: true });
    for (let instant = at("11:00"); instant < at("17:00"); instant += 37 * 60_000 + 1_000) {
        const [exact] = desk.deadlines({ ...request, now: new Date(instant) }).readings;
        const { left, state, usedPercent } = seen(instant, whole);
        assert.deepEqual(
            [left, state, usedPercent],
            [exact.remaining_seconds, exact.state, exact.used_percent],
            text(instant),
        );
    }
});

test("a desk is asked again when a clock changes or its known hours end, and not between", (context) => {
    const desk = Desk.compile(FILES);
    let asked = 0;
    let now = at("10:00");
    const counting = { deadlines: (...all) => ((asked += 1), desk.deadlines(...all)) };
    const views = [];
    const live = new Live((view) => views.push(view));
    context.after(() => live.stop());
    live.start({ desk: counting, request: { ticket: REQUEST.ticket }, now: () => now });
    const look = (instant) => {
        now = instant;
        live.wake();
        return [asked, views.at(-1).state, views.at(-1).left];
    };
    // Eight hours from nine to five: at ten, seven are left.
    assert.deepEqual(look(at("10:00")), [1, "running", 25_200]);
    assert.deepEqual(look(at("16:59:59")), [1, "running", 1]);
    assert.deepEqual(look(at("17:00:01")), [2, "missed", 0]);
    // A night later, as after a sleep: nothing was added up on the way.
    assert.deepEqual(look(at("09:30", 24)), [3, "missed", -1_800]);
    // A clock that is set back is believed.
    assert.deepEqual(look(at("10:00")), [4, "running", 25_200]);
});

test("a desk that does not say when it opens next is asked again in a quarter of an hour", () => {
    const until = (hours, now) =>
        text(taken({ desk: { deadlines: () => ({ ...DEADLINES, hours }) }, request: {} }, now).until);
    assert.equal(until([HOURS], at("16:00")), "2026-11-23T17:00:00Z");
    assert.equal(until([HOURS], at("18:00")), "2026-11-24T09:00:00Z");
    assert.equal(until([{ ...HOURS, open: HOURS.open.slice(0, 1) }], at("18:00")), "2026-11-23T18:15:00Z");
});

test("lengths and instants are told in the language and the zone", () => {
    const [en, de] = [new Format("en-GB", "Europe/London"), new Format("de", "Europe/Berlin")];
    assert.equal(new Format("en", "UTC").short(8_040), "2 hr 14 min");
    assert.equal(new Format("en", "UTC").short(2_529), "42 min 9 sec");
    assert.equal(de.short(-8_040), "2 Std. 14 Min.");
    assert.equal(en.words(8_040, "a moment"), "2 hours, 14 minutes");
    assert.equal(en.words(3_600, "a moment"), "1 hour");
    assert.equal(en.words(119, "a moment"), "1 minute");
    assert.equal(en.words(59, "a moment"), "a moment");
    assert.equal(en.near(at("17:00"), at("09:00")), "today 17:00");
    assert.equal(en.near(at("10:00", 24), at("23:59")), "tomorrow 10:00");
    assert.equal(en.near(at("10:00"), at("10:00", 24)), "yesterday 10:00");
    // Half past eleven in the evening, in London, is tomorrow in Berlin.
    assert.equal(de.near(at("23:30"), at("09:00")), "morgen 00:30");
    assert.match(en.near(at("10:00", 26), at("10:00")), /Thu.*26 Nov.*10:00/);
    assert.equal(de.offset(Date.parse("2026-07-01T00:00:00Z")), 7_200_000);
    assert.equal(de.offset(at("00:00") + 999), 3_600_000);
    assert.throws(() => new Format("en", "Mars/Olympus"), RangeError);
});

test("marks stand at midnight, where the clocks are changed too", () => {
    const berlin = new Format("de", "Europe/Berlin");
    const reading = { ...RUNNING, started_at: "2026-10-23T12:00:00Z", due: "2026-10-27T09:00:00Z" };
    const view = viewed(taken({ reading }, 0), Date.parse("2026-10-24T09:00:00Z"), 75);
    const { marks } = drawn({ reading }, view, (instant) => berlin.offset(instant));
    const days = marks.filter(({ isDay }) => isDay).map((mark) => text(mark.at));
    // The clocks are set back in the night to Sunday, the 25th.
    assert.deepEqual(days, [
        "2026-10-23T22:00:00Z",
        "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z",
        "2026-10-26T23:00:00Z",
    ]);
    assert.deepEqual(
        marks.map(({ isMinor }) => isMinor),
        [false, true, false, true],
    );
    const shorter = { ...reading, due: "2026-10-25T09:00:00Z" };
    const finer = drawn({ reading: shorter }, { ...view, due: Date.parse(shorter.due) }, (instant) =>
        berlin.offset(instant),
    );
    assert.deepEqual(
        finer.marks.map(({ at, isDay, isMinor }) => `${berlin.time(at)} ${isDay} ${isMinor}`),
        ["18:00", "00:00", "06:00", "12:00", "18:00", "00:00", "06:00"].map(
            (time) => `${time} ${time === "00:00"} ${time !== "00:00"}`,
        ),
    );
});

test("the drawing shows open hours, what counted, what was held up, what is ahead and what is late", () => {
    const spans = [
        { from: text(at("14:00")), to: text(at("15:00")), counts: true },
        { from: text(at("15:00")), to: text(at("16:00")), counts: false },
        { from: text(at("16:00")), counts: true },
    ];
    const changes = [{ at: text(at("15:00")), what: "pause", because: "waiting" }];
    const steps = [{ ladder: "l", step: "75%", key: "k", at: text(at("17:00")), done: false }];
    const reading = { ...RUNNING, why: { spans, changes }, steps };
    const draw = (instant) => {
        const snapshot = taken({ reading: { ...DEADLINES, readings: [reading] } }, instant);
        const { stretches, points } = drawn(snapshot, viewed(snapshot, instant, 75), () => 0);
        const bands = stretches.map(
            ({ part, from, to }) => `${part} ${text(from).slice(8, 16)} ${text(to).slice(8, 16)}`,
        );
        return { bands: bands.filter((band) => !band.startsWith("open")), points: points.map(({ kind }) => kind) };
    };
    const held = ["counted 23T14:00 23T15:00", "held 23T15:00 23T16:00"];
    assert.deepEqual(draw(at("16:30")), {
        bands: [...held, "counted 23T16:00 23T16:30", "ahead 23T16:30 23T17:00", "ahead 24T09:00 24T10:00"],
        points: ["started", "pause", "now", "step", "due"],
    });
    assert.deepEqual(draw(at("11:00", 24)), {
        bands: [...held, "counted 23T16:00 23T17:00", "counted 24T09:00 24T10:00", "over 24T10:00 24T11:00"],
        points: ["started", "pause", "step", "breach", "now"],
    });
});

test("each language has every phrase, and a page can replace some", () => {
    const names = (table) =>
        Object.entries(table).flatMap(([part, of]) => Object.keys(of).map((name) => `${part}.${name}`));
    assert.deepEqual(names(phrases.de).sort(), names(phrases.en).sort());
    const holes = (table) =>
        Object.values(table).flatMap((of) =>
            Object.values(of).map(
                (phrase) =>
                    phrase
                        .match(/\{\w+\}/g)
                        ?.sort()
                        .join() ?? "",
            ),
        );
    assert.deepEqual(holes(phrases.de), holes(phrases.en));
    assert.equal(phrasesOf("de-AT").value.paused, "Angehalten");
    assert.equal(phrasesOf("fr").value.paused, "Paused");
    const own = phrasesOf("de", { value: { paused: "Pause" } });
    assert.deepEqual([own.value.paused, own.value.met], ["Pause", "Rechtzeitig erledigt"]);
    assert.equal(phrasesOf("en", { value: { paused: 5 }, detail: null }).value.paused, "Paused");
    assert.equal(filled("{left} of {all}", { left: "1" }), "1 of {all}");
});

/** A home of a ticker whose timers are run by hand. */
function home() {
    const held = { timers: new Map(), now: 0, isSeen: true, returned: undefined, listening: 0 };
    const start = (wake, delay) => {
        const timer = Symbol("timer");
        held.timers.set(timer, { wake, delay });
        return timer;
    };
    const listen = (returned) => {
        held.returned = returned;
        held.listening += 1;
        return () => (held.listening -= 1);
    };
    /** Lets the timer come, so late after its time. */
    held.run = (late = 0) => {
        const [[timer, { wake, delay }]] = held.timers;
        held.timers.delete(timer);
        held.now += delay + late;
        wake();
    };
    held.delays = () => [...held.timers.values()].map(({ delay }) => delay);
    const ticker = new Ticker({ start, stop: (timer) => held.timers.delete(timer), isSeen: () => held.isSeen, listen });
    return { held, ticker };
}

test("one timer wakes all, each at its time, and none is left when all are gone", () => {
    const { held, ticker } = home();
    const woken = [];
    const member = (name, every) => {
        const made = {
            clock: () => held.now,
            wake: () => (woken.push(`${name} ${held.now}`), ticker.set(made, held.now + every)),
        };
        ticker.set(made, held.now + every);
        return made;
    };
    const [fast, slow] = [member("fast", 1_000), member("slow", 2_500)];
    assert.deepEqual(held.delays(), [1_000]);
    for (let turn = 0; turn < 3; turn += 1) held.run();
    assert.deepEqual(woken, ["fast 1000", "fast 2000", "slow 2500"]);
    assert.deepEqual(held.delays(), [500]);
    ticker.drop(fast);
    assert.deepEqual(held.delays(), [2_500]);
    assert.equal(held.listening, 1);
    ticker.drop(slow);
    assert.deepEqual(held.delays(), []);
    assert.equal(held.listening, 0);
});

test("timers that are too long are chained, and a clock that is looked at is compared each minute", () => {
    const { held, ticker } = home();
    let woken = 0;
    const far = { clock: () => held.now, wake: () => (woken += 1) };
    held.isSeen = false;
    ticker.set(far, 5_000_000_000);
    assert.deepEqual(held.delays(), [2_147_483_647]);
    held.run();
    held.run();
    assert.deepEqual([woken, held.delays()], [0, [5_000_000_000 - 2 * 2_147_483_647]]);
    held.run();
    assert.deepEqual([woken, held.delays()], [1, []]);
    held.isSeen = true;
    ticker.set(far, held.now + 10_000_000);
    assert.deepEqual(held.delays(), [60_000]);
    // The machine slept: the timer comes hours late, and the clock is believed.
    held.run(20_000_000);
    assert.equal(woken, 2);
});

test("all are woken when the page is looked at again, and one that goes meanwhile is not", () => {
    const { held, ticker } = home();
    const woken = [];
    const second = { clock: () => held.now, wake: () => woken.push("second") };
    const first = { clock: () => held.now, wake: () => (woken.push("first"), ticker.drop(second)) };
    ticker.set(first, Infinity);
    ticker.set(second, Infinity);
    assert.deepEqual(held.delays(), []);
    held.returned();
    assert.deepEqual(woken, ["first"]);
});
