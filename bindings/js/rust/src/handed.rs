//! From JavaScript to the engine: texts, bytes and plain data, which `handed.js` makes of what a host hands in before it calls.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use tierline_wire::{
    Call, Part,
    model::{SortedMap, json::Json},
};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A number as JavaScript shows it.
    #[wasm_bindgen(js_name = String)]
    fn shown(number: f64) -> String;
}

/// A part of a call, as it was handed in.
pub(crate) struct Handed {
    name: &'static str,
    content: Content,
}

/// What was handed in, by the way that it took.
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

/// A part that is a request or several, as JSON text or as plain data.
///
/// # Errors
///
/// Where it is neither.
pub(crate) fn by_its_way(name: &'static str, value: &JsValue) -> Result<Handed, JsValue> {
    let content = match value.as_string() {
        Some(text) => Content::Text(text),
        None => Content::Json(json(value)?),
    };
    Ok(Handed { name, content })
}

/// A part that is plain data.
///
/// # Errors
///
/// Where it is none.
pub(crate) fn plain(name: &'static str, value: &JsValue) -> Result<Handed, JsValue> {
    Ok(Handed { name, content: Content::Json(json(value)?) })
}

/// Recorded cases: a list under that name, or a text with one a line, which is the part `lines`.
///
/// # Errors
///
/// Where they are no plain data.
pub(crate) fn cases(name: &'static str, cases: &JsValue) -> Result<Handed, JsValue> {
    plain(if cases.is_string() { "lines" } else { name }, cases)
}

/// The JSON that plain data is. `handed.js` has made it so.
///
/// # Errors
///
/// Where it is no plain data.
pub(crate) fn json(value: &JsValue) -> Result<Json, JsValue> {
    Ok(serde_wasm_bindgen::from_value::<Plain>(value.clone())?.0)
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
