// The points of a timeline: their words, and going from one to the next with the keyboard.
import { filled } from "./phrases.js";

/**
 * What a point stands for.
 * @param {import("./drawing.js").Point} point
 * @param {import("./element.js").Words} words
 */
export function pointText({ kind, step = "", ladder = "" }, { phrases }) {
    return filled(phrases.timeline[kind], { step, ladder });
}

/** Where a key leads. @type {Record<string, (at: number, last: number) => number>} */
const STEPS = {
    ArrowRight: (at, last) => Math.min(last, at + 1),
    ArrowLeft: (at) => Math.max(0, at - 1),
    Home: () => 0,
    End: (_, last) => last,
};

/**
 * Moves the focus from point to point: one of them at a time is reached with the tab key.
 * @param {SVGElement[]} points
 * @param {KeyboardEvent} event
 */
export function moved(points, event) {
    const at = points.findIndex((point) => point === event.target);
    const step = STEPS[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    const next = points[step(at, points.length - 1)];
    points[at].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
}
