// Calls the module as a host without imports does: node bindings/wasm/tests/module.mjs MODULE [BUNDLE]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
assert.deepEqual(WebAssembly.Module.imports(module), []);
const { exports } = new WebAssembly.Instance(module);
assert.equal(exports.tierline_abi(), 1);

const reply = (at) => {
    const length = new DataView(exports.memory.buffer).getUint32(at, true);
    const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, at + 4, length));
    exports.tierline_free(at);
    return text;
};
const call = (bytes) => {
    const room = exports.tierline_alloc(bytes.length);
    new Uint8Array(exports.memory.buffer, room, bytes.length).set(bytes);
    return reply(exports.tierline_call(room));
};
const ask = (question) => JSON.parse(call(new TextEncoder().encode(JSON.stringify(question))));

assert.equal(ask({ id: 7, verb: "version" }).id, 7);
assert.equal(ask({ verb: "evaluate" }).error.code, "unknown-desk");
assert.equal(JSON.parse(call(new Uint8Array([0xff, 0xfe]))).error.message, "the call is not UTF-8");
assert.equal(JSON.parse(reply(exports.tierline_call(12))).error.code, "bad-call");
exports.tierline_free(12);
assert.equal(exports.tierline_alloc(0xfffffff0), 0);

const bundle = process.argv[3];
if (bundle) {
    const loaded = ask({ verb: "load", bundle: readFileSync(bundle, "base64") });
    assert.ok(loaded.ok.rules > 0, JSON.stringify(loaded));
    const ticket = { id: "T", requester: { vip: true }, created_at: "2026-11-23T09:00:00Z" };
    const answer = ask({ verb: "evaluate", request: { ticket, now: "2026-11-23T10:00:00Z" } });
    assert.equal(answer.ok.id, "T", JSON.stringify(answer));
}
console.log("the module answers");
