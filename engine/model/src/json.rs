//! JSON text: read straight into what is made of it, and refused as `serde_json` refuses it.
//!
//! It is small where a module must be, and non-generic where it can be. What goes out is written by `serde_json`.

mod error;
mod reader;
mod shape;

use std::fmt;

pub use error::JsonError;
pub use reader::{DEEPEST, Reader, items, parts};
pub use shape::Shaped;

use crate::{Map, SortedMap, Text, Value};

/// JSON as it was written: numbers keep their digits.
///
/// ```
/// use tierline_model::json::Json;
/// let json = Json::read(r#"{"b": [1.50, null], "a": "\u00e4"}"#).unwrap();
/// assert_eq!(json.to_string(), r#"{"a":"ä","b":[1.50,null]}"#);
/// let error = Json::read("[1,]").unwrap_err();
/// assert_eq!(error.to_string(), "trailing comma at line 1 column 4");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// The digits of a number.
    Number(Box<str>),
    /// Text.
    Text(Text),
    /// Values in order.
    List(Vec<Json>),
    /// Named values.
    Map(SortedMap<Text, Json>),
}

/// What can be made of JSON text.
pub trait Built: Sized {
    /// Of `null`.
    fn null() -> Self;
    /// Of true or false.
    fn bool(yes: bool) -> Self;
    /// Of the digits of a number, where they are not too many.
    fn number(digits: &str) -> Option<Self>;
    /// Of a text.
    fn text(text: Text) -> Self;
    /// Of a list.
    fn list(items: Vec<Self>) -> Self;
    /// Of a map.
    fn map(entries: SortedMap<Text, Self>) -> Self;
}

