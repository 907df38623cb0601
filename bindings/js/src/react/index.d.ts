import type { Asked, DeskLike, LiveReading } from "../elements/index.js";
import type { Class, Metric } from "../types.js";

export type { Asked, DeskLike, LiveReading } from "../elements/index.js";

/** How a clock is followed. */
export interface Following {
    /** Which agreement: `customer` where nothing is said, `any` for all. */
    agreement?: Class | "any";
    /** At how much of the target, of a hundred, `isWarned` holds; 75 where nothing is said. */
    warnAt?: number;
    /** What is taken for the time: hand in the same function each time. */
    now?: () => number | Date;
}

/**
 * A clock that is kept up to date: the component is rendered anew whenever it changes, every second in its last hour and every
 * minute before. Hand in the same desk and the same request as long as they are the same. What is wrong is told as
 * the state `error`, never thrown.
 *
 * Without a clock the one is followed whose deadline comes first. On a server, and until the first effect, and as long as there
 * is no desk, the state is `none`.
 */
export declare function useSlaReading(
    desk: DeskLike | null | undefined,
    request: Asked | null | undefined,
    clock?: Metric | null,
    options?: Following,
): LiveReading;
