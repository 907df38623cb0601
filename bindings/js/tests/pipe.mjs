// Answers calls in Node, Bun or Deno: node tests/pipe.mjs CALLS [--runtime]
import { run } from "./support/calls.mjs";
import { entry } from "./support/places.mjs";

await run(async (build, calls) => {
    const { init, call } = await import(entry(build, "node").href);
    await init();
    return calls.map(call);
});
