import { TierlineError, said, trouble } from "./error.js";
import { bundle, files, handed, tooLarge } from "./handed.js";
import { compiled, compiledNow } from "./source.js";
import { OF_DESK } from "./verbs.js";

/**
 * @typedef {typeof import("./glue.js") & {
 *     initSync: (given: { module: WebAssembly.Module }) => unknown,
 *     hasRoom: (bytes: number) => boolean,
 *     __wbg_reset_state: () => void,
 * }} Glue What wasm-bindgen makes of one build.
 */

/**
 * @typedef {object} Home Where the engine runs: what is different there.
 * @property {() => unknown} source The module, where the host hands none in.
 * @property {(url: URL | string) => Promise<unknown>} open Gets what a URL names.
 */

/** @typedef {{ inner: any, instance: number }} Kept A desk of the module, and the instance that it is of. */
/** @typedef {Array<(value: any) => unknown>} Takes What is made of each argument of a call. */

/** What tells that a module is the one that the glue was made for. */
const MARK = "tierline_js";
/** So many bytes cross without anybody asking whether there is room for them. */
const FEW = 1_000_000;

/** The module of one build, and its instance. An instance that traps is replaced. */
export class Engine {
    /** @type {Home} */
    #home;
    /** @type {Glue} */
    #glue;
    /** @type {Promise<void> | undefined} */
    #starting;
    #isStarted = false;
    /** Whether the instance has trapped, and there is no new one yet. */
    #isLost = false;
    /** How many instances there have been: desks belong to one. */
    #instance = 0;

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
        if (!WebAssembly.Module.exports(module).some(({ name }) => name === MARK))
            throw trouble("bad-module", "this WebAssembly module is not Tierline's for JavaScript", SAME_BUILD);
        starting(() => this.#glue.initSync({ module }));
        this.#isStarted = true;
    }

    /** A new instance, where the last one has trapped. */
    #ready() {
        if (!this.#isStarted) throw trouble("not-ready", "the engine is not started", "await init() first");
        if (!this.#isLost) return;
        starting(() => this.#glue.__wbg_reset_state());
        this.#isLost = false;
    }

    /**
     * Calls the module. What a host hands in is made into text and plain data before: none of its code runs while the module
     * does.
     * @param {Takes} takes
     * @param {unknown[]} args
     * @param {(...args: any[]) => any} call
     */
    ask(takes, args, call) {
        this.#ready();
        const crossing = handed(takes, args);
        // That may have asked the engine itself.
        this.#ready();
        if (crossing.bytes > FEW && !this.#tried(() => this.#glue.hasRoom(crossing.bytes)))
            throw tooLarge(`a call of ${crossing.bytes} bytes`);
        return this.#tried(() => call(...crossing.args));
    }

    /**
     * Does something in the module. Where that breaks off, its desks are lost, and the next call gets a new instance.
     * @template Result
     * @param {() => Result} use
     * @returns {Result}
     */
    #tried(use) {
        try {
            return use();
        } catch (error) {
            if (error instanceof TierlineError) throw error;
            this.#instance += 1;
            this.#isLost = true;
            const help = "ask for less at once, and compile or load the desks anew: those made before are lost";
            throw trouble("trapped", `the engine broke off, perhaps for want of memory: ${said(error)}`, help, error);
        }
    }

    /** The class of desks. Each holds one of the module's. */
    get Desk() {
        const engine = this;
        const glue = this.#glue;
        const key = Symbol();
        /** @type {WeakMap<object, Kept | undefined>} Of a desk that was freed, nothing. */
        const all = new WeakMap();

        /** @param {object} desk */
        const kept = (desk) => {
            if (!all.has(desk)) throw new TypeError("this is no desk of this engine: call the method of one");
            return all.get(desk);
        };

        class Desk {
            #hash;
            #ruleCount;
            #warnings;

            /**
             * @param {symbol} given
             * @param {any} inner
             */
            constructor(given, inner) {
                if (given !== key) throw new TypeError("a desk is made by Desk.compile(files) or Desk.load(bundle)");
                this.#hash = inner.hash;
                this.#ruleCount = inner.ruleCount;
                this.#warnings = inner.warnings;
                all.set(this, { inner, instance: engine.#instance });
            }

            /** @param {unknown} value */
            static compile(value) {
                return engine.ask([files], [value], (files) => new Desk(key, glue.Desk.compile(files)));
            }

            /** @param {unknown} value */
            static load(value) {
                return engine.ask([bundle], [value], (bundle) => new Desk(key, glue.Desk.load(bundle)));
            }

            get hash() {
                return this.#hash;
            }

            get ruleCount() {
                return this.#ruleCount;
            }

            get warnings() {
                return this.#warnings;
            }

            free() {
                const desk = kept(this);
                all.set(this, undefined);
                if (desk?.instance === engine.#instance) engine.#tried(() => desk.inner.free());
            }
        }

        for (const [name, takes] of Object.entries(OF_DESK)) {
            const method = {
                /** @this {Desk} @param {unknown[]} args */
                [name](...args) {
                    const help = "compile or load it anew";
                    /** The desk of the module, as long as it is there. */
                    const inner = () => {
                        const desk = kept(this);
                        if (!desk) throw trouble("freed", "this desk was freed", help);
                        if (desk.instance !== engine.#instance)
                            throw trouble("stale", "this desk was lost when the engine broke off in a call", help);
                        return desk.inner;
                    };
                    inner();
                    return engine.ask(takes, args, (...handed) => inner()[name](...handed));
                },
            }[name];
            Object.defineProperty(Desk.prototype, name, { value: method, writable: true, configurable: true });
        }
        // Not every home has `using` yet.
        if (Symbol.dispose) Object.defineProperty(Desk.prototype, Symbol.dispose, { value: Desk.prototype.free });
        return Desk;
    }
}

const SAME_BUILD = "hand in the module of the same build that came with this package";

/**
 * Starts an instance.
 * @param {() => unknown} start
 */
function starting(start) {
    try {
        start();
    } catch (error) {
        const code = error instanceof RangeError ? "no-memory" : "bad-module";
        const help = `${SAME_BUILD}, and let go of instances that are not used`;
        throw trouble(code, `the engine could not be started: ${said(error)}`, help, error);
    }
}
