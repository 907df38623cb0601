// Answers calls in workerd: node tests/workerd.mjs CALLS [--runtime]
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import workerd from "workerd";
import { run } from "./support/calls.mjs";
import { ENGINE } from "./support/places.mjs";

/** What a worker is made of: our modules under the names they have in the package, and the one that calls them. */
function config(build) {
    // Beside the folder of the configuration: it cannot name files from the root.
    const path = (name) => JSON.stringify(`../engine/${name}`);
    const wasm = build === "full" ? "tierline.wasm" : "tierline-runtime.wasm";
    const sources = readdirSync(new URL("src", ENGINE)).filter((name) => /^\w+\.js$|\.workerd\.js$/.test(name));
    const used = sources.filter((name) => !name.endsWith(".workerd.js") || name.startsWith(`${build}.`));
    used.push(`glue/${build}.js`);
    const worker = readFileSync(new URL("support/worker.js", import.meta.url), "utf8");
    const modules = [
        `(name = "worker.js", esModule = ${JSON.stringify(worker.replace('"package"', `"./src/${build}.workerd.js"`))})`,
        ...used.map((name) => `(name = "src/${name}", esModule = embed ${path(`src/${name}`)})`),
        `(name = "${wasm}", wasm = embed ${path(wasm)})`,
    ];
    return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
    services = [(name = "main", worker = (compatibilityDate = "2026-01-01", modules = [${modules.join(", ")}]))],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

/** The port that workerd says it listens on. */
function port(server) {
    return new Promise((resolve, reject) => {
        let said = "";
        server.once("error", reject);
        server.once("exit", (code) => reject(new Error(`workerd ended with ${code}`)));
        server.stdio[3].on("data", (data) => {
            said += data;
            const listening = said.split("\n").find((line) => line.includes('"listen"'));
            if (listening) resolve(JSON.parse(listening).port);
        });
    });
}

await run(async (build, calls) => {
    const folder = mkdtempSync(fileURLToPath(new URL("../workerd-", ENGINE)));
    const file = join(folder, "worker.capnp");
    writeFileSync(file, config(build));
    const stdio = ["ignore", "ignore", "inherit", "pipe"];
    const server = spawn(workerd.default ?? workerd, ["serve", file, "--control-fd=3"], { stdio });
    try {
        const body = JSON.stringify(calls);
        const response = await fetch(`http://127.0.0.1:${await port(server)}/`, { method: "POST", body });
        const text = await response.text();
        if (!response.ok) throw new Error(`workerd answers ${response.status}: ${text}`);
        return calls.length === 0 ? [] : text.split("\n");
    } finally {
        server.kill();
        rmSync(folder, { recursive: true, force: true });
    }
});
