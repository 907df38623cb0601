// Open time, in milliseconds since 1970. Stretches are half-open, in order, and never touch.

/** @typedef {[from: number, to: number]} Stretch */

/**
 * What a clock without a calendar counts by.
 * @type {Stretch[]}
 */
export const ALWAYS = [[-Infinity, Infinity]];

/**
 * How much of a span is open.
 * @param {Stretch[]} open
 * @param {number} from
 * @param {number} to
 */
export function counted(open, from, to) {
    return open.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
}

/**
 * The instant at which so much open time has passed; none where that is beyond what is known.
 * @param {Stretch[]} open
 * @param {number} from
 * @param {number} length
 */
export function after(open, from, length) {
    let left = length;
    for (const [start, end] of open) {
        const begun = Math.max(start, from);
        if (end - begun >= left && end > from) return begun + left;
        left -= Math.max(0, end - begun);
    }
    return undefined;
}

/**
 * Whether an instant is in open time.
 * @param {Stretch[]} open
 * @param {number} at
 */
export function isOpen(open, at) {
    return open.some(([start, end]) => start <= at && at < end);
}

/**
 * The next opening after an instant, where it is known.
 * @param {Stretch[]} open
 * @param {number} at
 */
export function opening(open, at) {
    return open.find(([start]) => start > at)?.[0];
}

/**
 * The next opening or closing after an instant; `Infinity` where none is known.
 * @param {Stretch[]} open
 * @param {number} at
 */
export function edge(open, at) {
    return open.flat().find((instant) => instant > at) ?? Infinity;
}
