import { TierlineError, said, trouble } from "./error.js";

const HELP =
    "hand in the file `tierline.wasm` or `tierline-runtime.wasm` of this package, as a URL, a response, bytes or a module";

/**
 * Compiles what stands for the module, whatever it is.
 * @param {unknown} source
 * @param {(url: URL | string) => Promise<unknown>} open Gets what a URL names.
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compiled(source, open) {
    try {
        return await compile(await source, open);
    } catch (error) {
        if (error instanceof TierlineError) throw error;
        throw trouble("bad-module", `the engine could not be got: ${said(error)}`, HELP, error);
    }
}

/**
 * @param {unknown} source
 * @param {(url: URL | string) => Promise<unknown>} open
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source, open) {
    if (source instanceof WebAssembly.Module) return source;
    if (source instanceof URL || typeof source === "string") return compile(await open(source), open);
    if (isOf("Request", source)) return compile(await fetch(/** @type {Request} */ (source)), open);
    if (isOf("Response", source)) return compileResponse(/** @type {Response} */ (source));
    return WebAssembly.compile(checkedBytes(source));
}

/** @param {Response} response */
async function compileResponse(response) {
    if (!response.ok) {
        const status = `${response.status} ${response.statusText}`.trim();
        throw trouble("bad-module", `the engine could not be got: ${response.url} answers ${status}`, HELP);
    }
    const isStreamed = response.headers.get("content-type") === "application/wasm" && "compileStreaming" in WebAssembly;
    return isStreamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Compiles a module or its bytes, at once.
 * @param {unknown} source
 * @returns {WebAssembly.Module}
 */
export function compiledNow(source) {
    if (source instanceof WebAssembly.Module) return source;
    const bytes = checkedBytes(source);
    try {
        return new WebAssembly.Module(bytes);
    } catch (error) {
        throw trouble("bad-module", `the engine could not be compiled: ${said(error)}`, HELP, error);
    }
}

/**
 * @param {unknown} source
 * @returns {BufferSource}
 */
function checkedBytes(source) {
    if (!(source instanceof ArrayBuffer) && !ArrayBuffer.isView(source)) {
        throw trouble("bad-module", `${source === null ? "null" : typeof source} is no WebAssembly module`, HELP);
    }
    // The buffer of a detached view has no bytes either.
    if (source.byteLength === 0) {
        throw trouble("bad-module", "there are no bytes: the buffer is empty, or was handed to somebody else", HELP);
    }
    return /** @type {BufferSource} */ (source);
}

/**
 * Whether a value is of a class that not every home has.
 * @param {"Request" | "Response"} name
 * @param {unknown} value
 */
function isOf(name, value) {
    const type = globalThis[name];
    return typeof type === "function" && value instanceof type;
}
