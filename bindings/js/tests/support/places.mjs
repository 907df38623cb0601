// Where the package is that the tests look at.
import { existsSync } from "node:fs";

/** The package as `cargo xtask wasm` leaves it. */
export const ENGINE = new URL("../../../../target/npm/engine/", import.meta.url);
if (!existsSync(new URL("package.json", ENGINE))) {
    throw new Error("target/npm/engine is not there: run `cargo xtask wasm` first");
}

/** The file that a home loads, for a build: `full` or `runtime`. */
export const entry = (build, home) => new URL(`src/${build}.${home}.js`, ENGINE);
