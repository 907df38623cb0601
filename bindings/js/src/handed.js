// What is handed to the engine. JSON drops functions, turns invalid dates and NaN into `null` and Maps into `{}`, all without a
// word; so what a host hands in is looked through first, and such a slip is named where it stands. All that happens before the
// module is entered: getters and `toJSON` of a host run here, and what the module sees is text, bytes or plain copies.
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

/** How many bytes cross to the module, as far as they were counted. */
let bytes = 0;
/** Whether requests cross as objects: for tests and measurements only. */
let byObjects = false;

/**
 * Takes this way of requests from now on: `objects`, or else text.
 * @param {string} way
 */
export function takeWay(way) {
    byObjects = way === "objects";
}

/**
 * What is made of the arguments of a call, and how many bytes that takes.
 * @param {Array<(value: any) => unknown>} takes What is made of each.
 * @param {unknown[]} args
 */
export function handed(takes, args) {
    const before = bytes;
    bytes = 0;
    try {
        return { args: takes.map((take, at) => take(args[at])), bytes };
    } finally {
        // What a host hands in may ask the engine itself.
        bytes = before;
    }
}

/**
 * A request: an object that must be there.
 * @param {unknown} value
 */
export const request = (value) => crossing(object(value, "request"), "request");

/**
 * The requests of a batch.
 * @param {unknown} value
 */
export function requests(value) {
    if (!Array.isArray(value)) throw new TypeError("requests must be an array");
    return crossing(value, "requests");
}

/**
 * Texts by name.
 * @param {unknown} value
 */
export function files(value) {
    const texts = /** @type {Record<string, unknown>} */ (object(plain(value, "files"), "files"));
    for (const [name, text] of Object.entries(texts)) {
        if (typeof text !== "string") throw new TypeError(`files[${JSON.stringify(name)}] must be text`);
    }
    return texts;
}

/**
 * Recorded cases, or the text that they stand in.
 * @param {unknown} value
 */
export const cases = (value) => plain(value, "cases");

/**
 * A bundle, as bytes or as base64.
 * @param {unknown} value
 */
