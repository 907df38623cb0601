//! The table of runners: a line for every home of the engine.

use std::process::Command;

use crate::{cargo, installed, is_there, root, run, target};

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
    Full,
    /// What runs bundles, and no more.
    Runtime,
}

impl Build {
    /// Whether it is to answer the files of calls of that name.
    pub fn answers(self, file: &str) -> bool {
        match file.split_once('-').map(|(first, _)| first) {
            Some("full") => self == Build::Full,
            Some("runtime") => self == Build::Runtime,
            _ => true,
        }
    }
}

/// The engine as the command line tool has it.
pub const NATIVE: Runner = Runner { name: "native", build: Build::Full, prepare: native };
/// The same, built without compiler.
pub const RUNTIME: Runner = Runner { name: "native-runtime", build: Build::Runtime, prepare: native_runtime };

/// All runners.
pub const RUNNERS: &[Runner] = &[
    NATIVE,
    RUNTIME,
    Runner { name: "c", build: Build::Full, prepare: || c("pipe") },
    Runner { name: "php", build: Build::Full, prepare: || php(&["examples/php/pipe.php"]) },
    Runner { name: "php-pipe", build: Build::Full, prepare: || php(&["examples/php/pipe.php", "--pipe"]) },
    Runner { name: "ruby", build: Build::Full, prepare: || ruby("examples/ruby/pipe.rb") },
    Runner { name: "python", build: Build::Full, prepare: python },
    Runner { name: "module", build: Build::Full, prepare: || module("tierline") },
    Runner { name: "module-runtime", build: Build::Runtime, prepare: || module("tierline-runtime") },
    Runner { name: "wasmtime", build: Build::Full, prepare: || wasmtime("tierline") },
    Runner { name: "wasmtime-runtime", build: Build::Runtime, prepare: || wasmtime("tierline-runtime") },
    Runner { name: "component", build: Build::Full, prepare: || wasmtime("tierline.component") },
    Runner { name: "component-runtime", build: Build::Runtime, prepare: || wasmtime("tierline-runtime.component") },
    Runner { name: "python-wasmtime", build: Build::Runtime, prepare: || python_wasmtime("tierline-runtime") },
    Runner { name: "node", build: Build::Full, prepare: || package(NODE, &[]) },
    Runner { name: "node-runtime", build: Build::Runtime, prepare: || package(NODE, &["--runtime"]) },
    Runner { name: "node-both-ways", build: Build::Full, prepare: || package(BOTH_WAYS, &[]) },
    Runner { name: "bun", build: Build::Full, prepare: || package(BUN, &[]) },
    Runner { name: "bun-runtime", build: Build::Runtime, prepare: || package(BUN, &["--runtime"]) },
    Runner { name: "deno", build: Build::Full, prepare: || package(DENO, &[]) },
    Runner { name: "deno-runtime", build: Build::Runtime, prepare: || package(DENO, &["--runtime"]) },
    Runner { name: "workerd", build: Build::Full, prepare: || package(WORKERD, &[]) },
    Runner { name: "workerd-runtime", build: Build::Runtime, prepare: || package(WORKERD, &["--runtime"]) },
    Runner { name: "chromium", build: Build::Full, prepare: || package(CHROMIUM, &[]) },
    Runner { name: "chromium-runtime", build: Build::Runtime, prepare: || package(CHROMIUM, &["--runtime"]) },
];

/// Homes of the npm package, and what asks it there.
const NODE: &[&str] = &["node", "bindings/js/tests/pipe.mjs"];
const BOTH_WAYS: &[&str] = &["node", "bindings/js/tests/both-ways.mjs"];
const BUN: &[&str] = &["bindings/js/node_modules/.bin/bun", "bindings/js/tests/pipe.mjs"];
const DENO: &[&str] =
    &["bindings/js/node_modules/.bin/deno", "run", "--quiet", "--allow-read", "bindings/js/tests/pipe.mjs"];
const WORKERD: &[&str] = &["node", "bindings/js/tests/workerd.mjs"];
const CHROMIUM: &[&str] = &["node", "bindings/js/tests/chromium.mjs"];

