// What the elements say, in English and in German. A page replaces phrases or adds languages: see `index.d.ts`.
import { clocks } from "./clocks.js";

/** @type {import("./index.js").Strings} */
const en = {
    clocks: clocks.en,
    value: {
        overdue: "{left} overdue",
        paused: "Paused",
        met: "Done in time",
        missed: "Done too late",
        cancelled: "Cancelled",
        none: "No deadline",
        error: "Cannot be shown",
    },
    detail: {
        due: "due {due}",
        opens: "counts again {opens}",
        wasDue: "was due {due}",
        left: "{left} left",
        spare: "{left} to spare",
        late: "{left} late",
    },
    sentence: {
        running: "{clock}: {left} left, due {due}.",
        closed: "{clock}: {left} left, due {due}. The desk is closed now.",
        opens: "{clock}: {left} left, due {due}. The desk is closed until {opens}.",
        paused: "{clock}: paused with {left} left.",
        met: "{clock}: done in time.",
        overdue: "{clock}: {left} overdue. It was due {due}.",
        missed: "{clock}: done {left} too late.",
        cancelled: "{clock}: cancelled.",
        none: "There is no deadline.",
        error: "The deadline cannot be shown: {message}",
        moment: "less than a minute",
    },
    timeline: {
        title: "{clock}, timeline",
        when: "When",
        what: "What",
        why: "Why",
        table: "{clock}, as a table",
        open: "Open hours",
        counted: "Time used",
        over: "Too late",
        ahead: "Time left",
        held: "Time paused",
        started: "Started",
        due: "Due",
        breach: "Deadline passed",
        stopped: "Done",
        now: "Now",
        step: "Step {step} of {ladder}",
        pause: "Paused",
        resume: "Goes on",
        reopen: "Opened again",
        cancel: "Cancelled",
        apply_sla: "Target changed",
        set_by_hand: "Deadline set by hand",
        merge: "Merged",
        pin: "Target kept",
    },
};

/** @type {import("./index.js").Strings} */
const de = {
    clocks: clocks.de,
    value: {
        overdue: "{left} überfällig",
        paused: "Angehalten",
        met: "Rechtzeitig erledigt",
        missed: "Zu spät erledigt",
        cancelled: "Abgebrochen",
        none: "Keine Frist",
        error: "Nicht darstellbar",
    },
    detail: {
        due: "fällig {due}",
        opens: "läuft weiter {opens}",
        wasDue: "war fällig {due}",
        left: "noch {left}",
        spare: "{left} vor der Frist",
        late: "{left} zu spät",
    },
    sentence: {
        running: "{clock}: noch {left}, fällig {due}.",
        closed: "{clock}: noch {left}, fällig {due}. Zurzeit ist geschlossen.",
        opens: "{clock}: noch {left}, fällig {due}. Geschlossen bis {opens}.",
        paused: "{clock}: angehalten, noch {left}.",
        met: "{clock}: rechtzeitig erledigt.",
        overdue: "{clock}: {left} überfällig. Fällig war es {due}.",
        missed: "{clock}: {left} zu spät erledigt.",
        cancelled: "{clock}: abgebrochen.",
        none: "Es gibt keine Frist.",
        error: "Die Frist kann nicht gezeigt werden: {message}",
        moment: "weniger als eine Minute",
    },
    timeline: {
        title: "{clock}, Zeitleiste",
        when: "Wann",
        what: "Was",
        why: "Warum",
        table: "{clock} als Tabelle",
        open: "Geöffnet",
        counted: "Verbraucht",
        over: "Zu spät",
        ahead: "Verbleibt",
        held: "Angehalten",
        started: "Beginn",
        due: "Fällig",
        breach: "Frist verstrichen",
        stopped: "Erledigt",
        now: "Jetzt",
        step: "Stufe {step} von {ladder}",
        pause: "Angehalten",
        resume: "Läuft weiter",
        reopen: "Wieder geöffnet",
        cancel: "Abgebrochen",
        apply_sla: "Ziel geändert",
        set_by_hand: "Frist von Hand gesetzt",
        merge: "Zusammengeführt",
        pin: "Ziel beibehalten",
    },
};

/** @type {typeof import("./index.js").phrases} */
export const phrases = { en, de };

/**
 * The phrases of a language: the page's, then the language's, then English ones.
 * @param {string} language
 * @param {import("./index.js").SomeStrings} [own]
 * @returns {import("./index.js").Strings}
 */
export function phrasesOf(language, own) {
    const known = phrases[language] ?? phrases[language.split("-")[0]] ?? en;
    /** @param {keyof typeof en} part */
    const part = (part) => ({ ...en[part], ...written(known[part]), ...written(own?.[part]) });
    return /** @type {any} */ (
        Object.fromEntries(Object.keys(en).map((name) => [name, part(/** @type {any} */ (name))]))
    );
}

/**
 * Those of a page's phrases that are text.
 * @param {object} [given]
 */
function written(given) {
    return Object.fromEntries(Object.entries(given ?? {}).filter(([, phrase]) => typeof phrase === "string"));
}

/**
 * Fills a phrase in.
 * @param {string} phrase
 * @param {Record<string, string>} values
 */
export function filled(phrase, values) {
    return phrase.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}
