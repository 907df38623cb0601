//! Values of fields.

use std::{
    fmt::{self, Write},
    sync::Arc,
};

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{Date, SortedMap, Timestamp, json::Json, quoted};

/// The name under which `serde_json` takes a number with its digits.
const NUMBER: &str = "$serde_json::private::Number";

/// Text that is cheap to copy.
pub type Text = Arc<str>;

/// Named values, ordered by name.
pub type Map = SortedMap<Text, Value>;

/// A value of a field: what JSON can say, with exact decimals and with instants.
///
/// There is no float: a JSON number without fraction that fits is an [`Int`](Value::Int), any other a
/// [`Decimal`](Value::Decimal) of up to 28 digits. Equality here is identity of kind and content; how rules
/// compare values of different kinds is told by `tierline-condition`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Not there; `null` in JSON, `()` in rules.
    #[default]
    Missing,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction, exact.
    Decimal(Decimal),
    /// Text.
    Text(Text),
    /// An instant; an RFC 3339 text in JSON.
    Instant(Timestamp),
    /// A day, which is no instant; a text such as `2026-11-23` in JSON.
    Date(Date),
    /// Values in order.
    List(Vec<Value>),
    /// Named values.
    Map(Map),
}

impl Value {
    /// The value that a text stands for.
    pub fn text(text: impl Into<Text>) -> Value {
        Value::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<Text>>(texts: impl IntoIterator<Item = T>) -> Value {
        Value::List(texts.into_iter().map(Value::text).collect())
    }

    /// The text, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The instant or the date that a text says; `None` where it says neither.
    pub fn of_time(text: &str) -> Option<Value> {
        Date::parse(text).map(Value::Date).or_else(|| Timestamp::parse(text).map(Value::Instant))
    }

    /// The instant, where this is one or a text that says one; of a date, its midnight in UTC.
    pub fn as_instant(&self) -> Option<Timestamp> {
        match self {
            Value::Instant(at) => Some(*at),
            Value::Date(date) => Some(date.midnight()),
            Value::Text(text) => Timestamp::parse(text),
            _ => None,
        }
    }

    /// The items, where this is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The named values, where this is a map.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Whether there is no value.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// How deep lists and maps are nested in it; 0 where it is neither.
    pub fn nesting(&self) -> usize {
        let deepest = |inner: &mut dyn Iterator<Item = &Value>| 1 + inner.map(Value::nesting).max().unwrap_or(0);
        match self {
            Value::List(items) => deepest(&mut items.iter()),
            Value::Map(map) => deepest(&mut map.values()),
            _ => 0,
        }
    }

    /// What kind of value this is, as an admin would say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Missing => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a whole number",
            Value::Decimal(_) => "a number",
            Value::Text(_) => "text",
            Value::Instant(_) => "an instant",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// Its kind and what it is, as part of a sentence: `text ("x")`, `nothing`. Long ones are cut.
    pub fn described(&self) -> String {
        match self {
            Value::Missing => "nothing".to_owned(),
            value => format!("{} ({})", value.kind(), value.shown_short()),
        }
    }

    /// As it would stand in a rule, cut behind its 60th character. Nothing is made of what is cut off.
    pub fn shown_short(&self) -> String {
        const LONGEST: usize = 60;
        let mut shown = Short { text: String::new(), left: LONGEST };
        if write!(shown, "{self}").is_err() {
            shown.text.push('…');
        }
        shown.text
    }

    /// Reads a value from JSON.
    ///
    /// # Errors
    ///
    /// Where a number has more digits than an exact decimal holds (28); the number as written.
    pub fn from_json(json: serde_json::Value) -> Result<Value, String> {
        Ok(Json::from(json).into_value()?)
    }

    /// The number that these digits say, where they are not too many.
    pub(crate) fn from_digits(digits: &str) -> Option<Value> {
        if let Ok(int) = digits.parse() {
            return Some(Value::Int(int));
        }
        let decimal = Decimal::from_str_exact(digits).or_else(|_| Decimal::from_scientific(digits)).ok()?.normalize();
        // `5.0` and `1e2` are whole numbers.
        let int = decimal.is_integer().then(|| decimal.to_string().parse().ok()).flatten();
        Some(int.map_or(Value::Decimal(decimal), Value::Int))
    }

    /// The same in JSON.
    pub fn to_json(&self) -> serde_json::Value {
        self.as_json().into()
    }

    fn as_json(&self) -> Json {
        match self {
            Value::Missing => Json::Null,
            Value::Bool(yes) => Json::Bool(*yes),
            Value::Int(int) => Json::Number(int.to_string().into()),
            Value::Decimal(decimal) => Json::Number(decimal.normalize().to_string().into()),
            Value::Text(text) => Json::Text(text.clone()),
            Value::Instant(instant) => Json::Text(instant.to_string().into()),
            Value::Date(date) => Json::Text(date.to_string().into()),
            Value::List(items) => Json::List(items.iter().map(Value::as_json).collect()),
            Value::Map(map) => Json::Map(map.iter().map(|(name, value)| (name.clone(), value.as_json())).collect()),
        }
    }
}

/// Reads named values from a JSON object.
///
/// # Errors
///
/// As [`Value::from_json`].
pub fn map_from_json(entries: serde_json::Map<String, serde_json::Value>) -> Result<Map, String> {
    entries.into_iter().map(|(name, json)| Ok((name.into(), Value::from_json(json)?))).collect()
}

/// A text that takes so many characters more, and fails then.
struct Short {
    text: String,
    left: usize,
}

impl fmt::Write for Short {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let end = more.char_indices().nth(self.left).map_or(more.len(), |(end, _)| end);
        let (fits, rest) = more.split_at(end);
        self.text.push_str(fits);
        self.left -= fits.chars().count();
        if rest.is_empty() { Ok(()) } else { Err(fmt::Error) }
    }
}

