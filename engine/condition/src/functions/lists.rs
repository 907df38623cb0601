//! Lists. A missing list is an empty one; a value that is no list stands for a list of one.

use std::{cmp::Ordering, fmt::Write, slice};

use tierline_model::{Value, reference, sort::sort_by};

use super::{Asks, Cost, Example, Function, Gives, Kind, Says, Takes, Total, Witness, aside, bool, param, unfit};
use crate::{compare::order, equal, made::LONGEST_TEXT};

pub(super) const ALL: &[Function] = &[
    Function {
        name: "any_of",
        params: &[param("list", Takes::List), param("wanted", Takes::ItemsOf(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::Always,
        reads: &[],
        time: None,
        asks: Asks::Item,
        says: aside(Says::HasOne),
        witness: aside(Witness::AsSaid),
        cost: Cost::Among,
        help: reference("Whether at least one wanted item is in the list."),
        example: aside(Example {
            call: r#"any_of(ticket.tags, ["phishing", "malware"])"#,
            given: r#"{"ticket": {"tags": ["vip", "malware"]}}"#,
            gives: "true",
        }),
        call: |_, args| bool(has_one(items(&args[0]), items(&args[1]))),
    },
    Function {
        name: "all_of",
        params: &[param("list", Takes::List), param("wanted", Takes::ItemsOf(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::Always,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::HasAll),
        witness: aside(Witness::AsSaid),
        cost: Cost::Among,
        help: reference("Whether every wanted item is in the list."),
        example: aside(Example {
            call: r#"all_of(ticket.tags, ["printer", "colour"])"#,
            given: r#"{"ticket": {"tags": ["printer"]}}"#,
            gives: "false",
        }),
        call: |_, args| bool(has_all(items(&args[0]), items(&args[1]))),
    },
    Function {
        name: "none_of",
        params: &[param("list", Takes::List), param("unwanted", Takes::ItemsOf(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::Always,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::HasNone),
        witness: aside(Witness::AsSaid),
        cost: Cost::Among,
        help: reference("Whether no unwanted item is in the list."),
        example: aside(Example {
            call: r#"none_of(ticket.form?.roles, ["domain-admin"])"#,
            given: r#"{"ticket": {}}"#,
            gives: "true",
        }),
        call: |_, args| bool(!has_one(items(&args[0]), items(&args[1]))),
    },
    Function {
        name: "len",
        params: &[param("text_or_list", Takes::TextOrList)],
        gives: Gives::Always(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Length),
        cost: Cost::Counted,
        help: reference("How many characters a text, or items a list, has; 0 for a missing one."),
        example: aside(Example {
            call: "len(ticket.description) > 500",
            given: r#"{"ticket": {"description": "No sound."}}"#,
            gives: "false",
        }),
        call: |_, args| match &*args[0] {
            Value::Missing => Ok(Value::Int(0)),
            Value::Text(text) => count(text.chars().count()),
            Value::List(items) => count(items.len()),
            Value::Map(map) => count(map.len()),
            other => unfit("text or a list", other),
        },
    },
    Function {
        name: "join",
        params: &[param("list", Takes::List), param("separator", Takes::Text)],
        gives: Gives::Always(Kind::Text),
        total: Total::Never,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::None),
        cost: Cost::Joined,
        help: reference("The items of a list as one text."),
        example: aside(Example {
            call: r#"join(ticket.tags, ", ")"#,
            given: r#"{"ticket": {"tags": ["vip", "printer"]}}"#,
            gives: r#""vip, printer""#,
        }),
        call: |_, args| match &*args[1] {
            Value::Text(separator) => join(items(&args[0]), separator),
            other => unfit("text", other),
        },
    },
    Function {
        name: "is_set",
        params: &[param("value", Takes::Anything)],
        gives: Gives::Always(Kind::Truth),
        total: Total::Always,
        reads: &[],
        time: None,
        asks: Asks::Held,
        says: aside(Says::Set),
        witness: aside(Witness::AsSaid),
        cost: Cost::Blanks,
        help: reference("Whether there is a value: not missing, not an empty text, not an empty list."),
        example: aside(Example {
            call: "is_set(ticket.category)",
            given: r#"{"ticket": {"category": " "}}"#,
            gives: "false",
        }),
        call: |_, args| {
            bool(match &*args[0] {
                Value::Missing => false,
                Value::Text(text) => !text.trim().is_empty(),
                Value::List(items) => !items.is_empty(),
                Value::Map(map) => !map.is_empty(),
                _ => true,
            })
        },
    },
];

/// A list of up to so many items is gone through for each that is looked for in it, and not sorted.
pub(super) const FEW: u64 = 8;

/// The items of a list.
pub(super) fn items(list: &Value) -> &[Value] {
    match list {
        Value::Missing => &[],
        Value::List(items) => items,
        single => slice::from_ref(single),
    }
}

fn has_one(list: &[Value], wanted: &[Value]) -> bool {
    if list.len().min(wanted.len()) as u64 <= FEW {
        return wanted.iter().any(|wanted| list.iter().any(|item| equal(item, wanted)));
    }
    let sorted = sorted(wanted);
    list.iter().any(|item| is_among(&sorted, item))
}

fn has_all(list: &[Value], wanted: &[Value]) -> bool {
    if list.len().min(wanted.len()) as u64 <= FEW {
        return wanted.iter().all(|wanted| list.iter().any(|item| equal(item, wanted)));
    }
    let sorted = sorted(list);
    wanted.iter().all(|wanted| is_among(&sorted, wanted))
}

fn is_among(sorted: &[&Value], item: &Value) -> bool {
    sorted.binary_search_by(|one| by_place(one, item)).is_ok()
}

fn sorted(items: &[Value]) -> Vec<&Value> {
    let mut sorted: Vec<&Value> = items.iter().collect();
    sort_by(&mut sorted, |a, b| by_place(a, b));
    sorted
}

/// An order of all values, in which those that are equal in a rule, and no others, have the same place.
fn by_place(a: &Value, b: &Value) -> Ordering {
    let kind = |value: &Value| match value {
        Value::Missing => 0,
        Value::Bool(_) => 1,
        Value::Int(_) | Value::Decimal(_) => 2,
        Value::Text(_) => 3,
        Value::Instant(_) | Value::Date(_) => 4,
        Value::List(_) => 5,
        Value::Map(_) => 6,
    };
    match (a, b) {
        (Value::List(a), Value::List(b)) => a.len().cmp(&b.len()).then_with(|| in_turn(a.iter().zip(b))),
        (Value::Map(a), Value::Map(b)) => {
            let names = || a.keys().cmp(b.keys());
            a.len().cmp(&b.len()).then_with(names).then_with(|| in_turn(a.values().zip(b.values())))
        }
        _ => order(a, b).unwrap_or_else(|| kind(a).cmp(&kind(b))),
    }
}

fn in_turn<'a>(mut pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Ordering {
    pairs.find_map(|(a, b)| Some(by_place(a, b)).filter(|place| place.is_ne())).unwrap_or(Ordering::Equal)
}

fn count(items: usize) -> Result<Value, String> {
    i64::try_from(items).map(Value::Int).map_err(|_| "too many to count".to_owned())
}

/// One that becomes longer than a script may make is left as it is then: it is refused.
fn join(items: &[Value], separator: &str) -> Result<Value, String> {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        match item {
            Value::Text(item) => text.push_str(item),
            // What cannot be shown does not exist.
            item => write!(text, "{item}").unwrap_or_default(),
        }
        if text.len() > LONGEST_TEXT {
            break;
        }
    }
    Ok(Value::text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_found_as_few_are() {
        let mut dice = crate::dice::dice(7);
        let mut seen = [0; 2];
        for round in 0..3_000 {
            let mut item = |spread: usize| match dice(7) {
                0 => Value::Missing,
                1 => Value::Bool(dice(2) == 0),
                2 => Value::Int(dice(spread) as i64),
                3 => Value::Decimal((dice(spread) as i64).into()),
                4 => Value::text(format!("t{}", dice(spread))),
                5 => Value::texts((0..dice(3)).map(|_| format!("t{}", dice(spread)))),
                _ => Value::Map([("a".into(), Value::Int(dice(spread) as i64))].into_iter().collect()),
            };
            let mut list = |most: u64, spread| (0..most).map(|_| item(spread)).collect::<Vec<Value>>();
            let one = list(12 + round % 30, 9);
            let mut other = list(9 + round % 5, if round % 2 == 0 { 9 } else { 400 });
            if round % 3 == 0 {
                other.iter_mut().zip(&one).for_each(|(other, one)| other.clone_from(one));
            }
            let stands = |wanted: &&Value| one.iter().any(|item| equal(item, wanted));
            let met = other.iter().filter(stands).count();
            assert_eq!(has_one(&one, &other), met > 0, "{one:?} {other:?}");
            assert_eq!(has_all(&one, &other), met == other.len(), "{one:?} {other:?}");
            seen[0] += usize::from(met == 0);
            seen[1] += usize::from(met == other.len());
        }
        assert!(seen.into_iter().all(|seen| seen > 20), "{seen:?}");
    }
}
