//! JSON of a known shape, and what is said where it has another: as `serde` says it.

use super::Json;
use crate::{Agent, Roster, Shift, SortedMap, SortedSet, Team, Text, Timestamp};

/// What has a known shape in JSON.
pub trait Shaped: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Where the JSON has another shape.
    fn shaped(json: Json) -> Result<Self, String>;
}

impl Shaped for bool {
    fn shaped(json: Json) -> Result<bool, String> {
        match json {
            Json::Bool(yes) => Ok(yes),
            other => Err(other.is_no("a boolean")),
        }
    }
}

impl Shaped for u32 {
    fn shaped(json: Json) -> Result<u32, String> {
        match json {
            Json::Number(digits) => digits.parse().map_err(|_| "invalid number".to_owned()),
            other => Err(other.is_no("u32")),
        }
    }
}

impl Shaped for Text {
    fn shaped(json: Json) -> Result<Text, String> {
        match json {
            Json::Text(text) => Ok(text),
            other => Err(other.is_no("a string")),
        }
    }
}

impl Shaped for Timestamp {
    fn shaped(json: Json) -> Result<Timestamp, String> {
        let text = Text::shaped(json)?;
        Timestamp::parse(&text).ok_or_else(|| format!("`{text}` is no instant such as 2026-11-23T10:00:00Z"))
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shaped(json: Json) -> Result<Option<T>, String> {
        match json {
            Json::Null => Ok(None),
            json => T::shaped(json).map(Some),
        }
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shaped(json: Json) -> Result<Vec<T>, String> {
        match json {
            Json::List(items) => items.into_iter().map(T::shaped).collect(),
            other => Err(other.is_no("a sequence")),
        }
    }
}

impl Shaped for SortedSet<Text> {
    fn shaped(json: Json) -> Result<SortedSet<Text>, String> {
        Ok(Vec::shaped(json)?.into_iter().collect())
    }
}

impl<T: Shaped> Shaped for SortedMap<Text, T> {
    fn shaped(json: Json) -> Result<SortedMap<Text, T>, String> {
        match json {
            Json::Map(entries) => entries.into_iter().map(|(name, json)| Ok((name, T::shaped(json)?))).collect(),
            other => Err(other.is_no("a map")),
        }
    }
}

/// Reads a struct: of its fields those before `;` must be there.
macro_rules! shaped {
    ($name:ident { $($needed:ident),*; $($other:ident),* }) => {
        impl Shaped for $name {
            fn shaped(json: Json) -> Result<$name, String> {
                let names = &[$(stringify!($needed),)* $(stringify!($other)),*];
                $(let mut $needed = None;)*
                $(let mut $other = None;)*
                for (name, json) in fields(json, concat!("struct ", stringify!($name)), names)? {
                    match &*name {
                        $(stringify!($needed) => $needed = Some(Shaped::shaped(json)?),)*
                        $(stringify!($other) => $other = Some(Shaped::shaped(json)?),)*
                        _ => return Err(format!("unknown field `{name}`, expected {}", one_of(names))),
                    }
                }
                Ok($name {
                    $($needed: $needed.ok_or(concat!("missing field `", stringify!($needed), "`"))?,)*
                    $($other: $other.unwrap_or_default()),*
                })
            }
        }
    };
}

shaped!(Roster { ; teams, agents });
shaped!(Team { id; name, queues, lead });
shaped!(Agent { id; name, teams, skills, tier, languages, sites, manager, shifts, capacity, load, away });
shaped!(Shift { from, to; });

/// The fields that `json` has: by name, or the first of `names` in order.
fn fields(json: Json, what: &str, names: &[&str]) -> Result<Vec<(Text, Json)>, String> {
    match json {
        Json::Map(entries) => Ok(entries.into_iter().collect()),
        Json::List(items) if items.len() > names.len() => {
            Err(format!("invalid length {}, expected fewer elements in array", items.len()))
        }
        Json::List(items) => Ok(names.iter().map(|name| Text::from(*name)).zip(items).collect()),
        other => Err(other.is_no(what)),
    }
}

/// `` `a` or `b` ``, or `` one of `a`, `b`, `c` ``.
fn one_of(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.len() {
        2 => names.join(" or "),
        _ => format!("one of {}", names.join(", ")),
    }
}

impl Json {
    /// That it is not what was expected.
    fn is_no(&self, expected: &str) -> String {
        let found = match self {
            Json::Null => "null".to_owned(),
            Json::Bool(yes) => format!("boolean `{yes}`"),
            Json::Number(_) => "number".to_owned(),
            Json::Text(text) => format!("string {text:?}"),
            Json::List(_) => "sequence".to_owned(),
            Json::Map(_) => "map".to_owned(),
        };
        format!("invalid type: {found}, expected {expected}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_is_read_and_refused_as_serde_does_it() {
        let right = r#"{"teams": [{"id": "net", "name": null, "queues": ["a", "b"], "lead": "ana"}, {"id": "desk"}],
            "agents": [{"id": "ana", "name": "Ana", "teams": ["net"], "skills": {"vpn": 3, "lan": 0}, "tier": "L2",
            "languages": ["en"], "sites": [], "manager": "bo", "shifts": [{"from": "2026-11-23T08:00:00Z", "to": "2026-11-24"}],
            "capacity": 8, "load": 2, "away": true}, {"id": "bo", "capacity": null}]}"#;
        let pieces = [
            "null",
            "5",
            "-1",
            "1.5",
            "99999999999",
            "\"x\"",
            "[]",
            "{}",
            "true",
            "[1]",
            "{\"x\": 1}",
            "{\"id\": \"y\"}",
            "[\"z\"]",
        ];
        let (mut are_right, mut all) = (0, 0);
        let starts = right.match_indices("\": ").map(|(at, _)| at + 3);
        for start in starts.chain([0]) {
            let mut values = serde_json::Deserializer::from_str(&right[start..]).into_iter::<serde_json::Value>();
            assert!(values.next().unwrap().is_ok());
            let end = start + values.byte_offset();
            for piece in pieces.iter().copied().chain([&right[start..end]]) {
                let text = format!("{}{piece}{}", &right[..start], &right[end..]);
                let known = serde_json::from_str(&text).and_then(serde_json::from_value::<Roster>);
                let read = Roster::shaped(Json::read(&text).unwrap());
                assert_eq!(read, known.map_err(|error| error.to_string()), "{text}");
                are_right += usize::from(read.is_ok());
                all += 1;
            }
        }
        for (from, to) in
            [("\"lead\"", "\"laed\""), ("\"id\"", "\"di\""), ("\"to\"", "\"too\""), ("\"teams\"", "\"tames\"")]
        {
            let text = right.replacen(from, to, 1);
            let known = serde_json::from_str(&text).and_then(serde_json::from_value::<Roster>);
            assert_eq!(Roster::shaped(Json::read(&text).unwrap()), known.map_err(|error| error.to_string()), "{text}");
        }
        assert!(are_right > 30 && are_right + 100 < all, "{are_right} of {all}");
    }
}
