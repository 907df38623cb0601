//! A call, taken apart.

use std::borrow::Cow;

use tierline::{Desk, Request};
use tierline_model::{
    Limit, Limits, SortedMap, Text,
    json::{self, Json, JsonError},
    suggest,
};
#[cfg(feature = "compile")]
use tierline_model::{Timestamp, quoted};

use crate::{PartKind, WireError, base64};

/// A verb and what it is asked with.
///
/// Bindings with objects of their own put one together; a call in text is read by [`Session::call`](crate::Session::call).
///
/// ```
/// use tierline_wire::{Call, Part, Session, model::json::Json};
/// let session = Session::default();
/// let desk = Part::Json(Json::Text("a".into()));
/// let reply = session.answer(Call::new("forget").with("desk", desk)).unwrap();
/// assert_eq!(serde_json::to_string(&reply).unwrap(), "false");
/// ```
#[derive(Debug, Default)]
pub struct Call<'a> {
    parts: SortedMap<Text, Part<'a>>,
}

/// What a verb is asked with.
#[derive(Clone, Debug)]
pub enum Part<'a> {
    /// JSON that has been read.
    Json(Json),
    /// JSON text: a request, or a list of them. It is read into what it says in one pass.
    Text(&'a str),
    /// The bytes of a bundle, which stand in JSON as base64.
    Bytes(&'a [u8]),
}

impl<'a> Call<'a> {
    /// A call of a verb, with nothing yet.
    pub fn new(verb: &str) -> Call<'a> {
        Call::default().with("verb", Part::Json(Json::Text(verb.into())))
    }

    /// The same call, with one part more.
    pub fn with(mut self, name: &str, part: Part<'a>) -> Call<'a> {
        self.parts.insert(name.into(), part);
        self
    }

    /// Reads a call.
    ///
    /// # Errors
    ///
    /// Where the text is no JSON object.
    pub(crate) fn read(text: &'a str) -> Result<Call<'a>, WireError> {
        let all = json::parts(text).map_err(no_json)?;
        let all = all.ok_or_else(|| WireError::new("bad-call", "a call must be a JSON object"))?;
        let part = |(name, part): (Text, &'a str)| {
            let part = match PartKind::is_long(&name) {
                true => Part::Text(part),
                false => Part::Json(Json::read(part).map_err(no_json)?),
            };
            Ok((name, part))
        };
        Ok(Call { parts: all.into_iter().map(part).collect::<Result<_, WireError>>()? })
    }

    /// The names of what it holds.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(|name| &**name)
    }

    /// The text of a part that stays where it is; `None` where it is none.
    #[cfg(feature = "compile")]
    pub(crate) fn peek(&self, name: &str) -> Option<Text> {
        match self.parts.get(name) {
            Some(Part::Json(Json::Text(text))) => Some(text.clone()),
            _ => None,
        }
    }

    /// Takes a part out, whatever it is; `None` where it is left out.
    ///
    /// # Errors
    ///
    /// Where it is no JSON.
    pub(crate) fn remove(&mut self, name: &str) -> Result<Option<Json>, WireError> {
        self.parts.remove(name).map(Part::into_json).transpose()
    }

    /// Takes out a part that says whether; false where it is left out.
    ///
    /// # Errors
    ///
    /// Where it says anything else than true or false.
    pub(crate) fn truth(&mut self, name: &str) -> Result<bool, WireError> {
        match self.remove(name)? {
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
        match self.remove(name)? {
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
        let Some(part) = self.remove(name)? else { return Ok(None) };
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
        match self.remove(name)? {
            None => Ok(None),
            Some(Json::List(items)) => Ok(Some(items)),
            Some(other) => Err(misfit(name, wanted, other)),
        }
    }

    /// Takes out limits: those of `usual`, but for those that the call has.
    ///
    /// # Errors
    ///
    /// Where they are no object, one of its names is no limit, or its value no number of bytes or of units of work.
    pub(crate) fn limits(&mut self, usual: Limits) -> Result<Limits, WireError> {
        let mut limits = usual;
        let entries = match self.remove("limits")? {
            None => return Ok(limits),
            Some(Json::Map(entries)) => entries,
            Some(other) => return Err(misfit("limits", "an object: how much each allows by its name", other)),
        };
        for (name, most) in entries {
            let limit = Limit::named(&name).ok_or_else(|| {
                let hint = suggest::did_you_mean(&name, Limit::ALL.iter().map(|limit| limit.name), "`");
                WireError::new("bad-call", format!("there is no limit `{name}`")).help(hint)
            })?;
            let number = if let Json::Number(digits) = &most { digits.parse().ok() } else { None };
            let number = number.ok_or_else(|| misfit(&format!("limits.{name}"), "a whole number, 0 or more", most))?;
            limit.set(&mut limits, number);
        }
        Ok(limits)
    }

    /// Takes out the texts of files by their names.
    ///
    /// # Errors
    ///
    /// Where there are none, or something else is there.
    #[cfg(feature = "compile")]
    pub(crate) fn files(&mut self) -> Result<SortedMap<String, String>, WireError> {
        let entries = match self.remove("files")?.ok_or_else(|| missing("files"))? {
            Json::Map(entries) => entries,
            other => return Err(misfit("files", "an object: the text of each file by its name", other)),
        };
        let text = |(name, content): (Text, Json)| match content {
            Json::Text(text) => Ok((name.to_string(), text.to_string())),
            other => Err(misfit(&format!("files[{}]", quoted(&name)), "the text of that file", other)),
        };
        entries.into_iter().map(text).collect()
    }

    /// Takes out a bundle.
    ///
    /// # Errors
    ///
    /// Where there is none, or it is not written in base64.
    pub(crate) fn bundle(&mut self) -> Result<Cow<'a, [u8]>, WireError> {
        let name = "bundle";
        if let Some(Part::Bytes(bytes)) = self.parts.get(name) {
            return Ok(Cow::Borrowed(bytes));
        }
        let text = self.text(name)?.ok_or_else(|| missing(name))?;
        let bytes = base64::decode(&text).map(Cow::Owned);
        bytes.ok_or_else(|| WireError::new("not-a-bundle", "`bundle` is not written in base64"))
    }

    /// Takes out the request.
    ///
    /// # Errors
    ///
    /// Where there is none, or it is none that `desk` can be asked.
    pub(crate) fn request(&mut self, desk: &Desk) -> Result<Request, WireError> {
        let name = "request";
        self.parts.remove(name).ok_or_else(|| missing(name))?.request(desk)
    }

    /// Takes out the requests of a batch.
    ///
    /// # Errors
    ///
    /// Where there are none.
    pub(crate) fn requests(&mut self) -> Result<Vec<Part<'a>>, WireError> {
        let name = "requests";
        let misfit = |part| misfit(name, "a list of requests", part);
        match self.parts.remove(name).ok_or_else(|| missing(name))? {
            Part::Text(text) => match json::items(text) {
                Some(items) => Ok(items.into_iter().map(Part::Text).collect()),
                None => Err(misfit(Json::read(text).map_err(no_json)?)),
            },
            part => match part.into_json()? {
                Json::List(items) => Ok(items.into_iter().map(Part::Json).collect()),
                part => Err(misfit(part)),
            },
        }
    }
}

impl Part<'_> {
    /// The JSON that it is.
    fn into_json(self) -> Result<Json, WireError> {
        match self {
            Part::Json(json) => Ok(json),
            Part::Text(text) => Json::read(text).map_err(no_json),
            Part::Bytes(bytes) => Ok(Json::Text(base64::encode(bytes).into())),
        }
    }

    /// The request that it is.
    ///
    /// # Errors
    ///
    /// Where it is none that `desk` can be asked.
    pub(crate) fn request(self, desk: &Desk) -> Result<Request, WireError> {
        Ok(match self {
            Part::Text(text) => desk.read_request_text(text, None)?,
            part => desk.read_request_exactly(part.into_json()?, None)?,
        })
    }
}

/// Whether a call may hold so many requests or cases.
///
/// # Errors
///
/// Where it may not.
pub(crate) fn may_hold(name: &str, count: usize, limits: &Limits) -> Result<(), WireError> {
    if count as u64 <= limits.call_items {
        return Ok(());
    }
    let message =
        format!("the call has {count} {name}, and one may have {} (the limit `call_items`)", limits.call_items);
    let help = "ask in several calls; or the host raises the limit";
    Err(WireError::new("too-large", message).help(Some(help.to_owned())))
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
