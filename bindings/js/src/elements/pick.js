/** @typedef {import("../types.js").Reading} Reading */

/** Which readings come first: what is owed, then what is held up, then what is over. */
const RANK = { missed_open: 0, running: 0, paused: 1, missed_closed: 2, met: 2, cancelled: 3 };

/**
 * The reading to show: the earliest deadline that stands, else a clock that is held up, else the one that ended last.
 * @param {Reading[]} readings
 * @param {string} [clock] Of this clock only.
 * @param {string} [agreement] Of this class only; `any` for all.
 * @returns {Reading | undefined}
 */
export function picked(readings, clock, agreement = "customer") {
    const fitting = readings.filter(
        (reading) => (!clock || reading.clock === clock) && (agreement === "any" || reading.class === agreement),
    );
    return fitting.sort((a, b) => RANK[a.state] - RANK[b.state] || tie(a, b))[0];
}

/**
 * @param {Reading} a
 * @param {Reading} b
 */
function tie(a, b) {
    // Of those that ended together, the one that began first is what the ticket was about.
    const begun = Date.parse(a.started_at) - Date.parse(b.started_at);
    if (a.stopped_at && b.stopped_at) return Date.parse(b.stopped_at) - Date.parse(a.stopped_at) || begun;
    return a.due && b.due ? Date.parse(a.due) - Date.parse(b.due) : b.cycle - a.cycle;
}
