//! Gives damaged bytes to what must bear any, without help from the compiler. `cargo xtask fuzz` says when.

use std::{path::Path, process::ExitCode, time::Duration};

use tierline_tests::fuzz::{TARGETS, Target, long_run};

const HELP: &str = "fuzz [--seconds S] [--seed S] [TARGET...]\n";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let (mut seconds, mut seed, mut targets) = (60, 1, vec![]);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|text| text.parse().ok()).ok_or(HELP);
        match arg.as_str() {
            "--seconds" => seconds = number()?,
            "--seed" => seed = number()?,
            name => targets.push(Target::named(name).ok_or_else(|| format!("there is no target `{name}`\n{HELP}"))?),
        }
    }
    if targets.is_empty() {
        targets = TARGETS.to_vec();
    }
    let mut failed = 0;
    for target in targets {
        match long_run::run(target, seed, Duration::from_secs(seconds), Path::new("target/fuzz/artifacts")) {
            Ok(done) => println!("{}: {done} inputs", target.name),
            Err(file) => {
                failed += 1;
                println!("{}: A PANIC over {}", target.name, file.display());
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of the targets failed")) }
}
