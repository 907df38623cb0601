//! A call, taken apart.

use tierline_model::{
    SortedMap, Text,
    json::{self, Json},
};

use crate::WireError;

/// Parts that may be long and are read where they are needed.
const LONG: [&str; 2] = ["request", "requests"];

/// What a call holds.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    parts: SortedMap<Text, Json>,
    long: Vec<(Text, &'a str)>,
}

impl<'a> Call<'a> {
    /// Reads a call.
    ///
    /// # Errors
    ///
    /// Where the text is no JSON object.
    pub(crate) fn read(text: &'a str) -> Result<Call<'a>, WireError> {
        let no_json = |error| WireError::new("bad-json", format!("the call is not JSON: {error}"));
        let all = json::parts(text).map_err(no_json)?;
        let all = all.ok_or_else(|| WireError::new("bad-call", "a call must be a JSON object"))?;
        let (mut parts, mut long) = (SortedMap::new(), vec![]);
        for (name, part) in all {
            if LONG.contains(&&*name) {
                long.push((name, part));
            } else {
                parts.insert(name, Json::read(part).map_err(no_json)?);
            }
        }
        Ok(Call { parts, long })
    }

    /// The names of what it holds.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().chain(self.long.iter().map(|(name, _)| name)).map(|name| &**name)
    }

    /// Whether it holds a part.
    pub(crate) fn contains_key(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// Takes a part out.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Json> {
        self.parts.remove(name)
    }

    /// A long part, as it stands in the call.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub(crate) fn long(&self, name: &str) -> Result<&'a str, WireError> {
        let part = self.long.iter().find(|(known, _)| **known == *name).map(|(_, part)| *part);
        part.ok_or_else(|| WireError::new("bad-call", format!("the call needs `{name}`")))
    }
}
