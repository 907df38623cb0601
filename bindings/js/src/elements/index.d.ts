/// <reference lib="dom" />

import type { Class, Deadlines, Metric, Reading, Request } from "../types.js";

export type { Deadlines, Reading, Request } from "../types.js";

/** What a page asks a desk about: a ticket and what happened to it. When, the clock of the page says. */
export type Asked = Omit<Request, "now"> & { now?: Request["now"] };

/** What is asked: a `Desk` of `@tierline/engine/runtime` or of the full build, or whatever answers as one does. */
export interface DeskLike {
    /** What the clocks of a ticket read. */
    deadlines(request: Request, options?: { why?: boolean }): Deadlines;
}

/** A clock at an instant of the page's clock. */
export interface LiveReading {
    /** What it is doing; `none` where the ticket has no such clock, `error` where it cannot be told. */
    state: "running" | "paused" | "met" | "missed" | "cancelled" | "none" | "error";
    /** What the engine said last. */
    reading?: Reading | undefined;
    /** The ticket's id, where it has one. */
    ticket?: string | undefined;
    /** The instant, in milliseconds since 1970. */
    now: number;
    /** Seconds still to count at that instant; below 0 for those over the target. */
    left: number;
    /** How much of the target is used, of a hundred, rounded down. */
    usedPercent: number;
    /** Whether it counts right now: it does not while it is paused or its calendar is closed. */
    isCounting: boolean;
    /** Whether what it measures is still owed. */
    isOwed: boolean;
    /** Whether as much is used as `warn-at` says, and the deadline has not passed. */
    isWarned: boolean;
    /** The deadline, in milliseconds since 1970. */
    due?: number | undefined;
    /** When it counts again, where its calendar is closed and the next opening is known. */
    opens?: number | undefined;
    /** With `error`: why. */
    error?: Error | undefined;
}

/** The phrases of a language. `{left}` and the like stand for what is filled in. */
export interface Strings {
    /** What a clock is called, by its metric. */
    clocks: Record<Metric, string>;
    /** The words shown. */
    value: Record<"overdue" | "paused" | "met" | "missed" | "cancelled" | "none" | "error", string>;
    /** The smaller words beside them. */
    detail: Record<"due" | "opens" | "wasDue" | "left" | "spare" | "late", string>;
    /** The sentences that a screen reader says. */
    sentence: Record<
        | "running"
        | "closed"
        | "opens"
        | "paused"
        | "met"
        | "overdue"
        | "missed"
        | "cancelled"
        | "none"
        | "error"
        | "moment",
        string
    >;
    /** The words of the timeline. */
    timeline: Record<
        | "title"
        | "table"
        | "when"
        | "what"
        | "why"
        | "open"
        | "counted"
        | "over"
        | "ahead"
        | "held"
        | "started"
        | "due"
        | "breach"
        | "stopped"
        | "now"
        | "step"
        | "pause"
        | "resume"
        | "reopen"
        | "cancel"
        | "apply_sla"
        | "set_by_hand"
        | "merge"
        | "pin",
        string
    >;
}

/** Some of the phrases of a language. */
export type SomeStrings = { [Part in keyof Strings]?: Partial<Strings[Part]> };

/** The phrases by language. A page can add to it before the elements are shown. */
export declare const phrases: Record<string, SomeStrings> & { en: Strings; de: Strings };

/** What the elements have in common. */
export declare class SlaElement extends HTMLElement {
    /** The desk to ask. */
    desk: DeskLike | undefined;
    /** What to ask it about. */
    request: Asked | undefined;
    /** Instead of both: a reading, or what `deadlines` gave; as the attribute `reading`, the JSON of that. */
    reading: Reading | Deadlines | string | null | undefined;
    /** Which clock; without one, the one whose deadline comes first. As the attribute `clock`. */
    clock: Metric | (string & {}) | null;
    /** Which agreement: `customer` where nothing is said, `any` for all. As the attribute `agreement`. */
    agreement: Class | "any" | (string & {}) | null;
    /** The time zone, `Europe/Berlin`; without one, that of the user. As the attribute `time-zone`. */
    timeZone: string | null;
    /** At how much of the target, of a hundred, a warning is given; 75 where nothing is said. As the attribute `warn-at`. */
    warnAt: number;
    /** Phrases in place of those of the language. */
    strings: SomeStrings | undefined;
    /** What it takes for the time; the clock of the machine where there is none. */
    now: (() => number | Date) | undefined;
    /** What is shown. */
    readonly live: LiveReading | undefined;
    /** Looks at the clock and shows what it is then. */
    refresh(): void;

    addEventListener<Name extends keyof (HTMLElementEventMap & SlaEvents)>(
        name: Name,
        listener: (event: (HTMLElementEventMap & SlaEvents)[Name]) => void,
        options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
        name: string,
        listener: EventListenerOrEventListenerObject,
        options?: boolean | AddEventListenerOptions,
    ): void;
}

/** The events of the elements. They bubble, out of shadow trees too. */
export interface SlaEvents {
    /** As much of the target is used as `warn-at` says; once for each cycle of a clock. */
    "sla-warning": CustomEvent<Reading>;
    /** The deadline has passed; once for each cycle of a clock. */
    "sla-breach": CustomEvent<Reading>;
    /** What was handed in is wrong, or the desk did not answer. */
    "sla-error": CustomEvent<Error>;
}

/** `<sla-countdown>`: how much time is left, or by how much it is late. */
export declare class SlaCountdown extends SlaElement {}

/**
 * `<sla-timeline>`: what happened to a clock and what is to come, drawn on a line of time. The arrow keys go from point to
 * point. A table says the same; it is seen while it has the focus, and always with the attribute `show-table`. With
 * `no-steps` the steps of escalation ladders are left out.
 */
export declare class SlaTimeline extends SlaElement {}

/**
 * Defines `<PREFIX-countdown>` and `<PREFIX-timeline>`. A name that is taken is left alone: another version on the page
 * has it. Importing the module defines `sla-countdown` and `sla-timeline`.
 *
 * @throws {TypeError} where the prefix makes no name of an element.
 */
export declare function define(prefix?: string): void;

declare global {
    interface HTMLElementTagNameMap {
        "sla-countdown": SlaCountdown;
        "sla-timeline": SlaTimeline;
    }
}
