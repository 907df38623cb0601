/** So many diagnostics are told in the message of an error. */
const MOST_TOLD = 10;

/** Why a call was not answered. See `index.d.ts`. */
export class TierlineError extends Error {
    /**
     * @param {import("./types.js").ErrorContent} content
     * @param {ErrorOptions} [options]
     */
    constructor(content, options) {
        super(told(content), options);
        this.code = content.code;
        this.place = content.place;
        this.help = content.help;
        this.diagnostics = content.diagnostics ?? [];
    }
}
TierlineError.prototype.name = "TierlineError";

/**
 * The replies of a batch, with errors that can be thrown.
 * @param {any[]} replies
 */
export const thrownReplies = (replies) =>
    replies.map((reply) => (reply.error ? { error: new TierlineError(reply.error) } : reply));

/**
 * What a person reads in a log: all of it, for a console shows the message only.
 * @param {import("./types.js").ErrorContent} content
 */
function told({ message, help, diagnostics = [] }) {
    const lines = diagnostics.slice(0, MOST_TOLD).map(line);
    if (diagnostics.length > MOST_TOLD) lines.push(`and ${diagnostics.length - MOST_TOLD} more`);
    return [help ? `${message}; ${help}` : message, ...lines].join("\n");
}

/** @param {import("./types.js").Diagnostic} diagnostic */
function line({ place, severity, code, message, help }) {
    const hint = help ? `; ${help}` : "";
    return `${place.file}:${place.line}:${place.column}: ${severity}[${code}]: ${message}${hint}`;
}

/**
 * An error of this package, not of the engine.
 * @param {string} code
 * @param {string} message
 * @param {string} help
 * @param {unknown} [cause]
 */
export function trouble(code, message, help, cause) {
    return new TierlineError({ code, message, help }, cause === undefined ? undefined : { cause });
}

/**
 * What an error says, whatever was thrown.
 * @param {unknown} error
 */
export function said(error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
