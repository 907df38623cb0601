//! Values as bundles hold them: with their kind, so that each is read as what it was. In a ticket an instant is a text like
//! any other, and what a number is depends on its field.
//!
//! For fields of other types: `#[serde(with = "tierline_model::exact")]`.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{Text, Timestamp, Value};

#[derive(Serialize, Deserialize)]
enum Exact {
    #[serde(rename = "missing")]
    Missing,
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "i")]
    Int(i64),
    #[serde(rename = "d")]
    Decimal(Text),
    #[serde(rename = "t")]
    Text(Text),
    #[serde(rename = "at")]
    Instant(i64),
    #[serde(rename = "l")]
    List(Vec<Exact>),
    #[serde(rename = "m")]
    Map(Vec<(Text, Exact)>),
}

/// Writes a value with its kind.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    Exact::of(value).serialize(serializer)
}

/// Reads what [`serialize`] wrote.
///
/// # Errors
///
/// Those of the deserializer, and where a decimal is none.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Exact::deserialize(deserializer)?.value().map_err(D::Error::custom)
}

/// How deep what [`serialize`] writes is nested.
pub fn nesting(value: &Value) -> usize {
    match value {
        Value::List(items) => 2 + items.iter().map(nesting).max().unwrap_or_default(),
        Value::Map(map) => 3 + map.values().map(nesting).max().unwrap_or_default(),
        _ => 1,
    }
}

impl Exact {
    fn of(value: &Value) -> Exact {
        match value {
            Value::Missing => Exact::Missing,
            Value::Bool(yes) => Exact::Bool(*yes),
            Value::Int(int) => Exact::Int(*int),
            Value::Decimal(decimal) => Exact::Decimal(decimal.to_string().into()),
            Value::Text(text) => Exact::Text(text.clone()),
            Value::Instant(at) => Exact::Instant(at.second()),
            Value::List(items) => Exact::List(items.iter().map(Exact::of).collect()),
            Value::Map(map) => Exact::Map(map.iter().map(|(name, value)| (name.clone(), Exact::of(value))).collect()),
        }
    }

    fn value(self) -> Result<Value, String> {
        Ok(match self {
            Exact::Missing => Value::Missing,
            Exact::Bool(yes) => Value::Bool(yes),
            Exact::Int(int) => Value::Int(int),
            Exact::Decimal(text) => {
                Value::Decimal(Decimal::from_str_exact(&text).map_err(|_| format!("{text:?} is no decimal"))?)
            }
            Exact::Text(text) => Value::Text(text),
            Exact::Instant(second) => Value::Instant(Timestamp::from_second(second)),
            Exact::List(items) => Value::List(items.into_iter().map(Exact::value).collect::<Result<_, _>>()?),
            Exact::Map(entries) => {
                let entries = entries.into_iter().map(|(name, value)| Ok((name, value.value()?)));
                Value::Map(entries.collect::<Result<_, String>>()?)
            }
        })
    }
}

/// The same for lists of named values.
pub mod named {
    use super::{Deserialize, Deserializer, Error, Exact, Serialize, Serializer, Text, Value};

    /// Writes named values with their kinds.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(entries: &[(Text, Value)], serializer: S) -> Result<S::Ok, S::Error> {
        let entries: Vec<(&Text, Exact)> = entries.iter().map(|(name, value)| (name, Exact::of(value))).collect();
        entries.serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    ///
    /// # Errors
    ///
    /// As [`super::deserialize`].
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(Text, Value)>, D::Error> {
        let entries = Vec::<(Text, Exact)>::deserialize(deserializer)?.into_iter();
        entries.map(|(name, value)| Ok((name, value.value().map_err(D::Error::custom)?))).collect()
    }
}

/// The same for lists of values.
pub mod list {
    use super::{Deserialize, Deserializer, Error, Exact, Serialize, Serializer, Value};

    /// Writes values with their kinds.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(values: &[Value], serializer: S) -> Result<S::Ok, S::Error> {
        values.iter().map(Exact::of).collect::<Vec<_>>().serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    ///
    /// # Errors
    ///
    /// As [`super::deserialize`].
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
        let values = Vec::<Exact>::deserialize(deserializer)?.into_iter();
        values.map(Exact::value).collect::<Result<_, _>>().map_err(D::Error::custom)
    }
}

/// The same for rows of values.
pub mod rows {
    use super::{Deserialize, Deserializer, Error, Exact, Serialize, Serializer, Value};

    /// Writes rows of values with their kinds.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(rows: &[Vec<Value>], serializer: S) -> Result<S::Ok, S::Error> {
        let rows: Vec<Vec<Exact>> = rows.iter().map(|row| row.iter().map(Exact::of).collect()).collect();
        rows.serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    ///
    /// # Errors
    ///
    /// As [`super::deserialize`].
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<Value>>, D::Error> {
        let rows = Vec::<Vec<Exact>>::deserialize(deserializer)?.into_iter();
        let row = |row: Vec<Exact>| row.into_iter().map(Exact::value).collect::<Result<_, _>>();
        rows.map(row).collect::<Result<_, String>>().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Held(#[serde(with = "super")] Value);

    #[test]
    fn every_value_is_read_as_what_it_was() {
        let decimal = |text: &str| Value::Decimal(Decimal::from_str_exact(text).unwrap());
        let day = Value::Instant(Timestamp::parse("2026-11-23T10:00:00Z").unwrap());
        let plain =
            [Value::Missing, Value::Bool(true), Value::Int(i64::MIN), Value::Int(i64::MAX), Value::text("ä\\n")];
        let numbers = [decimal("1.50"), decimal("-0.0000000000000000000000000001"), day.clone()];
        let list = Value::List(plain.iter().chain(&numbers).cloned().collect());
        let map = Value::Map([("a".into(), list.clone()), ("".into(), day)].into_iter().collect());
        for value in plain.into_iter().chain(numbers).chain([list, map]) {
            let text = serde_json::to_string(&Held(value.clone())).unwrap();
            assert_eq!(serde_json::from_str::<Held>(&text).unwrap(), Held(value), "{text}");
        }
        assert_eq!(serde_json::to_string(&Held(Value::text("a"))).unwrap(), r#"{"t":"a"}"#);
        assert!(serde_json::from_str::<Held>(r#"{"d":"1e5x"}"#).is_err());
    }
}
