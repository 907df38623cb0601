//! The objects of a case, read key by key. What nobody asked for is unknown, and an error.

use serde_json::{Map, Value as Json};
use tierline_model::{Timestamp, suggest};

use crate::WireError;

/// An object of a case and where it stands in it.
pub(super) struct Keys {
    path: String,
    entries: Map<String, Json>,
    known: Vec<String>,
}

impl Keys {
    /// The object at `path`; the case itself where that is empty.
    pub(super) fn of(path: &str, json: Json) -> Result<Keys, WireError> {
        match json {
            Json::Object(entries) => Ok(Keys { path: path.to_owned(), entries, known: vec![] }),
            _ if path.is_empty() => Err(WireError::new("bad-case", "a case must be a JSON object")),
            other => Err(wrong(path, &format!("must be an object, not {other}"))),
        }
    }

    /// Where a key of this object stands.
    pub(super) fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Whether the object has the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// What the key holds, `null` included.
    pub(super) fn raw(&mut self, key: &str) -> Option<Json> {
        self.known.push(key.to_owned());
        self.entries.remove(key)
    }

    /// The object that the key holds.
    pub(super) fn inner(&mut self, key: &str) -> Result<Option<Keys>, WireError> {
        let path = self.at(key);
        self.raw(key).map(|json| Keys::of(&path, json)).transpose()
    }

    /// The list that the key holds; empty where it is left out.
    pub(super) fn list(&mut self, key: &str) -> Result<Vec<(String, Json)>, WireError> {
        let path = self.at(key);
        self.raw(key).map_or(Ok(vec![]), |json| items(&path, json))
    }

    /// What all keys hold: each with its key and its place.
    pub(super) fn entries(self) -> Vec<(String, String, Json)> {
        let Keys { path, entries, .. } = self;
        entries.into_iter().map(|(key, json)| (key.clone(), format!("{path}.{key}"), json)).collect()
    }

    /// The text that the key holds.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, WireError> {
        let path = self.at(key);
        match self.raw(key) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(&path, &format!("must be text, not {other}"))),
        }
    }

    /// One of these words, where the key is there.
    pub(super) fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, WireError> {
        let path = self.at(key);
        let Some(word) = self.text(key)? else { return Ok(None) };
        one_of(&path, &word, words).map(Some)
    }

    /// The texts that the key holds; none where it is left out.
    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>, WireError> {
        let items = self.list(key)?;
        let text = |(path, item): (String, Json)| match item {
            Json::String(text) => Ok(text),
            other => Err(wrong(&path, &format!("must be text, not {other}"))),
        };
        items.into_iter().map(text).collect()
    }

    /// The whole number that the key holds.
    pub(super) fn integer(&mut self, key: &str) -> Result<Option<i64>, WireError> {
        let path = self.at(key);
        let Some(json) = self.raw(key) else { return Ok(None) };
        integer(&path, &json).map(Some)
    }

    /// The whole number from 0 that the key holds.
    pub(super) fn count(&mut self, key: &str) -> Result<Option<i64>, WireError> {
        let path = self.at(key);
        match self.integer(key)? {
            Some(number) if number < 0 => Err(wrong(&path, &format!("must not be below 0, as {number} is"))),
            number => Ok(number),
        }
    }

    /// Whether the key says true; `None` where it is left out.
    pub(super) fn truth(&mut self, key: &str) -> Result<Option<bool>, WireError> {
        let path = self.at(key);
        match self.raw(key) {
            None => Ok(None),
            Some(Json::Bool(yes)) => Ok(Some(yes)),
            Some(other) => Err(wrong(&path, &format!("must be true or false, not {other}"))),
        }
    }

    /// The instant that the key holds.
    pub(super) fn instant(&mut self, key: &str) -> Result<Option<Timestamp>, WireError> {
        let path = self.at(key);
        let Some(json) = self.raw(key) else { return Ok(None) };
        instant(&path, &json).map(Some)
    }

    /// What `value` is, where the key must be there.
    pub(super) fn needed<T>(&self, key: &str, value: Option<T>) -> Result<T, WireError> {
        let place = if self.path.is_empty() { "the case".to_owned() } else { format!("`{}`", self.path) };
        value.ok_or_else(|| {
            let alike = suggest::nearest(key, self.entries.keys().map(String::as_str));
            let help = alike.map(|alike| format!("did you mean `{key}` where it says `{alike}`?"));
            WireError::new("missing-key", format!("{place} needs `{key}`")).help(help)
        })
    }

    /// Ends the reading: no key may be left.
    pub(super) fn finish(self) -> Result<(), WireError> {
        let Some(unknown) = self.entries.keys().next() else { return Ok(()) };
        let hint = suggest::did_you_mean(unknown, self.known.iter().map(String::as_str), "`");
        Err(WireError::new("unknown-key", format!("there is no key `{}`", self.at(unknown))).help(hint))
    }
}

/// The items of the list that stands at `path`, each with its place.
pub(super) fn items(path: &str, json: Json) -> Result<Vec<(String, Json)>, WireError> {
    match json {
        Json::Array(items) => {
            Ok(items.into_iter().enumerate().map(|(index, item)| (format!("{path}[{index}]"), item)).collect())
        }
        other => Err(wrong(path, &format!("must be a list, not {other}"))),
    }
}

/// What a word stands for.
pub(super) fn one_of<T: Copy>(path: &str, word: &str, words: &[(&str, T)]) -> Result<T, WireError> {
    let found = words.iter().find(|(known, _)| *known == word).map(|(_, meant)| *meant);
    found.ok_or_else(|| {
        let names = || words.iter().map(|(name, _)| *name);
        let listed = || format!("there are `{}`", names().collect::<Vec<_>>().join("`, `"));
        let help = suggest::did_you_mean(word, names(), "`").unwrap_or_else(listed);
        WireError::new("unknown-word", format!("`{path}` cannot be `{word}`")).help(Some(help))
    })
}

/// The whole number that stands at `path`.
pub(super) fn integer(path: &str, json: &Json) -> Result<i64, WireError> {
    json.as_i64().ok_or_else(|| wrong(path, &format!("must be a whole number, not {json}")))
}

/// The instant that stands at `path`.
pub(super) fn instant(path: &str, json: &Json) -> Result<Timestamp, WireError> {
    let instant = json.as_str().and_then(Timestamp::parse);
    instant.ok_or_else(|| wrong(path, &format!("must be an instant such as \"2026-11-23T10:00:00Z\", not {json}")))
}

/// What stands at `path` cannot be.
pub(super) fn wrong(path: &str, why: &str) -> WireError {
    WireError::new("bad-value", format!("`{path}` {why}"))
}
