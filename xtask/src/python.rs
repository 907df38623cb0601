//! `cargo xtask python`: the wheel, in an environment of its own under `target/`, and its tests.

use std::{fs, path::PathBuf, process::Command, sync::OnceLock};

use crate::{left_out, output, root, run};

/// What is installed from PyPI.
const TOOLS: [&str; 2] = ["maturin>=1.9,<2", "mypy>=1.11,<2"];

/// Builds the wheel and tests it.
pub fn python() -> Result<(), String> {
    if output(Command::new("python3").arg("--version")).is_err() {
        return left_out("the wheel for Python", "install Python 3.10 or later");
    }
    let python = installed()?;
    let tests = ["-m", "unittest", "discover", "--start-directory", "bindings/python/tests"];
    run("tests of the wheel", Command::new(&python).args(tests))?;
    let mypy = ["-m", "mypy", "--strict", "--config-file", "bindings/python/pyproject.toml"];
    run("types of the wheel", Command::new(&python).args(mypy).arg("bindings/python/python/tierline"))
}

/// The Python that has the wheel, which is built and installed when it is first asked for.
pub fn installed() -> Result<PathBuf, String> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PYTHON.get_or_init(install).clone()
}

fn install() -> Result<PathBuf, String> {
    let python = environment()?;
    let wheels = root().join("target/python/wheels");
    drop(fs::remove_dir_all(&wheels));
    let maturin = ["-m", "maturin", "build", "--quiet", "--release", "--manifest-path", "bindings/python/Cargo.toml"];
    run("maturin build", Command::new(&python).args(maturin).arg("--out").arg(&wheels))?;
    let built = fs::read_dir(&wheels).map_err(|error| format!("{}: {error}", wheels.display()))?;
    let wheel = built.flatten().map(|entry| entry.path()).next().ok_or("maturin built no wheel")?;
    println!("xtask: target/python/wheels/{}", wheel.file_name().unwrap_or_default().display());
    let install = ["-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall"];
    run("pip install the wheel", Command::new(&python).args(install).arg(&wheel))?;
    Ok(python)
}

/// The Python of the environment, made where it is not there yet.
fn environment() -> Result<PathBuf, String> {
    let folder = root().join("target/python/venv");
    let python = folder.join("bin/python");
    let has_tools = || output(Command::new(&python).args(["-c", "import maturin, mypy"])).is_ok();
    if !has_tools() {
        run("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(&folder))
            .map_err(|why| format!("{why}; install Python 3.10 or later with `venv` (Debian: python3-venv)"))?;
        run("pip install", Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(TOOLS))?;
    }
    Ok(python)
}
