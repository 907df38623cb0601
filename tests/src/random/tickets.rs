//! Tickets.

use serde_json::Value as Json;
use tierline_model::{Field, FieldType, Map, Request, Root, Schema, Text, Ticket, Timestamp, Value};

use super::{Dice, numbers, texts};

/// A ticket with missing, odd and mistyped values; where it `fits`, most of them are as they should be.
pub fn request(dice: &mut Dice, schema: &Schema, fits: bool) -> Request {
    let mut ticket = Map::new();
    for field in schema.fields().filter(|field| field.path.root == Root::Ticket) {
        if dice.once_in(2) {
            ticket.insert(field.path.names[0].clone(), field_value(dice, field, fits));
        }
    }
    let form: Vec<(&str, FieldType)> = vec![
        ("who", FieldType::Text),
        ("roles", FieldType::TextList),
        ("urgent", FieldType::Boolean),
        ("n", FieldType::Integer),
        ("day", FieldType::Instant),
        ("sum", FieldType::Number),
        ("size", FieldType::OneOf(vec!["small".into(), "large".into()])),
        ("other", FieldType::Map),
    ];
    let person = [("vip", FieldType::Boolean), ("site", FieldType::Text)];
    let asset = [("kind", FieldType::Text), ("model", FieldType::Text)];
    ticket.insert("form".into(), record(dice, &form, fits));
    ticket.insert("requester".into(), record(dice, &person, fits));
    ticket.insert("asset".into(), record(dice, &asset, fits));
    let mut request = Request::new(Ticket(ticket), now(dice));
    let before = [("status", FieldType::Text), ("category", FieldType::Text), ("reopened", FieldType::Integer)];
    if !dice.once_in(5) {
        request.event.insert("before".into(), record(dice, &before, fits));
    }
    if dice.once_in(3) {
        request.event.insert("kind".into(), Value::text(dice.pick(&["created", "updated", "message", "odd"])));
        request.context.insert("load".into(), any_value(dice, 1));
    }
    request
}

pub(super) fn now(dice: &mut Dice) -> Timestamp {
    let instants = ["2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z", "2026-12-25T23:30:00Z", "2026-03-29T00:59:59Z"];
    let odd = ["2024-02-29T12:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"];
    let now = if dice.once_in(6) { dice.pick(&odd) } else { dice.pick(&instants) };
    Timestamp::parse(now).unwrap()
}

fn record(dice: &mut Dice, fields: &[(&str, FieldType)], fits: bool) -> Value {
    let mut record = Map::new();
    for (name, kind) in fields {
        if !dice.once_in(6) {
            let value = if fits && !dice.once_in(3) { fitting_value(dice, kind) } else { any_value(dice, 2) };
            record.insert(Text::from(*name), value);
        }
    }
    Value::Map(record)
}

fn field_value(dice: &mut Dice, field: &Field, fits: bool) -> Value {
    if fits && !dice.once_in(3) { fitting_value(dice, &field.kind) } else { any_value(dice, 2) }
}

/// A value that fits a field.
pub(super) fn fitting_value(dice: &mut Dice, kind: &FieldType) -> Value {
    match kind {
        FieldType::Integer => Value::Int(numbers::integer(dice)),
        FieldType::Number if dice.once_in(2) => decimal(dice),
        FieldType::Number => Value::Int(numbers::integer(dice)),
        FieldType::Boolean => Value::Bool(dice.once_in(2)),
        FieldType::TextList | FieldType::List => {
            Value::List((0..dice.below(4)).map(|_| Value::text(texts::text(dice))).collect())
        }
        FieldType::OneOf(words) => Value::Text(words[dice.below(words.len())].clone()),
        FieldType::Text | FieldType::Id => Value::text(texts::text(dice)),
        FieldType::Instant => Value::text(numbers::instant(dice)),
        FieldType::Date => Value::text(dice.pick(&["2026-11-23", "2026-11-22", "2028-02-29"])),
        FieldType::Map => any_value(dice, 2),
    }
}

/// Any value, with lists and maps so deep at most; now and then one that is larger than scripts may make.
pub(super) fn any_value(dice: &mut Dice, depth: usize) -> Value {
    if dice.once_in(1_000) {
        return large_value(dice);
    }
    match dice.below(if depth == 0 { 9 } else { 13 }) {
        0 => Value::Missing,
        1 => Value::Bool(dice.once_in(2)),
        2 | 3 => Value::Int(numbers::integer(dice)),
        4 => decimal(dice),
        5 => Value::text(numbers::instant(dice)),
        6..=8 => Value::text(texts::text(dice)),
        9 | 10 => Value::List((0..dice.below(4)).map(|_| any_value(dice, depth - 1)).collect()),
        11 => Value::List(vec![Value::Int(1), Value::Missing, Value::List(vec![])]),
        _ => {
            let names = ["a", "b", "c", "straße"];
            let names = &names[..dice.below(names.len() + 1)];
            Value::Map(names.iter().map(|name| (Text::from(*name), any_value(dice, depth - 1))).collect())
        }
    }
}

/// What is about as large as scripts may make, or larger.
fn large_value(dice: &mut Dice) -> Value {
    match dice.below(8) {
        0 => Value::text("日本 ".repeat(10_000)),
        1 => Value::List((0..600).map(Value::Int).collect()),
        2 => Value::List(vec![Value::text("network"); 500]),
        3 => Value::Map((0..300).map(|number| (format!("n{number}").into(), Value::Int(number))).collect()),
        4 => (0..20).fold(Value::Missing, |inner, _| Value::List(vec![inner])),
        5 => (0..20).fold(Value::Int(1), |inner, _| Value::Map(Map::from([("a".into(), inner)]))),
        _ => Value::text("long ".repeat(8_000)),
    }
}

pub(super) fn decimal(dice: &mut Dice) -> Value {
    let digits: Json = serde_json::from_str(numbers::decimal(dice)).unwrap();
    Value::from_json(digits).unwrap()
}
