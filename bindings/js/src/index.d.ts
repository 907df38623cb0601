/// <reference lib="esnext.disposable" />
/// <reference lib="es2022.error" />

import type { Diagnostic, ErrorContent, Place } from "./types.js";

export type * from "./types.js";
export type * from "./said.js";
// What wasm-bindgen makes of the Rust types: the class of desks and the functions that need none.
export * from "./glue.js";

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
