// What is handed to the engine. JSON drops functions, turns invalid dates and NaN into `null` and Maps into `{}`, all without a
// word; so what a host hands in is looked through first, and such a slip is named where it stands. The module calls these
// functions (`rust/src/handed.rs`).
import { trouble } from "./error.js";

/** So deep may a value be nested; the engine reads hardly more. */
const DEEPEST = 100;
/** So many steps of a path are told. */
const MOST_STEPS = 8;

/** A slip, and the path to it, the last step first. */
class Slip {
    /** @type {string[]} */
    path = [];

    /** @param {string} why */
    constructor(why) {
        this.why = why;
    }

    /** @param {string} name */
    told(name) {
        const steps = this.path.reverse();
        return new TypeError(
            `${name}${steps.slice(0, MOST_STEPS).join("")}${steps.length > MOST_STEPS ? "…" : ""} ${this.why}`,
        );
    }
}

/** @type {WeakSet<object>} */
const thrown = new WeakSet();

/**
 * Whether an error was thrown here, or by what a host handed in: the engine has not broken off.
 * @param {unknown} error
 */
export const isSlip = (error) => typeof error === "object" && error !== null && thrown.has(error);

/**
 * Does something, and remembers what it throws.
 * @template {unknown[]} Args
 * @template Result
 * @param {(...args: Args) => Result} use
 * @returns {(...args: Args) => Result}
 */
function remembering(use) {
    return (...args) => {
        try {
            return use(...args);
        } catch (error) {
            if (typeof error === "object" && error !== null) thrown.add(error);
            throw error;
        }
    };
}

/** The same value as plain data, which has a JSON form that means the same: itself, where it is that already. */
export const plain = remembering((/** @type {unknown} */ value, /** @type {string} */ name) => {
    try {
        if (value === undefined) throw new Slip("is undefined: hand in a value");
        return made(value, 0);
    } catch (error) {
        throw error instanceof Slip ? error.told(name) : error;
    }
});

/** The JSON of a value. */
export const written = remembering((/** @type {unknown} */ value, /** @type {string} */ name) => {
    const data = plain(value, name);
    try {
        return JSON.stringify(data);
    } catch (error) {
        // Text has an end in JavaScript too.
        throw error instanceof RangeError
            ? trouble("too-large", "the call does not fit into the engine's memory", "ask for less at once")
            : error;
    }
});

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {unknown}
 */
function made(value, depth) {
    switch (typeof value) {
        case "string":
            if (!isWhole(value)) throw new Slip("has half of a surrogate pair in it: cut text between characters");
            return value;
        case "number":
            if (!Number.isFinite(value)) throw new Slip(`is ${value}, which is no number in JSON: leave it out`);
            return value;
        case "bigint":
            throw new Slip("is a BigInt: hand in a number, or text where it is a name");
        case "function":
        case "symbol":
            throw new Slip(`is a ${typeof value}: hand in plain data`);
        case "object":
            return value === null ? null : madeOfObject(value, depth);
        default:
            return value;
    }
}

/** Whether a text has a whole character wherever it has half of one. @type {(text: string) => boolean} */
const isWhole =
    "isWellFormed" in String.prototype
        ? (text) => /** @type {any} */ (text).isWellFormed()
        : (text) => !/\p{Surrogate}/u.test(text);

/**
 * @param {any} value
 * @param {number} depth
 * @returns {unknown}
 */
function madeOfObject(value, depth) {
    if (depth >= DEEPEST) throw new Slip(`is nested more than ${DEEPEST} deep, or holds itself: hand in less of it`);
    if (Array.isArray(value)) return madeOfList(value, depth);
    const why = notPlain(value);
    if (why) throw new Slip(why);
    if (typeof value.toJSON === "function") return madeOfWritten(value.toJSON(), depth);
    if (value instanceof Number || value instanceof String || value instanceof Boolean)
        return made(value.valueOf(), depth);
    return madeOfEntries(value, depth);
}

/**
 * An object, without what is undefined; the same one, where nothing in it is otherwise.
 * @param {Record<string, unknown>} object
 * @param {number} depth
 */
