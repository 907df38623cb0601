// One timer for all that is live on a page.

/**
 * @typedef {object} Member Something that is to be woken.
 * @property {() => number} clock What it takes for the time, in milliseconds since 1970.
 * @property {() => void} wake Looks at its clock anew and says through `Ticker.set` when it is to be woken next.
 */

/** The longest delay that timers take; longer ones come at once. */
const LONGEST = 2 ** 31 - 1;
/** Timers stand still while a machine sleeps. As long as somebody looks, the clock is compared so often. */
const LOOK = 60_000;

/**
 * @typedef {object} Home Where a ticker runs.
 * @property {(wake: () => void, delay: number) => unknown} start
 * @property {(timer: any) => void} stop
 * @property {() => boolean} isSeen Whether somebody looks at the page.
 * @property {(returned: () => void) => () => void} listen Says when somebody may look again; gives what ends that.
 */

/** @type {Home} */
export const PAGE = {
    start: (wake, delay) => setTimeout(wake, delay),
    stop: (timer) => clearTimeout(timer),
    isSeen: () => typeof document === "undefined" || !document.hidden,
    listen: (returned) => {
        if (typeof document === "undefined") return () => {};
        const ending = new AbortController();
        document.addEventListener("visibilitychange", returned, { signal: ending.signal });
        addEventListener("pageshow", returned, { signal: ending.signal });
        return () => ending.abort();
    },
};

/** Wakes its members, each at an instant of its clock, by one timer. */
export class Ticker {
    /** @type {Map<Member, number>} */
    #wakes = new Map();
    /** @type {unknown} */
    #timer;
    #isWaking = false;
    /** @type {(() => void) | undefined} */
    #unlisten;
    #home;

    /** @param {Home} [home] */
    constructor(home = PAGE) {
        this.#home = home;
    }

    /** Whether somebody looks at the page. */
    get isSeen() {
        return this.#home.isSeen();
    }

    /**
     * Says when a member is to be woken; `Infinity` for when the page is looked at again.
     * @param {Member} member
     * @param {number} at
     */
    set(member, at) {
        this.#wakes.set(member, at);
        this.#unlisten ??= this.#home.listen(() => this.#wakeAll());
        this.#arm();
    }

    /**
     * Forgets a member. Without members there is no timer.
     * @param {Member} member
     */
    drop(member) {
        if (!this.#wakes.delete(member)) return;
        this.#arm();
        if (this.#wakes.size > 0) return;
        this.#unlisten?.();
        this.#unlisten = undefined;
    }

    #arm() {
        if (this.#isWaking) return;
        if (this.#timer !== undefined) this.#home.stop(this.#timer);
        this.#timer = undefined;
        const delay = Math.min(...[...this.#wakes].map(([member, at]) => at - member.clock()));
        if (delay === Infinity) return;
        const most = this.isSeen ? LOOK : LONGEST;
        this.#timer = this.#home.start(() => this.#due(), Math.min(Math.max(delay, 0), most));
    }

    /** Wakes those whose time has come by their clock. The timer may come late, or for no other reason than to look. */
    #due() {
        this.#timer = undefined;
        this.#wakeThose(([member, at]) => member.clock() >= at);
    }

    #wakeAll() {
        this.#wakeThose(() => true);
    }

    /** @param {(entry: [Member, number]) => boolean} isMeant */
    #wakeThose(isMeant) {
        this.#isWaking = true;
        try {
            for (const entry of [...this.#wakes]) {
                if (isMeant(entry)) this.#wake(entry[0]);
            }
        } finally {
            this.#isWaking = false;
            this.#arm();
        }
    }

    /** @param {Member} member */
    #wake(member) {
        if (!this.#wakes.has(member)) return;
        // Woken once for each time it says so.
        this.#wakes.set(member, Infinity);
        member.wake();
    }
}

/** The ticker of this page. */
export const ticker = new Ticker();
