import { html, set, svg, write } from "./dom.js";
import { SlaElement } from "./element.js";
import { detail, name, sentence, value } from "./say.js";
import { COUNTDOWN } from "./styles.js";
import { nextTick } from "./view.js";

/** `<sla-countdown>`: how much time is left, or by how much it is late. */
export class SlaCountdown extends SlaElement {
    #timer = html("span", { role: "timer", "aria-live": "off", part: "timer" });
    #name = html("span", { part: "name" });
    #value = html("span", { part: "value" });
    #detail = html("span", { part: "detail" });
    #used = svg("rect", { part: "used", height: "100%", width: "0%" });

    constructor() {
        super(COUNTDOWN);
        const track = svg("rect", { part: "track", height: "100%", width: "100%" });
        const meter = svg("svg", { part: "meter", focusable: "false" }, track, this.#used);
        this.#timer.append(
            html("span", { part: "body", "aria-hidden": "true" }, this.#name, this.#value, meter, this.#detail),
        );
        this.shadowRoot?.prepend(this.#timer);
    }

    /** @type {SlaElement["wakesAt"]} */
    wakesAt(view) {
        return nextTick(view);
    }

    /** @type {SlaElement["show"]} */
    show(view, words) {
        write(this.#name, name(view, words));
        write(this.#value, value(view, words));
        write(this.#detail, detail(view, words));
        set(this.#used, "width", `${Math.min(100, view.usedPercent)}%`);
        set(this.#timer, "aria-label", sentence(view, words));
        set(this.#timer, "lang", words.language);
    }
}
