// Made from `rust/src` by `node tools/glue.mjs`. Change those, not this file.
/* eslint-disable */

/** What may be asked for beside. */
export interface CheckOptions {
    changed?: readonly string[];
    now?: string | Date;
}
/** What may be asked for beside. */
export interface EvaluateOptions {
    trace?: boolean;
    whyNot?: readonly string[];
}
/** What may be asked for beside. */
export interface EvaluateBatchOptions {
    trace?: boolean;
    whyNot?: readonly string[];
}
/** What may be asked for beside. */
export interface ExplainOptions {
    whyNot?: readonly string[];
}
/** What may be asked for beside. */
export interface DeadlinesOptions {
    why?: boolean;
}



import type {
    Answer,
    CaseSummary,
    Coverage,
    Deadlines,
    Diagnostic,
    Explanation,
    Finding,
    Reference,
    Request,
    RuleForm,
    TestReport,
} from "./types.js";
import type { BatchReply } from "./said.js";



/**
 * All the rules, calendars and service levels of a help desk, compiled. It can be asked any number of times and does not
 * change. Let it go with `free`, or with `using`; one that is forgotten is let go some time.
 *
 * Every method throws a `TierlineError` with the code `freed` after `free`, and `stale` where a call broke off that
 * another desk was asked. What has no JSON form, such as an invalid `Date`, throws a `TypeError` that says where it stands.
 */
export class Desk {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The desk as bytes, to load it anew from. Only the full build does this.
     */
    bundle(): Uint8Array<ArrayBuffer>;
    /**
     * Compiles the files of a desk: text by name. Only the full build does.
     *
     * @throws {TierlineError} `desk-does-not-compile` with all that is wrong in `diagnostics`; `no-compiler` in the runtime build.
     */
    static compile(files: Record<string, string>): Desk;
    /**
     * What the clocks of a ticket read, without its rules. With `why`, the reasons and the open hours of the
     * calendars.
     *
     * @throws {TierlineError} where the request is none.
     */
    deadlines(request: Request, options?: DeadlinesOptions | null): Deadlines;
    /**
     * Answers many requests at once, in order: each is `ok` with its answer, or `error`. One that is none spoils no
     * other.
     */
    evaluateBatch(requests: readonly Request[], options?: EvaluateBatchOptions | null): BatchReply[];
    /**
     * Says what to do about one ticket event. With `trace`, also what became of every rule; with `whyNot`, what became
     * of the rules that could hold and of those that it names: that takes hardly longer, however many rules there are.
     *
     * @throws {TierlineError} where the request is none.
     */
    evaluate(request: Request, options?: EvaluateOptions | null): Answer;
    /**
     * Evaluates a request and says why in sentences. Of the rules that `whyNot` names, also why each did not fire, and
     * the smallest change of the request that makes it fire. Only the full build does this.
     *
     * @throws {TierlineError} where the request is none.
     */
    explain(request: Request, options?: ExplainOptions | null): Explanation;
    /**
     * How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why. Only the
     * full build does this.
     */
    forms(): RuleForm[];
    /**
     * Loads a bundle: the bytes that {@link Desk.bundle} gives or `tierline compile` wrote, or those as base64.
     *
     * @throws {TierlineError} where the bundle is none, or of another version.
     */
    static load(bundle: ArrayBuffer | ArrayBufferView | string): Desk;
    /**
     * The JSON Schemas of what goes in and comes out, with the fields that this desk declares. Only the full build
     * does this.
     */
    schema(): Record<string, object>;
    /**
     * Runs them, as `tests`, and says in `coverage` what of the desk they reach, and what not. Only the full build
     * does this.
     */
    testWithCoverage(): { tests: TestReport[]; coverage: Coverage };
    /**
     * Runs the tests of the desk: a report for each. Only the full build does this.
     */
    test(): TestReport[];
    /**
     * The hash of its content, which every answer repeats.
     */
    readonly hash: string;
    /**
     * How many rules it has.
     */
    readonly ruleCount: number;
    /**
     * What is hardly meant so.
     */
    readonly warnings: Diagnostic[];
}

/**
 * The actions, functions and metrics of the rule language. Only the full build does this.
 */
export function actions(): Reference;

/**
 * Hands a call in as the engine takes it, JSON text for JSON text. For hosts that have the text already, and for numbers
 * with more digits than JavaScript keeps. `rules/REFERENCE.md` lists the calls.
 *
 * @throws {TierlineError} `too-large`, `trapped`; what is wrong with the call stands in the reply.
 */
export function call(text: string): string;

/**
 * All that is wrong, or looks wrong, with the files of a desk; nothing where they are fine. Where a ticket shows a
 * finding, that ticket is its `witness`. With `changed`, the names of some of the files, only what has to do with
 * those: quick enough to run behind an editor. With `now`, also what runs out. Only the full build does this.
 */
export function check(files: Record<string, string>, options?: CheckOptions | null): Finding[];

/**
 * The `files` of a desk in the one style, and in `diagnostics` what kept some from being laid out. Only the full build
 * does this.
 */
export function format(files: Record<string, string>): { files: Record<string, string>; diagnostics: Diagnostic[] };

/**
 * The JSON Schemas of what goes in and comes out. Only the full build does this.
 */
export function schema(): Record<string, object>;

/**
 * Runs recorded cases, a list or text with one a line, against the engine: how many passed, and what became of the
 * others. Only the full build does this.
 */
export function verify(cases: readonly object[] | string): CaseSummary;

/**
 * The versions of the engine and of its calls.
 */
export function version(): { engine: string; wire: number };
