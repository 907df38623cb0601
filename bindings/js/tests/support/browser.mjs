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
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Serves the package under `/engine/`, and an empty page under `/`. */
async function serve(request, response) {
    response.setHeader("content-security-policy", POLICY);
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/") {
        response.setHeader("content-type", TYPES[".html"]);
        return response.end("<!doctype html><title>Tierline</title>");
    }
    try {
        const body = await readFile(new URL(path.replace(/^\/engine\//, "./"), ENGINE));
        response.setHeader("content-type", TYPES[extname(path)] ?? "text/plain");
        return response.end(body);
    } catch {
        return response.writeHead(404).end();
    }
}

/**
 * Does something with a page, and tidies up.
 * @template Found
 * @param {(page: import("playwright-core").Page) => Promise<Found>} use
 * @returns {Promise<Found>}
 */
export async function withPage(use) {
    if (!existsSync(EXECUTABLE)) throw new Error(`${EXECUTABLE} is not there: apt-get install chromium, or set CHROMIUM`);
    const server = createServer(serve);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGS });
    try {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${server.address().port}/`);
        return await use(page);
    } finally {
        await browser.close();
        server.closeAllConnections();
        server.close();
    }
}
