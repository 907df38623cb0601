// What the timeline shows: stretches and points on a line of time, before they are drawn.
import { ALWAYS } from "./hours.js";

/** @typedef {import("../types.js").Reading} Reading */
/** @typedef {import("./snapshot.js").Snapshot} Snapshot */
/** @typedef {import("./index.js").LiveReading} LiveReading */
/** @typedef {keyof import("./index.js").Strings["timeline"]} Kind */

/** @typedef {{ part: "open" | "counted" | "over" | "held" | "ahead", from: number, to: number }} Stretch */
/** @typedef {{ kind: Kind, at: number, because?: string, step?: string, ladder?: string }} Point */
/** @typedef {{ at: number, isDay: boolean, isMinor: boolean }} Mark At midnight or not; left out where room is short. */
/** @typedef {{ from: number, to: number, stretches: Stretch[], points: Point[], marks: Mark[] }} Drawing */

const DAY = 86_400_000;
const MINUTE = 60_000;
/** A little room before the first point and behind the last. */
const ROOM = 0.025;
/** How far apart the marks of the scale may be. */
const SCALES = [5, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 20_160, 40_320].map(
    (minutes) => minutes * MINUTE,
);
const MOST_MARKS = 8;

/** What changes are told as; the others are told by points of their own. @type {Partial<Record<string, Kind>>} */
const CHANGES = {
    pause: "pause",
    resume: "resume",
    reopen: "reopen",
    cancel: "cancel",
    apply_sla: "apply_sla",
    pin: "pin",
    set_by_hand: "set_by_hand",
    merge: "merge",
};

/**
 * What there is to draw of a clock.
 * @param {Snapshot} snapshot
 * @param {LiveReading} view
 * @param {(at: number) => number} offset By how much the clocks on the wall are ahead of UTC.
 * @returns {Drawing | undefined} Nothing where there is no clock.
 */
export function drawn({ reading, open }, view, offset) {
    if (!reading) return undefined;
    const points = pointsOf(reading, view);
    const first = Math.min(...points.map(({ at }) => at));
    const last = Math.max(...points.map(({ at }) => at), first + MINUTE);
    const room = (last - first) * ROOM;
    const [from, to] = [first - room, last + room];
    const hours = (open ?? []).map(([start, end]) => /** @type {Stretch} */ ({ part: "open", from: start, to: end }));
    const spans = spansOf(reading, view).flatMap((span) =>
        span.part === "held" ? [span] : within(span, open ?? ALWAYS),
    );
    const stretches = [...hours, ...spans].map((stretch) => cut(stretch, from, to));
    return {
        from,
        to,
        stretches: stretches.filter((stretch) => stretch.from < stretch.to),
        points,
        marks: marks(from, to, offset),
    };
}

/**
 * @param {Stretch} stretch
 * @param {number} from
 * @param {number} to
 */
function cut(stretch, from, to) {
    return { ...stretch, from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) };
}

/**
 * What of a stretch is in open time.
 * @param {Stretch} stretch
 * @param {import("./hours.js").Stretch[]} open
 */
function within(stretch, open) {
    return open.map(([start, end]) => cut(stretch, start, end));
}

/**
 * What the clock did, and what is ahead of it.
 * @param {Reading} reading
 * @param {LiveReading} view
 * @returns {Stretch[]}
 */
function spansOf(reading, { now, due, isOwed, state }) {
    const end = reading.stopped_at ? Date.parse(reading.stopped_at) : now;
    const known = reading.why?.spans ?? [{ from: reading.started_at, to: undefined, counts: state !== "paused" && !reading.paused }];
    const spans = known.flatMap((span) => {
        const [from, to] = [Date.parse(span.from), span.to ? Date.parse(span.to) : end];
        return span.counts ? counting(from, to, due) : [{ part: /** @type {const} */ ("held"), from, to }];
    });
    const isAhead = isOwed && state !== "paused" && !reading.paused && due !== undefined && due > now;
    return isAhead ? [...spans, { part: "ahead", from: now, to: due }] : spans;
}

/**
 * A counting span, in time and beyond.
 * @param {number} from
 * @param {number} to
 * @param {number} [due]
 * @returns {Stretch[]}
 */
function counting(from, to, due = Infinity) {
    return [
        { part: "counted", from, to: Math.min(to, due) },
        { part: "over", from: Math.max(from, due), to },
    ];
}

/**
 * @param {Reading} reading
 * @param {LiveReading} view
 */
function pointsOf(reading, { now, isOwed, due, state }) {
    /** @type {Point[]} */
    const points = [];
    /**
     * @param {Kind} kind
     * @param {string | number | undefined} at
     * @param {Partial<Point>} [more]
     */
    const add = (kind, at, more) => {
        if (at !== undefined) points.push({ kind, at: Number(new Date(at)), ...more });
    };
    const changes = reading.why?.changes ?? [];
    add("started", reading.started_at, { because: changes.find(({ what }) => what === "activate")?.because });
    for (const { at, what, because } of changes) {
        if (CHANGES[what]) add(CHANGES[what], at, { because });
    }
    for (const { at, put_off_to, step, ladder } of reading.steps ?? []) add("step", put_off_to ?? at, { step, ladder });
    if (state !== "missed") add("due", due);
    if (state === "missed") add("breach", reading.breach?.at ?? due);
    if (state !== "cancelled")
        add("stopped", reading.stopped_at, { because: changes.find(({ what }) => what === "fulfill")?.because });
    if (isOwed) add("now", now);
    return points.sort((a, b) => a.at - b.at);
}

/**
 * The marks of the scale: few enough, at round times on the wall.
 * @param {number} from
 * @param {number} to
 * @param {(at: number) => number} offset
 */
function marks(from, to, offset) {
    const scale =
        SCALES.find((step) => (to - from) / step <= MOST_MARKS) ?? Math.ceil((to - from) / MOST_MARKS / DAY) * DAY;
    const ahead = offset(from);
    const first = Math.ceil((from + ahead) / scale) * scale;
    const count = Math.max(0, Math.floor((to + ahead - first) / scale) + 1);
    const onTheWall = Array.from({ length: count }, (_, at) => first + at * scale);
    const hasDays = onTheWall.some(isMidnight);
    const made = onTheWall.map((wall, index) => {
        const isDay = isMidnight(wall);
        const isMinor = hasDays && scale < DAY ? !isDay : index % 2 === 1;
        return { at: wall - offset(wall - ahead), isDay, isMinor };
    });
    return made.filter(({ at }) => at <= to);
}

/** @param {number} wall */
const isMidnight = (wall) => wall % DAY === 0;
