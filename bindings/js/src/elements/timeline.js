import { html, set, svg, write } from "./dom.js";
import { drawn } from "./drawing.js";
import { SlaElement } from "./element.js";
import { filled } from "./phrases.js";
import { moved, pointText } from "./points.js";
import { name, sentence } from "./say.js";
import { TIMELINE } from "./styles.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./drawing.js").Point} Point */
/** @typedef {import("./element.js").Words} Words */

const MINUTE = 60_000;
/** The drawing is renewed when now has moved by so much of its length. */
const FINENESS = 400;
/** Where the bands are, in pixels: from the top, and their height. */
const BANDS = { open: [22, 14], counted: [46, 14], over: [46, 14], held: [47, 12], ahead: [50, 6] };
const MIDDLE = 53;

/** `<sla-timeline>`: what happened to a clock and what is to come, drawn on a line of time. */
export class SlaTimeline extends SlaElement {
    static observedAttributes = [...SlaElement.observedAttributes, "no-steps", "show-table"];

    #message = html("p", { part: "message" });
    #drawing = svg("svg", { part: "drawing", role: "group" });
    #caption = html("p", { part: "caption", "aria-hidden": "true" });
    #legend = html("ul", { part: "legend", "aria-hidden": "true" });
    #table = html("div", { part: "table", role: "region", tabindex: 0, class: "unseen" });
    #figure = html("figure", { part: "figure" }, this.#drawing, this.#caption, this.#legend, this.#table);
    #length = 0;

