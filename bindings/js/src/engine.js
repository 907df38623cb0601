import { check } from "./check.js";
import { TierlineError, trouble } from "./error.js";
import { Instance, tooLarge } from "./instance.js";
import { compiled, compiledNow } from "./source.js";

/**
 * @typedef {object} Home Where the engine runs: what is different there.
 * @property {() => unknown} source The module, where the host hands none in.
 * @property {(url: URL | string) => Promise<unknown>} open Gets what a URL names.
 */

/** The module of one build, and its instance. An instance that traps is replaced. */
export class Engine {
    /** @type {Home} */
    #home;
    /** @type {Promise<void> | undefined} */
    #starting;
    /** @type {WebAssembly.Module | undefined} */
    #module;
    /** @type {Instance | undefined} */
    #instance;

    /** @param {Home} home */
    constructor(home) {
        this.#home = home;
    }

    /**
     * Gets the module and starts it, once; after a failure it can be tried again.
     * @param {unknown} [source]
     * @returns {Promise<void>}
     */
    init(source) {
        this.#starting ??= this.#start(source).catch((error) => {
            this.#starting = undefined;
            throw error;
        });
        return this.#starting;
    }

    /** @param {unknown} source */
    async #start(source) {
        if (!this.#module) this.initSync(await compiled(source ?? this.#home.source(), this.#home.open));
    }

    /**
     * Starts a module that is there, once.
     * @param {unknown} source
     */
    initSync(source) {
        if (this.#module) return;
        const module = compiledNow(source);
        this.#instance = new Instance(module);
        this.#module = module;
    }

    /** The instance that answers now: a new one where the last has trapped. */
    get instance() {
        if (!this.#module) throw trouble("not-ready", "the engine is not started", "await init() first");
        this.#instance ??= new Instance(this.#module);
        return this.#instance;
    }

    /**
     * Whether an instance is the one that answers; it is lost otherwise, and the desks in it.
     * @param {Instance} instance
     */
    holds(instance) {
        return this.#instance === instance;
    }

    /**
     * Answers a call.
     * @param {string} text
     * @returns {string}
     */
    call(text) {
        if (typeof text !== "string") throw new TypeError("a call is text: hand in JSON.stringify(…) of it");
        const { instance } = this;
        try {
            return instance.call(text);
        } catch (error) {
            if (error instanceof TierlineError && error.code === "trapped") this.#instance = undefined;
            throw error;
        }
    }

    /**
     * Asks for a verb with what it takes.
     * @param {string} verb
     * @param {Record<string, unknown>} [parts]
     * @returns {any}
     */
    ask(verb, parts = {}) {
        for (const [name, part] of Object.entries(parts)) {
            if (part !== undefined) check(part, name);
        }
        const reply = JSON.parse(this.call(written({ verb, ...parts })));
        if (reply.error) throw new TierlineError(reply.error);
        return reply.ok;
    }
}

/**
 * The JSON of a call.
 * @param {object} call
 */
function written(call) {
    try {
        return JSON.stringify(call);
    } catch (error) {
        // Text has an end in JavaScript too.
        throw error instanceof RangeError ? tooLarge("the call") : error;
    }
}
