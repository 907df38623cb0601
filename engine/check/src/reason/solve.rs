//! Looking for what makes a formula true.

use std::collections::BTreeMap;

use tierline_condition::Facts;

use super::{
    domain::Domain,
    formula::Formula,
    terms::{TermId, Terms},
};

/// What terms must lie in.
pub(crate) type Bounds = BTreeMap<TermId, Domain>;

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
}

impl Search {
    /// To prove that there is nothing, or to find the first thing that may do.
    pub(crate) const PROOF: Search = Search { steps: 20_000, candidates: 1 };
    /// To find something that is accepted when it is tried.
    pub(crate) const WITNESS: Search = Search { steps: 50_000, candidates: 40 };
}

/// Looks for what makes all `wanted` true, and hands what it finds to `accept` until that is content.
pub(crate) fn solve<'f>(
    wanted: &[&'f Formula],
    terms: &Terms,
    facts: &Facts,
    search: Search,
    accept: &mut dyn FnMut(&Bounds) -> bool,
) -> Verdict {
    let mut solver = Solver { terms, facts, left: search, accept, is_open: false };
    match solver.go(Bounds::new(), wanted.to_vec(), vec![]) {
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
    all.insert(term, both);
    is_left
}

struct Solver<'a> {
    terms: &'a Terms,
    facts: &'a Facts,
    left: Search,
    accept: &'a mut dyn FnMut(&Bounds) -> bool,
    /// Whether something was left open.
    is_open: bool,
}

impl Solver<'_> {
    /// Whether something was found that was accepted: all of `todo`, and one of each of `choices`.
    fn go<'f>(&mut self, mut known: Bounds, mut todo: Vec<&'f Formula>, mut choices: Vec<&'f [Formula]>) -> bool {
        loop {
            while let Some(formula) = todo.pop() {
                match formula {
                    Formula::All(parts) => todo.extend(parts),
                    Formula::Any(parts) => choices.push(parts),
                    Formula::Is(term, domain) => {
                        if self.is_spent() || !narrow(&mut known, *term, domain, self.terms, self.facts) {
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
                if parts.iter().any(|part| self.is_settled(part, &known)) {
                    continue;
                }
                let left: Vec<&Formula> = parts.iter().filter(|part| self.can_be(part, &known)).collect();
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
            let Some((number, few)) = fewest else { return self.offer(&known) };
            choices.remove(number);
            return few.into_iter().any(|choice| self.go(known.clone(), vec![choice], choices.clone()));
        }
    }

    fn offer(&mut self, known: &Bounds) -> bool {
        self.is_open = true;
        if self.left.candidates == 0 {
            return false;
        }
        self.left.candidates -= 1;
        (self.accept)(known)
    }

    /// Whether no step is left; one is taken.
    fn is_spent(&mut self) -> bool {
        let is_spent = self.left.steps == 0 || self.left.candidates == 0;
        self.is_open |= is_spent;
        self.left.steps = self.left.steps.saturating_sub(1);
        is_spent
    }

    /// Whether a formula may still come true.
    fn can_be(&self, formula: &Formula, known: &Bounds) -> bool {
        match formula {
            Formula::Is(term, domain) => {
                let held = known.get(term).unwrap_or(&self.terms.get(*term).domain);
                if held.misses(domain) {
                    return false;
                }
                !held.intersect(domain, self.facts).is_empty()
            }
            Formula::All(parts) => parts.iter().all(|part| self.can_be(part, known)),
            Formula::Any(parts) => parts.iter().any(|part| self.can_be(part, known)),
        }
    }

    /// Whether a formula is true by what is known.
    fn is_settled(&self, formula: &Formula, known: &Bounds) -> bool {
        match formula {
            Formula::Is(term, domain) => {
                known.get(term).is_some_and(|held| Formula::covers(domain, held, self.facts))
            }
            Formula::All(parts) => parts.iter().all(|part| self.is_settled(part, known)),
            Formula::Any(parts) => parts.iter().any(|part| self.is_settled(part, known)),
        }
    }
}