fn native() -> Result<Ready, String> {
    cargo(&["build", "--quiet", "--package", "tierline-cli"])?;
    Ok(Ready::Command(vec![built("debug/tierline"), "pipe".to_owned()]))
}

fn native_runtime() -> Result<Ready, String> {
    cargo(&["build", "--quiet", "--package", "tierline-wire", "--no-default-features", "--example", "pipe"])?;
    Ok(Ready::Command(vec![built("debug/examples/pipe")]))
}

/// The C library from C: an example, compiled beside it.
pub(crate) fn c(example: &str) -> Result<Ready, String> {
    library()?;
    if !(installed("cc", "gcc") && installed("make", "make")) {
        return Ok(Ready::LeftOut("install a C compiler and make (Debian: gcc, make)".to_owned()));
    }
    let folder = format!("LIBRARY={}", built("debug"));
    run("make -C examples/c", Command::new("make").args(["--silent", "-C", "examples/c", &folder]))?;
    Ok(Ready::Command(vec![built(&format!("debug/examples-c/{example}"))]))
}

/// The C library from PHP, or the pipe that PHP falls back to: a script, with what PHP is told before and behind it.
pub(crate) fn php(args: &[&str]) -> Result<Ready, String> {
    library()?;
    cargo(&["build", "--quiet", "--package", "tierline-cli"])?;
    if !installed("php", "php-cli") {
        return Ok(Ready::LeftOut("install PHP 8.1 or later with FFI (Debian: php-cli)".to_owned()));
    }
    Ok(with_library(&[&["php"], args].concat()))
}

/// The C library from Ruby: a script.
pub(crate) fn ruby(script: &str) -> Result<Ready, String> {
    library()?;
    if !installed("ruby", "ruby") {
        return Ok(Ready::LeftOut("install Ruby 3 (Debian: ruby)".to_owned()));
    }
    Ok(with_library(&["ruby", script]))
}

fn library() -> Result<(), String> {
    cargo(&["build", "--quiet", "--package", "tierline-c"])
}

/// A command that finds the library and the command line tool.
fn with_library(command: &[&str]) -> Ready {
    let library = format!("TIERLINE_LIBRARY={}", built("debug/libtierline_c.so"));
    let tool = format!("TIERLINE={}", built("debug/tierline"));
    let all = ["env", &library, &tool].into_iter().chain(command.iter().copied());
    Ready::Command(all.map(str::to_owned).collect())
}

/// The wheel.
fn python() -> Result<Ready, String> {
    if !is_there("python3") {
        return Ok(Ready::LeftOut("install Python 3.10 or later".to_owned()));
    }
    let python = crate::python::installed()?.display().to_string();
    Ok(Ready::Command(vec![python, "bindings/python/tests/pipe.py".to_owned()]))
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

/// A module or component in wasmtime, by the example in Rust.
fn wasmtime(name: &str) -> Result<Ready, String> {
    in_wasmtime(&[&built("wasmtime-host/debug/wasmtime-host")], name)
}

/// A module or component in wasmtime, by the example in Python.
fn python_wasmtime(name: &str) -> Result<Ready, String> {
    in_wasmtime(&["target/python-wasmtime/bin/python", "examples/python-wasmtime/main.py"], name)
}

fn in_wasmtime(host: &[&str], name: &str) -> Result<Ready, String> {
    if !root().join(host[0]).exists() {
        return Ok(Ready::LeftOut(format!("{} is not built; run `cargo xtask hosts`", host[0])));
    }
    let module = format!("target/wasm/{name}.wasm");
    let words = [host, &["pipe", &module]].concat();
    Ok(Ready::Command(words.into_iter().map(str::to_owned).collect()))
}

/// The npm package in one of its homes.
fn package(home: &[&str], args: &[&str]) -> Result<Ready, String> {
    if !root().join("target/npm/engine").exists() {
        return Ok(Ready::LeftOut("target/npm/engine is not built; run `cargo xtask wasm`".to_owned()));
    }
    let words = [home, &["-"], args].concat();
    Ok(Ready::Command(words.into_iter().map(str::to_owned).collect()))
}

/// What cargo built.
fn built(path: &str) -> String {
    target().join(path).display().to_string()
}
