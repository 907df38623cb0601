//! What was seen while the tests ran: of the rules in the traces of the answers, of the rest by looking on.

use std::sync::{Arc, Mutex, PoisonError};

use tierline_condition::{Onlooker, Outcome, ScriptId};
use tierline_model::{Answer, Missed, RuleTrace, SortedMap, Spot, Text, Verdict};

/// How often each thing was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Rules that fired.
    pub(crate) fired: SortedMap<Text, u64>,
    /// Steps that were taken.
    pub(crate) taken: SortedMap<Text, u64>,
    /// Of the conditions of rules: by how many parts held, where all did, and where one did not.
    pub(crate) rules: SortedMap<Text, Decided>,
    /// The same of the conditions of clauses.
    pub(crate) clauses: SortedMap<ScriptId, Decided>,
    /// The actions that blocks asked for.
    pub(crate) acted: SortedMap<ScriptId, SortedMap<Vec<Spot>, u64>>,
    /// Cells of matrices, by row and column.
    pub(crate) cells: SortedMap<(Text, usize, usize), u64>,
    /// SLAs by number.
    pub(crate) policies: SortedMap<usize, u64>,
    /// Targets by the number of the SLA and their own.
    pub(crate) targets: SortedMap<(usize, usize), u64>,
}

/// How often a condition was decided, and how.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    held: u64,
    /// By the part that did not hold.
    missed: SortedMap<usize, u64>,
}

impl Decided {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Held => self.held += 1,
            Outcome::Missed(part) => *self.missed.get_or_default(part) += 1,
        }
    }

    /// How often a part was looked at and held: where it was not the first that did not.
    pub(crate) fn held(&self, part: usize) -> u64 {
        self.held + self.missed.iter().filter(|(missed, _)| **missed > part).map(|(_, times)| times).sum::<u64>()
    }

    /// How often a part was looked at and did not hold.
    pub(crate) fn missed(&self, part: usize) -> u64 {
        self.missed.get(&part).copied().unwrap_or_default()
    }
}

impl Seen {
    /// Adds what the trace of an answer tells.
    pub(crate) fn add(&mut self, answer: &Answer) {
        let Some(trace) = &answer.trace else { return };
        for RuleTrace { rule, verdict, .. } in trace.stages.iter().flat_map(|stage| &stage.rules) {
            let outcome = match verdict {
                Verdict::Fired { undecided: Some(_), .. } => {
                    // It fired, and no part of its condition is known to have held.
                    count(&mut self.fired, verdict, rule);
                    continue;
                }
                Verdict::Fired { .. } | Verdict::HeldAlready => Outcome::Held,
                Verdict::Missed(Missed { held, .. }) => Outcome::Missed(*held),
                Verdict::Fault | Verdict::Off | Verdict::Passed { .. } => continue,
            };
            self.rules.get_or_default(rule.clone()).add(outcome);
            count(&mut self.fired, verdict, rule);
        }
        for RuleTrace { rule, verdict, .. } in &trace.steps {
            count(&mut self.taken, verdict, rule);
        }
    }
}

fn count(counts: &mut SortedMap<Text, u64>, verdict: &Verdict, rule: &Text) {
    if matches!(verdict, Verdict::Fired { .. }) {
        *counts.get_or_default(rule.clone()) += 1;
    }
}

/// Whoever looks on while tests run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch(Arc<Mutex<Seen>>);

impl Watch {
    /// Notes something.
    pub(crate) fn note(&self, note: impl FnOnce(&mut Seen)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// All that was seen.
    pub(crate) fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        self.note(|noted| std::mem::swap(noted, &mut seen));
        seen
    }
}

impl Onlooker for Watch {
    fn decided(&self, condition: ScriptId, outcome: Outcome) {
        self.note(|seen| seen.clauses.get_or_default(condition).add(outcome));
    }

    fn acted(&self, block: ScriptId, asked: Vec<Spot>) {
        self.note(|seen| *seen.acted.get_or_default(block).get_or_default(asked) += 1);
    }

    fn looked_up(&self, matrix: &Text, row: usize, column: usize) {
        self.note(|seen| *seen.cells.get_or_default((matrix.clone(), row, column)) += 1);
    }

    fn chose(&self, policy: usize) {
        self.note(|seen| *seen.policies.get_or_default(policy) += 1);
    }

    fn counts(&self, policy: usize, target: usize) {
        self.note(|seen| *seen.targets.get_or_default((policy, target)) += 1);
    }
}
