// What the elements have in common: what they take, when they are shown anew, their events, and what they do with mistakes.
import { html, languageAt, set, sheet, write } from "./dom.js";
import { formatOf } from "./format.js";
import { Live } from "./live.js";
import { phrasesOf } from "./phrases.js";
import { sentence } from "./say.js";
import { COMMON } from "./styles.js";

/** @typedef {import("./index.js").LiveReading} LiveReading */
/** @typedef {import("./index.js").Strings} Strings */
/** @typedef {import("./snapshot.js").Snapshot} Snapshot */
/** @typedef {import("./format.js").Format} Format */

/** @typedef {{ phrases: Strings, format: Format, language: string }} Words */

const ATTRIBUTES = ["clock", "agreement", "reading", "time-zone", "warn-at", "lang"];
const PROPERTIES = /** @type {const} */ (["desk", "request", "reading", "strings", "now"]);
const WARN_AT = 75;

/** Where there are no elements, as on a server, the module can be loaded all the same. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** An element that shows a clock. */
export class SlaElement extends Base {
    static observedAttributes = ATTRIBUTES;

    /** @type {{ desk?: any, request?: any, reading?: any, strings?: any, now?: any }} */
    #given = {};
    /** @type {LiveReading | undefined} */
    #view;
    #isPlanned = false;
    /** The cycles that events were given for. @type {Set<string>} */
    #told = new Set();
    #live = new Live(
        (view, snapshot) => this.#shown(view, snapshot),
        (view) => this.wakesAt(view),
    );
    #announcer;

    /** @param {string} styles */
    constructor(styles) {
        super();
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet(COMMON), sheet(styles)];
        this.#announcer = html("span", { role: "status", part: "announcer", class: "unseen" });
        root.append(this.#announcer);
    }

    get desk() {
        return this.#given.desk;
    }
    set desk(desk) {
        this.#give("desk", desk);
    }

    get request() {
        return this.#given.request;
    }
    set request(request) {
        this.#give("request", request);
    }

    get reading() {
        return this.#given.reading ?? this.getAttribute("reading");
    }
    set reading(reading) {
        this.#give("reading", reading);
    }

    get strings() {
        return this.#given.strings;
    }
    set strings(strings) {
        this.#give("strings", strings);
    }

    get now() {
        return this.#given.now;
    }
    set now(now) {
        this.#give("now", now);
    }

    get clock() {
        return this.getAttribute("clock");
    }
    set clock(clock) {
        set(this, "clock", clock ?? undefined);
    }

    get agreement() {
        return this.getAttribute("agreement");
    }
    set agreement(agreement) {
        set(this, "agreement", agreement ?? undefined);
    }

    get timeZone() {
        return this.getAttribute("time-zone");
    }
    set timeZone(zone) {
        set(this, "time-zone", zone ?? undefined);
    }

    get warnAt() {
        const percent = Number(this.getAttribute("warn-at") ?? WARN_AT);
        return Number.isFinite(percent) ? percent : WARN_AT;
    }
    set warnAt(percent) {
        set(this, "warn-at", percent);
    }

    get live() {
        return this.#view;
    }

    connectedCallback() {
        for (const name of PROPERTIES) this.#takeOver(name);
        this.#plan();
    }

    disconnectedCallback() {
        this.#live.stop();
    }

    attributeChangedCallback() {
        this.#plan();
    }

    refresh() {
        if (this.isConnected) this.#start();
    }

    /**
     * When the words change that are shown.
     * @param {LiveReading} _view
     * @returns {number}
     */
    wakesAt(_view) {
        return Infinity;
    }

    /**
     * Shows a clock.
     * @param {LiveReading} _view
     * @param {Words} _words
     * @param {Snapshot | undefined} _snapshot
     */
    show(_view, _words, _snapshot) {}

    /**
     * What was set before the element was defined hides the property of its class.
     * @param {typeof PROPERTIES[number]} name
     */
    #takeOver(name) {
        if (!Object.hasOwn(this, name)) return;
        const value = this[name];
        delete this[name];
        this.#given[name] = value;
    }

    /**
     * @param {typeof PROPERTIES[number]} name
     * @param {unknown} value
     */
    #give(name, value) {
        this.#given[name] = value;
        this.#plan();
    }

    /** Starts once, however much is set one after the other. */
    #plan() {
        if (this.#isPlanned || !this.isConnected) return;
        this.#isPlanned = true;
        queueMicrotask(() => {
            this.#isPlanned = false;
            this.refresh();
        });
    }

    #start() {
        const { desk, request, reading, clock, agreement, warnAt, now } = this;
        const input = {
            desk,
            request,
            reading,
            warnAt,
            now,
            clock: clock ?? undefined,
            agreement: agreement ?? undefined,
        };
        this.#live.start(input);
    }

    /**
     * @param {LiveReading} found
     * @param {Snapshot | undefined} snapshot
     */
    #shown(found, snapshot) {
        const before = this.#view;
        const words = this.#wordsAt();
        const view = words.error ? { ...found, state: /** @type {const} */ ("error"), error: words.error } : found;
        this.#view = view;
        set(this, "data-state", view.state);
        this.toggleAttribute("data-warned", view.isWarned);
        this.toggleAttribute("data-closed", view.isOwed && view.state !== "paused" && !view.reading?.paused && !view.isCounting);
        this.show(view, words, snapshot);
        if (before && before.state !== view.state) write(this.#announcer, sentence(view, words));
        this.#tell(view, before);
    }

    /** The words of the place where the element stands now. @returns {Words & { error?: TypeError }} */
    #wordsAt() {
        const language = languageAt(this);
        const phrases = phrasesOf(language, this.#given.strings);
        try {
            return { language, phrases, format: formatOf(language, this.timeZone ?? undefined) };
        } catch {
            const error = new TypeError(
                `\`time-zone\` is no time zone: ${this.timeZone}; write one such as Europe/Berlin`,
            );
            return { language, phrases, format: formatOf(language), error };
        }
    }

    /**
     * @param {LiveReading} view
     * @param {LiveReading | undefined} before
     */
    #tell(view, before) {
        const { reading, error } = view;
        if (error && error.message !== before?.error?.message) this.#dispatch("sla-error", error);
        if (!reading || error) return;
        const cycle = [view.ticket, reading.class, reading.clock, reading.of, reading.cycle, reading.started_at].join(
            "|",
        );
        if (view.isWarned) this.#once("sla-warning", cycle, reading);
        if (view.state === "missed") this.#once("sla-breach", cycle, reading);
    }

    /**
     * @param {string} name
     * @param {string} cycle
     * @param {unknown} detail
     */
    #once(name, cycle, detail) {
        const key = `${name}|${cycle}`;
        if (this.#told.has(key)) return;
        this.#told.add(key);
        this.#dispatch(name, detail);
    }

    /**
     * @param {string} name
     * @param {unknown} detail
     */
    #dispatch(name, detail) {
        this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }
}
