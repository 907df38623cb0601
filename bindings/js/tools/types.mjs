// Turns the JSON Schemas of `rules/schema`, which are made from the Rust types, into `src/types.d.ts`.
//
//     node tools/types.mjs             writes it
//     node tools/types.mjs --check     fails where it is not up to date
//
// It knows the words that our schemas use and refuses others, so that nothing is lost on the way: each type is made once
// and keeps its name, and every field and every member of a union keeps its sentence.
import { readFileSync, writeFileSync } from "node:fs";

const schemas = new URL("../../../rules/schema/", import.meta.url);
const file = new URL("../src/types.d.ts", import.meta.url);

/** What a host hands in: instants may be a `Date`, and `null` stands for a missing value. */
const ASKED = ["ticket", "request", "roster"];
/** What the engine gives: instants are text, and what is missing is left out. */
const GIVEN = ["answer", "deadlines", "explanation", "form", "report", "cases", "diagnostic", "finding", "coverage", "reference", "error"];

/** Parts of tickets and requests that get a name of their own. */
const NAMED = {
    Ticket: { requester: "Requester", organisation: "Organisation", asset: "Asset" },
    Request: { ticket: "Ticket", event: "TicketEvent", context: "Context", roster: "Roster" },
};
/** Those of them that have a file of their own. */
const ELSEWHERE = new Set(["Ticket", "Roster"]);
/** What the schemas of fields do not say. */
const SAID = {
    Ticket: "A ticket as the host knows it. Every field may be missing.",
    Requester: "Who the ticket is for.",
    Organisation: "The requester's organisation, or the customer.",
    Asset: "What the ticket is about: a machine, a service, a contract.",
    TicketEvent: "Something that happened to a ticket.",
    Context: "What the desk declares that the host says beside the ticket.",
    Request: "A ticket and what happened to it.",
};
/** Names that say more to a host. */
const RENAMED = {
    DeadlinesSaid: "Deadlines",
    Summary: "CaseSummary",
    Numbered: "FailedCase",
    WireError: "ErrorContent",
};
/** Unions whose members share fields: the name of the union without those. */
const UNIONS = { Asked: "Effect", Loser: "LostBecause", RuleTrace: "RuleOutcome" };

const HEADER = `// Made from the types of the engine by \`node tools/types.mjs\`. Change those, not this file.

/** An instant: RFC 3339 text such as \`2026-11-23T09:00:00Z\`, a date such as \`2026-11-23\`, or a \`Date\`. */
export type Instant = string | Date;

/** What is handed in, as an answer gives it back: instants are text. */
export type Given<T> = T extends Date ? never : T extends object ? { [Name in keyof T]: Given<T[Name]> } : T;
`;

/** Words that say nothing about a type here. */
const WITHOUT_TYPE = new Set([
    "description",
    "default",
    "format",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "title",
]);
const WORDS = new Set([
    ...["$ref", "additionalProperties", "anyOf", "const", "enum", "items", "oneOf", "prefixItems", "properties"],
    ...["required", "type"],
]);

const renamed = (name) => RENAMED[name] ?? name;
const indented = (text) => text.replaceAll("\n", "\n    ");
const joined = (types) => [...new Set(types)].join(" | ");

function doc(schema) {
    const lines = schema.description?.split("\n");
    if (!lines) return "";
    return lines.length === 1 ? `/** ${lines[0]} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\n`;
}

/** Writes types: of what is handed in, or of what is given. */
class Writer {
    constructor(isAsked) {
        this.isAsked = isAsked;
    }

    /** The type of a schema. */
    type(schema) {
        if (schema === true) return "unknown";
        const unknown = Object.keys(schema).find((word) => !WORDS.has(word) && !WITHOUT_TYPE.has(word));
        if (unknown) throw new Error(`the word \`${unknown}\` of a schema has no type yet: ${JSON.stringify(schema)}`);
        if (schema.$ref) return renamed(schema.$ref.split("/").at(-1));
        if ("const" in schema) return JSON.stringify(schema.const);
        if (schema.enum) return joined(schema.enum.map((value) => JSON.stringify(value)));
        if (this.isInstant(schema)) return schema.type.includes("null") ? "Instant | null" : "Instant";
        const choices = schema.oneOf ?? schema.anyOf;
        if (choices) return this.union(choices);
        if (Array.isArray(schema.type)) return joined(schema.type.map((type) => this.type({ ...schema, type })));
        return this.plain(schema);
    }

