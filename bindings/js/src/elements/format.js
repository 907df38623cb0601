// Times and lengths of time in a language and a zone.

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400_000;

/** @typedef {"short" | "long"} Style */
/** @typedef {{ hours?: number, minutes?: number, seconds?: number }} Parts */

/** @type {{ DurationFormat?: new (language: string, options: { style: Style }) => { format(parts: Parts): string } }} */
const { DurationFormat } = /** @type {any} */ (Intl);

/** Writes instants and lengths of time. */
export class Format {
    #language;
    #date;
    #instant;
    #time;
    #day;
    #relative;
    #wall;
    /** @type {Map<string, Intl.NumberFormat>} */
    #units = new Map();

    /**
     * @param {string} language
     * @param {string} [zone] That of the user where there is none.
     * @throws {RangeError} Where there is no such zone.
     */
    constructor(language, zone) {
        /** @param {Intl.DateTimeFormatOptions} options */
        const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
        this.#time = format({ timeStyle: "short" });
        // As there: 9:30 AM, but 09:30.
        const isTo24 = this.#time.resolvedOptions().hourCycle?.startsWith("h2");
        const clock = /** @type {const} */ ({ hour: isTo24 ? "2-digit" : "numeric", minute: "2-digit" });
        this.#language = language;
        this.#instant = format({ weekday: "short", day: "numeric", month: "short", ...clock });
        this.#date = format({ dateStyle: "full", timeStyle: "short" });
        this.#day = format({ weekday: "short", day: "numeric" });
        const numbers = /** @type {const} */ ({ year: "numeric", month: "numeric", day: "numeric", second: "numeric" });
        const wall = { timeZone: zone, ...numbers, hour: "numeric", minute: "numeric", hourCycle: "h23" };
        this.#wall = new Intl.DateTimeFormat(
            "en-u-ca-gregory-nu-latn",
            /** @type {Intl.DateTimeFormatOptions} */ (wall),
        );
        this.#relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    }

    /**
     * An instant in short: the day by its name where it is near.
     * @param {number} at
     * @param {number} now
     */
    near(at, now) {
        const days = this.#dayNumber(at) - this.#dayNumber(now);
        if (Math.abs(days) > 1) return this.#instant.format(at);
        return `${this.#relative.format(days, "day")} ${this.#time.format(at)}`;
    }

    /**
     * An instant as a sentence says it.
     * @param {number} at
     */
    full(at) {
        return this.#date.format(at);
    }

    /**
     * The day of an instant.
     * @param {number} at
     */
    day(at) {
        return this.#day.format(at);
    }

    /**
     * The time of an instant on the wall.
     * @param {number} at
     */
    time(at) {
        return this.#time.format(at);
    }

    /**
     * By how much the clocks on the wall are ahead of UTC, in milliseconds.
     * @param {number} at
     */
    offset(at) {
        const parts = this.#wall.formatToParts(at);
        /** @param {string} type */
        const part = (type) => Number(parts.find((part) => part.type === type)?.value);
        const day = Date.UTC(
            part("year"),
            part("month") - 1,
            part("day"),
            part("hour"),
            part("minute"),
            part("second"),
        );
        return day - Math.floor(at / 1_000) * 1_000;
    }

    /**
     * Which day an instant is in, by a number.
     * @param {number} at
     */
    #dayNumber(at) {
        return Math.floor((at + this.offset(at)) / DAY);
    }

    /**
     * A length of time: to the second below an hour, else to the minute.
     * @param {number} seconds
     */
    short(seconds) {
        const size = Math.abs(seconds);
        const [hours, minutes] = [Math.floor(size / HOUR), Math.floor((size % HOUR) / MINUTE)];
        return this.#length(hours > 0 ? { hours, minutes } : { minutes, seconds: Math.floor(size % MINUTE) }, "short");
    }

    /**
     * A length of time in words, to the minute.
     * @param {number} seconds
     * @param {string} moment What less than a minute is called.
     */
    words(seconds, moment) {
        const size = Math.abs(seconds);
        const [hours, minutes] = [Math.floor(size / HOUR), Math.floor((size % HOUR) / MINUTE)];
        if (hours > 0) return this.#length(minutes > 0 ? { hours, minutes } : { hours }, "long");
        return minutes > 0 ? this.#length({ minutes }, "long") : moment;
    }

    /**
     * @param {Parts} parts
     * @param {Style} style
     */
    #length(parts, style) {
        return style === "long" && DurationFormat
            ? new DurationFormat(this.#language, { style }).format(parts)
            : this.#joined(parts, style);
    }

    /**
     * @param {Parts} parts
     * @param {Style} style
     */
    #joined(parts, style) {
        const units = Object.entries(parts).map(([unit, value]) => this.#unit(unit.slice(0, -1), style).format(value));
        return style === "short"
            ? units.join(" ")
            : new Intl.ListFormat(this.#language, { type: "unit", style }).format(units);
    }

    /**
     * @param {string} unit
     * @param {Style} style
     */
    #unit(unit, style) {
        const key = `${unit} ${style}`;
        const options = /** @type {any} */ ({ style: "unit", unit, unitDisplay: style });
        const format = this.#units.get(key) ?? new Intl.NumberFormat(this.#language, options);
        this.#units.set(key, format);
        return format;
    }
}

/** @type {Map<string, Format>} */
const made = new Map();

/**
 * The formats of a language and a zone.
 * @param {string} language
 * @param {string} [zone]
 */
export function formatOf(language, zone) {
    const key = `${language} ${zone ?? ""}`;
    const known = made.get(key);
    if (known) return known;
    const format = new Format(language, zone);
    made.set(key, format);
    return format;
}
