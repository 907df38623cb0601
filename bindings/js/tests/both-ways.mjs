// Answers calls by text, and holds what is given by objects to that: node tests/both-ways.mjs CALLS
import { run } from "./support/calls.mjs";
import { bothWays } from "./support/copies.mjs";

// What a call leaves behind, such as a desk, must not reach the other way: each has an engine of its own.
const [plain, byText, byObjects] = [await bothWays(), await bothWays(), await bothWays()];
byObjects.forceWay("objects", "objects");

/** What an object says: its JSON shows the order of names, too. Bundles are bytes, which stand in text as base64. */
const shown = (value) =>
    JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? Buffer.from(part).toString("base64") : part));

/** Fails where two texts differ, and shows where. */
function same(found, wanted, line) {
    if (found === wanted) return;
    let at = 0;
    while (found[at] === wanted[at]) at += 1;
    const around = (text) => text.slice(Math.max(0, at - 60), at + 120);
    throw new Error(`${line.slice(0, 300)}\nby objects …${around(found)}…\nby text    …${around(wanted)}…`);
}

/** The reply by objects; none where JavaScript cannot hand the call in as data, which `ways.test.mjs` looks at. */
function asked(call) {
    try {
        return { ok: byObjects.ask(call) };
    } catch (error) {
        if (error instanceof TypeError) return undefined;
        if (!(error instanceof byObjects.TierlineError)) throw error;
        const { code, message, place, help, diagnostics } = error;
        return { error: { code, message, place, help, diagnostics } };
    }
}

/** The reply by text, to the same call as JavaScript understands it. */
function told(call) {
    const { ok, error } = JSON.parse(byText.call(JSON.stringify(call)));
    if (!error) return { ok };
    const { code, message, place, help, diagnostics } = new byText.TierlineError(error);
    return { error: { code, message, place, help, diagnostics } };
}

/** The call of a line, where it is one. */
function parsed(line) {
    try {
        const call = JSON.parse(line);
        return call !== null && typeof call === "object" && !Array.isArray(call) ? call : undefined;
    } catch {
        return undefined;
    }
}

let held = 0;
await run((_, calls) =>
    calls.map((line) => {
        const call = parsed(line);
        const found = call && asked(call);
        if (found) {
            same(shown(found), shown(told(call)), line);
            held += 1;
        }
        return plain.call(line);
    }),
);
if (held === 0) throw new Error("no call was held to the other way");
