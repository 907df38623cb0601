import { fromBase64, toBase64 } from "./base64.js";
import { check, checkedOptions } from "./check.js";
import { TierlineError, trouble } from "./error.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./instance.js").Instance} Instance */
/** @typedef {import("./types.js").Request} Request */

const TELLING = ["trace", "whyNot"];

/**
 * The class of the desks of one engine. `index.d.ts` says what each member does.
 * @param {Engine} engine
 */
export function deskClass(engine) {
    const key = Symbol();
    let made = 0;

    /**
     * Lets a desk go whose instance is still there.
     * @param {{ instance: Instance, name: string }} kept
     */
    const forget = ({ instance, name }) => {
        if (engine.holds(instance)) engine.ask("forget", { desk: name });
    };
    const registry = typeof FinalizationRegistry === "function" ? new FinalizationRegistry(forget) : undefined;

    /** @implements {Omit<import("./index.js").Desk, typeof Symbol.dispose>} */
    class Desk {
        /** @type {{ instance: Instance, name: string } | undefined} */
        #kept;
        #about;

        /**
         * @param {symbol} given
         * @param {string} verb
         * @param {Record<string, unknown>} parts
         */
        constructor(given, verb, parts) {
            if (given !== key) throw new TypeError("a desk is made by Desk.compile(files) or Desk.load(bundle)");
            made += 1;
            const name = `desk object ${made}`;
            this.#about = engine.ask(verb, { desk: name, ...parts });
            this.#kept = { instance: engine.instance, name };
            registry?.register(this, this.#kept, this);
        }

        /** @param {Record<string, string>} files */
        static compile(files) {
            return new Desk(key, "compile", { files: checkedFiles(files) });
        }

        /** @param {ArrayBuffer | ArrayBufferView | string} bundle */
        static load(bundle) {
            return new Desk(key, "load", { bundle: typeof bundle === "string" ? bundle : toBase64(bytesOf(bundle)) });
        }

        get hash() {
            return this.#about.hash;
        }

        get ruleCount() {
            return this.#about.rules;
        }

        get warnings() {
            return this.#about.warnings;
        }

        /**
         * @param {Request} request
         * @param {{ trace?: boolean, whyNot?: string[] }} [options]
         */
        evaluate(request, options) {
            return this.#ask("evaluate", { request: needed(request, "request"), ...telling(options) });
        }

        /**
         * @param {Request[]} requests
         * @param {{ trace?: boolean, whyNot?: string[] }} [options]
         */
        evaluateBatch(requests, options) {
            if (!Array.isArray(requests)) throw new TypeError("requests must be an array");
            /** @type {any[]} */
            const replies = this.#ask("evaluate_batch", { requests, ...telling(options) });
            return replies.map((reply) => (reply.error ? { error: new TierlineError(reply.error) } : reply));
        }

        /**
         * @param {Request} request
         * @param {{ why?: boolean }} [options]
         */
        deadlines(request, options) {
            const { why } = checkedOptions(options, ["why"]);
            return this.#ask("deadlines", { request: needed(request, "request"), why });
        }

        /**
         * @param {Request} request
         * @param {{ whyNot?: string[] }} [options]
         */
        explain(request, options) {
            const { whyNot } = checkedOptions(options, ["whyNot"]);
            return this.#ask("explain", { request: needed(request, "request"), why_not: whyNot });
        }

        forms() {
            return this.#ask("forms");
        }

        test() {
            return this.#ask("test");
        }

        testWithCoverage() {
            return this.#ask("test", { coverage: true });
        }

        bundle() {
            return fromBase64(this.#ask("bundle"));
        }

        schema() {
            return this.#ask("schema");
        }

        free() {
            const kept = this.#kept;
            if (!kept) return;
            this.#kept = undefined;
            registry?.unregister(this);
            forget(kept);
        }

        /**
         * @param {string} verb
         * @param {Record<string, unknown>} [parts]
         */
        #ask(verb, parts) {
            if (!this.#kept) throw trouble("freed", "this desk was freed", "compile or load it anew");
            if (!engine.holds(this.#kept.instance)) {
                throw trouble(
                    "stale",
                    "this desk was lost when the engine broke off in a call",
                    "compile or load it anew",
                );
            }
            return engine.ask(verb, { desk: this.#kept.name, ...parts });
        }
    }

    // Not every home has `using` yet.
    if (Symbol.dispose) Object.defineProperty(Desk.prototype, Symbol.dispose, { value: Desk.prototype.free });
    return Desk;
}

/** @param {{ trace?: boolean, whyNot?: string[] }} [options] */
function telling(options) {
    const { trace, whyNot } = checkedOptions(options, TELLING);
    return { trace, why_not: whyNot };
}

/**
 * An object that must be there; what stands in it is looked through when it is written.
 * @param {unknown} value
 * @param {string} name
 */
function needed(value, name) {
    if (value === null || typeof value !== "object")
        throw new TypeError(`${name} must be an object, not ${value === null ? "null" : typeof value}`);
    return value;
}

/**
 * The bytes of a bundle.
 * @param {unknown} bundle
 */
function bytesOf(bundle) {
    if (bundle instanceof ArrayBuffer) return new Uint8Array(bundle);
    if (ArrayBuffer.isView(bundle)) return new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.byteLength);
    throw new TypeError("a bundle is bytes, or those as base64: hand in what `bundle()` or `tierline compile` wrote");
}

/**
 * Texts by name.
 * @param {Record<string, string>} files
 */
export function checkedFiles(files) {
    check(files, "files");
    needed(files, "files");
    for (const [name, text] of Object.entries(files)) {
        if (typeof text !== "string") throw new TypeError(`files[${JSON.stringify(name)}] must be text`);
    }
    return files;
}
