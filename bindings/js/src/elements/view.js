// What there is to say of a clock at an instant, and when that changes. Nothing is carried from one instant to the next.
import { after, counted, edge, isOpen, opening } from "./hours.js";

/** @typedef {import("./snapshot.js").Snapshot} Snapshot */
/** @typedef {import("./index.js").LiveReading} LiveReading */

const SECOND = 1_000;
const MINUTE = 60;
const HOUR = 3_600;
/** Midnight of any zone falls on a quarter of an hour of any other. */
const QUARTER = 900_000;

/** Where there is no clock to tell of. */
export const STILL = { left: 0, usedPercent: 0, isCounting: false, isOwed: false, isWarned: false };

/** @param {string} [text] */
const parsed = (text) => (text === undefined ? undefined : Date.parse(text));
/** @param {number} at */
const wholeSecond = (at) => Math.floor(at / SECOND) * SECOND;

/**
 * Whether it counts on by itself: one that is late may wait as well.
 * @param {import("../types.d.ts").Reading} reading
 */
export function isTickingOn({ state, paused }) {
    return (state === "running" || state === "missed_open") && !paused;
}

/**
 * A clock at an instant.
 * @param {Snapshot} snapshot
 * @param {number} instant
 * @param {number} warnAt Percent of the target.
 * @returns {LiveReading}
 */
export function viewed(snapshot, instant, warnAt) {
    const { reading, open, id } = snapshot;
    const now = wholeSecond(instant);
    if (!reading) return { state: "none", ticket: id, now, ...STILL };
    const due = parsed(reading.due);
    const isTicking = isTickingOn(reading);
    const isMissed = reading.state.startsWith("missed") || (isTicking && due !== undefined && now > due);
    const left = isTicking ? remaining(snapshot, now) : reading.remaining_seconds;
    const used = reading.goal_seconds - left;
    const isCounting = isTicking && (open === undefined || isOpen(open, now));
    return {
        state: isMissed ? "missed" : /** @type {LiveReading["state"]} */ (reading.state),
        ticket: id,
        reading,
        now,
        left,
        due,
        usedPercent: reading.goal_seconds > 0 ? Math.max(0, Math.floor((used * 100) / reading.goal_seconds)) : 100,
        isCounting,
        opens: isTicking && !isCounting && open ? opening(open, now) : undefined,
        isOwed: isTicking || reading.state === "paused" || reading.paused === true,
        isWarned: isTicking && !isMissed && used * 100 >= reading.goal_seconds * warnAt,
    };
}

/**
 * Seconds still to count; below 0 for those over the target.
 * @param {Snapshot} snapshot
 * @param {number} now
 */
function remaining({ reading, at, open }, now) {
    const left = reading?.remaining_seconds ?? 0;
    if (open && !Number.isNaN(at)) return left - counted(open, at, now) / SECOND;
    // Where nobody has said when it is open, no more can be left than the time until the deadline.
    const wall = (Date.parse(reading?.due ?? "") - now) / SECOND;
    return left > 0 ? Math.min(left, Math.max(0, wall)) : left;
}

/**
 * When something other than the time left changes: an opening, a closing, the warning, the deadline, what the desk says.
 * @param {Snapshot} snapshot
 * @param {LiveReading} view
 * @param {number} warnAt
 */
export function nextChange({ until, open, reading, at }, view, warnAt) {
    const { now } = view;
    if (!reading || !view.isOwed) return until;
    const isRunning = view.state === "running";
    const spare = reading.remaining_seconds - (reading.goal_seconds * (100 - warnAt)) / 100;
    const warning = open && isRunning && spare > 0 ? after(open, at, Math.ceil(spare) * SECOND) : undefined;
    const breach = isRunning && view.due !== undefined ? view.due + SECOND : undefined;
    const changes = [until, edge(open ?? [], now), warning, breach];
    return Math.min(...changes.filter((instant) => instant !== undefined && instant > now).map(Number), Infinity);
}

/**
 * When the words change that tell how much is left: every second in the last hour, else every minute of it, and at
 * midnight.
 * @param {LiveReading} view
 */
export function nextTick(view) {
    const { now, left } = view;
    if (!view.isOwed) return Infinity;
    const quarter = (Math.floor(now / QUARTER) + 1) * QUARTER;
    if (!view.isCounting) return quarter;
    const isLate = left < 0;
    const size = Math.abs(left);
    if (size < HOUR) return now + SECOND;
    const seconds = isLate ? MINUTE - (size % MINUTE) : (size % MINUTE) + 1;
    return Math.min(quarter, now + seconds * SECOND);
}