/// As it would stand in a rule: text in quotes, lists in brackets, `()` for nothing.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Missing => f.write_str("()"),
            Value::Bool(yes) => write!(f, "{yes}"),
            Value::Int(int) => write!(f, "{int}"),
            Value::Decimal(decimal) => write!(f, "{}", decimal.normalize()),
            Value::Text(text) => write!(f, "{}", quoted(text)),
            Value::Instant(instant) => write!(f, "{instant}"),
            Value::Date(date) => write!(f, "{date}"),
            Value::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Value::Map(map) => {
                f.write_str("#{")?;
                for (index, (name, value)) in map.iter().enumerate() {
                    let comma = if index == 0 { " " } else { ", " };
                    write!(f, "{comma}{name}: {value}")?;
                }
                f.write_str(" }")
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Missing => serializer.serialize_none(),
            Value::Bool(yes) => serializer.serialize_bool(*yes),
            Value::Int(int) => serializer.serialize_i64(*int),
            Value::Decimal(decimal) => {
                let mut number = serializer.serialize_struct(NUMBER, 1)?;
                number.serialize_field(NUMBER, &decimal.normalize().to_string())?;
                number.end()
            }
            Value::Text(text) => serializer.serialize_str(text),
            Value::Instant(instant) => instant.serialize(serializer),
            Value::Date(date) => date.serialize(serializer),
            Value::List(items) => items.serialize(serializer),
            Value::Map(map) => map.serialize(serializer),
        }
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Bool(yes)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Value {
        Value::Int(int)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::text(text)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Value {
        Value::Date(date)
    }
}

impl From<Timestamp> for Value {
    fn from(instant: Timestamp) -> Value {
        Value::Instant(instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Value, String> {
        Value::from_json(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(read("9223372036854775807"), Ok(Value::Int(i64::MAX)));
        assert_eq!(read("0.1").unwrap().to_json().to_string(), "0.1");
        assert_eq!(read("1.50").unwrap().to_json().to_string(), "1.5");
        assert_eq!(read("9223372036854775808").unwrap().to_json().to_string(), "9223372036854775808");
        assert_eq!(read("1e3"), Ok(Value::Int(1_000)));
        assert_eq!(read("5.0"), Ok(Value::Int(5)));
        assert_eq!(read("1e99"), Err("1e+99".to_owned()));
    }

    #[test]
    fn values_read_as_in_a_rule() {
        assert_eq!(read(r#"{"a":[1,"x",null,true]}"#).unwrap().to_string(), r#"#{ a: [1, "x", (), true] }"#);
    }
}
