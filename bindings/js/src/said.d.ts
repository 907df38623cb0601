// What the functions of the package take and give beside the types of the engine.
import type { Answer, FunctionHelp, FunctionParam } from "./types.js";
import type { EvaluateOptions } from "./glue.js";
import type { TierlineError } from "./index.js";

/** How much an answer tells of the rules: `trace` of every rule, `whyNot` of those that could hold and of those that it names. */
export type Telling = EvaluateOptions;

/** What came of one request of a batch. */
export type BatchReply = { ok: Answer; error?: never } | { ok?: never; error: TierlineError };

/** An action or function. */
export type Named = Pick<FunctionHelp, "name" | "signature" | "help" | "example">;

/** An argument of an action or function. */
export type Param = FunctionParam;
