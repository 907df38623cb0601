//! Claims of random desks, as many as one likes, put to the prover.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use tierline::{Desk, Limits, Pack};

use super::{Claim, Said, Solver, pins};
use crate::{
    corpus::{LANGUAGE_FILES, language_cases},
    differ::Subject,
    random::{Dice, claims_desk, request},
};

/// How much is asked.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The Python that has z3.
    pub python: PathBuf,
    /// Claims, at least.
    pub claims: usize,
    /// The first seed.
    pub seed: u64,
    /// Processes of z3.
    pub threads: usize,
    /// The time for each claim.
    pub time: Duration,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What became of the claims, by what they claim: how many, and how many of them are confirmed.
    pub claims: BTreeMap<&'static str, (usize, usize)>,
    /// Claims that something refutes, with the desk and what refutes them.
    pub refuted: Vec<String>,
    /// Claims that were not decided, and why.
    pub open: Vec<String>,
    /// Rules of which `check` does not say that they never hold; and those that never do, as the prover says.
    pub silent: (usize, usize),
    /// What the engine says of conditions and tickets: how often it was asked whether that is possible, and how often it was found so.
    pub pinned: (usize, usize),
    /// What could not be asked, and what the engine says and the prover holds to be impossible.
    pub errors: Vec<String>,
}

impl Outcome {
    /// Claims that were asked about.
    pub fn asked(&self) -> usize {
        self.claims.values().map(|(asked, _)| asked).sum()
    }

    /// Claims that are confirmed.
    pub fn confirmed(&self) -> usize {
        self.claims.values().map(|(_, confirmed)| confirmed).sum()
    }
}

/// Of so many desks, one is asked about with tickets put in.
const PINNED: u64 = 8;

/// What the prover says of what the engine says.
fn pinned(solver: &mut Solver, text: &str, seed: u64) -> Vec<Result<Said, String>> {
    let Ok(subject) = Subject::new(text.to_owned()) else { return vec![] };
    let request = request(&mut Dice(seed), subject.desk.schema(), true);
    pins::questions(&subject, &request).iter().map(|question| solver.ask(&question.smt)).collect()
}

/// What the prover says of the cases that once were interesting: what came of each of them is possible.
fn recorded(solver: &mut Solver, outcome: &mut Outcome) -> Result<(), String> {
    for file in LANGUAGE_FILES {
        for case in language_cases(file).into_iter().filter(|case| case.when.is_some()) {
            let text = case.text()?;
            let subject = Subject::new(text.clone()).map_err(|wrong| format!("{}: {wrong:?}", case.name))?;
            for question in pins::questions(&subject, &case.request()?) {
                outcome.note_pinned(solver.ask(&question.smt), &format!("{file}, {:?}", case.name), &text);
            }
        }
    }
    Ok(())
}

/// Asks until there are enough claims. `progress` is told now and then.
///
/// # Errors
///
/// Where the prover cannot be started.
pub fn run(plan: &Plan, progress: impl Fn(&Outcome) + Sync) -> Result<Outcome, String> {
    const BETWEEN_LINES: Duration = Duration::from_secs(10);
    let mut of_cases = Outcome::default();
    recorded(&mut Solver::start(plan.python.clone(), plan.time)?, &mut of_cases)?;
    let outcome = Mutex::new((of_cases, Instant::now()));
    let of_thread = |number: usize| -> Result<(), String> {
        let mut solver = Solver::start(plan.python.clone(), plan.time)?;
        let mut seed = plan.seed + number as u64;
        loop {
            let text = claims_desk(&mut Dice(seed));
            let Ok(desk) = Desk::compile(Pack::of("desk.rhai", &text), Limits::SERVER) else {
                seed += plan.threads as u64;
                continue;
            };
            if seed.is_multiple_of(PINNED) {
                for said in pinned(&mut solver, &text, seed) {
                    let Ok(mut outcome) = outcome.lock() else { return Ok(()) };
                    outcome.0.note_pinned(said, &format!("seed {seed}"), &text);
                }
            }
            let claims = Claim::all(&desk);
            let silent =
                desk.rule_names().map(|name| Claim::NeverHolds(name.into())).filter(|one| !claims.contains(one));
            // One in so many of what is not claimed is asked as well.
            let silent: Vec<Claim> = silent.skip(seed as usize % 4).step_by(4).collect();
            for (claim, is_made) in
                claims.iter().map(|claim| (claim, true)).chain(silent.iter().map(|one| (one, false)))
            {
                let Some(question) = claim.question(&desk) else { continue };
                let said = solver.ask(&question.smt);
                let Ok(mut outcome) = outcome.lock() else { return Ok(()) };
                outcome.0.note(claim, is_made, question.exact, said, seed, &text);
                if outcome.1.elapsed() > BETWEEN_LINES {
                    outcome.1 = Instant::now();
                    progress(&outcome.0);
                }
                if outcome.0.asked() >= plan.claims {
                    return Ok(());
                }
            }
            seed += plan.threads as u64;
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..plan.threads).map(|number| scope.spawn(move || of_thread(number))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread failed".to_owned())?)
    })?;
    outcome.into_inner().map(|(outcome, _)| outcome).map_err(|error| error.to_string())
}

impl Outcome {
    fn note_pinned(&mut self, said: Result<Said, String>, of: &str, desk: &str) {
        self.pinned.0 += 1;
        match said {
            Ok(Said::Shown(_)) => self.pinned.1 += 1,
            Ok(Said::Never) => {
                self.errors.push(format!("{of}: what the engine says of a ticket is impossible\n{desk}"))
            }
            Ok(Said::Unknown(_)) => {}
            Err(why) => self.errors.push(format!("{of}: {why}")),
        }
    }

    fn note(&mut self, claim: &Claim, is_made: bool, exact: bool, said: Result<Said, String>, seed: u64, desk: &str) {
        let of_seed = |why: &str| format!("seed {seed}: {claim}: {why}");
        if !is_made {
            self.silent.0 += 1;
            self.silent.1 += usize::from(said == Ok(Said::Never));
            return;
        }
        let entry = self.claims.entry(claim.kind()).or_default();
        entry.0 += 1;
        match said {
            Ok(Said::Never) => entry.1 += 1,
            Ok(Said::Shown(model)) if exact => {
                self.refuted.push(format!("{}\n{desk}", of_seed(&model.join(", "))));
            }
            Ok(Said::Shown(_)) => self.open.push(of_seed("part of it cannot be put to z3")),
            Ok(Said::Unknown(why)) => self.open.push(of_seed(&why)),
            Err(why) => self.errors.push(of_seed(&why)),
        }
    }
}
