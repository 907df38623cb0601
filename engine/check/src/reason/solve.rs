//! Looking for what makes a formula true.

use std::sync::Arc;

use tierline_condition::Facts;
use tierline_model::{SortedMap, Value};

use super::{
    domain::Domain,
    formula::Formula,
    terms::{TermId, Terms},
};
use crate::work::Work;

/// What terms must lie in.
pub(crate) type Bounds = SortedMap<TermId, Arc<Domain>>;

/// What came of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Something was found, and accepted.
    Found,
    /// Nothing makes it true.
    Never,
    /// Nothing was found that was accepted; there may be something all the same.
    Unknown,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Search {
    /// Domains that are put together.
    pub(crate) steps: u32,
    /// Candidates that are tried.
    pub(crate) candidates: u32,
    /// Whether one candidate of many that are alike will do.
    pub(crate) shortcuts: bool,
    /// Terms that may be something else than they are by the facts at hand; any number where it does not matter.
    pub(crate) most_changes: Option<usize>,
}

impl Search {
    /// To prove that there is nothing, or to find the first thing that may do.
    pub(crate) const PROOF: Search = Search { steps: 20_000, candidates: 1, shortcuts: true, most_changes: None };
    /// To find something that is accepted when it is tried.
    pub(crate) const WITNESS: Search = Search { steps: 50_000, candidates: 40, shortcuts: false, most_changes: None };
}

/// What a search stands on.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) facts: &'a Facts,
    /// What it may cost.
    pub(crate) work: &'a Work,
}

/// Looks for what makes all `wanted` true, and hands what it finds to `accept` until that is content.
pub(crate) fn solve<'f>(
    wanted: &[&'f Formula],
    ground: Ground<'_>,
    search: Search,
    accept: &mut dyn FnMut(&Bounds) -> bool,
) -> Verdict {
    let (known, trail) = (Bounds::new(), vec![]);
    let Ground { terms, facts, work } = ground;
    work.charge(wanted.len() as u64);
    let mut solver = Solver { terms, facts, work, left: search, accept, known, trail, depth: 0, is_open: false };
    match solver.go(wanted.to_vec(), vec![]) {
        true => Verdict::Found,
        false if solver.is_open => Verdict::Unknown,
        false => Verdict::Never,
    }
}

/// What a formula needs of single terms, whichever way it is made true; `None` where that cannot be.
pub(crate) fn bounds(formula: &Formula, terms: &Terms, facts: &Facts) -> Option<Bounds> {
    let mut all = Bounds::new();
    for (term, domain) in formula.needs() {
        narrow(&mut all, term, domain, terms, facts).then_some(())?;
    }
    Some(all)
}

/// Narrows a term down; whether anything is left of it.
fn narrow(all: &mut Bounds, term: TermId, domain: &Domain, terms: &Terms, facts: &Facts) -> bool {
    let known = all.get(&term).unwrap_or(&terms.get(term).domain);
    let both = known.intersect(domain, facts);
    let both = if terms.is_whole(term, facts.frame()) { both.whole() } else { both };
    let is_left = !both.is_empty();
    all.insert(term, Arc::new(both));
    is_left
}

struct Solver<'a> {
    terms: &'a Terms,
    facts: &'a Facts,
    work: &'a Work,
    left: Search,
    accept: &'a mut dyn FnMut(&Bounds) -> bool,
    known: Bounds,
    /// What terms were known to lie in before they were narrowed down, to be restored on the way back.
    trail: Vec<(TermId, Option<Arc<Domain>>)>,
    /// How many choices were made; as long as there was none, nothing is taken back.
    depth: usize,
    /// Whether something was left open.
    is_open: bool,
}