    constructor() {
        super(TIMELINE);
        // Not to the drawing itself: an SVG element that listens for the focus takes it, in Chromium.
        this.#figure.addEventListener("keydown", (event) => moved(this.#points, /** @type {KeyboardEvent} */ (event)));
        for (const name of ["focusin", "pointerover"]) {
            this.#figure.addEventListener(name, ({ target }) => this.#tell(/** @type {Element} */ (target)));
        }
        this.shadowRoot?.prepend(this.#message, this.#figure);
    }

    /** @type {SlaElement["wakesAt"]} */
    wakesAt(view) {
        return view.isOwed ? view.now + Math.max(MINUTE, this.#length / FINENESS) : Infinity;
    }

    /** @type {SlaElement["show"]} */
    show(view, words, snapshot) {
        const drawing = view.state === "error" ? undefined : this.#drawn(view, words, snapshot);
        this.#figure.toggleAttribute("hidden", !drawing);
        write(this.#message, drawing ? "" : sentence(view, words));
        this.#message.toggleAttribute("hidden", Boolean(drawing));
        // What has the focus stays where it is.
        if (!drawing || this.#drawing.contains(this.shadowRoot?.activeElement ?? null)) return;
        this.#length = drawing.to - drawing.from;
        const clock = name(view, words);
        set(this.#drawing, "aria-label", filled(words.phrases.timeline.title, { clock }));
        this.#drawing.replaceChildren(...shapes(drawing, words));
        this.#points[0]?.setAttribute("tabindex", "0");
        this.#caption.dataset.text = sentence(view, words);
        write(this.#caption, this.#caption.dataset.text);
        this.#legend.replaceChildren(...legend(drawing, words));
        this.#showTable(drawing, words, filled(words.phrases.timeline.table, { clock }));
    }

    /**
     * @param {import("./index.js").LiveReading} view
     * @param {Words} words
     * @param {import("./snapshot.js").Snapshot} [snapshot]
     */
    #drawn(view, words, snapshot) {
        const steps = this.hasAttribute("no-steps") ? [] : snapshot?.reading?.steps;
        const reading = snapshot?.reading && { ...snapshot.reading, steps };
        return snapshot && drawn({ ...snapshot, reading }, view, (at) => words.format.offset(at));
    }

    get #points() {
        return /** @type {SVGElement[]} */ ([...this.#drawing.querySelectorAll("[part~=point]")]);
    }

    /** @param {Element} target */
    #tell(target) {
        const text = target.closest("[part~=point]")?.getAttribute("aria-label");
        write(this.#caption, text ?? this.#caption.dataset.text ?? "");
    }

    /**
     * @param {Drawing} drawing
     * @param {Words} words
     * @param {string} title
     */
    #showTable(drawing, words, title) {
        set(this.#table, "aria-label", title);
        this.#table.classList.toggle("unseen", !this.hasAttribute("show-table"));
        this.#table.replaceChildren(table(drawing, words, title));
    }
}

/**
 * @param {Drawing} drawing
 * @param {Words} words
 */
function shapes(drawing, words) {
    const { from, to, stretches, points, marks } = drawing;
    /** @param {number} at */
    const part = (at) => ((at - from) / (to - from)) * 100;
    /** @param {number} at */
    const x = (at) => `${part(at).toFixed(3)}%`;
    /** @param {import("./drawing.js").Stretch} stretch */
    const band = (stretch) => {
        const [y, height] = BANDS[stretch.part];
        const width = `${(part(stretch.to) - part(stretch.from)).toFixed(3)}%`;
        return svg("rect", { part: stretch.part, x: x(stretch.from), width, y, height });
    };
    const [y, height] = BANDS.open;
    const closed = svg("rect", { part: "closed", x: 0, width: "100%", y, height });
    const now = points.filter(({ kind }) => kind === "now");
    const lines = now.map(({ at }) => svg("line", { part: "now", x1: x(at), x2: x(at), y1: 16, y2: 72 }));
    const ends = { x1: x(points[0].at), x2: x(points[points.length - 1].at) };
    const line = svg("line", { part: "line", ...ends, y1: MIDDLE, y2: MIDDLE });
    return [
        axis(marks, words, x),
        closed,
        line,
        ...stretches.map(band),
        ...lines,
        ...grouped(points).map((group) => point(group, words, x)),
    ];
}

/**
 * @param {import("./drawing.js").Mark[]} marks
 * @param {Words} words
 * @param {(at: number) => string} x
 */
function axis(marks, { format }, x) {
    const labels = marks.flatMap(({ at, isDay, isMinor }) => [
        svg("line", { x1: x(at), x2: x(at), y1: 16, y2: 66 }),
        svg(
            "text",
            { x: x(at), y: 11, "text-anchor": "middle", class: isMinor ? "minor" : "major" },
            isDay ? format.day(at) : format.time(at),
        ),
    ]);
    return svg("g", { part: "axis", "aria-hidden": "true" }, ...labels);
}

/**
 * Points at the same instant are one.
 * @param {Point[]} points
 */
function grouped(points) {
    /** @type {Map<number, Point[]>} */
    const groups = new Map();
    for (const point of points) groups.set(point.at, [...(groups.get(point.at) ?? []), point]);
    return [...groups.values()];
}

/**
 * @param {Point[]} group
 * @param {Words} words
 * @param {(at: number) => string} x
 */
function point(group, words, x) {
    const at = x(group[0].at);
    const what = group.map((point) => pointText(point, words)).join(", ");
    const parts = ["point", ...new Set(group.map(({ kind }) => `point-${kind}`))].join(" ");
    const isSmall = group.every(({ kind }) => kind === "step" || kind === "now");
    return svg(
        "g",
        { part: parts, role: "img", tabindex: -1, "aria-label": `${what}: ${words.format.full(group[0].at)}` },
        svg("circle", { class: "reach", cx: at, cy: MIDDLE, r: 11 }),
        svg("circle", { cx: at, cy: MIDDLE, r: isSmall ? 3 : 5.5 }),
    );
}

/**
 * @param {Drawing} drawing
 * @param {Words} words
 */
function legend({ stretches }, { phrases }) {
    return [...new Set(stretches.map(({ part }) => part))].map((part) => {
        const swatch = svg("svg", { focusable: "false" }, svg("rect", { part, width: "100%", height: "100%" }));
        return html("li", {}, swatch, phrases.timeline[part]);
    });
}

/**
 * @param {Drawing} drawing
 * @param {Words} words
 * @param {string} title
 */
function table({ points }, words, title) {
    const { phrases, format } = words;
    /** @param {string[]} names */
    const heads = (...names) => names.map((name) => html("th", { scope: "col" }, name));
    const { when, what, why } = phrases.timeline;
    const rows = points.map((point) =>
        html(
            "tr",
            {},
            html("td", {}, format.full(point.at)),
            html("td", {}, pointText(point, words)),
            html("td", {}, point.because ?? ""),
        ),
    );
    const head = html("thead", {}, html("tr", {}, ...heads(when, what, why)));
    return html("table", {}, html("caption", {}, title), head, html("tbody", {}, ...rows));
}
