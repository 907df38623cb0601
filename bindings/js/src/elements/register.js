// Defines the elements: `sla-countdown` and `sla-timeline`.
import { SlaCountdown } from "./countdown.js";
import { SlaTimeline } from "./timeline.js";

export { phrases } from "./phrases.js";
export { SlaElement } from "./element.js";
export { SlaCountdown, SlaTimeline };

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** @param {string} [prefix] */
export function define(prefix = "sla") {
    if (!NAME.test(prefix))
        throw new TypeError(`\`${prefix}\` makes no name of an element: small letters and digits, such as \`sla\``);
    // A class can be defined under one name only.
    register(`${prefix}-countdown`, class extends SlaCountdown {});
    register(`${prefix}-timeline`, class extends SlaTimeline {});
}

/**
 * @param {string} name
 * @param {CustomElementConstructor} type
 */
function register(name, type) {
    // There is no registry on a server.
    if (globalThis.customElements && !customElements.get(name)) customElements.define(name, type);
}

define();
