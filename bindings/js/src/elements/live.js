// A clock that is kept up to date: what the elements and the hook have in common.
import { taken } from "./snapshot.js";
import { ticker } from "./ticker.js";
import { STILL, nextChange, nextTick, viewed } from "./view.js";

/** @typedef {import("./snapshot.js").Input} Input */
/** @typedef {import("./snapshot.js").Snapshot} Snapshot */
/** @typedef {import("./index.js").LiveReading} LiveReading */

/** @typedef {Input & { warnAt?: number, now?: () => number | Date }} LiveInput */

const WARN_AT = 75;

/** Shows a clock, and shows it again whenever that changes. */
export class Live {
    /** @type {LiveInput} */
    #input = {};
    /** @type {Snapshot | undefined} */
    #snapshot;
    #show;
    #wakesAt;

    /**
     * @param {(view: LiveReading, snapshot: Snapshot | undefined) => void} show
     * @param {(view: LiveReading) => number} [wakesAt] When the words change that are shown.
     */
    constructor(show, wakesAt = nextTick) {
        this.#show = show;
        this.#wakesAt = wakesAt;
    }

    /** What it takes for the time; that of the machine where the page gives none that is right. */
    clock() {
        try {
            return time(this.#input);
        } catch {
            return Date.now();
        }
    }

    /**
     * Takes what is to be shown from now on.
     * @param {LiveInput} input
     */
    start(input) {
        this.#input = input;
        this.#snapshot = undefined;
        this.wake();
    }

    /** Shows nothing more. */
    stop() {
        ticker.drop(this);
    }

    /** Looks at the clock and shows what it is then. Never throws: what is wrong is shown. */
    wake() {
        try {
            const { view, wakeAt } = this.#looked(time(this.#input));
            ticker.set(this, wakeAt);
            this.#show(view, this.#snapshot);
        } catch (error) {
            ticker.set(this, Infinity);
            this.#show(broken(error, this.clock()), undefined);
        }
    }

    /** @param {number} now */
    #looked(now) {
        const { warnAt = WARN_AT } = this.#input;
        const held = this.#snapshot;
        const snapshot = held && !(now < held.at) && now < held.until ? held : taken(this.#input, now);
        this.#snapshot = snapshot;
        const view = viewed(snapshot, now, warnAt);
        // Where nobody looks, what is only told more exactly can wait.
        const words = ticker.isSeen ? this.#wakesAt(view) : Infinity;
        return { view, wakeAt: Math.min(words, nextChange(snapshot, view, warnAt)) };
    }
}

/** @param {LiveInput} input */
function time({ now }) {
    const found = Number(now ? now() : Date.now());
    if (!Number.isFinite(found)) throw new TypeError("`now` must give the time: a `Date`, or milliseconds since 1970");
    return found;
}

/**
 * @param {unknown} error
 * @param {number} now
 * @returns {LiveReading}
 */
function broken(error, now) {
    const cause = error instanceof Error ? error : new Error(String(error));
    return {
        state: "error",
        error: cause,
        now,
        ...STILL,
    };
}
