//! The words of a desk: what its rules compare fields with, and what they write to them.

use tierline_condition::{
    Comparison, Expr,
    functions::{Param, Takes},
};
use tierline_model::{Path, Place, SortedMap, SortedSet, Text, Value};

use crate::{deeds, reason::named, survey::Survey};

/// A word, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) text: Text,
    /// Where; `None` outside of rules.
    pub(crate) place: Option<Place>,
    pub(crate) is_written: bool,
}

/// The words of every field, one entry for each time that one stands somewhere.
pub(crate) fn words(survey: &Survey<'_>) -> SortedMap<Path, Vec<Word>> {
    let mut words: SortedMap<Path, Vec<Word>> = SortedMap::new();
    let mut add = |path: Path, text: Text, place: Option<Place>, is_written| {
        words.get_or_default(path).push(Word { text, place, is_written });
    };
    for (rule, expr) in survey.exprs() {
        for (path, text) in compared(survey, expr) {
            add(path, text, rule.map(|rule| rule.place.clone()), false);
        }
    }
    for rule in survey.all_rules() {
        for set in deeds::sets(rule) {
            if let Some(text) = set.constant().and_then(Value::as_text) {
                add(set.field.clone(), text.into(), Some(set.call.at.of(&rule.place.file)), true);
            }
        }
        for item in deeds::items(rule) {
            if let Some(text) = item.constant {
                add(item.field, text.into(), Some(item.call.at.of(&rule.place.file)), item.is_added);
            }
        }
    }
    for matrix in survey.frame().matrices.values() {
        for (path, labels) in [(&matrix.row, &matrix.rows), (&matrix.column, &matrix.columns)] {
            for label in labels {
                // A label counts twice: it is a declaration.
                add(path.clone(), label.clone(), None, false);
                add(path.clone(), label.clone(), None, false);
            }
        }
    }
    words
}

/// The words that an expression compares fields with.
pub(crate) fn compared(survey: &Survey<'_>, expr: &Expr) -> Vec<(Path, Text)> {
    let path = |expr: &Expr| match expr {
        Expr::Field(slot) => survey.frame().layout.path(*slot).cloned(),
        Expr::Read(path) => Some(path.clone()),
        _ => None,
    };
    let pairs = |field: &Expr, value: &Expr| -> Vec<(Path, Text)> {
        let (Some(path), Expr::Const(value)) = (path(field), value) else { return vec![] };
        texts(value).into_iter().map(|text| (path.clone(), text)).collect()
    };
    let own = match expr {
        Expr::Compare(Comparison::Equal | Comparison::NotEqual, sides) | Expr::In(sides) => {
            [pairs(&sides.0, &sides.1), pairs(&sides.1, &sides.0)].concat()
        }
        Expr::Call(function, args) => {
            let pairs_of = |(param, arg): (&Param, &Expr)| match param.takes {
                Takes::ItemsOf(list) => args.get(usize::from(list)).map(|list| pairs(list, arg)),
                Takes::HeldBy(field) => args.get(usize::from(field)).map(|field| held(field, arg)),
                _ => None,
            };
            function.params.iter().zip(args).filter_map(pairs_of).flatten().collect()
        }
        _ => vec![],
    };
    own.into_iter().chain(expr.below().into_iter().flat_map(|part| compared(survey, part))).collect()
}

/// The words of a value beside a field that is named in a text.
fn held(field: &Expr, value: &Expr) -> Vec<(Path, Text)> {
    let path = named(field).and_then(Path::parse_in_ticket);
    let (Some(path), Expr::Const(value)) = (path, value) else { return vec![] };
    texts(value).into_iter().map(|text| (path.clone(), text)).collect()
}

fn texts(value: &Value) -> Vec<Text> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        _ => vec![],
    }
}

/// All texts that stand in a value or an expression.
pub(crate) fn all_texts(expr: &Expr, into: &mut SortedSet<Text>) {
    fn of_value(value: &Value, into: &mut SortedSet<Text>) {
        match value {
            Value::Text(text) => drop(into.insert(text.clone())),
            Value::List(items) => items.iter().for_each(|item| of_value(item, into)),
            Value::Map(map) => map.values().for_each(|item| of_value(item, into)),
            _ => {}
        }
    }
    if let Expr::Const(value) = expr {
        of_value(value, into);
    }
    expr.below().into_iter().for_each(|part| all_texts(part, into));
}
