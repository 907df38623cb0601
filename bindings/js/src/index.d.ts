/// <reference lib="esnext.disposable" />
/// <reference lib="es2022.error" />

import type {
    Answer,
    CaseSummary,
    Coverage,
    Deadlines,
    Diagnostic,
    ErrorContent,
    Explanation,
    Finding,
    Place,
    Request,
    RuleForm,
    TestReport,
} from "./types.js";

export type * from "./types.js";

/** A type of the home, where the home has it. */
type OfHome<Name extends string> = typeof globalThis extends { [Key in Name]: { prototype: infer Type } }
    ? Type
    : never;
/** A compiled module. Its own type has no members, and would be anything. */
type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } }
    ? Type & object
    : never;

/** What stands for the module: its address, a request or response for it, its bytes, or itself compiled. */
export type Source =
    string | OfHome<"URL"> | OfHome<"Request"> | OfHome<"Response"> | ArrayBuffer | ArrayBufferView | WasmModule;

/**
 * Starts the engine. Whatever else is called before that throws `not-ready`.
 *
 * Without a source the file beside this module is taken: fetched in browsers, read in Node, Bun and Deno, imported in
 * workerd. Only the first call does anything; after a failure it can be called again.
 *
 * @throws {TierlineError} `bad-module` where the source is none or cannot be got.
 */
export declare function init(source?: Source | Promise<Source>): Promise<void>;

/**
 * Starts the engine at once, from a compiled module or from its bytes. Only the first start does anything.
 *
 * @throws {TierlineError} `bad-module`
 */
export declare function initSync(source: ArrayBuffer | ArrayBufferView | WasmModule): void;

/** How much an answer tells of the rules. */
export interface Telling {
    /** Tell what became of every rule. */
    trace?: boolean;
    /** Tell of the rules that could hold, and of these: it takes hardly longer, however many rules there are. */
    whyNot?: string[];
}

/** What came of one request of a batch. */
export type BatchReply = { ok: Answer; error?: never } | { ok?: never; error: TierlineError };

/**
 * All the rules, calendars and service levels of a help desk, compiled. It can be asked any number of times and does not
 * change. Let it go with `free`, or with `using`; one that is forgotten is let go some time.
 *
 * Every method throws a {@link TierlineError} with the code `freed` after `free`, and `stale` where a call broke off that
 * another desk was asked. What has no JSON form, such as an invalid `Date`, throws a `TypeError` that says where it stands.
 */
export declare class Desk {
    private constructor();

    /**
     * Compiles the files of a desk: text by name. Only the full build does.
     *
     * @throws {TierlineError} `desk-does-not-compile` with all that is wrong in `diagnostics`; `no-compiler` in the runtime build.
     */
    static compile(files: Record<string, string>): Desk;

    /**
     * Loads a bundle: the bytes that {@link Desk.bundle} gives or `tierline compile` wrote, or those as base64.
     *
     * @throws {TierlineError} where the bundle is none, or of another version.
     */
    static load(bundle: ArrayBuffer | ArrayBufferView | string): Desk;

    /** The hash of its content, which every answer repeats. */
    readonly hash: string;
    /** How many rules it has. */
    readonly ruleCount: number;
    /** What is hardly meant so. */
    readonly warnings: Diagnostic[];

    /**
     * Says what to do about one ticket event.
     *
     * @throws {TierlineError} where the request is none.
     */
    evaluate(request: Request, options?: Telling): Answer;

    /** Answers many requests at once, in order. One that is none has its error there, and the others count. */
    evaluateBatch(requests: readonly Request[], options?: Telling): BatchReply[];

    /**
     * What the clocks of a ticket read, without its rules. With `why`, the reasons and the open hours of the calendars.
     *
     * @throws {TierlineError} where the request is none.
     */
    deadlines(request: Request, options?: { why?: boolean }): Deadlines;

    /**
     * Evaluates a request and says why in sentences. Of the rules that `whyNot` names, also why each did not fire, and the
     * smallest change of the request that makes it fire.
     *
     * @throws {TierlineError} where the request is none.
     */
    explain(request: Request, options?: { whyNot?: readonly string[] }): Explanation;

    /** How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why. */
    forms(): RuleForm[];

    /** Runs the tests of the desk. Only the full build does. */
    test(): TestReport[];

    /** Runs them and says what of the desk they reach, and what not. Only the full build does. */
    testWithCoverage(): { tests: TestReport[]; coverage: Coverage };

    /** The desk as bytes, for {@link Desk.load}. Only the full build gives them. */
    bundle(): Uint8Array<ArrayBuffer>;

    /** The JSON Schemas of what goes in and comes out, with the fields that this desk declares. Only the full build has them. */
    schema(): Record<string, object>;

    /** Lets the desk go. A second time does nothing. */
    free(): void;
    [Symbol.dispose](): void;
}

/**
 * All that is wrong, or looks wrong, with the files of a desk; nothing where they are fine. Where a ticket shows a finding, that
 * ticket is its `witness`. With `changed`, the names of some of the files, only what has to do with those: quick enough to run
 * behind an editor. With `now`, also what runs out. Only the full build does this.
 */
export declare function check(
    files: Record<string, string>,
    options?: { changed?: readonly string[]; now?: string | Date },
): Finding[];

/** The files of a desk in the one style, and what kept some from being laid out. Only the full build does this. */
export declare function format(files: Record<string, string>): {
    files: Record<string, string>;
    diagnostics: Diagnostic[];
};

/** Runs recorded cases, a list or text with one a line, against the engine. Only the full build does. */
export declare function verify(cases: readonly object[] | string): CaseSummary;

/** The JSON Schemas of what goes in and comes out. Only the full build has them. */
export declare function schema(): Record<string, object>;

/** The actions and functions of the rule language. */
export declare function actions(): Reference;

/** The versions of the engine and of its calls. */
export declare function version(): { engine: string; wire: number };

/**
 * Hands a call in as the engine takes it, JSON text for JSON text. For hosts that have the text already, and for numbers
 * with more digits than JavaScript keeps. `rules/REFERENCE.md` lists the calls.
 *
 * @throws {TierlineError} `too-large`, `trapped`; what is wrong with the call stands in the reply.
 */
export declare function call(text: string): string;

/** The rule language as data. */
export interface Reference {
    /** What rules may ask for. */
    actions: Array<Named & { params: Param[]; writes: string[] }>;
    /** What conditions may ask. */
    functions: Named[];
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

/** An argument of an action. */
export interface Param {
    /** Its name. */
    name: string;
    /** What it may be. */
    wants: string;
    /** Whether it may be left out. */
    optional: boolean;
}

/**
 * Why a call was not answered. `message` says what is wrong and what to do about it.
 *
 * `code` is for programs to branch on: one of the engine's, or of this package's `not-ready`, `bad-module`, `no-memory`,
 * `too-large`, `trapped`, `stale`, `freed`.
 */
export declare class TierlineError extends Error {
    constructor(content: ErrorContent, options?: { cause?: unknown });
    /** A name that never changes; the message may. */
    readonly code: string;
    /** Where, if that is a place in a file. */
    readonly place: Place | undefined;
    /** What to do next. */
    readonly help: string | undefined;
    /** Everything that is wrong with a desk. */
    readonly diagnostics: Diagnostic[];
}