export function bundle(value) {
    if (typeof value === "string") return counted(value);
    if (!(value instanceof ArrayBuffer || ArrayBuffer.isView(value)))
        throw new TypeError("a bundle is bytes, or those as base64: hand in what `bundle()` or `tierline compile` wrote");
    bytes += value.byteLength;
    return value instanceof ArrayBuffer
        ? new Uint8Array(value)
        : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * The text of a call.
 * @param {unknown} value
 */
export function text(value) {
    if (typeof value !== "string") throw new TypeError("a call is text: hand in JSON.stringify(…) of it");
    return counted(value);
}

/**
 * The options of a call, of which there are these.
 * @param {string[]} known
 * @returns {(value: any) => Record<string, unknown> | undefined}
 */
export const options = (...known) => (value) => {
    if (value === undefined) return undefined;
    const names = known.join(", ");
    if (value === null || typeof value !== "object") throw new TypeError(`the options must be an object: { ${names} }`);
    const unknown = Object.keys(value).find((name) => !known.includes(name));
    if (unknown !== undefined) throw new TypeError(`there is no option \`${unknown}\`: there are ${names}`);
    const given = known.map((name) => [name, value[name]]).filter(([, option]) => option !== undefined);
    return Object.fromEntries(given.map(([name, option]) => [name, plain(option, name)]));
};

/**
 * An object that must be there; what stands in it is looked through when it is written.
 * @param {unknown} value
 * @param {string} name
 */
function object(value, name) {
    if (value === null || typeof value !== "object")
        throw new TypeError(`${name} must be an object, not ${value === null ? "null" : typeof value}`);
    return value;
}

/**
 * A value as it crosses to the module: as its JSON, which was measured to be quicker than objects.
 * @param {unknown} value
 * @param {string} name
 */
function crossing(value, name) {
    const before = bytes;
    const data = plain(value, name);
    if (byObjects) return data;
    // What crosses is the JSON, and not the texts that stand in it.
    bytes = before;
    try {
        return counted(JSON.stringify(data));
    } catch (error) {
        // Text has an end in JavaScript too.
        throw error instanceof RangeError ? tooLarge("the call") : error;
    }
}

/** @param {string} what */
export function tooLarge(what) {
    return trouble("too-large", `${what} does not fit into the engine's memory`, "ask for less at once");
}

/**
 * The same value as plain data, which has a JSON form that means the same: objects without a prototype, lists, texts, numbers, truths.
 * @param {unknown} value
 * @param {string} name What the caller calls it.
 */
function plain(value, name) {
    try {
        if (value === undefined) throw new Slip("is undefined: hand in a value");
        return made(value, 0, "");
    } catch (error) {
        throw error instanceof Slip ? error.told(name) : error;
    }
}

/**
 * A text that crosses. Behind the first letter that is not ASCII, room is made for three bytes a letter.
 * @param {string} text
 */
function counted(text) {
    const plain = text.length < 1_000_000 ? -1 : text.search(/[^\0-\x7f]/);
    bytes += plain < 0 ? text.length : plain + (text.length - plain) * 3;
    return text;
}

/**
 * @param {unknown} value
 * @param {number} depth
 * @param {string} key Under which name it stands.
 * @returns {unknown}
 */
function made(value, depth, key) {
    switch (typeof value) {
        case "string":
            if (!isWhole(value)) throw new Slip("has half of a surrogate pair in it: cut text between characters");
            return counted(value);
        case "number":
            if (!Number.isFinite(value)) throw new Slip(`is ${value}, which is no number in JSON: leave it out`);
            return value;
        case "bigint":
            throw new Slip(BIGINT);
        case "function":
        case "symbol":
            throw new Slip(`is a ${typeof value}: hand in plain data`);
        case "object":
            return value === null ? null : madeOfObject(value, depth, key);
        default:
            return value;
    }
}

const BIGINT = "is a BigInt: hand in a number, or text where it is a name";

/** Whether a text has a whole character wherever it has half of one. @type {(text: string) => boolean} */
const isWhole =
    "isWellFormed" in String.prototype
        ? (text) => /** @type {any} */ (text).isWellFormed()
        : (text) => !/\p{Surrogate}/u.test(text);

/**
 * @param {any} value
 * @param {number} depth
 * @param {string} key
 * @returns {unknown}
 */
function madeOfObject(value, depth, key) {
    if (depth >= DEEPEST) throw new Slip(`is nested more than ${DEEPEST} deep, or holds itself: hand in less of it`);
    const why = Array.isArray(value) ? undefined : notPlain(value);
    if (why) throw new Slip(why);
    if (typeof value.toJSON === "function") return madeOfWritten(value.toJSON(key), depth + 1, key);
    if (Array.isArray(value)) return madeOfList(value, depth);
    switch (Object.prototype.toString.call(value)) {
        case "[object Number]":
            return made(Number(value), depth, key);
        case "[object String]":
            return made(String(value), depth, key);
        case "[object Boolean]":
            return made(Boolean.prototype.valueOf.call(value), depth, key);
        case "[object BigInt]":
            throw new Slip(BIGINT);
        default:
            return madeOfEntries(value, depth);
    }
}

/**
 * An object, without what is undefined. The copy has no prototype: every name is one like others in it.
 * @param {Record<string, unknown>} object
 * @param {number} depth
 */
function madeOfEntries(object, depth) {
    const copy = Object.create(null);
    for (const name of Object.keys(object)) {
        if (!isWhole(name)) throw new Slip("has half of a surrogate pair in a name: cut text between characters");
        try {
            const data = made(object[name], depth + 1, name);
            if (data !== undefined) copy[counted(name)] = data;
        } catch (error) {
            if (error instanceof Slip) error.path.push(/^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
            throw error;
        }
    }
    return copy;
}

/**
 * @param {unknown[]} list
 * @param {number} depth
 */
function madeOfList(list, depth) {
    const copy = [];
    for (let index = 0; index < list.length; index += 1) {
        try {
            const data = made(list[index], depth + 1, String(index));
            if (data === undefined) throw new Slip("is undefined: leave it out");
            copy.push(data);
        } catch (error) {
            if (error instanceof Slip) error.path.push(`[${index}]`);
            throw error;
        }
    }
    return copy;
}

/**
 * What a value says its JSON form is.
 * @param {unknown} written
 * @param {number} depth
 * @param {string} key
 */
function madeOfWritten(written, depth, key) {
    if (written === null || written === undefined)
        throw new Slip("says that its JSON form is null: hand in text, or leave it out");
    return made(written, depth, key);
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
