// The hook, in a program of a consumer who has React.
import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { consumer, output } from "./support/consumer.mjs";
import { FILES } from "./support/desk.mjs";

const PROGRAM = `
import { createElement } from "react";
import { create } from "react-test-renderer";
import { useSlaReading } from "@tierline/engine/react";
import { Desk, init } from "@tierline/engine";

await init();
const desk = Desk.compile(${JSON.stringify(FILES)});
let time = Date.parse("2026-11-23T16:59:58Z");
const now = () => time;
const request = { ticket: { id: "INC-1", created_at: "2026-11-23T09:00:00Z" } };
const rendered = [];
function Shown({ desk, request, clock }) {
    const { state, left, error } = useSlaReading(desk, request, clock, { now });
    rendered.push([state, left, error?.message].filter((part) => part !== undefined).join(" "));
    return null;
}
const shown = (properties) => createElement(Shown, properties);
/** Does something and waits until that is rendered. */
async function until(last, change) {
    change();
    while (!rendered.at(-1)?.startsWith(last)) await new Promise((resolve) => setTimeout(resolve, 10));
}

let tree;
await until("running 2", () => { tree = create(shown({ desk, request })); });
await until("running 1", () => { time += 1_000; });
await until("missed", () => { time += 2_000; });
await until("none", () => tree.update(shown({ desk, request, clock: "supplier" })));
await until("error", () => tree.update(shown({ desk, request: { ticket: [] } })));
await until("none", () => tree.update(shown({ desk: null, request })));
await until("running", () => tree.update(shown({ desk, request: { ticket: { created_at: new Date(time) } } })));
tree.unmount();
console.log(JSON.stringify(rendered));
`;

test("a component is rendered anew when its clock changes, and leaves no timer behind", () => {
    const { folder } = consumer("react");
    for (const name of ["react", "react-test-renderer"]) {
        symlinkSync(
            fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url)),
            `${folder}node_modules/${name}`,
        );
    }
    const file = `${folder}react.mjs`;
    writeFileSync(file, PROGRAM);
    // The program ends by itself: with a timer it would not.
    const rendered = JSON.parse(
        output(process.execPath, [file], { cwd: folder, timeout: 60_000 }).trim().split("\n").at(-1),
    );
    const changes = rendered.filter((text, at) => text !== rendered[at - 1]);
    const [nothing, first, second, breach, none, error, gone, last] = changes;
    assert.deepEqual(
        [nothing, first, second, breach, none],
        ["none 0", "running 2", "running 1", "missed 0", "none 0"],
    );
    assert.match(error, /^error 0 .*ticket/);
    assert.deepEqual([gone, last], ["none 0", "running 28800"]);
});
