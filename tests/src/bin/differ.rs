//! Answers at random in two ways, as long as one likes, and stops at the first difference.

use std::{
    num::NonZero,
    process::ExitCode,
    sync::Mutex,
    thread::available_parallelism,
    time::{Duration, Instant},
};

use tierline_tests::differ::long_run::{Outcome, Plan, run};

const HELP: &str = "\
differ [--pairs N] [--seed S] [--threads T]

  --pairs    stops after so many pairs: a part of a condition, a rule, a block or a desk, each on one ticket; 1000000
  --seed     the first seed; 1
  --threads  one for each core
";

const BETWEEN_LINES: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let plan = match plan(std::env::args().skip(1)) {
        Ok(plan) => plan,
        Err(why) => {
            eprint!("{why}{HELP}");
            return ExitCode::from(2);
        }
    };
    let last_line = Mutex::new(Instant::now());
    let outcome = run(plan, |seed, outcome| {
        let mut last_line = last_line.lock().unwrap();
        if last_line.elapsed() > BETWEEN_LINES {
            *last_line = Instant::now();
            println!("seed {seed}: {} pairs", outcome.pairs());
            tell(outcome);
        }
    });
    println!("{} pairs", outcome.pairs());
    tell(&outcome);
    if outcome.is_alike() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn plan(mut args: impl Iterator<Item = String>) -> Result<Plan, String> {
    let threads = available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut plan = Plan { pairs: 1_000_000, seed: 1, threads };
    while let Some(arg) = args.next() {
        let number = args.next().ok_or_else(|| format!("`{arg}` needs a number\n\n"))?;
        let wrong = |_| format!("`{number}` is no number for `{arg}`\n\n");
        match arg.as_str() {
            "--pairs" => plan.pairs = number.parse().map_err(wrong)?,
            "--seed" => plan.seed = number.parse().map_err(wrong)?,
            "--threads" => plan.threads = number.parse().map_err(wrong)?,
            _ => return Err(format!("there is no `{arg}`\n\n")),
        }
    }
    Ok(plan)
}

fn tell(outcome: &Outcome) {
    for (kind, tally) in &outcome.tallies {
        println!("  {}: {tally}", kind.name());
    }
    for found in &outcome.found {
        println!("\nA DIFFERENCE, {}, seed {}: {}", found.kind.name(), found.seed, found.difference);
        println!("As a line for tests/data/differ:\n{}", found.line);
    }
    for (kind, seed) in &outcome.panics {
        println!("\nA PANIC, {}, seed {seed}", kind.name());
    }
}
