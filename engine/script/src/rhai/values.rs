//! Values in and out of Rhai.

use rhai::{Array, Dynamic, ImmutableString, Map};
use rust_decimal::Decimal;
use tierline_condition::shown;
use tierline_model::{Date, Timestamp, Value};

/// What a script made, as a value. What is no value of the language counts as missing.
pub(super) fn to_value(value: &Dynamic) -> Value {
    if let Ok(yes) = value.as_bool() {
        Value::Bool(yes)
    } else if let Ok(int) = value.as_int() {
        Value::Int(int)
    } else if let Ok(text) = value.as_immutable_string_ref() {
        Value::text(text.as_str())
    } else if let Ok(character) = value.as_char() {
        Value::text(character.to_string())
    } else if let Ok(decimal) = value.as_decimal() {
        Value::Decimal(decimal.normalize())
    } else if let Ok(items) = value.as_array_ref() {
        Value::List(items.iter().map(to_value).collect())
    } else if let Ok(map) = value.as_map_ref() {
        Value::Map(map.iter().map(|(name, value)| (name.as_str().into(), to_value(value))).collect())
    } else if let Some(instant) = value.read_lock::<Timestamp>() {
        Value::Instant(*instant)
    } else if let Some(date) = value.read_lock::<Date>() {
        Value::Date(*date)
    } else {
        Value::Missing
    }
}

/// A value, for a script.
pub(super) fn to_dynamic(value: &Value) -> Dynamic {
    match value {
        Value::Missing => Dynamic::UNIT,
        Value::Bool(yes) => Dynamic::from_bool(*yes),
        Value::Int(int) => Dynamic::from_int(*int),
        Value::Decimal(decimal) => Dynamic::from_decimal(*decimal),
        Value::Text(text) => ImmutableString::from(&**text).into(),
        Value::Instant(instant) => Dynamic::from(*instant),
        Value::Date(date) => Dynamic::from(*date),
        Value::List(items) => items.iter().map(to_dynamic).collect::<Array>().into(),
        Value::Map(map) => {
            map.iter().map(|(name, value)| (name.as_ref().into(), to_dynamic(value))).collect::<Map>().into()
        }
    }
}

/// How many items and entries there are in what a script hands over, all the way down, and how many bytes of texts.
pub(super) fn extent(value: &Dynamic) -> (u64, u64) {
    let with = |(items, bytes): (u64, u64), item: &Dynamic| {
        let (more_items, more_bytes) = extent(item);
        (items + 1 + more_items, bytes + more_bytes)
    };
    if let Ok(list) = value.as_array_ref() {
        list.iter().fold((0, 0), with)
    } else if let Ok(map) = value.as_map_ref() {
        map.values().fold((0, 0), with)
    } else {
        (0, value.as_immutable_string_ref().map_or(0, |text| text.len() as u64))
    }
}

/// A value as a template shows it: text as it is, nothing for a missing value.
pub(super) fn to_text(value: &Dynamic) -> String {
    shown(&to_value(value)).into_owned()
}

/// What kind of value Rhai's type name stands for.
pub(super) fn kind(type_name: &str) -> &'static str {
    match type_name.trim() {
        "()" => "nothing",
        "bool" => "true or false",
        "i64" => "a whole number",
        "decimal" => "a number",
        "array" => "a list",
        "map" => "a map",
        "instant" => "an instant",
        "date" => "a date",
        "range" | "range=" => "a range",
        other if other.contains("string") || other.contains("str") || other == "char" => "text",
        _ => "a value",
    }
}

/// A decimal literal of a script.
pub(super) fn decimal(value: &Dynamic) -> Option<Decimal> {
    value.as_decimal().ok()
}