/// Reads all of a JSON text.
///
/// # Errors
///
/// Where the text is no JSON, or a number has more digits than can be kept.
pub fn read<T: Built>(text: &str) -> Result<T, JsonError> {
    let mut reader = Reader::new(text);
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

impl Json {
    /// Reads JSON text.
    ///
    /// # Errors
    ///
    /// Where the text is no JSON.
    pub fn read(text: &str) -> Result<Json, JsonError> {
        read(text)
    }

    /// The value that it says.
    ///
    /// # Errors
    ///
    /// Where a number has more digits than an exact decimal holds (28); the number as written.
    pub fn into_value(self) -> Result<Value, Box<str>> {
        Ok(match self {
            Json::Null => Value::Missing,
            Json::Bool(yes) => Value::Bool(yes),
            Json::Number(digits) => Value::from_digits(&digits).ok_or(digits)?,
            Json::Text(text) => Value::Text(text),
            Json::List(items) => Value::List(items.into_iter().map(Json::into_value).collect::<Result<_, _>>()?),
            Json::Map(entries) => Value::Map(into_map(entries)?),
        })
    }

    /// What it is, for messages: as [`Value::described`], or a number as written where it has too many digits.
    pub fn described(self) -> String {
        self.into_value().map_or_else(String::from, |value| value.described())
    }
}

/// The named values of a JSON object.
///
/// # Errors
///
/// As [`Json::into_value`].
pub(crate) fn into_map(entries: SortedMap<Text, Json>) -> Result<Map, Box<str>> {
    entries.into_iter().map(|(name, json)| Ok((name, json.into_value()?))).collect()
}

impl Built for Json {
    fn null() -> Json {
        Json::Null
    }

    fn bool(yes: bool) -> Json {
        Json::Bool(yes)
    }

    fn number(digits: &str) -> Option<Json> {
        Some(Json::Number(digits.into()))
    }

    fn text(text: Text) -> Json {
        Json::Text(text)
    }

    fn list(items: Vec<Json>) -> Json {
        Json::List(items)
    }

    fn map(entries: SortedMap<Text, Json>) -> Json {
        Json::Map(entries)
    }
}

impl Built for Value {
    fn null() -> Value {
        Value::Missing
    }

    fn bool(yes: bool) -> Value {
        Value::Bool(yes)
    }

    fn number(digits: &str) -> Option<Value> {
        Value::from_digits(digits)
    }

    fn text(text: Text) -> Value {
        Value::Text(text)
    }

    fn list(items: Vec<Value>) -> Value {
        Value::List(items)
    }

    fn map(entries: Map) -> Value {
        Value::Map(entries)
    }
}

impl From<serde_json::Value> for Json {
    fn from(json: serde_json::Value) -> Json {
        use serde_json::Value as Tree;
        match json {
            Tree::Null => Json::Null,
            Tree::Bool(yes) => Json::Bool(yes),
            Tree::Number(number) => Json::Number(number.as_str().into()),
            Tree::String(text) => Json::Text(text.into()),
            Tree::Array(items) => Json::List(items.into_iter().map(Json::from).collect()),
            Tree::Object(entries) => {
                Json::Map(entries.into_iter().map(|(name, json)| (name.into(), json.into())).collect())
            }
        }
    }
}

impl From<Json> for serde_json::Value {
    fn from(json: Json) -> serde_json::Value {
        use serde_json::Value as Tree;
        match json {
            Json::Null => Tree::Null,
            Json::Bool(yes) => Tree::Bool(yes),
            // Digits that were read as a number are one.
            Json::Number(digits) => digits.parse().map_or(Tree::Null, Tree::Number),
            Json::Text(text) => Tree::from(&*text),
            Json::List(items) => items.into_iter().map(Tree::from).collect(),
            Json::Map(entries) => {
                Tree::Object(entries.into_iter().map(|(name, json)| (name.to_string(), json.into())).collect())
            }
        }
    }
}

/// On one line, without spaces.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(yes) => write!(f, "{yes}"),
            Json::Number(digits) => f.write_str(digits),
            Json::Text(text) => quoted(text, f),
            Json::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "[" } else { "," })?;
                    item.fmt(f)?;
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Json::Map(entries) => {
                for (index, (name, json)) in entries.iter().enumerate() {
                    f.write_str(if index == 0 { "{" } else { "," })?;
                    quoted(name, f)?;
                    f.write_str(":")?;
                    json.fmt(f)?;
                }
                f.write_str(if entries.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for char in text.chars() {
        match char {
            '"' => f.write_str("\\\""),
            '\\' => f.write_str("\\\\"),
            '\x08' => f.write_str("\\b"),
            '\t' => f.write_str("\\t"),
            '\n' => f.write_str("\\n"),
            '\x0c' => f.write_str("\\f"),
            '\r' => f.write_str("\\r"),
            '\0'..='\x1f' => write!(f, "\\u{:04x}", u32::from(char)),
            char => write!(f, "{char}"),
        }?;
    }
    f.write_str("\"")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value as Tree, error::Category, value::RawValue};

    use super::*;

    /// Pieces of JSON, right and wrong.
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        " ",
        "\n",
        "\t",
        "\u{1}",
        "null",
        "true",
        "false",
        "nul",
        "tru",
        "x",
        "0",
        "1",
        "-",
        "-0",
        "01",
        "1.",
        ".5",
        "1.50",
        "1e5",
        "1E-7",
        "1e",
        "1e+",
        "12345678901234567890",
        "1234567890123456789012345678901234567890",
        "\"a\"",
        "\"b\":",
        "\"a\":1",
        "\"\\n\"",
        "\"\\u00e4\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\u0041\"",
        "\"\\u12\"",
        "\"\\uzzzz\"",
        "\"\\x\"",
        "ä",
        "\"ä\u{10ffff}\"",
        "\\u00",
        "{}",
        "[]",
        "[1,2]",
        "{\"a\":{\"b\":[null]}}",
        "[1,]",
        "{\"a\":1,}",
    ];

    fn by_pieces() -> impl Iterator<Item = String> {
        let mut number = 7u64;
        let mut below = move |most: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) as usize % most
        };
        let text = move || {
            let mut text = String::new();
            for _ in 0..=below(9) {
                text.push_str(PIECES[below(PIECES.len())]);
            }
            match below(4) {
                0 => format!("[{text}]"),
                1 => format!("{{\"a\":{text}}}"),
                2 => format!("{{\"k\": [{text}], \"k\": {{{text}}}"),
                _ => text,
            }
        };
        std::iter::repeat_with(text)
    }

    /// Everything that this module says of a text is what `serde_json` says of it.
    fn are_alike(text: &str) -> bool {
        let tree: Result<Tree, String> = serde_json::from_str(text).map_err(|error| error.to_string());
        let json = Json::read(text).map_err(|error| error.to_string());
        assert_eq!(json.clone().map(Tree::from), tree, "{text:?}");
        assert_eq!(json.clone().map(|json| json.to_string()), tree.clone().map(|tree| tree.to_string()), "{text:?}");
        assert_eq!(json.is_ok(), tree.clone().map(Json::from) == json && tree.is_ok(), "{text:?}");
        let known: Result<Option<BTreeMap<String, &RawValue>>, String> = match serde_json::from_str(text) {
            Ok(parts) => Ok(Some(parts)),
            Err(error) if error.classify() == Category::Data => Ok(None),
            Err(error) => Err(error.to_string()),
        };
        let known = known.map(|known| {
            known.map(|known| known.into_iter().map(|(name, part)| (Text::from(name), part.get())).collect())
        });
        assert_eq!(parts(text).map_err(|error| error.to_string()), known, "{text:?}");
        let known: Option<Vec<&RawValue>> = serde_json::from_str(text).ok();
        assert_eq!(items(text), known.map(|known| known.iter().map(|item| item.get()).collect()), "{text:?}");
        json.is_ok()
    }

    #[test]
    fn it_says_of_a_text_what_serde_json_says() {
        let (mut right, mut wrong) = (0, 0);
        for text in by_pieces().take(200_000) {
            match are_alike(&text) {
                true => right += 1,
                false => wrong += 1,
            }
        }
        assert!(right > 5_000 && wrong > 5_000, "{right} right, {wrong} wrong");
    }

    #[test]
    fn a_text_that_is_cut_off_is_refused_alike() {
        let text = r#" {"a": [1.5e+3, -0, true, null, "\ud83d\ude00\n\"ä"], "b": {"c": {}, "d": []}, "b": false} "#;
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let is_right = are_alike(&text[..end]);
            assert_eq!(is_right, end + 1 >= text.len(), "{end}");
        }
    }

    #[test]
    fn it_goes_as_deep() {
        for depth in [126, 127, 128, 10_000] {
            for (begin, end) in [("[", "]"), ("{\"a\":", "}")] {
                let text = format!("{}1{}", begin.repeat(depth), end.repeat(depth));
                assert_eq!(are_alike(&text), depth < 128, "{depth}");
            }
        }
    }

    #[test]
    fn values_are_what_their_json_says() {
        for text in by_pieces().take(50_000) {
            let by_json = Json::read(&text).ok().and_then(|json| json.into_value().ok());
            assert_eq!(read::<Value>(&text).ok(), by_json, "{text:?}");
        }
        assert_eq!(Json::read("[1e99]").unwrap().into_value(), Err("1e+99".into()));
    }
}
