//! From JavaScript to the engine.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use tierline_wire::{
    Call, Part, WireError,
    model::{SortedMap, json::Json},
};
use wasm_bindgen::prelude::*;

use crate::{error::thrown, ways::Way};

#[wasm_bindgen(raw_module = "../handed.js")]
extern "C" {
    /// The JSON of a value. Throws where it has none that means the same, and says where.
    #[wasm_bindgen(catch)]
    fn written(value: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// The same value as plain data: texts, numbers, truths, lists and objects. Throws as `written`.
    #[wasm_bindgen(catch)]
    fn plain(value: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// Texts by name. Throws where the value is something else.
    #[wasm_bindgen(catch)]
    fn texts(files: &JsValue) -> Result<JsValue, JsValue>;

    /// A list. Throws where the value is none.
    #[wasm_bindgen(catch)]
    fn list(value: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// An object. Throws where the value is none.
    #[wasm_bindgen(catch)]
    fn object(value: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// One of the options that a function knows. Throws where there are others.
    #[wasm_bindgen(catch)]
    pub(crate) fn option(options: &JsValue, name: &str, known: &str) -> Result<JsValue, JsValue>;

    /// A number as JavaScript shows it.
    fn shown(number: f64) -> String;

    /// How many bytes it takes to hand in a text, or all texts of an object.
    fn size(texts: &JsValue) -> f64;
}

/// So many bytes are handed in without asking whether there is room for them.
const FEW: f64 = 1_048_576.0;

/// A text, once there is room for it.
///
/// # Errors
///
/// Where it does not fit into the memory of the module.
pub(crate) fn text(text: &JsValue, what: &str) -> Result<String, JsValue> {
    room(text, what)?;
    Ok(text.as_string().unwrap_or_default())
}

/// That there is room for a text, or for all texts of an object.
///
/// # Errors
///
/// Where there is none.
pub(crate) fn room(texts: &JsValue, what: &str) -> Result<(), JsValue> {
    let size = size(texts);
    // INVARIANT: what is longer than 32 bits count fits nowhere, and is cut to that.
    if size > FEW && Vec::<u8>::new().try_reserve_exact(size as usize).is_err() {
        let error =
            WireError::new("too-large", format!("{what} of {size} bytes does not fit into the engine's memory"));
        return Err(thrown(&error.help(Some("ask for less at once".to_owned()))));
    }
    Ok(())
}

/// A part of a call, as it was handed in.
pub(crate) struct Handed {
    name: &'static str,
    content: Content,
}

/// What was handed in, by the way that is taken.
enum Content {
    Text(String),
    Json(Json),
}

impl Handed {
    /// The call with it.
    pub(crate) fn add<'a>(&'a self, call: Call<'a>) -> Call<'a> {
        call.with(
            self.name,
            match &self.content {
                Content::Text(text) => Part::Text(text),
                Content::Json(json) => Part::Json(json.clone()),
            },
        )
    }
}

/// A request.
///
/// # Errors
///
/// Where it is no object, or has no JSON form that means the same.
pub(crate) fn request(request: &JsValue) -> Result<Handed, JsValue> {
    by_its_way("request", &object(request, "request")?)
}

/// The requests of a batch.
///
/// # Errors
///
/// Where they are no list, or one has no JSON form that means the same.
pub(crate) fn requests(requests: &JsValue) -> Result<Handed, JsValue> {
    by_its_way("requests", &list(requests, "requests")?)
}

/// Texts by name.
///
/// # Errors
///
/// Where there is something else, or no room for them.
pub(crate) fn files(files: &JsValue) -> Result<Handed, JsValue> {
    let files = texts(files)?;
    room(&files, "a call")?;
    Ok(Handed { name: "files", content: Content::Json(json(&files, "files")?) })
}

/// Recorded cases, as a list or as a text with one a line.
///
/// # Errors
///
/// Where they have no JSON form that means the same.
pub(crate) fn cases(cases: &JsValue) -> Result<Handed, JsValue> {
    let name = if cases.is_string() { "lines" } else { "cases" };
    Ok(Handed { name, content: Content::Json(json(cases, "cases")?) })
}

fn by_its_way(name: &'static str, value: &JsValue) -> Result<Handed, JsValue> {
    let content = match Way::inward() {
        Way::Text => Content::Text(text(&written(value, name)?, "a call")?),
        #[cfg(feature = "both-ways")]
        Way::Objects => Content::Json(json(value, name)?),
    };
    Ok(Handed { name, content })
}

/// The JSON that a value is.
///
/// # Errors
///
/// Where it has none that means the same.
pub(crate) fn json(value: &JsValue, name: &str) -> Result<Json, JsValue> {
    Ok(serde_wasm_bindgen::from_value::<Plain>(plain(value, name)?)?.0)
}

/// Plain data of JavaScript. A number is the decimal that JavaScript shows.
struct Plain(Json);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Plain)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
        Ok(Json::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(shown(number).into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = vec![];
        while let Some(Plain(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = SortedMap::new();
        while let Some((name, Plain(value))) = map.next_entry::<String, Plain>()? {
            entries.insert(name.into(), value);
        }
        Ok(Json::Map(entries))
    }
}
