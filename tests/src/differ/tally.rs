//! How much was compared.

use std::{collections::BTreeMap, fmt};

/// How much was compared, and what of it was telling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What was answered in two ways: a part of a condition, a rule, a block or a desk, each on one ticket.
    pub pairs: u64,
    /// What came of that, by name.
    pub of_which: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts something that came of it.
    pub fn count(&mut self, what: &'static str, times: u64) {
        *self.of_which.entry(what).or_default() += times;
    }

    /// How often that came of it.
    pub fn of(&self, what: &str) -> u64 {
        self.of_which.get(what).copied().unwrap_or_default()
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Tally) {
        self.pairs += other.pairs;
        other.of_which.iter().for_each(|(what, times)| self.count(what, *times));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pairs", self.pairs)?;
        self.of_which.iter().try_for_each(|(what, times)| write!(f, ", {times} {what}"))
    }
}
