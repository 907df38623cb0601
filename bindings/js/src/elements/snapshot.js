// What a clock reads, from a desk that is asked or from what a page hands in.
import { ALWAYS, edge } from "./hours.js";
import { picked } from "./pick.js";
import { isTickingOn } from "./view.js";

/** @typedef {import("../types.js").Deadlines} Deadlines */
/** @typedef {import("../types.js").OpenHours} OpenHours */
/** @typedef {import("../types.js").Reading} Reading */
/** @typedef {import("./hours.js").Stretch} Stretch */

/**
 * @typedef {object} Input What the page hands in.
 * @property {import("./index.js").DeskLike} [desk]
 * @property {import("./index.js").Asked} [request]
 * @property {Reading | Deadlines | string | null} [reading] Instead of both: ready, or the JSON of that.
 * @property {string} [clock]
 * @property {string} [agreement]
 */

/**
 * @typedef {object} Snapshot One clock, as it was read.
 * @property {number} at When.
 * @property {number} until When to ask again.
 * @property {string} [id] Of the ticket.
 * @property {Reading} [reading] None where the ticket has no such clock.
 * @property {OpenHours} [hours] Of its calendar.
 * @property {Stretch[]} [open] The same in milliseconds; none where they are not known.
 */

const STATES = new Set(["running", "paused", "met", "missed_open", "missed_closed", "cancelled"]);
const NUMBERS = /** @type {const} */ (["goal_seconds", "remaining_seconds", "cycle"]);
const INSTANTS = /** @type {const} */ (["started_at", "due", "stopped_at"]);
/** So soon a desk is asked again that does not know when it opens next. */
const QUARTER = 900_000;
const SECOND = 1_000;

/**
 * Takes a snapshot.
 * @param {Input} input
 * @param {number} now
 * @returns {Snapshot}
 * @throws {TypeError} Where nothing right was handed in; whatever the desk throws.
 */
export function taken(input, now) {
    const { reading, desk, request } = input;
    if (!isMissing(reading)) return ready(read(reading), input);
    // A page may still be loading what it hands in: that is no mistake.
    if (isMissing(desk) && isMissing(request)) return { at: NaN, until: Infinity };
    if (typeof desk?.deadlines !== "function")
        throw new TypeError("there is no desk: set `desk` and `request`, or `reading`");
    if (request === null || typeof request !== "object")
        throw new TypeError("there is no request: set `request` to a ticket and its history");
    const deadlines = desk.deadlines({ ...request, now: new Date(now) }, { why: true });
    return asked(of(deadlines, input), deadlines, now);
}

/** @param {unknown} value */
function isMissing(value) {
    return value === undefined || value === null;
}

/**
 * When a desk is to be asked again: when a clock changes, and when what is known of its hours comes to an end.
 * @param {Snapshot} snapshot
 * @param {Deadlines} deadlines
 * @param {number} now
 * @returns {Snapshot}
 */
function asked(snapshot, deadlines, now) {
    const { reading, open } = snapshot;
    const later = [deadlines.wake_at, reading?.due].map((instant) =>
        instant ? Date.parse(instant) + SECOND : Infinity,
    );
    const isTicking = reading !== undefined && isTickingOn(reading);
    const hours = isTicking && open !== ALWAYS ? lookAgain(open ?? [], now) : Infinity;
    const until = Math.min(hours, ...later.filter((instant) => instant > now));
    return { ...snapshot, at: now, until };
}

/**
 * @param {Stretch[]} open
 * @param {number} now
 */
function lookAgain(open, now) {
    const next = edge(open, now);
    return next === Infinity ? now + QUARTER : next;
}

/**
 * @param {unknown} reading
 * @returns {any}
 */
function read(reading) {
    if (typeof reading !== "string") return reading;
    try {
        return JSON.parse(reading);
    } catch (error) {
        throw new TypeError(`the reading is no JSON: ${error instanceof Error ? error.message : error}`);
    }
}

/**
 * @param {any} value A reading, or what `deadlines` gave.
 * @param {Input} input
 * @returns {Snapshot}
 */
function ready(value, input) {
    if (value === null || typeof value !== "object")
        throw new TypeError("the reading must be an object, as `deadlines` gives it");
    if (Array.isArray(value.readings)) return of(value, input);
    const reading = checked(value);
    if (reading.calendar) return { at: NaN, until: Infinity, reading };
    // Without a calendar every second counts, so that the deadline says when this was read.
    const at = reading.due ? Date.parse(reading.due) - reading.remaining_seconds * SECOND : NaN;
    return { at, until: Infinity, reading, open: ALWAYS };
}

/**
 * @param {Deadlines} deadlines
 * @param {Input} input
 * @returns {Snapshot}
 */
function of(deadlines, input) {
    const reading = picked(deadlines.readings.map(checked), input.clock, input.agreement);
    const hours = reading && deadlines.hours?.find(({ calendar }) => calendar === reading.calendar);
    const at = instant(deadlines.now, "now");
    return {
        at,
        until: Infinity,
        id: deadlines.id,
        reading,
        hours,
        open: reading?.calendar ? hours && stretches(hours) : ALWAYS,
    };
}

/**
 * @param {OpenHours} hours
 * @returns {Stretch[]}
 */
const stretches = ({ open }) => open.map(([from, to]) => [instant(from, "open"), instant(to, "open")]);

/**
 * @param {any} reading
 * @returns {Reading}
 */
function checked(reading) {
    if (reading === null || typeof reading !== "object")
        throw new TypeError("a reading must be an object, as `deadlines` gives it");
    if (!STATES.has(reading.state))
        throw new TypeError(
            `the state of the reading is ${JSON.stringify(reading.state)}: it is one of ${[...STATES].join(", ")}`,
        );
    for (const name of NUMBERS) {
        if (!Number.isFinite(reading[name])) throw new TypeError(`\`${name}\` of the reading is no number`);
    }
    for (const name of INSTANTS) {
        if (reading[name] !== undefined || name === "started_at") instant(reading[name], name);
    }
    if (reading.state === "running" && !reading.due) throw new TypeError("the reading is running and has no `due`");
    return reading;
}

/**
 * @param {unknown} text
 * @param {string} name
 */
function instant(text, name) {
    const at = typeof text === "string" ? Date.parse(text) : NaN;
    if (Number.isNaN(at)) throw new TypeError(`\`${name}\` of the reading is no instant: ${JSON.stringify(text)}`);
    return at;
}
