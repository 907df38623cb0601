//! What may be anything: fields of tickets, and what cannot be put into SMT-LIB.

use tierline_condition::Expr;
use tierline_model::{Field, FieldType, Path};

use super::{
    encode::Encoder,
    terms::{Given, Leaf, Term, and, int, no, or},
    words,
};

/// The kinds of value that something may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Missing,
    Bool,
    Int,
    Decimal,
    Text,
    Instant,
    Texts,
    Other,
}

const ANY: [Kind; 8] =
    [Kind::Missing, Kind::Bool, Kind::Int, Kind::Decimal, Kind::Text, Kind::Instant, Kind::Texts, Kind::Other];

impl Encoder<'_> {
    /// What a field of the ticket as it comes holds.
    pub(super) fn field(&mut self, path: &Path) -> Given {
        let name = format!("f_{path}");
        if let Some(known) = self.fields.get(&name) {
            return known.clone();
        }
        let given = self.held(&name, path);
        self.fields.insert(name, given.clone());
        given
    }

    /// What the field of a path held before the event changed it, and that the event says so.
    pub(super) fn before(&mut self, path: &Path) -> (Term, Given) {
        let (says, name) = (format!("f_says {path}"), format!("f_before {path}"));
        if let Some(known) = self.fields.get(&name) {
            return (format!("|{says}|"), known.clone());
        }
        self.declare(&says, "Bool");
        let given = self.held(&name, path);
        self.fields.insert(name, given.clone());
        (format!("|{says}|"), given)
    }

    /// Whatever the field of a path may hold, under a name.
    fn held(&mut self, name: &str, path: &Path) -> Given {
        match self.frame.schema.field(path).cloned() {
            Some(field) => self.of_field(name, &field),
            None => self.anything(name, &ANY),
        }
    }

    fn of_field(&mut self, name: &str, field: &Field) -> Given {
        let kinds: &[Kind] = match &field.kind {
            FieldType::Text | FieldType::Id | FieldType::OneOf(_) => &[Kind::Text],
            FieldType::Integer => &[Kind::Int],
            FieldType::Number => &[Kind::Int, Kind::Decimal],
            FieldType::Boolean => &[Kind::Bool],
            FieldType::Instant | FieldType::Date => &[Kind::Instant],
            FieldType::TextList => &[Kind::Texts],
            FieldType::List => &[Kind::Texts, Kind::Other],
            FieldType::Map => &[Kind::Other],
        };
        let missing = field.default.is_missing().then_some(Kind::Missing);
        let kinds: Vec<Kind> = missing.into_iter().chain(kinds.iter().copied()).collect();
        let given = self.anything(name, &kinds);
        if let (FieldType::OneOf(words), Some((_, Leaf::Text(term)))) = (&field.kind, given.cases.last()) {
            let one = or(words.iter().map(|word| format!("(= {term} {})", words::literal(word))));
            self.assert(&one);
        }
        given
    }

    /// A value of one of these kinds.
    pub(super) fn anything(&mut self, name: &str, kinds: &[Kind]) -> Given {
        let which = format!("|{name} kind|");
        if kinds.len() > 1 {
            self.declare(&format!("{name} kind"), "Int");
            self.assert(&format!("(and (<= 0 {which}) (< {which} {}))", kinds.len()));
        }
        let mut cases = vec![];
        for (number, kind) in kinds.iter().enumerate() {
            let guard = if kinds.len() > 1 { format!("(= {which} {number})") } else { "true".to_owned() };
            cases.push((guard, self.leaf(&format!("{name} {kind:?}"), *kind)));
        }
        Given { cases, fault: no() }
    }

    fn leaf(&mut self, name: &str, kind: Kind) -> Leaf {
        let term = format!("|{name}|");
        let sort = match kind {
            Kind::Missing => return Leaf::Missing,
            Kind::Bool => "Bool",
            Kind::Int | Kind::Instant | Kind::Other => "Int",
            Kind::Decimal => "Real",
            Kind::Text => "String",
            Kind::Texts => "(Seq String)",
        };
        self.declare(name, sort);
        match kind {
            Kind::Missing => Leaf::Missing,
            Kind::Bool => Leaf::Bool(term),
            Kind::Int => {
                self.assert(&format!("(<= {} {term} {})", int(i64::MIN), int(i64::MAX)));
                Leaf::Int(term)
            }
            Kind::Instant => {
                self.is_instant(&term);
                Leaf::Instant(term)
            }
            Kind::Decimal => Leaf::Decimal(term),
            Kind::Text => Leaf::Text(term),
            Kind::Texts => Leaf::Texts(term),
            Kind::Other => Leaf::Other(term),
        }
    }

    /// That a number is one of the seconds of the years 0 to 9999.
    pub(super) fn is_instant(&mut self, term: &str) {
        self.assert(&format!("(<= (- 62167219200) {term} 253402300799)"));
    }

    /// What an expression gives of which nothing is known; the same wherever it reads alike.
    pub(super) fn unknown(&mut self, expr: &Expr) -> Given {
        self.unknown_of(expr, &ANY, true)
    }

    pub(super) fn unknown_text(&mut self, expr: &Expr) -> Given {
        self.unknown_of(expr, &[Kind::Text], true)
    }

    pub(super) fn unknown_of(&mut self, expr: &Expr, kinds: &[Kind], may_fail: bool) -> Given {
        self.exact = false;
        let key = format!("{expr:?} {kinds:?}");
        if let Some(known) = self.unknowns.get(&key) {
            return known.clone();
        }
        let name = self.fresh();
        let mut given = self.anything(&name, kinds);
        if may_fail {
            self.declare(&format!("{name} fault"), "Bool");
            given.fault = format!("|{name} fault|");
        }
        self.unknowns.insert(key, given.clone());
        given
    }

    /// The text that folding makes of another one.
    pub(super) fn folded(&mut self, of: &Term) -> Leaf {
        if let Some((folded, _)) = self.folded.iter().find(|(_, from)| *from == of) {
            return Leaf::Text(folded.clone());
        }
        let name = self.fresh();
        self.declare(&name, "String");
        let term = format!("|{name}|");
        self.assert(&format!("(= (str.len {term}) (str.len {of}))"));
        self.folded.insert(term.clone(), of.clone());
        Leaf::Text(term)
    }

    /// What it takes for a folded text to be a word.
    pub(super) fn note_folded(&mut self, folded: &Term, word: &str) {
        let Some(from) = self.folded.get(folded).cloned() else { return };
        let is_word = format!("(= {folded} {})", words::literal(word));
        let fact = match tierline_condition::fold(word) == word {
            true => format!("(= {is_word} (str.in_re {from} {}))", words::reading(word, words::Reading::Folded)),
            false => format!("(not {is_word})"),
        };
        if !self.lines.contains(&format!("(assert {fact})")) {
            self.assert(&fact);
        }
    }

    /// That the event changed a field.
    pub(super) fn changed(&mut self, path: &Path) -> Option<Term> {
        let (says, before) = self.before(path);
        let now = self.field(path);
        let alike = self.are_equal(&before, &now)?;
        let changed = and([says, super::terms::not(&alike)]);
        Some(self.named("Bool", changed))
    }
}
