// Made from the table of verbs by `cargo xtask generate`. Change that, not this file.
import { cases, files, options, request, requests } from "./handed.js";

/** @typedef {Record<string, Array<(value: any) => unknown>>} Calls What is made of each argument, by the name of the call. */

/** The methods of desks. @type {Calls} */
export const OF_DESK = {
    bundle: [],
    forms: [],
    test: [],
    testWithCoverage: [],
    evaluate: [request, options("trace", "whyNot")],
    evaluateBatch: [requests, options("trace", "whyNot")],
    explain: [request, options("whyNot")],
    deadlines: [request, options("why")],
    schema: [],
};

/** The functions that need none. @type {Calls} */
export const OF_NONE = {
    version: [],
    check: [files, options("changed", "now")],
    format: [files],
    verify: [cases],
    actions: [],
    schema: [],
};
