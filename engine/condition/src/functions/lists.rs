//! Lists. A missing list is an empty one; a value that is no list stands for a list of one.

use std::slice;

use tierline_model::{Value, reference};

use super::{Arg, Asks, Cost, Example, Function, Gives, Kind, Says, Takes, Total, Witness, aside, bool, param, unfit};
use crate::equal;

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
        cost: Cost::Sizes,
        help: reference("Whether at least one wanted item is in the list."),
        example: aside(Example {
            call: r#"any_of(ticket.tags, ["phishing", "malware"])"#,
            given: r#"{"ticket": {"tags": ["vip", "malware"]}}"#,
            gives: "true",
        }),
        call: |_, args| bool(items(&args[1]).iter().any(|item| has(&args[0], item))),
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
        cost: Cost::Sizes,
        help: reference("Whether every wanted item is in the list."),
        example: aside(Example {
            call: r#"all_of(ticket.tags, ["printer", "colour"])"#,
            given: r#"{"ticket": {"tags": ["printer"]}}"#,
            gives: "false",
        }),
        call: |_, args| bool(items(&args[1]).iter().all(|item| has(&args[0], item))),
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
        cost: Cost::Sizes,
        help: reference("Whether no unwanted item is in the list."),
        example: aside(Example {
            call: r#"none_of(ticket.form?.roles, ["domain-admin"])"#,
            given: r#"{"ticket": {}}"#,
            gives: "true",
        }),
        call: |_, args| bool(!items(&args[1]).iter().any(|item| has(&args[0], item))),
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
        cost: Cost::Sizes,
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
        cost: Cost::Sizes,
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
        cost: Cost::Sizes,
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

fn items<'a>(list: &'a Arg<'_>) -> &'a [Value] {
    match &**list {
        Value::Missing => &[],
        Value::List(items) => items,
        single => slice::from_ref(single),
    }
}

fn has(list: &Arg<'_>, wanted: &Value) -> bool {
    items(list).iter().any(|item| equal(item, wanted))
}

fn count(items: usize) -> Result<Value, String> {
    i64::try_from(items).map(Value::Int).map_err(|_| "too many to count".to_owned())
}

fn join(items: &[Value], separator: &str) -> Result<Value, String> {
    let texts: Vec<String> =
        items.iter().map(|item| item.as_text().map_or_else(|| item.to_string(), str::to_owned)).collect();
    Ok(Value::text(texts.join(separator)))
}
