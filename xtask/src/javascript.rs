//! The npm package: its tools, its folder, its tests.

use std::{
    env,
    fs::{self, Metadata},
};

use crate::{installed, is_there, left_out, root, tool};

/// Where the package is written.
const PACKAGE: &str = "bindings/js";
/// What to do where there is no Node.
pub(crate) const NODE: &str = "install Node 20 or later, with npm";

/// Puts the package into `target/npm/engine`, from the modules in `target/wasm`, and tests it in every home.
pub(crate) fn build() -> Result<(), String> {
    if !is_there("npm") {
        return left_out("the npm package", NODE);
    }
    install()?;
    chromium()?;
    for package in [&["target/npm/engine"][..], &["target/npm/both-ways", "both-ways"]] {
        let built = [&["bindings/js/tools/package.mjs", "target/wasm/js"], package].concat();
        tool("node", "node", &built, NODE)?;
    }
    for test in tests()? {
        tool("node", "node", &["--test", &test], NODE)?;
    }
    Ok(())
}

/// The files with tests, in order. They run one by one: two of them let memory run out.
fn tests() -> Result<Vec<String>, String> {
    let folder = format!("{PACKAGE}/tests");
    let entries = fs::read_dir(root().join(&folder)).map_err(|error| format!("{folder}: {error}"))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut tests: Vec<String> =
        names.filter(|name| name.ends_with(".test.mjs")).map(|name| format!("{folder}/{name}")).collect();
    tests.sort();
    Ok(tests)
}

/// Installs what the package is linted and tested with, unless that is there: as the lock file says, to the byte.
fn install() -> Result<(), String> {
    let changed =
        |name: &str| fs::metadata(root().join(PACKAGE).join(name)).and_then(|found: Metadata| found.modified());
    let locked = changed("package-lock.json").map_err(|error| format!("{PACKAGE}/package-lock.json: {error}"))?;
    if changed("node_modules/.package-lock.json").is_ok_and(|installed| installed >= locked) {
        return Ok(());
    }
    tool("npm", "npm", &["ci", "--prefix", PACKAGE], NODE)
}

/// Installs Debian's Chromium where there is none and that can be done.
fn chromium() -> Result<(), String> {
    match env::var_os("CHROMIUM").is_some() || installed("/usr/bin/chromium", "chromium") {
        true => Ok(()),
        false => Err("install Chromium by hand, or say in CHROMIUM where it is".to_owned()),
    }
}
