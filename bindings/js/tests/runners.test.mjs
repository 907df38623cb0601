// Every home answers calls with the bytes of the native engine, in both builds.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { output, tool } from "./support/consumer.mjs";
import { FILES, NOW, RULES } from "./support/desk.mjs";
import { ENGINE } from "./support/places.mjs";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const ROOM = { maxBuffer: 1 << 28 };
const RUNNERS = {
    Node: [process.execPath, [at("pipe.mjs")]],
    Bun: [tool("bun"), [at("pipe.mjs")]],
    Deno: [tool("deno"), ["run", "--allow-read", at("pipe.mjs")]],
    workerd: [process.execPath, [at("workerd.mjs")]],
    Chromium: [process.execPath, [at("chromium.mjs")]],
};

/** What the native engine replies. */
function native(calls) {
    const args = ["run", "--quiet", "--package", "tierline-cli", "--", "pipe"];
    return output(process.env.CARGO ?? "cargo", args, { ...ROOM, cwd: at("../../.."), input: calls });
}

/** Requests about the sample tickets, for every verb that takes one. */
function questions() {
    const lines = readFileSync(at("../../../examples/tickets.ndjson"), "utf8").trim().split("\n").slice(0, 40);
    return lines.flatMap((line, id) => {
        const sample = JSON.parse(line);
        const request = { now: NOW, ...(sample.ticket ? sample : { ticket: sample }) };
        return [
            { id, verb: "evaluate", request, trace: true },
            { id, verb: "deadlines", request, why: true },
            { id, verb: "explain", request },
        ];
    });
}

const text = (calls) => calls.map((call) => `${typeof call === "string" ? call : JSON.stringify(call)}\n`).join("");
const COMMON = [
    { verb: "version", id: "é\u2028😀\u0000" },
    { verb: "bundle" },
    { verb: "forms" },
    { verb: "actions" },
    ...questions(),
    `{"verb":"evaluate","request":{"ticket":{"floor":12345678901234567890.5,"subject":"\\ud83d\\ude00"},"now":"${NOW}"}}`,
    `{"verb":"evaluate","request":{"ticket":{"subject":"\\ud800"},"now":"${NOW}"}}`,
    "",
    "{bad",
    "[1]",
    { verb: "evalute" },
    { verb: "forget" },
    { verb: "evaluate", request: {} },
];

let builds;
before(() => {
    const compile = { verb: "compile", files: FILES };
    const [bundle] = native(text([compile, { verb: "bundle" }]))
        .trim()
        .split("\n")
        .slice(1);
    const full = text([
        compile,
        { verb: "test" },
        { verb: "check", files: { "a.rhai": RULES.slice(90) } },
        { verb: "schema" },
        ...COMMON,
    ]);
    const runtime = text([{ verb: "load", bundle: JSON.parse(bundle).ok }, ...COMMON]);
    builds = Object.entries({ full, runtime }).map(([build, calls]) => {
        const file = fileURLToPath(new URL(`../calls-${build}.jsonl`, ENGINE));
        writeFileSync(file, calls);
        return { args: build === "runtime" ? [file, "--runtime"] : [file], replies: native(calls) };
    });
});

for (const [home, [program, args]] of Object.entries(RUNNERS)) {
    test(`${home} replies what the native engine replies`, () => {
        for (const build of builds) {
            const replies = output(program, [...args, ...build.args], ROOM);
            assert.ok(build.replies.length > 10_000);
            assert.ok(replies === build.replies, `${home} replies otherwise to ${build.args[0]}`);
        }
    });
}

test("a runner that cannot answer fails", () => {
    for (const [home, [program, args]] of Object.entries(RUNNERS)) {
        assert.throws(() => output(program, [...args, "no-such-file"]), /no-such-file/, home);
        assert.throws(() => output(program, args), /usage: RUNNER CALLS/, home);
    }
});