impl Solver<'_> {
    /// Whether something was found that was accepted: all of `todo`, and one of each of `choices`.
    fn go<'f>(&mut self, mut todo: Vec<&'f Formula>, mut choices: Vec<&'f [Formula]>) -> bool {
        loop {
            while let Some(formula) = todo.pop() {
                match formula {
                    Formula::All(parts) => todo.extend(parts),
                    Formula::Any(parts) => choices.push(parts),
                    Formula::Is(term, domain) => {
                        if !self.narrow(*term, domain) {
                            return false;
                        }
                    }
                }
            }
            let mut fewest: Option<(usize, Vec<&'f Formula>)> = None;
            let mut open = vec![];
            for parts in choices {
                if self.is_spent() {
                    return false;
                }
                if parts.iter().any(|part| self.is_settled(part)) {
                    continue;
                }
                let left: Vec<&Formula> = parts.iter().filter(|part| self.can_be(part)).collect();
                match left.as_slice() {
                    [] => return false,
                    [only] => todo.push(only),
                    _ => {
                        if fewest.as_ref().is_none_or(|(_, few)| left.len() < few.len()) {
                            fewest = Some((open.len(), left));
                        }
                        open.push(parts);
                    }
                }
            }
            choices = open;
            if !todo.is_empty() {
                continue;
            }
            let Some((number, few)) = fewest else { return self.offer() };
            if self.left.shortcuts && self.take_what_harms_nobody(&choices) {
                continue;
            }
            choices.remove(number);
            self.work.charge(choices.len() as u64 / 8);
            return few.into_iter().any(|choice| {
                let before = self.trail.len();
                self.depth += 1;
                let is_found = self.go(vec![choice], choices.clone());
                self.depth -= 1;
                self.restore(before);
                is_found
            });
        }
    }

    /// Narrows down every term of which all open choices together leave something: whoever names it is content then, and
    /// nobody else minds. Whether there was one.
    fn take_what_harms_nobody(&mut self, choices: &[&[Formula]]) -> bool {
        let mut wishes: SortedMap<TermId, Option<Domain>> = SortedMap::new();
        for formula in choices.iter().copied().flatten() {
            match formula {
                Formula::Is(term, domain) => {
                    let wish = wishes.get_or_insert_with(*term, || Some((*self.held(*term)).clone()));
                    if let Some(known) = wish {
                        self.work.charge(known.weight_in_place() + domain.weight());
                        known.narrow(domain, self.facts);
                        if known.is_empty()
                            || self.terms.is_whole(*term, self.facts.frame()) && known.clone().whole().is_empty()
                        {
                            *wish = None;
                        }
                    }
                }
                nested => terms_of(nested).into_iter().for_each(|term| drop(wishes.insert(term, None))),
            }
        }
        let free: Vec<_> = wishes.into_iter().filter_map(|(term, wish)| Some((term, wish?))).collect();
        for (term, domain) in &free {
            self.narrow(*term, domain);
        }
        !free.is_empty()
    }

    fn held(&self, term: TermId) -> Arc<Domain> {
        self.known.get(&term).unwrap_or(&self.terms.get(term).domain).clone()
    }

    fn both(&self, term: TermId, held: &Domain, domain: &Domain) -> Domain {
        self.work.charge(2 * held.weight() + domain.weight());
        let both = held.intersect(domain, self.facts);
        if self.terms.is_whole(term, self.facts.frame()) { both.whole() } else { both }
    }

    /// Narrows a term down; whether anything is left of it.
    fn narrow(&mut self, term: TermId, domain: &Domain) -> bool {
        if self.is_spent() {
            return false;
        }
        let is_left =
            if self.depth == 0 { self.narrow_for_good(term, domain) } else { self.narrow_for_now(term, domain) };
        is_left && self.left.most_changes.is_none_or(|most| self.changes() <= most)
    }

    /// The same where it is never taken back.
    fn narrow_for_good(&mut self, term: TermId, domain: &Domain) -> bool {
        let held = self.known.get_or_insert_with(term, || self.terms.get(term).domain.clone());
        let held = Arc::make_mut(held);
        self.work.charge(1 + domain.weight() + held.weight_in_place());
        held.narrow(domain, self.facts);
        if self.terms.is_whole(term, self.facts.frame()) {
            held.numbers = std::mem::take(&mut held.numbers).whole();
        }
        !held.is_empty()
    }

    /// The same where it is taken back once this way is gone.
    fn narrow_for_now(&mut self, term: TermId, domain: &Domain) -> bool {
        let both = self.both(term, &self.held(term), domain);
        let is_left = !both.is_empty();
        let before = self.known.insert(term, Arc::new(both));
        self.trail.push((term, before));
        is_left
    }

    /// How many terms must be something else than they are.
    fn changes(&self) -> usize {
        self.work.charge(self.known.len() as u64);
        let differs = |(term, domain): &(&TermId, &Arc<Domain>)| {
            let term = self.terms.get(**term);
            let value = term.expr.value(self.facts);
            // What cannot be said stands for a fault, as a missing value does among truths.
            term.version == 0 && !domain.has(value.as_deref().unwrap_or(&Value::Missing), self.facts)
        };
        self.known.iter().filter(differs).count()
    }

    fn restore(&mut self, length: usize) {
        while self.trail.len() > length {
            match self.trail.pop() {
                Some((term, Some(before))) => drop(self.known.insert(term, before)),
                Some((term, None)) => drop(self.known.remove(&term)),
                None => {}
            }
        }
    }

    fn offer(&mut self) -> bool {
        self.is_open = true;
        if self.left.candidates == 0 {
            return false;
        }
        self.left.candidates -= 1;
        (self.accept)(&self.known)
    }

    /// Whether no step is left; one is taken.
    fn is_spent(&mut self) -> bool {
        let is_spent = self.left.steps == 0 || self.left.candidates == 0 || self.work.is_spent();
        self.is_open |= is_spent;
        self.left.steps = self.left.steps.saturating_sub(1);
        is_spent
    }

    /// Whether a formula may still come true.
    fn can_be(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Is(term, domain) => {
                self.work.charge(1);
                let held = self.known.get(term).unwrap_or(&self.terms.get(*term).domain);
                let is_apart = || held.is_tested() && self.both(*term, held, domain).is_empty();
                !(held.misses(domain) || is_apart())
            }
            Formula::All(parts) => parts.iter().all(|part| self.can_be(part)),
            Formula::Any(parts) => parts.iter().any(|part| self.can_be(part)),
        }
    }

    /// Whether a formula is true by what is known.
    fn is_settled(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Is(term, domain) => self.known.get(term).is_some_and(|held| {
                self.work.charge(1);
                held.is_within(domain)
            }),
            Formula::All(parts) => parts.iter().all(|part| self.is_settled(part)),
            Formula::Any(parts) => parts.iter().any(|part| self.is_settled(part)),
        }
    }
}

fn terms_of(formula: &Formula) -> Vec<TermId> {
    match formula {
        Formula::Is(term, _) => vec![*term],
        Formula::All(parts) | Formula::Any(parts) => parts.iter().flat_map(terms_of).collect(),
    }
}
