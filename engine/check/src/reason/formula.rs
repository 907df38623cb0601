//! What must be so.

use super::{domain::Domain, terms::TermId};

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
        let mut any: Vec<Formula> = vec![];
        for choice in choices {
            match choice {
                choice if choice.is_true() => return Formula::TRUE,
                choice if choice.is_false() => {}
                Formula::Any(inner) => inner.into_iter().for_each(|choice| join(&mut any, choice)),
                choice => join(&mut any, choice),
            }
        }
        match any.len() {
            1 => any.remove(0),
            _ => Formula::Any(any),
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

    /// What must be so of single terms, whichever way it is made true.
    pub(crate) fn needs(&self) -> Vec<(TermId, &Domain)> {
        match self {
            Formula::Is(term, domain) => vec![(*term, domain)],
            Formula::All(parts) => parts.iter().flat_map(Formula::needs).collect(),
            Formula::Any(_) => vec![],
        }
    }
}

fn join(any: &mut Vec<Formula>, choice: Formula) {
    if let Formula::Is(term, domain) = &choice {
        for known in any.iter_mut() {
            if let Formula::Is(known_term, known_domain) = known
                && known_term == term
                && let Some(both) = known_domain.union(domain)
            {
                *known_domain = both;
                return;
            }
        }
    }
    if !any.contains(&choice) {
        any.push(choice);
    }
}
