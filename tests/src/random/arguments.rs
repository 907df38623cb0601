//! Arguments of functions, as values.

use tierline_condition::functions::{Function, Takes};
use tierline_model::{PRIORITIES, Timestamp, Value};

use super::{
    Dice,
    calls::{CALENDARS, MATRICES, NAMED_FIELDS},
    numbers, texts,
    tickets::{any_value, decimal},
};

/// Arguments of a call: most of them what it takes, some missing, some anything.
pub fn arguments(dice: &mut Dice, function: &Function) -> Vec<Value> {
    let mut args = vec![];
    for param in function.params {
        if param.is_optional() && dice.once_in(2) {
            break;
        }
        let value = match dice.below(6) {
            _ if param.takes.is_written_out() => fitting(dice, param.takes, &args),
            0 => Value::Missing,
            1 => any_value(dice, 2),
            _ => fitting(dice, param.takes, &args),
        };
        args.push(value);
    }
    args
}

fn fitting(dice: &mut Dice, takes: Takes, args: &[Value]) -> Value {
    let of = |number: u8| args.get(usize::from(number)).cloned().unwrap_or_default();
    match takes {
        Takes::Anything | Takes::HeldBy(_) => any_value(dice, 2),
        Takes::Text => Value::text(texts::text(dice)),
        Takes::PartOf(_) if dice.once_in(2) => Value::text(texts::text(dice).chars().take(2).collect::<String>()),
        Takes::PartOf(_) => Value::text(texts::text(dice)),
        Takes::TextOrList | Takes::Words if dice.once_in(2) => Value::text(texts::text(dice)),
        Takes::TextOrList | Takes::Words | Takes::List | Takes::ItemsOf(_) => {
            Value::List((0..dice.below(4)).map(|_| Value::text(texts::text(dice))).collect())
        }
        Takes::InOrder => match dice.below(3) {
            0 => Value::Int(numbers::integer(dice)),
            1 => decimal(dice),
            _ => an_instant(dice),
        },
        Takes::Like(number) => match of(number) {
            Value::Instant(_) | Value::Date(_) => an_instant(dice),
            _ => Value::Int(numbers::integer(dice)),
        },
        Takes::Instant if dice.once_in(3) => Value::text("2026-11-22T22:00:00-12:00"),
        Takes::Instant => an_instant(dice),
        Takes::Priority => Value::text(dice.pick(PRIORITIES)),
        Takes::Field => Value::text(dice.pick(&NAMED_FIELDS)),
        Takes::Matrix => Value::text(dice.pick(&MATRICES)),
        Takes::Calendar => Value::text(dice.pick(&CALENDARS)),
        Takes::Pattern(_) => {
            serde_json::from_str(texts::written_pattern(dice)).map_or(Value::Missing, |text: String| Value::text(text))
        }
    }
}

fn an_instant(dice: &mut Dice) -> Value {
    loop {
        if let Some(at) = Value::of_time(numbers::instant(dice)) {
            return at;
        }
    }
}

fn is_time(value: &Value) -> bool {
    matches!(value, Value::Instant(_) | Value::Date(_))
}

/// Whether a value is what a parameter says that it takes; missing, where it is no name and no words.
pub fn fits(takes: Takes, value: &Value, args: &[Value]) -> bool {
    let is_text = matches!(value, Value::Text(_));
    let of = |number: u8| args.get(usize::from(number));
    match takes {
        // Calendars end.
        Takes::Calendar => false,
        _ if takes.is_written_out() => is_text,
        _ if value.is_missing() => takes != Takes::Words,
        Takes::Text => is_text,
        Takes::PartOf(of_arg) => is_text || matches!(of(of_arg), Some(Value::List(_))),
        Takes::TextOrList => matches!(value, Value::Text(_) | Value::List(_) | Value::Map(_)),
        Takes::Words => match value {
            Value::List(items) => items.iter().all(|item| item.as_text().is_some()),
            _ => is_text,
        },
        Takes::InOrder => matches!(value, Value::Int(_) | Value::Decimal(_)) || is_time(value),
        Takes::Like(of_arg) => match of(of_arg) {
            Some(of) if is_time(of) => is_time(value),
            _ => matches!(value, Value::Int(_) | Value::Decimal(_)),
        },
        Takes::Instant => match value {
            Value::Text(text) => Timestamp::parse(text).is_some(),
            _ => is_time(value),
        },
        Takes::Priority => value.as_text().is_some_and(|word| PRIORITIES.contains(&word)),
        _ => true,
    }
}
