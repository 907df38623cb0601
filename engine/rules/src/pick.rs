//! Which rules are looked at, in order.

use std::sync::Arc;

use tierline_condition::Facts;
use tierline_model::{Mode, Tell};

use crate::{
    index::{Card, Found},
    rule::RuleSet,
};

/// The rules of a stage that are to be looked at, one after the other: those that the index finds, and those of which
/// somebody wants to know what became of them.
///
/// What rules do is seen by those after them: once it changes a field that conditions read, the rules still to come are
/// found anew.
#[derive(Debug)]
pub(crate) struct Pick {
    /// Whether all rules are looked at.
    all: bool,
    /// Rules that are looked at whether they are found or not: stage and number, in order.
    asked: Vec<(usize, usize)>,
    stage: usize,
    /// The rules that were found, and how many of them were handed out.
    found: Vec<Found>,
    taken: usize,
    /// The rule to go on from.
    from: usize,
    /// Whether rules may be left that were not looked for.
    cut_short: bool,
    card: Box<Card>,
    /// The facts of which the card was written.
    written: Option<u64>,
    /// The facts for which rules were found.
    seen: Option<u64>,
}

impl Pick {
    pub(crate) fn new(rules: &RuleSet, tell: &Tell) -> Pick {
        let asked = match tell {
            Tell::Fired(names) => rules.numbers(names),
            _ => vec![],
        };
        let (stage, found, taken, from, cut_short, card, written, seen) = Default::default();
        Pick { all: *tell == Tell::All, asked, stage, found, taken, from, cut_short, card, written, seen }
    }

    /// Begins with a stage.
    pub(crate) fn begin(&mut self, stage: usize) {
        (self.stage, self.taken, self.from, self.seen) = (stage, 0, 0, None);
        self.found.clear();
    }

    /// The next rule to look at, where `facts` is what is known by now. Where all that are left `are_passed` over, only
    /// those that were asked for.
    pub(crate) fn next(&mut self, rules: &RuleSet, facts: &Arc<Facts>, are_passed: bool) -> Option<Found> {
        let asked = self.next_asked(rules);
        let found = if are_passed || self.all { None } else { self.next_found(rules, facts) };
        let next = match (found, asked) {
            (Some(found), Some(asked)) if asked.rule() < found.rule() => asked,
            (found, asked) => found.or(asked)?,
        };
        self.taken += usize::from(found == Some(next));
        self.from = next.rule() + 1;
        Some(next)
    }

    fn next_asked(&self, rules: &RuleSet) -> Option<Found> {
        let here = (self.stage, self.from);
        let next = match self.all {
            true => here,
            false => *self.asked.get(self.asked.partition_point(|asked| *asked < here))?,
        };
        let is_here = next.0 == self.stage && rules.rule(next).is_some();
        is_here.then(|| Found::to_decide(next.1))
    }

    fn next_found(&mut self, rules: &RuleSet, facts: &Facts) -> Option<Found> {
        let are_used_up = self.taken == self.found.len();
        if self.seen != Some(facts.reads_revision()) || are_used_up && self.cut_short {
            self.find(rules, facts);
        }
        self.found.get(self.taken).copied()
    }

    fn find(&mut self, rules: &RuleSet, facts: &Facts) {
        let revision = Some(facts.reads_revision());
        facts.begin_search();
        let is_written = self.written == revision || rules.index.write(facts, &mut self.card);
        self.written = revision.filter(|_| is_written);
        (self.seen, self.taken) = (revision, 0);
        // In a stage of the first that fires, the search ends with the first that is sure to hold.
        let stage = rules.stages.get(self.stage);
        let is_first = stage.is_some_and(|stage| stage.mode == Mode::First);
        let are_found = is_written
            && match is_first {
                true => rules.index.find_first(self.stage, facts, &mut self.card, self.from, &mut self.found),
                false => rules.index.find(self.stage, facts, &mut self.card, self.from, &mut self.found),
            };
        facts.end_rule();
        if !are_found {
            // Any rule can hold, and its condition says whether it does.
            let all = self.from..stage.map_or(0, |stage| stage.rules.len());
            self.found = all.map(Found::to_decide).collect();
        }
        self.cut_short = is_first && self.found.last().is_some_and(|last| last.is_sure());
    }
}
