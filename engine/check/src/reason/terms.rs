//! The terms of formulas.

use std::sync::Arc;

use tierline_condition::{
    Expr, Frame, Slot,
    functions::{Function, Kind, Param, Takes},
};
use tierline_model::{FieldType, Path, SortedMap};

use super::domain::Domain;

/// The number of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TermId(pub(crate) u32);

/// What formulas speak of: a field, or what a function makes of some, as it is at one point of the evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// The field or call.
    pub(crate) expr: Expr,
    /// How often rules may have written to what it reads; 0 for the ticket as it comes.
    pub(crate) version: u64,
    /// What it may be at most.
    pub(crate) domain: Arc<Domain>,
}

/// All terms that were met so far, each once.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    all: Vec<Term>,
    fields: SortedMap<(Slot, u64), TermId>,
    others: SortedMap<(String, u64), TermId>,
}

impl Terms {
    /// The term of an expression.
    pub(crate) fn of(&mut self, expr: &Expr, version: u64, frame: &Frame) -> TermId {
        let known = match expr {
            Expr::Field(slot) => self.fields.get(&(*slot, version)).copied(),
            // What reads alike is alike: the debug form names every constant, field and function of it.
            _ => self.others.get(&(format!("{expr:?}"), version)).copied(),
        };
        known.unwrap_or_else(|| self.add(expr, version, frame))
    }

    fn add(&mut self, expr: &Expr, version: u64, frame: &Frame) -> TermId {
        // INVARIANT: a desk has fewer terms than 32 bits count.
        let id = TermId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(Term { expr: expr.clone(), version, domain: Arc::new(domain_of(expr, frame)) });
        match expr {
            Expr::Field(slot) => drop(self.fields.insert((*slot, version), id)),
            _ => drop(self.others.insert((format!("{expr:?}"), version), id)),
        }
        id
    }

    pub(crate) fn get(&self, id: TermId) -> &Term {
        &self.all[id.0 as usize]
    }

    /// Whether only whole numbers are among what it may be.
    pub(crate) fn is_whole(&self, id: TermId, frame: &Frame) -> bool {
        match &self.get(id).expr {
            Expr::Field(slot) => kind(*slot, frame) == Some(&FieldType::Integer),
            Expr::Call(function, _) => function.gives.kind() == Kind::Whole,
            _ => false,
        }
    }
}

/// The type of the field of a slot, where it is declared.
pub(crate) fn kind(slot: Slot, frame: &Frame) -> Option<&FieldType> {
    frame.schema.field(frame.layout.path(slot)?).map(|field| &field.kind)
}

/// The fields that an expression reads, as far as it names them.
pub(crate) fn paths(expr: &Expr, frame: &Frame) -> Vec<Path> {
    let own = match expr {
        Expr::Field(slot) => frame.layout.path(*slot).cloned().into_iter().collect(),
        Expr::Read(path) => vec![path.clone()],
        Expr::Call(function, args) => {
            let of_arg = |(param, arg): (&Param, &Expr)| named(arg).map(|name| named_paths(param.takes, name, frame));
            function.params.iter().zip(args).filter_map(of_arg).flatten().collect()
        }
        _ => vec![],
    };
    own.into_iter().chain(expr.below().into_iter().flat_map(|part| paths(part, frame))).collect()
}

/// The fields behind a name that is written out.
fn named_paths(takes: Takes, name: &str, frame: &Frame) -> Vec<Path> {
    match takes {
        Takes::Field => Path::parse_in_ticket(name).into_iter().collect(),
        Takes::Matrix => {
            let matrix = frame.matrices.get(name).into_iter();
            matrix.flat_map(|matrix| [matrix.row.clone(), matrix.column.clone()]).collect()
        }
        _ => vec![],
    }
}

/// The text of a constant.
pub(crate) fn named(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Const(value) => value.as_text(),
        _ => None,
    }
}

fn domain_of(expr: &Expr, frame: &Frame) -> Domain {
    match expr {
        Expr::Field(slot) => match frame.layout.path(*slot).and_then(|path| frame.schema.field(path)) {
            Some(field) => Domain::of_type(&field.kind, field.default.is_missing()),
            None => Domain::any(),
        },
        Expr::Call(function, args) => of_function(function, args, frame),
        Expr::Now => Domain::of_type(&FieldType::Instant, false),
        // A truth that nothing more is known of; missing stands for a fault.
        Expr::Compare(..) | Expr::In(_) | Expr::InRange(..) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) => {
            Domain::of_type(&FieldType::Boolean, true)
        }
        Expr::Template(_) => Domain::of_type(&FieldType::Text, false),
        _ => Domain::any(),
    }
}

fn of_function(function: &Function, args: &[Expr], frame: &Frame) -> Domain {
    let may_be_missing = function.gives.may_be_missing();
    match function.gives.kind() {
        // Missing stands for a fault.
        Kind::Truth => Domain::of_type(&FieldType::Boolean, true),
        Kind::Whole => Domain::of_type(&FieldType::Integer, may_be_missing),
        Kind::Text | Kind::Folded | Kind::Trimmed => Domain::of_type(&FieldType::Text, may_be_missing),
        Kind::OneOf(words) => {
            Domain::of_type(&FieldType::OneOf(words.iter().map(|word| (*word).into()).collect()), may_be_missing)
        }
        Kind::Instant | Kind::Date => Domain::of_type(&FieldType::Instant, may_be_missing),
        Kind::HeldBy(field) => {
            let path = args.get(usize::from(field)).and_then(named).and_then(Path::parse_in_ticket);
            let field = path.and_then(|path| frame.schema.field(&path));
            field.map_or_else(Domain::any, |field| Domain::of_type(&field.kind, true))
        }
        Kind::LikeArgs | Kind::CellOf(_) => Domain::any(),
    }
}
