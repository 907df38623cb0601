// Copies of a package: each has a module of its own, and desks in it.
import { cpSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ENGINE } from "./places.mjs";

let made = 0;

/**
 * A copy of a package, unpacked beside it.
 * @param {URL} [engine] The folder of the package.
 * @returns {URL}
 */
export function copied(engine = ENGINE) {
    made += 1;
    const copy = new URL(`../copies/${process.pid}-${made}/`, ENGINE);
    rmSync(copy, { recursive: true, force: true });
    cpSync(new URL("src", engine), new URL("src", copy), { recursive: true });
    for (const name of ["tierline.wasm", "tierline-runtime.wasm"]) {
        symlinkSync(fileURLToPath(new URL(name, engine)), fileURLToPath(new URL(name, copy)));
    }
    process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
    return copy;
}

/** The package whose full build takes requests and gives answers by objects too, where it is told to. */
export const BOTH_WAYS = new URL("../both-ways/", ENGINE);

/** A copy of it, started: what it exports, and the glue under that. */
export async function bothWays() {
    const copy = copied(BOTH_WAYS);
    const full = await import(new URL("src/full.node.js", copy).href);
    const glue = await import(new URL("src/glue/full.js", copy).href);
    const { cases, takeWay } = await import(new URL("src/handed.js", copy).href);
    await full.init();
    const forceWay = (inward, outward) => {
        takeWay(inward);
        glue.forceWay(outward);
    };
    return { ...full, forceWay, ask: (call) => glue.ask(cases(call)) };
}
