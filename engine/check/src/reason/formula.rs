//! What must be so.

use tierline_model::SortedMap;

use super::{domain::Domain, mark::Mark, terms::TermId};

/// What must be so: terms within domains, all of several things, or one of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    /// A term lies in a domain.
    Is(TermId, Domain),
    /// All of these. Of none at all, it holds.
    All(Vec<Formula>),
    /// One of these. Of none at all, it does not hold.
    Any(Vec<Formula>),
}

impl Formula {
    pub(crate) const TRUE: Formula = Formula::All(Vec::new());
    pub(crate) const FALSE: Formula = Formula::Any(Vec::new());

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Formula::All(parts) if parts.is_empty())
    }

    pub(crate) fn is_false(&self) -> bool {
        match self {
            Formula::Any(choices) => choices.is_empty(),
            Formula::Is(_, domain) => domain.is_empty(),
            Formula::All(_) => false,
        }
    }

    /// All of these, without what says nothing.
    pub(crate) fn all(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut all = vec![];
        for part in parts {
            match part {
                Formula::All(inner) => all.extend(inner),
                part if part.is_false() => return Formula::FALSE,
                part => all.push(part),
            }
        }
        match all.len() {
            1 => all.remove(0),
            _ => Formula::All(all),
        }
    }

    /// One of these, without what cannot be. Domains of one term become one where they can.
    pub(crate) fn any(choices: impl IntoIterator<Item = Formula>) -> Formula {
        let mut any = Choices::default();
        for choice in choices {
            match choice {
                choice if choice.is_true() => return Formula::TRUE,
                choice if choice.is_false() => {}
                Formula::Any(inner) => inner.into_iter().for_each(|choice| any.add(choice)),
                choice => any.add(choice),
            }
        }
        match any.all.len() {
            1 => any.all.remove(0),
            _ => Formula::Any(any.all),
        }
    }

    /// Whether it is made of domains, and of all of them.
    pub(crate) fn is_plain(&self) -> bool {
        match self {
            Formula::Is(..) => true,
            Formula::All(parts) => parts.iter().all(Formula::is_plain),
            Formula::Any(_) => false,
        }
    }

    /// How much there is of it, in units of work.
    pub(crate) fn weight(&self) -> u64 {
        match self {
            Formula::Is(_, domain) => domain.weight(),
            Formula::All(parts) | Formula::Any(parts) => 1 + parts.iter().map(Formula::weight).sum::<u64>(),
        }
    }

    /// What must be so of single terms, whichever way it is made true.
    pub(crate) fn needs(&self) -> Vec<(TermId, &Domain)> {
        match self {
            Formula::Is(term, domain) => vec![(*term, domain)],
            Formula::All(parts) => parts.iter().flat_map(Formula::needs).collect(),
            Formula::Any(_) => vec![],
        }
    }
}

/// Choices, each once.
#[derive(Default)]
struct Choices {
    all: Vec<Formula>,
    /// Where the domains of terms stand.
    by_term: SortedMap<TermId, Vec<usize>>,
    /// Where the others stand.
    by_mark: SortedMap<u64, Vec<usize>>,
}

impl Choices {
    fn add(&mut self, choice: Formula) {
        let alike = match &choice {
            Formula::Is(term, domain) => {
                let of_term = self.by_term.get_or_default(*term);
                for known in of_term.iter() {
                    if let Formula::Is(_, known) = &mut self.all[*known]
                        && known.unite(domain)
                    {
                        return;
                    }
                }
                of_term
            }
            choice => {
                let mut mark = Mark::default();
                choice.mark(&mut mark);
                self.by_mark.get_or_default(mark.told())
            }
        };
        if !alike.iter().any(|known| self.all[*known] == choice) {
            alike.push(self.all.len());
            self.all.push(choice);
        }
    }
}
