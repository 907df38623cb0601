//! The table of runners: a line for every home of the engine.

use std::{path::PathBuf, process::Command};

use crate::{cargo, root, run};

/// A home of the engine that answers calls.
pub struct Runner {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What was built into it.
    pub build: Build,
    /// Makes it ready to be asked.
    pub prepare: fn() -> Result<Ready, String>,
}

/// What became of making a runner ready.
pub enum Ready {
    /// The command that answers standard input, run at the root of the repository.
    Command(Vec<String>),
    /// Why this machine cannot have it, and what to do about it.
    LeftOut(String),
}

/// What is built into a home of the engine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Everything.
    Whole,
    /// All but the verb `schema`.
    Full,
    /// What runs bundles, and no more.
    Runtime,
}

impl Build {
    /// Whether it is to answer the files of calls of that name.
    pub fn answers(self, file: &str) -> bool {
        match file.split_once('-').map(|(first, _)| first) {
            Some("schema") => self == Build::Whole,
            Some("full") => self.compiles(),
            Some("runtime") => self == Build::Runtime,
            _ => true,
        }
    }

    /// Whether it compiles desks.
    pub fn compiles(self) -> bool {
        self != Build::Runtime
    }
}

/// The engine as the command line tool has it.
pub const NATIVE: Runner = Runner { name: "native", build: Build::Whole, prepare: native };
/// The same, built without compiler.
pub const RUNTIME: Runner = Runner { name: "native-runtime", build: Build::Runtime, prepare: native_runtime };

/// All runners.
pub const RUNNERS: &[Runner] = &[
    NATIVE,
    RUNTIME,
    Runner { name: "module", build: Build::Full, prepare: || module("tierline") },
    Runner { name: "module-runtime", build: Build::Runtime, prepare: || module("tierline-runtime") },
];

fn native() -> Result<Ready, String> {
    cargo(&["build", "--quiet", "--package", "tierline-cli"])?;
    Ok(Ready::Command(vec![built("debug/tierline"), "pipe".to_owned()]))
}

fn native_runtime() -> Result<Ready, String> {
    cargo(&["build", "--quiet", "--package", "tierline-wire", "--no-default-features", "--example", "pipe"])?;
    Ok(Ready::Command(vec![built("debug/examples/pipe")]))
}

/// A core module, in Node.
fn module(name: &str) -> Result<Ready, String> {
    let module = format!("target/wasm/{name}.wasm");
    if !root().join(&module).exists() {
        return Ok(Ready::LeftOut(format!("{module} is not built; run `cargo xtask wasm`")));
    }
    if !is_there("node") {
        return Ok(Ready::LeftOut("install Node 20 or later".to_owned()));
    }
    Ok(Ready::Command(["node", "bindings/wasm/tests/pipe.mjs", &module].map(str::to_owned).to_vec()))
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    root().join(std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned()))
}

/// What cargo built.
fn built(path: &str) -> String {
    target().join(path).display().to_string()
}

/// Whether this machine has a program.
fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Whether this machine has a program, once its Debian package is installed where that can be done.
fn installed(program: &str, package: &str) -> bool {
    let is_root = || Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !is_there(program) && is_root() && is_there("apt-get") {
        let install = ["install", "--yes", "--no-install-recommends", package];
        let mut update = Command::new("apt-get");
        let updated = run("apt-get update", update.args(["update", "--quiet=2"]));
        let installed =
            updated.and_then(|()| run(&format!("apt-get install {package}"), Command::new("apt-get").args(install)));
        if let Err(why) = installed {
            eprintln!("xtask: {why}");
        }
    }
    is_there(program)
}
