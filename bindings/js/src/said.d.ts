// What the functions of the package take and give beside the types of the engine.
import type { Answer } from "./types.js";
import type { EvaluateOptions } from "./glue.js";
import type { TierlineError } from "./index.js";

/** How much an answer tells of the rules: `trace` of every rule, `whyNot` of those that could hold and of those that it names. */
export type Telling = EvaluateOptions;

/** What came of one request of a batch. */
export type BatchReply = { ok: Answer; error?: never } | { ok?: never; error: TierlineError };

/** The rule language as data. */
export interface Reference {
    /** What rules may ask for. */
    actions: Array<Named & { params: Array<Param & { optional: boolean }>; writes: string[]; effects: string[] }>;
    /** What conditions may ask: what each gives, and what its example does. */
    functions: Array<Named & { params: Param[]; gives: string; example_gives: string }>;
}

/** An action or function. */
export interface Named {
    /** Its name. */
    name: string;
    /** Its name with its arguments. */
    signature: string;
    /** What it does. */
    help: string;
    /** How it is used. */
    example: string;
}

/** An argument of an action or function. */
export interface Param {
    /** Its name. */
    name: string;
    /** What it may be. */
    wants: string;
}
