//! Puts what `check` claims of random desks to z3.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use tierline_tests::prover::{Outcome, Plan, run};

const HELP: &str = "\
prover --python PYTHON [--claims N] [--seed S] [--threads T] [--seconds S]

  --python   a Python that has z3
  --claims   stops after so many claims; 10000
  --seed     the first seed; 1
  --threads  processes of z3; 2
  --seconds  the time for each claim; 2
";

/// Of a hundred claims, so many must be decided.
const DECIDED: usize = 80;

fn main() -> ExitCode {
    match plan(std::env::args().skip(1)).and_then(|plan| run(&plan, tell)) {
        Ok(outcome) => {
            outcome.open.iter().for_each(|line| println!("  undecided, {line}"));
            outcome.refuted.iter().for_each(|line| println!("\nREFUTED, {line}"));
            outcome.errors.iter().for_each(|line| println!("\nNOT ASKED, {line}"));
            tell(&outcome);
            let is_well = outcome.refuted.is_empty() && outcome.errors.is_empty();
            let is_decided = outcome.confirmed() * 100 >= outcome.asked() * DECIDED;
            if is_well && is_decided { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            eprint!("{why}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn plan(mut args: impl Iterator<Item = String>) -> Result<Plan, String> {
    let mut plan = Plan { python: PathBuf::new(), claims: 10_000, seed: 1, threads: 2, time: Duration::from_secs(2) };
    while let Some(arg) = args.next() {
        let value = args.next().ok_or_else(|| format!("`{arg}` needs a value"))?;
        let number = || value.parse::<usize>().map_err(|_| format!("`{value}` is no number for `{arg}`"));
        match arg.as_str() {
            "--python" => plan.python = value.into(),
            "--claims" => plan.claims = number()?,
            "--seed" => plan.seed = number()? as u64,
            "--threads" => plan.threads = number()?.max(1),
            "--seconds" => plan.time = Duration::from_secs(number()? as u64),
            _ => return Err(format!("there is no `{arg}`")),
        }
    }
    if plan.python.as_os_str().is_empty() { Err("`--python` is missing".to_owned()) } else { Ok(plan) }
}

fn tell(outcome: &Outcome) {
    let (asked, never) = outcome.silent;
    println!(
        "{} claims: {} confirmed, {} refuted, {} undecided",
        outcome.asked(),
        outcome.confirmed(),
        outcome.refuted.len(),
        outcome.open.len()
    );
    for (kind, (asked, confirmed)) in &outcome.claims {
        println!("  {kind}: {confirmed} of {asked} confirmed");
    }
    let (pinned, possible) = outcome.pinned;
    println!("  of {pinned} times that a condition met a ticket, what came of it is possible {possible} times");
    println!("  of {asked} rules of which check does not say so, {never} never hold");
}
