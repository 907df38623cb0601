//! `cargo xtask fuzz --claims N`: what `check` claims of random desks, put to z3 in an environment of its own under `target/`.

use std::{path::PathBuf, process::Command};

use crate::{cargo, left_out, output, run, target};

/// What is installed from PyPI.
const TOOLS: [&str; 1] = ["z3-solver>=4.13,<6"];

/// Claims that a test run asks about.
const FEW: &str = "200";

/// Asks about claims, as many as the arguments say.
pub fn ask(args: &[&str]) -> Result<(), String> {
    if output(Command::new("python3").arg("--version")).is_err() {
        return left_out("the second opinion on what `check` claims", "install Python 3.10 or later");
    }
    let python = environment()?.display().to_string();
    let prover = ["run", "--quiet", "--package", "tierline-tests", "--bin", "prover", "--", "--python", &python];
    cargo(&[&prover[..], args].concat())
}

/// Asks about a few claims.
pub fn smoke() -> Result<(), String> {
    ask(&["--claims", FEW])
}

/// The Python of the environment, made where it is not there yet.
fn environment() -> Result<PathBuf, String> {
    let folder = target().join("prover/venv");
    let python = folder.join("bin/python");
    if output(Command::new(&python).args(["-c", "import z3"])).is_err() {
        run("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(&folder))
            .map_err(|why| format!("{why}; install Python 3.10 or later with `venv` (Debian: python3-venv)"))?;
        run("pip install", Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(TOOLS))?;
    }
    Ok(python)
}
