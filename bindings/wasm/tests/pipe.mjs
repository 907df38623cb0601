// Answers calls from standard input, one a line: node bindings/wasm/tests/pipe.mjs MODULE < calls.jsonl
import { readFileSync, writeSync } from "node:fs";

const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2])));

const answer = (call) => {
    const bytes = new TextEncoder().encode(call);
    const room = exports.tierline_alloc(bytes.length);
    new Uint8Array(exports.memory.buffer, room, bytes.length).set(bytes);
    const at = exports.tierline_call(room);
    const length = new DataView(exports.memory.buffer).getUint32(at, true);
    const reply = Buffer.from(exports.memory.buffer, at + 4, length).toString("utf8");
    exports.tierline_free(at);
    return reply;
};

const calls = readFileSync(0, "utf8").split("\n").slice(0, -1);
let replies = Buffer.from(calls.map((call) => `${answer(call)}\n`).join(""));
while (replies.length > 0) replies = replies.subarray(writeSync(1, replies));
