//! A call, taken apart.

use tierline_model::{
    SortedMap, Text,
    json::{self, Json, JsonError},
};
#[cfg(feature = "compile")]
use tierline_model::{Timestamp, quoted};

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

    /// Takes a part out, whatever it is.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Json> {
        self.parts.remove(name)
    }

    /// Takes out a part that says whether; false where it is left out.
    ///
    /// # Errors
    ///
    /// Where it says anything else than true or false.
    pub(crate) fn truth(&mut self, name: &str) -> Result<bool, WireError> {
        match self.remove(name) {
            None => Ok(false),
            Some(Json::Bool(yes)) => Ok(yes),
            Some(other) => Err(misfit(name, "true or false", other)),
        }
    }

    /// Takes out a text; `None` where it is left out.
    ///
    /// # Errors
    ///
    /// Where it is no text.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<Text>, WireError> {
        match self.remove(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => Err(misfit(name, "text", other)),
        }
    }

    /// Takes out an instant; `None` where it is left out.
    ///
    /// # Errors
    ///
    /// Where it is none.
    #[cfg(feature = "compile")]
    pub(crate) fn instant(&mut self, name: &str) -> Result<Option<Timestamp>, WireError> {
        let Some(part) = self.remove(name) else { return Ok(None) };
        let instant = if let Json::Text(text) = &part { Timestamp::parse(text) } else { None };
        instant.map(Some).ok_or_else(|| misfit(name, "an instant such as \"2026-11-23T10:00:00Z\"", part))
    }

    /// Takes out texts; `None` where they are left out.
    ///
    /// # Errors
    ///
    /// Where they are no list, or an item of it is no text. What they must be is told as `wanted`.
    pub(crate) fn texts(&mut self, name: &str, wanted: &str) -> Result<Option<Vec<Text>>, WireError> {
        let Some(items) = self.list(name, wanted)? else { return Ok(None) };
        let text = |(index, item): (usize, Json)| match item {
            Json::Text(text) => Ok(text),
            other => Err(misfit(&format!("{name}[{index}]"), "text", other)),
        };
        items.into_iter().enumerate().map(text).collect::<Result<_, _>>().map(Some)
    }

    /// Takes out a list; `None` where it is left out.
    ///
    /// # Errors
    ///
    /// Where it is none. What it must be is told as `wanted`.
    pub(crate) fn list(&mut self, name: &str, wanted: &str) -> Result<Option<Vec<Json>>, WireError> {
        match self.remove(name) {
            None => Ok(None),
            Some(Json::List(items)) => Ok(Some(items)),
            Some(other) => Err(misfit(name, wanted, other)),
        }
    }

    /// Takes out the texts of files by their names.
    ///
    /// # Errors
    ///
    /// Where there are none, or something else is there.
    #[cfg(feature = "compile")]
    pub(crate) fn files(&mut self) -> Result<SortedMap<String, String>, WireError> {
        let entries = match self.remove("files").ok_or_else(|| missing("files"))? {
            Json::Map(entries) => entries,
            other => return Err(misfit("files", "an object: the text of each file by its name", other)),
        };
        let text = |(name, content): (Text, Json)| match content {
            Json::Text(text) => Ok((name.to_string(), text.to_string())),
            other => Err(misfit(&format!("files[{}]", quoted(&name)), "the text of that file", other)),
        };
        entries.into_iter().map(text).collect()
    }

    /// A long part, as it stands in the call.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub(crate) fn long(&self, name: &str) -> Result<&'a str, WireError> {
        let part = self.long.iter().find(|(known, _)| **known == *name).map(|(_, part)| *part);
        part.ok_or_else(|| missing(name))
    }

    /// A long part that is a list: its items, as they stand in the call.
    ///
    /// # Errors
    ///
    /// Where there is none, or it is no list. What it must be is told as `wanted`.
    pub(crate) fn long_list(&self, name: &str, wanted: &str) -> Result<Vec<&'a str>, WireError> {
        let part = self.long(name)?;
        json::items(part).ok_or_else(|| match Json::read(part) {
            Ok(part) => misfit(name, wanted, part),
            Err(error) => no_json(error),
        })
    }
}

/// That a call lacks what its verb needs.
pub(crate) fn missing(name: &str) -> WireError {
    WireError::new("bad-call", format!("the call needs `{name}`"))
}

/// That a part of a call is not what it must be.
fn misfit(name: &str, wanted: &str, got: Json) -> WireError {
    WireError::new("bad-call", format!("`{name}` must be {wanted}, not {}", got.described()))
}

fn no_json(error: JsonError) -> WireError {
    WireError::new("bad-json", format!("the call is not JSON: {error}"))
}
