// A page in headless Chromium, under a strict content security policy, that the package is served to.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { chromium } from "playwright-core";
import { ENGINE } from "./places.mjs";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
    ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    ...["--disable-component-update", "--disable-sync"],
];
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const EMPTY = { type: "text/html", body: "<!doctype html><title>Tierline</title>" };

/** @typedef {{ type: string, body: string | Buffer, policy?: string }} File */

/**
 * The file of an address: one that was handed in, or one of the package under `/engine/`.
 * @param {string} path
 * @param {Record<string, File>} files
 * @returns {Promise<File>}
 */
async function found(path, files) {
    const body = files[path] ?? (await readFile(new URL(path.replace(/^\/engine\//, "./"), ENGINE)));
    return "body" in body ? body : { type: TYPES[extname(path)] ?? "text/plain", body };
}

/** @param {Record<string, File>} files */
async function served(files) {
    const server = createServer(async (request, response) => {
        try {
            const {
                type,
                body,
                policy = POLICY,
            } = await found(new URL(request.url, "http://localhost").pathname, files);
            response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(body);
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
}

/**
 * Does something with an empty page, and tidies up.
 * @template Found
 * @param {(page: import("playwright-core").Page, origin: string) => Promise<Found>} use
 * @param {Record<string, File>} [files] What is served beside the package, by path.
 * @returns {Promise<Found>}
 */
export async function withPage(use, files = {}) {
    if (!existsSync(EXECUTABLE))
        throw new Error(`${EXECUTABLE} is not there: apt-get install chromium, or set CHROMIUM`);
    const server = await served({ "/": EMPTY, ...files });
    const browser = await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGS });
    try {
        const page = await browser.newPage();
        const origin = `http://127.0.0.1:${server.address().port}`;
        await page.goto(`${origin}/`);
        return await use(page, origin);
    } finally {
        await browser.close();
        server.closeAllConnections();
        server.close();
    }
}
