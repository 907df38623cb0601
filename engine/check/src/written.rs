//! What rules may have written by the time at which another one is looked at.

use tierline_condition::Expr;
use tierline_model::{Path, Root, SortedMap};
use tierline_rules::Rule;

use crate::{by_path::ByPath, deeds, reason::Versions};

/// Which rules may have written to which fields, in the order in which rules are looked at.
#[derive(Debug, Default)]
pub(crate) struct Written {
    times: ByPath,
    /// By scripts, which may write to any field.
    anything: Vec<usize>,
    rules: usize,
}

impl Written {
    /// Notes what a rule may write.
    pub(crate) fn note(&mut self, rule: &Rule) {
        self.rules += 1;
        if deeds::is_scripted(rule) {
            self.anything.push(self.rules);
        }
        for path in deeds::calls(rule).iter().flat_map(deeds::writes) {
            self.times.add(path, self.rules);
        }
    }

    /// How many rules are noted: the time up to which they have written.
    pub(crate) fn now(&self) -> usize {
        self.rules
    }

    /// What is written at a time, where nothing is known of what.
    pub(crate) fn at(&self, time: usize) -> WrittenBy<'_> {
        WrittenBy { written: self, time, held: SortedMap::new() }
    }
}

/// What is written at a time, and what some fields are known to hold by then.
#[derive(Debug)]
pub(crate) struct WrittenBy<'a> {
    written: &'a Written,
    time: usize,
    held: SortedMap<Path, Expr>,
}

impl WrittenBy<'_> {
    /// Says what a field holds from now on.
    pub(crate) fn hold(&mut self, field: Path, value: Expr) {
        self.held.insert(field, value);
    }

    fn count(&self, times: &[usize]) -> u64 {
        times.partition_point(|time| *time <= self.time) as u64
    }
}

impl Versions for WrittenBy<'_> {
    fn version(&self, path: &Path) -> u64 {
        let times: u64 = self.written.times.overlapping(path).into_iter().map(|times| self.count(times)).sum();
        let is_of_ticket = path.root == Root::Ticket || path.root.is_part_of_ticket();
        times + if is_of_ticket { self.count(&self.written.anything) } else { 0 }
    }

    fn held(&self, path: &Path) -> Option<&Expr> {
        self.held.get(path)
    }
}
