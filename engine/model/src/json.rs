//! Values straight from JSON text.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

use crate::{Map, Text, Value};

/// The name under which `serde_json` hands out a number whose digits are kept.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads JSON text. A number that has more digits than an exact decimal holds (28) is refused.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Missing)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_i64<E: Error>(self, int: i64) -> Result<Value, E> {
        Ok(Value::Int(int))
    }

    fn visit_u64<E: Error>(self, int: u64) -> Result<Value, E> {
        i64::try_from(int).map_or_else(|_| number(&int.to_string()), |int| Ok(Value::Int(int)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = vec![];
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key_seed(KeyReader)? {
            match key {
                Key::Number => {
                    let digits: String = entries.next_value()?;
                    return number(&digits);
                }
                Key::Name(name) => {
                    map.insert(name, entries.next_value()?);
                }
            }
        }
        Ok(Value::Map(map))
    }
}

fn number<E: Error>(digits: &str) -> Result<Value, E> {
    let too_long = |digits| E::custom(format!("the number {digits} has more digits than can be kept exactly (28)"));
    Value::from_digits(digits).map_err(too_long)
}

enum Key {
    Number,
    Name(Text),
}

struct KeyReader;

impl<'de> DeserializeSeed<'de> for KeyReader {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyReader {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(if name == NUMBER { Key::Number } else { Key::Name(name.into()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_as_the_tree_does() {
        let texts = [
            "null",
            "true",
            "0",
            "-7",
            "9223372036854775807",
            "9223372036854775808",
            "0.10",
            "1e3",
            "5.0",
            "-1.5E-3",
            "\"\"",
            r#""a\"\u00e4\ud83d\ude00""#,
            "[]",
            "[1, [2.5, null], {}]",
            r#"{"b": {"c": [true]}, "a": "x", "b": 1}"#,
        ];
        for text in texts {
            let tree = Value::from_json(serde_json::from_str(text).unwrap()).unwrap();
            assert_eq!(serde_json::from_str::<Value>(text).unwrap(), tree, "{text}");
        }
        let error = serde_json::from_str::<Value>("[1e99]").unwrap_err().to_string();
        assert!(error.starts_with("the number 1e+99 has more digits than can be kept exactly (28)"), "{error}");
    }
}
