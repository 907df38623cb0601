// JSON drops functions, turns invalid dates and NaN into `null` and Maps into `{}`, all without a word. What a host hands in
// is looked through first, so that such a slip is named where it stands.

/** So deep may a value be nested; the engine reads hardly more. */
const DEEPEST = 100;
/** So many steps of a path are told. */
const MOST_STEPS = 8;

/** @typedef {{ why: string, path: string[] }} Misfit */

/**
 * Checks that a value has a JSON form that means the same.
 * @param {unknown} value
 * @param {string} name What the caller calls it.
 */
export function check(value, name) {
    const found = value === undefined ? misfit("is undefined: hand in a value") : search(value, 0);
    if (found) throw new TypeError(`${name}${told(found.path)} ${found.why}`);
}

/** @param {string[]} path */
function told(path) {
    return path.slice(0, MOST_STEPS).join("") + (path.length > MOST_STEPS ? "…" : "");
}

/**
 * @param {string} why
 * @returns {Misfit}
 */
const misfit = (why) => ({ why, path: [] });

/**
 * What is wrong with a value or with something in it.
 * @param {unknown} value
 * @param {number} depth
 * @returns {Misfit | undefined}
 */
function search(value, depth) {
    switch (typeof value) {
        case "number":
            return Number.isFinite(value) ? undefined : misfit(`is ${value}, which is no number in JSON: leave it out`);
        case "bigint":
            return misfit("is a BigInt: hand in a number, or text where it is a name");
        case "function":
        case "symbol":
            return misfit(`is a ${typeof value}: hand in plain data`);
        case "object":
            return value === null ? undefined : searchObject(value, depth);
        default:
            return undefined;
    }
}

/**
 * @param {object} value
 * @param {number} depth
 * @returns {Misfit | undefined}
 */
function searchObject(value, depth) {
    if (depth >= DEEPEST) return misfit(`is nested more than ${DEEPEST} deep, or holds itself: hand in less of it`);
    if (Array.isArray(value)) return searchList(value, depth);
    const foreign = notPlain(value);
    if (foreign) return misfit(foreign);
    if ("toJSON" in value && typeof value.toJSON === "function") return searchWritten(value.toJSON(), depth);
    for (const [name, inner] of Object.entries(value)) {
        const found = search(inner, depth + 1);
        if (found) return behind(/^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`, found);
    }
    return undefined;
}

/**
 * @param {unknown[]} list
 * @param {number} depth
 * @returns {Misfit | undefined}
 */
function searchList(list, depth) {
    for (let index = 0; index < list.length; index += 1) {
        const inner = list[index];
        const found = inner === undefined ? misfit("is undefined: leave it out") : search(inner, depth + 1);
        if (found) return behind(`[${index}]`, found);
    }
    return undefined;
}

/**
 * What a value says its JSON form is.
 * @param {unknown} written
 * @param {number} depth
 */
function searchWritten(written, depth) {
    return written === null || written === undefined
        ? misfit("says that its JSON form is null: hand in text, or leave it out")
        : search(written, depth + 1);
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
 * @param {string} step
 * @param {Misfit} found
 */
function behind(step, found) {
    found.path.unshift(step);
    return found;
}

/**
 * Checks that options are an object with no name that nobody knows.
 * @param {unknown} options
 * @param {string[]} known
 * @returns {any}
 */
export function checkedOptions(options, known) {
    if (options === undefined) return {};
    if (options === null || typeof options !== "object")
        throw new TypeError(`the options must be an object: { ${known.join(", ")} }`);
    const unknown = Object.keys(options).find((name) => !known.includes(name));
    if (unknown !== undefined) throw new TypeError(`there is no option \`${unknown}\`: there are ${known.join(", ")}`);
    return options;
}
