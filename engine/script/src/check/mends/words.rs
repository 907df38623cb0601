//! Values that were meant by others.

use tierline_condition::functions::{Function, Kind};
use tierline_model::{PRIORITIES, Text, Timestamp, Value, quoted, suggest};

use super::{
    as_it_is_written,
    comparisons::{field_of, record},
};
use crate::check::{
    Kinds, Type,
    comparisons::Side,
    truths::{as_condition, meant_truth},
    types::Words,
};

/// How an instant is written.
const AN_INSTANT: &str =
    "an instant is written at(\"2026-11-23T10:00:00Z\"), or at(\"2026-11-23\") for its midnight in UTC";

/// For a value that something never is; whether it was asked for, or for anything else.
pub(super) fn of_word(is: bool, of: Side<'_>, other: Side<'_>) -> Option<String> {
    let value = other.value?;
    if is_truth(of.given) {
        return meant_truth(value).map(|meant| format!("write {}", as_condition(of.node, meant == is)));
    }
    word(of.given, value)
}

/// For an item of a list that something never is.
pub(in crate::check) fn of_item(of: Side<'_>, item: Side<'_>) -> Option<String> {
    if let Some(root) = record(of.node) {
        return Some(format!("name a field of it, such as {}", field_of(root)));
    }
    let value = item.value?;
    if is_truth(of.given) { meant_truth(value).map(|meant| format!("write {meant}")) } else { word(of.given, value) }
}

fn is_truth(given: &Type) -> bool {
    given.kinds.without(Kinds::MISSING) == Kinds::TRUTH
}

/// The word that was meant by a value that is none of those that are given.
pub(in crate::check) fn word(given: &Type, value: &Value) -> Option<String> {
    match (value, &given.words) {
        (Value::Text(text), _) if given.may_be(Kinds::NUMBER) && !given.may_be(Kinds::TEXT) => {
            number(text).map(|number| format!("write it without quotes: {number}"))
        }
        (Value::Text(text), _) if given.may_be(Kinds::INSTANT) => Some(instant(text)),
        (Value::Text(text), Words::Settled(kind)) => {
            kind.settled(text).map(|settled| format!("write {}", quoted(&settled)))
        }
        (Value::Text(text), Words::OneOf(words)) => nearest_word(text, words),
        (Value::Int(_) | Value::Decimal(_), Words::OneOf(words)) => nearest_word(&value.to_string(), words),
        (Value::Int(_) | Value::Decimal(_), _) if given.may_be(Kinds::TEXT) => {
            Some(format!("write it in quotes: \"{value}\""))
        }
        _ => None,
    }
}

/// Words as a function leaves them.
pub(in crate::check) fn settled_words(kind: Kind, value: &Value) -> Option<String> {
    let settled = |value: &Value| kind.settled(value.as_text()?).map(Value::text);
    let meant = match value {
        Value::List(items) => items.iter().map(settled).collect::<Option<Vec<_>>>().map(Value::List),
        word => settled(word),
    };
    meant.map(|meant| format!("write {meant}"))
}

/// The number that a text is.
pub(super) fn number(text: &str) -> Option<rust_decimal::Decimal> {
    text.trim().parse().ok().map(|number: rust_decimal::Decimal| number.normalize())
}

/// For a text where an instant is wanted.
pub(super) fn instant(text: &str) -> String {
    let lower = text.to_lowercase();
    match (Timestamp::parse(text), lower.as_str()) {
        (Some(_), _) => format!("write at({})", quoted(text)),
        (None, "now") => "the instant of the evaluation is `now`, without quotes".to_owned(),
        (None, name) => {
            let date = Function::named(name).filter(|function| function.gives.kind() == Kind::Date);
            date.map_or_else(|| AN_INSTANT.to_owned(), as_it_is_written)
        }
    }
}

fn nearest_word(word: &str, words: &[Text]) -> Option<String> {
    meant_word(word, words).map(|meant| format!("did you mean {}?", quoted(meant)))
}

/// Which of the words that something may be was meant: the same in another spelling, the beginning of a longer one, the nearest, or
/// what people call a priority.
pub(in crate::check) fn meant_word<'a>(word: &str, words: &'a [Text]) -> Option<&'a str> {
    let folded = word.trim().to_lowercase();
    let begins = |known: &&Text| known.len() >= 3 && folded.starts_with(&known.to_lowercase());
    let same = words.iter().find(|known| known.to_lowercase() == folded);
    let meant = same.or_else(|| words.iter().find(begins)).map(|known| &**known);
    let meant = meant.or_else(|| suggest::nearest(word, words.iter().map(|known| &**known)));
    let is_of_priorities = || words.iter().map(|known| &**known).eq(PRIORITIES.iter().copied());
    meant.or_else(|| called(&folded).filter(|_| is_of_priorities()))
}

/// The priority that people call so.
fn called(word: &str) -> Option<&'static str> {
    Some(match word {
        "1" | "critical" | "urgent" | "highest" => "P1",
        "2" | "high" => "P2",
        "3" | "medium" | "normal" => "P3",
        "4" | "low" => "P4",
        "5" | "lowest" => "P5",
        _ => return None,
    })
}
