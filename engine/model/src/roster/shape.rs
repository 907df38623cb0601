//! What a roster in JSON must be: it says in words what serde would say in types.

use crate::{SortedMap, Text, Timestamp, json::Json, suggest};

/// What must stand somewhere in a roster.
enum Shape {
    Text,
    Texts,
    Truth,
    Count,
    /// Numbers by name.
    Counts,
    Instant,
    Objects(&'static [Key]),
}

/// A key of an object.
struct Key {
    name: &'static str,
    shape: Shape,
    presence: Presence,
}

/// Whether a key must be there.
#[derive(PartialEq)]
enum Presence {
    Needed,
    /// It may be left out.
    Usual,
    /// It may be left out, or be `null`.
    Optional,
}

const ROSTER: &[Key] = &[usual("teams", Shape::Objects(TEAM)), usual("agents", Shape::Objects(AGENT))];

const TEAM: &[Key] = &[
    needed("id", Shape::Text),
    optional("name", Shape::Text),
    usual("queues", Shape::Texts),
    optional("lead", Shape::Text),
];

const AGENT: &[Key] = &[
    needed("id", Shape::Text),
    optional("name", Shape::Text),
    usual("teams", Shape::Texts),
    usual("skills", Shape::Counts),
    optional("tier", Shape::Text),
    usual("languages", Shape::Texts),
    usual("sites", Shape::Texts),
    optional("manager", Shape::Text),
    usual("shifts", Shape::Objects(SHIFT)),
    optional("capacity", Shape::Count),
    usual("load", Shape::Count),
    usual("away", Shape::Truth),
];

const SHIFT: &[Key] = &[needed("from", Shape::Instant), needed("to", Shape::Instant)];

const fn needed(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, presence: Presence::Needed }
}

const fn usual(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, presence: Presence::Usual }
}

const fn optional(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, presence: Presence::Optional }
}

impl Shape {
    /// What it is, in words.
    fn wanted(&self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::Texts => "a list of texts",
            Shape::Truth => "true or false",
            Shape::Count => "a whole number from 0 to 4294967295",
            Shape::Counts => "an object: a whole number by name",
            Shape::Instant => "an instant such as \"2026-11-23T10:00:00Z\"",
            Shape::Objects(_) => "a list of objects",
        }
    }
}

/// Everything about a roster that is not as it must be.
pub(super) fn misfits(json: &Json) -> Vec<String> {
    let mut found = Misfits(vec![]);
    match json {
        Json::Map(entries) => found.object("roster", entries, ROSTER),
        other => found.not("roster", "an object with `teams` and `agents`", other),
    }
    found.0
}

struct Misfits(Vec<String>);

impl Misfits {
    fn not(&mut self, path: &str, wanted: &str, got: &Json) {
        self.0.push(format!("`{path}` must be {wanted}, not {}", got.clone().described()));
    }

    fn object(&mut self, path: &str, entries: &SortedMap<Text, Json>, keys: &[Key]) {
        for (name, inner) in entries {
            match keys.iter().find(|key| *key.name == **name) {
                Some(key) if key.presence == Presence::Optional && *inner == Json::Null => {}
                Some(key) => self.value(&format!("{path}.{name}"), &key.shape, inner),
                None => {
                    let hint = suggest::behind(name, keys.iter().map(|key| key.name), "`");
                    self.0.push(format!("`{path}` has no `{name}`{hint}"));
                }
            }
        }
        for key in keys.iter().filter(|key| key.presence == Presence::Needed && !entries.contains_key(key.name)) {
            self.0.push(format!("`{path}` needs `{}`", key.name));
        }
    }

    fn value(&mut self, path: &str, shape: &Shape, json: &Json) {
        match (shape, json) {
            (Shape::Text, Json::Text(_)) | (Shape::Truth, Json::Bool(_)) => {}
            (Shape::Count, Json::Number(digits)) if digits.parse::<u32>().is_ok() => {}
            (Shape::Instant, Json::Text(text)) if Timestamp::parse(text).is_some() => {}
            (Shape::Texts, Json::List(items)) => self.items(path, items, |found, path, item| {
                found.value(path, &Shape::Text, item);
            }),
            (Shape::Counts, Json::Map(entries)) => {
                entries.iter().for_each(|(name, count)| self.value(&format!("{path}.{name}"), &Shape::Count, count));
            }
            (Shape::Objects(keys), Json::List(items)) => self.items(path, items, |found, path, item| match item {
                Json::Map(entries) => found.object(path, entries, keys),
                other => found.not(path, "an object", other),
            }),
            (shape, other) => self.not(path, shape.wanted(), other),
        }
    }

    fn items(&mut self, path: &str, items: &[Json], each: impl Fn(&mut Misfits, &str, &Json)) {
        items.iter().enumerate().for_each(|(index, item)| each(self, &format!("{path}[{index}]"), item));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Tree, json};

    use super::*;
    use crate::Roster;

    /// A roster with everything in it.
    fn full() -> Tree {
        json!({
            "teams": [{"id": "network", "name": "Network", "queues": ["network-l2"], "lead": "ana"}],
            "agents": [{
                "id": "ana", "name": "Ana", "teams": ["network"], "skills": {"vpn": 3}, "tier": "L2", "languages": ["en"],
                "sites": ["Lisbon"], "manager": "bo", "capacity": 8, "load": 2, "away": false,
                "shifts": [{"from": "2026-11-23T08:00:00Z", "to": "2026-11-23T16:00:00Z"}]
            }]
        })
    }

    /// All places in a tree.
    fn places(json: &Tree, here: &str) -> Vec<String> {
        let below = match json {
            Tree::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
            Tree::Object(entries) => entries.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
            _ => vec![],
        };
        let below = below.into_iter().flat_map(|(step, inner)| places(inner, &format!("{here}/{step}")));
        [here.to_owned()].into_iter().chain(below).collect()
    }

    #[test]
    fn it_knows_every_key_that_a_roster_has() {
        let read = Roster::from_json(full()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), full());
    }

    #[test]
    fn it_refuses_what_reading_refuses() {
        let odd = [
            json!(null),
            json!(true),
            json!(-1),
            json!(1.5),
            json!(4_294_967_296_u64),
            json!(""),
            json!([]),
            json!([1]),
            json!({}),
            json!({"x": 1}),
            json!(["network", null, [], null]),
        ];
        for place in places(&full(), "") {
            for other in &odd {
                let mut roster = full();
                *roster.pointer_mut(&place).unwrap() = other.clone();
                let is_read = Roster::from_text(&roster.to_string()).is_ok();
                let misfits = misfits(&roster.into());
                assert_eq!(misfits.is_empty(), is_read, "{place} is {other}: {misfits:?}");
            }
        }
    }
}
