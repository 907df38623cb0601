//! JSON of a known shape.

use super::Json;
use crate::{Agent, Roster, Shift, SortedMap, SortedSet, Team, Text, Timestamp};

/// What has a known shape in JSON.
pub trait Shaped: Sized {
    /// Reads it; `None` where the JSON has another shape. What it must be is told by who knows where it stands.
    fn shaped(json: Json) -> Option<Self>;
}

impl Shaped for bool {
    fn shaped(json: Json) -> Option<bool> {
        match json {
            Json::Bool(yes) => Some(yes),
            _ => None,
        }
    }
}

impl Shaped for u32 {
    fn shaped(json: Json) -> Option<u32> {
        match json {
            Json::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }
}

impl Shaped for Text {
    fn shaped(json: Json) -> Option<Text> {
        match json {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Shaped for Timestamp {
    fn shaped(json: Json) -> Option<Timestamp> {
        Timestamp::parse(&Text::shaped(json)?)
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shaped(json: Json) -> Option<Option<T>> {
        match json {
            Json::Null => Some(None),
            json => T::shaped(json).map(Some),
        }
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shaped(json: Json) -> Option<Vec<T>> {
        match json {
            Json::List(items) => items.into_iter().map(T::shaped).collect(),
            _ => None,
        }
    }
}

impl Shaped for SortedSet<Text> {
    fn shaped(json: Json) -> Option<SortedSet<Text>> {
        Some(Vec::shaped(json)?.into_iter().collect())
    }
}

impl<T: Shaped> Shaped for SortedMap<Text, T> {
    fn shaped(json: Json) -> Option<SortedMap<Text, T>> {
        match json {
            Json::Map(entries) => entries.into_iter().map(|(name, json)| Some((name, T::shaped(json)?))).collect(),
            _ => None,
        }
    }
}

/// Reads a struct: of its fields those before `;` must be there.
macro_rules! shaped {
    ($name:ident { $($needed:ident),*; $($other:ident),* }) => {
        impl Shaped for $name {
            fn shaped(json: Json) -> Option<$name> {
                let Json::Map(entries) = json else { return None };
                $(let mut $needed = None;)*
                $(let mut $other = None;)*
                for (name, json) in entries {
                    match &*name {
                        $(stringify!($needed) => $needed = Some(Shaped::shaped(json)?),)*
                        $(stringify!($other) => $other = Some(Shaped::shaped(json)?),)*
                        _ => return None,
                    }
                }
                Some($name {
                    $($needed: $needed?,)*
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
                let read = Roster::shaped(Json::read(&text).unwrap());
                assert_eq!(read, Roster::from_text(&text).ok(), "{text}");
                are_right += usize::from(read.is_some());
                all += 1;
            }
        }
        for (from, to) in
            [("\"lead\"", "\"laed\""), ("\"id\"", "\"di\""), ("\"to\"", "\"too\""), ("\"teams\"", "\"tames\"")]
        {
            let text = right.replacen(from, to, 1);
            assert_eq!(Roster::shaped(Json::read(&text).unwrap()), None, "{text}");
            assert!(Roster::from_text(&text).is_err(), "{text}");
        }
        assert!(are_right > 30 && are_right + 100 < all, "{are_right} of {all}");
    }
}
