import { TierlineError, said, trouble } from "./error.js";

/** The version of the module's functions that is spoken here. */
const ABI = 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @typedef {object} Exports What the module exports; `bindings/wasm/src/lib.rs` says what each does.
 * @property {WebAssembly.Memory} memory
 * @property {() => number} tierline_abi
 * @property {(length: number) => number} tierline_alloc
 * @property {(room: number) => void} tierline_free
 * @property {(room: number) => number} tierline_call
 */

/** One instance of the module: memory of its own, and desks in it. After a trap it answers nothing right. */
export class Instance {
    /** @type {Exports} */
    #exports;

    /** @param {WebAssembly.Module} module */
    constructor(module) {
        this.#exports = started(module);
        const abi = this.#exports.tierline_abi?.();
        if (abi !== ABI) {
            const message =
                abi === undefined ? "this WebAssembly module is not Tierline's" : `the module speaks version ${abi}`;
            throw trouble("bad-module", message, "hand in the module that came with this package");
        }
    }

    /**
     * Hands a call in and reads the reply.
     * @param {string} text
     * @returns {string}
     * @throws {TierlineError} `too-large` where the call does not fit, `trapped` where the instance is lost.
     */
    call(text) {
        const bytes = encoder.encode(text);
        try {
            return this.#reply(this.#exports.tierline_call(this.#room(bytes)) >>> 0);
        } catch (error) {
            if (error instanceof TierlineError) throw error;
            const help = "ask for less at once, and compile or load the desks anew: those made before are lost";
            throw trouble("trapped", `the engine broke off, perhaps for want of memory: ${said(error)}`, help, error);
        }
    }

    /**
     * Where a call stands that the module is to read.
     * @param {Uint8Array} bytes
     */
    #room(bytes) {
        const { memory, tierline_alloc } = this.#exports;
        const room = tierline_alloc(bytes.length) >>> 0;
        if (room === 0) throw tooLarge(`a call of ${bytes.length} bytes`);
        // Memory that has grown has a new buffer.
        new Uint8Array(memory.buffer, room, bytes.length).set(bytes);
        return room;
    }

    /**
     * The reply that stands behind its length.
     * @param {number} at
     */
    #reply(at) {
        const { memory, tierline_free } = this.#exports;
        if (at === 0) throw tooLarge("the reply");
        const length = new DataView(memory.buffer).getUint32(at, true);
        const text = decoder.decode(new Uint8Array(memory.buffer, at + 4, length));
        tierline_free(at);
        return text;
    }
}

/** @param {string} what */
export function tooLarge(what) {
    return trouble("too-large", `${what} does not fit into the engine's memory`, "ask for less at once");
}

/**
 * @param {WebAssembly.Module} module
 * @returns {Exports}
 */
function started(module) {
    try {
        return /** @type {any} */ (new WebAssembly.Instance(module).exports);
    } catch (error) {
        const code = error instanceof RangeError ? "no-memory" : "bad-module";
        const help = "hand in the module that came with this package, and let go of instances that are not used";
        throw trouble(code, `the engine could not be started: ${said(error)}`, help, error);
    }
}