    plain(schema) {
        switch (schema.type) {
            case undefined:
                return "unknown";
            case "integer":
                return "number";
            case "array":
                return this.list(schema);
            case "object":
                return this.object(schema);
            default:
                return schema.type;
        }
    }

    /** Handed in, an instant; given, the text that stands for one. */
    isInstant(schema) {
        const isOne = (choice) => choice.format === "date-time";
        return this.isAsked && (isOne(schema) || Boolean(schema.anyOf?.some(isOne)));
    }

    list(schema) {
        if (schema.prefixItems) return `[${schema.prefixItems.map((item) => this.type(item)).join(", ")}]`;
        const item = this.type(schema.items ?? true);
        return item.includes(" ") ? `Array<${item}>` : `${item}[]`;
    }

    union(choices) {
        const written = choices.map((choice) => indented(`${doc(choice)}| ${this.type(choice)}`));
        const isShort = choices.every((choice) => !choice.description);
        return isShort ? joined(choices.map((choice) => this.type(choice))) : `\n    ${written.join("\n    ")}`;
    }

    object(schema) {
        const fields = Object.entries(schema.properties ?? {});
        const others = schema.additionalProperties;
        if (fields.length === 0) return `Record<string, ${others ? this.type(others) : "unknown"}>`;
        // What tells the members of a union apart comes first.
        fields.sort(([, a], [, b]) => Number("const" in b) - Number("const" in a));
        const needed = new Set(schema.required);
        const written = fields.map(([name, field]) => this.field(name, field, needed.has(name)));
        if (others) written.push("/** What the desk declares beyond these. */\n[field: string]: unknown;");
        return `{\n    ${written.map(indented).join("\n    ")}\n}`;
    }

    field(name, field, isNeeded) {
        const type = field.is ?? this.type(field);
        // The engine leaves out what is not there.
        const given = !this.isAsked && !isNeeded ? type.replace(/ \| null$/, "") : type;
        return `${doc(field)}${name}${isNeeded ? "" : "?"}: ${given};`;
    }

    /** A type by its name. */
    definition(name, schema) {
        const kinds = UNIONS[name];
        if (!kinds) return this.exported(name, schema, this.type(schema));
        const { oneOf, ...shared } = schema;
        const union = { description: `${schema.description.replace(/\.$/, "")}: what tells them apart.`, oneOf };
        return (
            this.exported(kinds, union, this.type(union)) +
            this.exported(name, schema, `${kinds} & ${this.type(shared)}`)
        );
    }

    exported(name, schema, type) {
        const isInterface = type.startsWith("{");
        const body = isInterface
            ? `interface ${renamed(name)} ${type}`
            : `type ${renamed(name)} =${type.startsWith("\n") ? "" : " "}${type};`;
        return `\n${doc(schema)}export ${body}\n`;
    }
}

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.schema.json`, schemas), "utf8"));

/** The definitions in a file of `rules/schema`: the inner ones first. */
function definitions(name) {
    const { $defs = {}, $schema, title, ...schema } = read(name);
    const own = { ...$defs };
    if (title === "Answer") schema.properties.ticket.is = "Given<Ticket>";
    for (const [part, type] of Object.entries(NAMED[title] ?? {})) {
        const { description = SAID[type], ...inner } = schema.properties[part];
        if (!ELSEWHERE.has(type)) own[type] = { ...inner, description };
        schema.properties[part] = { description, $ref: type };
    }
    if (title === "Request") {
        schema.properties.history.items = { $ref: "TicketEvent" };
        // A command line has a clock to take it from; a call has none.
        schema.required.push("now");
    }
    own[title] = { description: SAID[title], ...schema };
    return own;
}

function generated() {
    const written = new Map();
    for (const name of [...ASKED, ...GIVEN]) {
        const writer = new Writer(ASKED.includes(name));
        for (const [type, schema] of Object.entries(definitions(name))) {
            if (!written.has(type)) written.set(type, writer.definition(type, schema));
        }
    }
    return HEADER + [...written.values()].join("");
}

const types = generated();
if (!process.argv.includes("--check")) {
    writeFileSync(file, types);
} else if (readFileSync(file, "utf8") !== types) {
    console.error("bindings/js/src/types.d.ts is not up to date: run `node tools/types.mjs` in bindings/js");
    process.exitCode = 1;
}
