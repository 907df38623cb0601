import { TierlineError, said, trouble } from "./error.js";
import { isSlip } from "./handed.js";
import { compiled, compiledNow } from "./source.js";

/**
 * @typedef {typeof import("./glue.js") & {
 *     initSync: (given: { module: WebAssembly.Module }) => unknown,
 *     __wbg_reset_state: () => void,
 * }} Glue What wasm-bindgen makes of one build.
 */

/**
 * @typedef {object} Home Where the engine runs: what is different there.
 * @property {() => unknown} source The module, where the host hands none in.
 * @property {(url: URL | string) => Promise<unknown>} open Gets what a URL names.
 */

/** What tells that a module is the one that the glue was made for. */
const MARK = "tierline_js";

/** The module of one build, and its instance. An instance that traps is replaced. */
export class Engine {
    /** @type {Home} */
    #home;
    /** @type {Glue} */
    #glue;
    /** @type {Promise<void> | undefined} */
    #starting;
    #isStarted = false;
    /** How many instances there have been: desks belong to one. */
    #instance = 0;
    /** @type {WeakMap<object, number>} The desks that were not freed, and the instance of each. */
    #desks = new WeakMap();

    /**
     * @param {Home} home
     * @param {Glue} glue
     */
    constructor(home, glue) {
        this.#home = home;
        this.#glue = glue;
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
        if (!this.#isStarted) this.initSync(await compiled(source ?? this.#home.source(), this.#home.open));
    }

    /**
     * Starts a module that is there, once.
     * @param {unknown} source
     */
    initSync(source) {
        if (this.#isStarted) return;
        const module = compiledNow(source);
        const help = "hand in the module that came with this package";
        if (!WebAssembly.Module.exports(module).some(({ name }) => name === MARK))
            throw trouble("bad-module", "this WebAssembly module is not Tierline's for JavaScript", help);
        try {
            this.#glue.initSync({ module });
        } catch (error) {
            throw notStarted(error);
        }
        this.#isStarted = true;
    }

    /**
     * A function of the glue, by which a call that breaks off is told.
     * @template {(...args: any[]) => any} Call
     * @param {Call} call
     * @returns {Call}
     */
    guarded(call) {
        const engine = this;
        /** @this {unknown} @param {any[]} args */
        function guarded(...args) {
            if (!engine.#isStarted) throw trouble("not-ready", "the engine is not started", "await init() first");
            try {
                return Reflect.apply(call, this, args);
            } catch (error) {
                throw error instanceof TierlineError || isSlip(error) ? error : engine.#brokenOff(error);
            }
        }
        return /** @type {any} */ (guarded);
    }

    /**
     * Replaces the instance, whose desks are lost.
     * @param {unknown} error
     */
    #brokenOff(error) {
        this.#instance += 1;
        try {
            this.#glue.__wbg_reset_state();
        } catch (other) {
            return notStarted(other);
        }
        const help = "ask for less at once, and compile or load the desks anew: those made before are lost";
        return trouble("trapped", `the engine broke off, perhaps for want of memory: ${said(error)}`, help, error);
    }

    /** The class of desks, each method of which tells where its desk is gone. */
    get Desk() {
        const { Desk } = this.#glue;
        const { compile, load } = Desk;
        const prototype = /** @type {any} */ (Desk.prototype);
        const { free, ...methods } = methodsOf(prototype);
        for (const [name, method] of Object.entries(methods)) prototype[name] = this.#ofDesk(this.guarded(method));
        prototype.free = this.#freeing(this.guarded(free));
        // Not every home has `using` yet.
        if (Symbol.dispose) prototype[Symbol.dispose] = prototype.free;
        Desk.compile = this.#making(this.guarded(compile));
        Desk.load = this.#making(this.guarded(load));
        return new Proxy(Desk, {
            construct() {
                throw new TypeError("a desk is made by Desk.compile(files) or Desk.load(bundle)");
            },
        });
    }

    /**
     * What makes a desk. What is known about it stays known when it is gone.
     * @template {(...args: any[]) => object} Make
     * @param {Make} make
     * @returns {Make}
     */
    #making(make) {
        const engine = this;
        /** @param {any[]} args */
        const making = (...args) => {
            const desk = make(...args);
            engine.#desks.set(desk, engine.#instance);
            for (const name of gettersOf(Object.getPrototypeOf(desk)))
                Object.defineProperty(desk, name, { value: /** @type {any} */ (desk)[name], enumerable: true });
            return desk;
        };
        return /** @type {any} */ (making);
    }

    /**
     * @param {(...args: any[]) => unknown} method
     * @returns {(...args: any[]) => unknown}
     */
    #ofDesk(method) {
        const engine = this;
        /** @this {any} @param {any[]} args */
        function ofDesk(...args) {
            const instance = engine.#desks.get(this);
            const help = "compile or load it anew";
            if (instance === undefined) throw trouble("freed", "this desk was freed", help);
            if (instance !== engine.#instance)
                throw trouble("stale", "this desk was lost when the engine broke off in a call", help);
            return Reflect.apply(method, this, args);
        }
        return ofDesk;
    }

    /** @param {() => void} free */
    #freeing(free) {
        const engine = this;
        /** @this {any} */
        function freeing() {
            const instance = engine.#desks.get(this);
            engine.#desks.delete(this);
            if (instance === engine.#instance) Reflect.apply(free, this, []);
        }
        return freeing;
    }
}

/**
 * The methods of a class that people call.
 * @param {any} prototype
 * @returns {Record<string, any>}
 */
function methodsOf(prototype) {
    const properties = Object.entries(Object.getOwnPropertyDescriptors(prototype));
    const methods = properties.filter(([name, { value }]) => typeof value === "function" && /^[a-z]/.test(name));
    return Object.fromEntries(methods.filter(([name]) => name !== "constructor").map(([name, { value }]) => [name, value]));
}

/** @param {any} prototype */
function gettersOf(prototype) {
    const properties = Object.entries(Object.getOwnPropertyDescriptors(prototype));
    return properties.filter(([, { get }]) => get).map(([name]) => name);
}

/** @param {unknown} error */
function notStarted(error) {
    const code = error instanceof RangeError ? "no-memory" : "bad-module";
    const help = "hand in the module that came with this package, and let go of instances that are not used";
    return trouble(code, `the engine could not be started: ${said(error)}`, help, error);
}
