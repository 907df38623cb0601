// What the runners of calls have in common: RUNNER CALLS [--runtime] reads a file with one call a line, or
// standard input where that is `-`, and prints the replies.
import { readFileSync } from "node:fs";
import process from "node:process";

/**
 * Answers the calls of the file that the command line names. Fails where one has no reply.
 * @param {(build: "full" | "runtime", calls: string[]) => Promise<string[]> | string[]} answer
 */
export async function run(answer) {
    const args = process.argv.slice(2);
    const files = args.filter((arg) => arg !== "--runtime");
    if (files.length !== 1) throw new Error("usage: RUNNER CALLS [--runtime]");
    const lines = readFileSync(files[0] === "-" ? 0 : files[0], "utf8").split("\n");
    // Like `tierline pipe`, which takes no blank line for a call.
    const calls = lines.filter((line) => line.trim() !== "");
    const replies = await answer(args.includes("--runtime") ? "runtime" : "full", calls);
    if (replies.length !== calls.length) throw new Error(`${calls.length} calls got ${replies.length} replies`);
    process.stdout.write(replies.map((reply) => `${reply}\n`).join(""));
}
