// A folder with the package installed as its users get it: unpacked from the tarball of `npm pack`.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ENGINE } from "./places.mjs";

/** A tool of `devDependencies`. */
export const tool = (name) => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));

/**
 * Makes the folder, anew, and says where it and the tarball are.
 * @param {string} name Tests run side by side: each has a folder of its own.
 */
export function consumer(name) {
    const folder = fileURLToPath(new URL(`../consumer-${name}/`, ENGINE));
    const installed = `${folder}node_modules/@tierline/engine`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(installed, { recursive: true });
    const pack = ["pack", "--silent", "--pack-destination", folder, fileURLToPath(ENGINE)];
    const tarball =
        folder + execFileSync("npm", pack, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    writeFileSync(`${folder}package.json`, '{ "type": "module", "dependencies": { "@tierline/engine": "*" } }');
    return { folder, installed, tarball };
}

/** Runs a program and gives what it wrote; fails with that where the program fails. */
export function output(program, args, options = {}) {
    try {
        return execFileSync(program, args, { encoding: "utf8", stdio: "pipe", ...options });
    } catch (error) {
        throw new Error(`${program} ${args.join(" ")} failed:\n${error.stdout ?? error}${error.stderr ?? ""}`);
    }
}
