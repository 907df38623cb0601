//! As many rounds as one likes, on as many threads.

use std::{
    collections::BTreeMap,
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{Found, Kind, Size, Tally, round};

/// How long it goes on.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Pairs of all kinds together, at least.
    pub pairs: u64,
    /// The first seed.
    pub seed: u64,
    /// The threads. Each has seeds of its own: with two of them every other one.
    pub threads: NonZero<usize>,
}

/// What it came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How much was compared, by kind.
    pub tallies: BTreeMap<Kind, Tally>,
    /// The differences.
    pub found: Vec<Found>,
    /// Rounds in which the engine panicked.
    pub panics: Vec<(Kind, u64)>,
}

impl Outcome {
    /// Pairs of all kinds.
    pub fn pairs(&self) -> u64 {
        self.tallies.values().map(|tally| tally.pairs).sum()
    }

    fn add(&mut self, kind: Kind, seed: u64, made: std::thread::Result<Result<Tally, Box<Found>>>) {
        match made {
            Ok(Ok(tally)) => self.tallies.entry(kind).or_default().add(&tally),
            Ok(Err(found)) => self.found.push(*found),
            Err(_) => self.panics.push((kind, seed)),
        }
    }

    /// Whether all that was answered in two ways was answered alike.
    pub fn is_alike(&self) -> bool {
        self.found.is_empty() && self.panics.is_empty()
    }
}

/// Makes rounds of all kinds until there are enough pairs, or something differs. `progress` is told after every seed.
pub fn run(plan: Plan, progress: impl Fn(u64, &Outcome) + Sync) -> Outcome {
    let outcome = Mutex::new(Outcome::default());
    let is_over = AtomicBool::new(false);
    let step = plan.threads.get();
    std::thread::scope(|threads| {
        for first in 0..step as u64 {
            let (outcome, is_over, progress) = (&outcome, &is_over, &progress);
            threads.spawn(move || {
                for seed in (plan.seed.wrapping_add(first)..).step_by(step) {
                    for kind in Kind::ALL {
                        if is_over.load(Ordering::Relaxed) {
                            return;
                        }
                        let made = catch_unwind(AssertUnwindSafe(|| round(kind, seed, size(kind))));
                        let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
                        outcome.add(kind, seed, made);
                        let is_enough = outcome.pairs() >= plan.pairs || !outcome.is_alike();
                        is_over.fetch_or(is_enough, Ordering::Relaxed);
                    }
                    progress(seed, &outcome.lock().unwrap_or_else(PoisonError::into_inner));
                }
            });
        }
    });
    outcome.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Rounds of which all kinds take about as long.
fn size(kind: Kind) -> Size {
    let (rules, tickets) = match kind {
        Kind::Predicates | Kind::Index => (250, 160),
        Kind::Calls => (150, 60),
        Kind::Answers => (0, 60),
        Kind::Bundles => (0, 15),
    };
    Size { rules, tickets, deep: true }
}
