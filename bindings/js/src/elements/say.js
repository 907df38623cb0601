// A clock in words.
import { filled } from "./phrases.js";

/** @typedef {import("./index.js").LiveReading} LiveReading */
/** @typedef {import("./element.js").Words} Words */

/**
 * What a clock is called.
 * @param {LiveReading} view
 * @param {Words} words
 */
export function name({ reading }, { phrases }) {
    if (!reading) return "";
    const called = phrases.clocks[reading.clock] ?? reading.clock;
    return reading.of ? `${called} ${reading.of}` : called;
}

/**
 * The words that stand out.
 * @param {LiveReading} view
 * @param {Words} words
 */
export function value({ state, left, isOwed }, { phrases, format }) {
    if (state === "running") return format.short(left);
    if (state === "missed" && isOwed) return filled(phrases.value.overdue, { left: format.short(left) });
    return phrases.value[state];
}

/**
 * The smaller words beside them.
 * @param {LiveReading} view
 * @param {Words} words
 */
export function detail(view, { phrases, format }) {
    const { state, left, due, opens, now, isOwed, reading } = view;
    /** @param {number | undefined} at */
    const near = (at) => (at === undefined ? "" : format.near(at, now));
    const { detail } = phrases;
    switch (state) {
        case "running":
            return opens === undefined
                ? filled(detail.due, { due: near(due) })
                : filled(detail.opens, { opens: near(opens) });
        case "paused":
            return filled(left < 0 ? detail.late : detail.left, { left: format.short(left) });
        case "met":
            return left > 0 ? filled(detail.spare, { left: format.short(left) }) : "";
        case "missed":
            if (!isOwed) return late(left, format, detail.late);
            return [filled(detail.wasDue, { due: near(due) }), ...(reading?.paused ? [phrases.value.paused] : [])].join(", ");
        case "error":
            return view.error?.message ?? "";
        default:
            return reading?.target ?? "";
    }
}

/**
 * @param {number} left
 * @param {Words["format"]} format
 * @param {string} phrase
 */
function late(left, format, phrase) {
    return left < 0 ? filled(phrase, { left: format.short(left) }) : "";
}

/**
 * A clock in a sentence, to the minute: so it changes at most once a minute.
 * @param {LiveReading} view
 * @param {Words} words
 */
export function sentence(view, words) {
    const { phrases, format } = words;
    /** @param {number | undefined} at */
    const full = (at) => (at === undefined ? "" : format.full(at));
    return filled(phrases.sentence[kind(view)], {
        clock: name(view, words),
        left: format.words(view.left, phrases.sentence.moment),
        due: full(view.due),
        opens: full(view.opens),
        message: view.error?.message ?? "",
    });
}

/**
 * @param {LiveReading} view
 * @returns {Exclude<keyof import("./index.js").Strings["sentence"], "moment">}
 */
function kind({ state, isOwed, isCounting, opens }) {
    if (state === "missed" && isOwed) return "overdue";
    if (state !== "running" || isCounting) return state;
    return opens === undefined ? "closed" : "opens";
}
