//! Which rules are looked at, in order.

use std::sync::Arc;

use tierline_condition::Facts;
use tierline_model::Mode;

use crate::{
    index::{Card, Found},
    rule::RuleSet,
};

/// The rules of a stage that are to be looked at, one after the other: those that the index finds, or all of them where
/// somebody wants to know what became of each.
///
/// What rules do is seen by those after them: once it changes a field that conditions read, the rules still to come are
/// found anew.
#[derive(Debug)]
pub(crate) struct Pick {
    /// Whether all rules are looked at.
    all: bool,
    stage: usize,
    /// The rules that were found, and how many of them were handed out.
    found: Vec<Found>,
    taken: usize,
    /// The rule to go on from, where none is left.
    from: usize,
    card: Box<Card>,
    /// The facts of which the card was written.
    written: Option<u64>,
    /// The facts for which rules were found.
    seen: Option<u64>,
}

impl Pick {
    pub(crate) fn new(all: bool) -> Pick {
        let (stage, found, taken, from, card, written, seen) = Default::default();
        Pick { all, stage, found, taken, from, card, written, seen }
    }

    /// Begins with a stage.
    pub(crate) fn begin(&mut self, stage: usize) {
        (self.stage, self.taken, self.from, self.seen) = (stage, 0, 0, None);
        self.found.clear();
    }

    /// The next rule to look at, where `facts` is what is known by now.
    pub(crate) fn next(&mut self, rules: &RuleSet, facts: &Arc<Facts>) -> Option<Found> {
        let stage = rules.stages.get(self.stage)?;
        if self.all {
            let next = self.from;
            self.from += 1;
            return (next < stage.rules.len()).then(|| Found::to_decide(next));
        }
        // A search for the first that is sure ends there: where that did not fire, it goes on.
        let is_cut_short = stage.mode == Mode::First && self.from > 0 && self.taken == self.found.len();
        if self.seen != Some(facts.reads_revision()) || is_cut_short {
            self.find(rules, facts, stage.mode);
        }
        let found = self.found.get(self.taken).copied()?;
        (self.taken, self.from) = (self.taken + 1, found.rule() + 1);
        Some(found)
    }

    fn find(&mut self, rules: &RuleSet, facts: &Facts, mode: Mode) {
        let revision = Some(facts.reads_revision());
        if self.written != revision {
            rules.index.write(facts, &mut self.card);
            self.written = revision;
        }
        (self.seen, self.taken) = (revision, 0);
        match mode {
            Mode::First => rules.index.find_first(self.stage, facts, &mut self.card, self.from, &mut self.found),
            _ => rules.index.find(self.stage, facts, &mut self.card, self.from, &mut self.found),
        }
    }
}
