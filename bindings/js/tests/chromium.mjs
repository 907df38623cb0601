// Answers calls in a page of headless Chromium: node tests/chromium.mjs CALLS [--runtime]
import { withPage } from "./support/browser.mjs";
import { run } from "./support/calls.mjs";

/** Runs in the page. */
async function answer([build, calls]) {
    const { init, call } = await import(`/engine/src/${build}.browser.js`);
    await init();
    return calls.map(call);
}

await run((build, calls) => withPage((page) => page.evaluate(answer, [build, calls])));