function madeOfEntries(object, depth) {
    /** @type {Record<string, unknown> | undefined} */
    let copy;
    for (const name of Object.keys(object)) {
        if (!isWhole(name)) throw new Slip("has half of a surrogate pair in a name: cut text between characters");
        const inner = object[name];
        let data;
        try {
            data = made(inner, depth + 1);
        } catch (error) {
            throw behind(/^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`, error);
        }
        if (data !== inner || data === undefined) copy ??= before(object, name);
        if (copy && data !== undefined) copy[name] = data;
    }
    return copy ?? object;
}

/**
 * What stands in an object before a name. Without a prototype every name is one like others.
 * @param {Record<string, unknown>} object
 * @param {string} name
 */
function before(object, name) {
    const copy = Object.create(null);
    for (const earlier of Object.keys(object)) {
        if (earlier === name) break;
        copy[earlier] = object[earlier];
    }
    return copy;
}

/**
 * @param {unknown[]} list
 * @param {number} depth
 */
function madeOfList(list, depth) {
    /** @type {unknown[] | undefined} */
    let copy;
    for (let index = 0; index < list.length; index += 1) {
        const inner = list[index];
        let data;
        try {
            data = made(inner, depth + 1);
            if (data === undefined) throw new Slip("is undefined: leave it out");
        } catch (error) {
            throw behind(`[${index}]`, error);
        }
        if (data !== inner) copy ??= list.slice();
        if (copy) copy[index] = data;
    }
    return copy ?? list;
}

/**
 * What a value says its JSON form is.
 * @param {unknown} written
 * @param {number} depth
 */
function madeOfWritten(written, depth) {
    if (written === null || written === undefined)
        throw new Slip("says that its JSON form is null: hand in text, or leave it out");
    return made(written, depth);
}

/**
 * An error, with one step more to where it stands.
 * @param {string} step
 * @param {unknown} error
 */
function behind(step, error) {
    if (error instanceof Slip) error.path.push(step);
    return error;
}

/**
 * Why a value has no JSON form of its own.
 * @param {object} value
 */
function notPlain(value) {
    if (value instanceof Date)
        return Number.isNaN(value.getTime()) ? "is an invalid Date: mend it, or leave it out" : undefined;
    if (value instanceof Map) return "is a Map: hand in Object.fromEntries(…) of it";
    if (value instanceof Set) return "is a Set: hand in an array of it";
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return "is binary: decode it to text first";
    if ("then" in value && typeof value.then === "function") return "is a promise: await it first";
    return undefined;
}

/**
 * A number as JavaScript shows it.
 * @param {number} number
 */
export const shown = (number) => String(number);

/**
 * How many bytes it takes to hand in a text, or all texts of an object. Behind the first letter that is not ASCII, room is made
 * for three bytes a letter.
 * @param {string | Record<string, string>} texts
 * @returns {number}
 */
export function size(texts) {
    if (typeof texts !== "string") return Object.values(texts).reduce((sum, text) => sum + size(text), 0);
    const plain = texts.length < 1_000_000 ? 0 : texts.search(/[^\0-\x7f]/);
    return plain < 0 ? texts.length : plain + (texts.length - plain) * 3;
}

/** An object that must be there; what stands in it is looked through when it is written. */
export const object = remembering((/** @type {unknown} */ value, /** @type {string} */ name) => {
    if (value === null || typeof value !== "object")
        throw new TypeError(`${name} must be an object, not ${value === null ? "null" : typeof value}`);
    return value;
});

/** A list that must be there. */
export const list = remembering((/** @type {unknown} */ value, /** @type {string} */ name) => {
    if (!Array.isArray(value)) throw new TypeError(`${name} must be an array`);
    return value;
});

/** Texts by name. */
export const texts = remembering((/** @type {Record<string, string>} */ files) => {
    plain(files, "files");
    object(files, "files");
    for (const [name, text] of Object.entries(files)) {
        if (typeof text !== "string") throw new TypeError(`files[${JSON.stringify(name)}] must be text`);
    }
    return files;
});

/** The text of a call. */
export const called = remembering((text) => {
    if (typeof text !== "string") throw new TypeError("a call is text: hand in JSON.stringify(…) of it");
    return text;
});

/** The bytes of a bundle. */
export const bytes = remembering((bundle) => {
    if (bundle instanceof ArrayBuffer) return new Uint8Array(bundle);
    if (ArrayBuffer.isView(bundle)) return new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.byteLength);
    throw new TypeError("a bundle is bytes, or those as base64: hand in what `bundle()` or `tierline compile` wrote");
});

/** One of the options of a call, of which no other may be there than those that are known. @returns {unknown} */
export const option = remembering((/** @type {any} */ options, /** @type {string} */ name, /** @type {string} */ known) => {
    if (options === undefined) return undefined;
    if (typeof options !== "object") throw new TypeError(`the options must be an object: { ${known} }`);
    const unknown = Object.keys(options).find((name) => !known.split(", ").includes(name));
    if (unknown !== undefined) throw new TypeError(`there is no option \`${unknown}\`: there are ${known}`);
    return options[name];
});
