//! Terms of SMT-LIB, and values by cases.

use tierline_model::Text;

/// A term of SMT-LIB, or a truth of it.
pub(super) type Term = String;

/// What a value is in one case.
#[derive(Clone, Debug)]
pub(super) enum Leaf {
    Missing,
    Bool(Term),
    Int(Term),
    Decimal(Term),
    Text(Term),
    /// A text that is known.
    Word(Text),
    Instant(Term),
    /// A list of texts.
    Texts(Term),
    /// A list whose items are told apart.
    Items(Vec<Given>),
    /// A map whose entries are told apart, by name.
    Entries(Vec<(Text, Given)>),
    /// A list or map of which no more is known than its number.
    Other(Term),
}

/// A value: one of several cases, of which exactly one is so where it is no fault.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) cases: Vec<(Term, Leaf)>,
    pub(super) fault: Term,
}

/// Whether something holds: it does, it is a fault, or neither.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    pub(super) holds: Term,
    pub(super) fault: Term,
}

impl Given {
    pub(super) fn of(leaf: Leaf) -> Given {
        Given { cases: vec![(yes(), leaf)], fault: no() }
    }

    pub(super) fn fault() -> Given {
        Given { cases: vec![], fault: yes() }
    }

    /// As a condition: whatever is neither true nor false is a fault.
    pub(super) fn truth(&self) -> Truth {
        let holds = self.cases.iter().filter_map(|(guard, leaf)| match leaf {
            Leaf::Bool(truth) => Some(and([guard.clone(), truth.clone()])),
            _ => None,
        });
        let odd = self.cases.iter().filter(|(_, leaf)| !matches!(leaf, Leaf::Bool(_))).map(|(guard, _)| guard.clone());
        let fault = or([self.fault.clone()].into_iter().chain(odd));
        Truth { holds: and([not(&fault), or(holds)]), fault }
    }

    /// That it is missing.
    pub(super) fn is_missing(&self) -> Term {
        or(self.cases.iter().filter(|(_, leaf)| matches!(leaf, Leaf::Missing)).map(|(guard, _)| guard.clone()))
    }

    /// The only case there is.
    pub(super) fn single(&self) -> Option<&Leaf> {
        match self.cases.as_slice() {
            [(guard, leaf)] if guard == "true" && self.fault == "false" => Some(leaf),
            _ => None,
        }
    }
}

impl Truth {
    /// As a value.
    pub(super) fn given(self) -> Given {
        Given { cases: vec![(yes(), Leaf::Bool(self.holds))], fault: self.fault }
    }
}

pub(super) fn yes() -> Term {
    "true".to_owned()
}

pub(super) fn no() -> Term {
    "false".to_owned()
}

pub(super) fn not(term: &Term) -> Term {
    match term.as_str() {
        "true" => no(),
        "false" => yes(),
        term => format!("(not {term})"),
    }
}

pub(super) fn and(terms: impl IntoIterator<Item = Term>) -> Term {
    joined("and", "true", "false", terms)
}

pub(super) fn or(terms: impl IntoIterator<Item = Term>) -> Term {
    joined("or", "false", "true", terms)
}

/// Terms under a sign, of which `idle` says nothing and `whole` says all.
fn joined(sign: &str, idle: &str, whole: &str, terms: impl IntoIterator<Item = Term>) -> Term {
    let mut all: Vec<Term> = vec![];
    for term in terms {
        if term == whole {
            return whole.to_owned();
        }
        if term != idle && !all.contains(&term) {
            all.push(term);
        }
    }
    match all.as_slice() {
        [] => idle.to_owned(),
        [one] => one.clone(),
        all => format!("({sign} {})", all.join(" ")),
    }
}

/// A whole number.
pub(super) fn int(number: i64) -> Term {
    if number < 0 { format!("(- {})", number.unsigned_abs()) } else { number.to_string() }
}

/// A decimal, from its digits.
pub(super) fn decimal(digits: &str) -> Term {
    let (sign, digits) = digits.strip_prefix('-').map_or((false, digits), |digits| (true, digits));
    let digits = if digits.contains('.') { digits.to_owned() } else { format!("{digits}.0") };
    if sign { format!("(- {digits})") } else { digits }
}

/// A number as a real one.
pub(super) fn real(leaf: &Leaf) -> Option<Term> {
    match leaf {
        Leaf::Decimal(term) => Some(term.clone()),
        Leaf::Int(term) => Some(match term.strip_prefix("(- ").and_then(|rest| rest.strip_suffix(')')) {
            Some(digits) if is_digits(digits) => format!("(- {digits}.0)"),
            _ if is_digits(term) => format!("{term}.0"),
            _ => format!("(to_real {term})"),
        }),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

/// A text as a term.
pub(super) fn text(leaf: &Leaf) -> Option<Term> {
    match leaf {
        Leaf::Text(term) => Some(term.clone()),
        Leaf::Word(word) => Some(super::words::literal(word)),
        _ => None,
    }
}
