// Small helpers that make nodes. Nothing here sets `style` attributes or parses text as HTML: strict policies forbid both.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number>} Attributes */

/**
 * @template {Element} Made
 * @param {Made} element
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
}

/**
 * An element of HTML.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 */
export function html(name, attributes = {}, ...children) {
    return filled(document.createElement(name), attributes, children);
}

/**
 * An element of SVG.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 */
export function svg(name, attributes = {}, ...children) {
    return filled(/** @type {SVGElement} */ (document.createElementNS(SVG, name)), attributes, children);
}

/**
 * Sets an attribute where that changes it: what does not change is not announced, either.
 * @param {Element} element
 * @param {string} name
 * @param {string | number | undefined} value None takes it away.
 */
export function set(element, name, value) {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/**
 * Sets a text where that changes it.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * A style sheet that all elements of a class share.
 * @param {string} text
 */
export function sheet(text) {
    const known = sheets.get(text);
    if (known) return known;
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    sheets.set(text, made);
    return made;
}

/**
 * The language at an element: that of the nearest ancestor that says one, shadow trees and their hosts among them.
 * @param {Element} element
 */
export function languageAt(element) {
    /** @type {Element | null} */
    let at = element;
    while (at) {
        const said = at.closest("[lang]")?.getAttribute("lang");
        if (said) return known(said);
        const root = at.getRootNode();
        at = root instanceof ShadowRoot ? root.host : null;
    }
    return navigator.language;
}

/** @param {string} language */
function known(language) {
    try {
        return Intl.DateTimeFormat.supportedLocalesOf(language)[0] ?? navigator.language;
    } catch {
        return navigator.language;
    }
}
