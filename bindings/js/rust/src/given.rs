//! From the engine to JavaScript.

use js_sys::{JSON, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tierline_wire::Reply;
use wasm_bindgen::prelude::*;

use crate::{exact::Exactly, ways::Way};

/// What JavaScript gets. What objects cannot say goes as text.
pub(crate) fn given(reply: &Reply) -> JsValue {
    let by_objects = match (reply, Way::outward()) {
        (Reply::Bytes(bytes), _) => Some(Uint8Array::from(&**bytes).into()),
        (Reply::Written(json), _) => JSON::parse(json).ok(),
        (Reply::Truth(yes), _) => Some(JsValue::from_bool(*yes)),
        (Reply::Versions(versions), _) => by_objects(versions),
        #[cfg(feature = "both-ways")]
        (reply, Way::Objects) => by_objects(reply),
        (_, Way::Text) => None,
    };
    // INVARIANT: a reply has a JSON form, and JavaScript parses what is one.
    by_objects.or_else(|| by_text(reply)).unwrap_or_default()
}

/// As objects that serde-wasm-bindgen puts together; `None` where the same cannot be said so.
pub(crate) fn by_objects(content: &impl Serialize) -> Option<JsValue> {
    Exactly(content).serialize(&Serializer::json_compatible()).ok()
}

/// As what JavaScript makes of the JSON text.
pub(crate) fn by_text(content: &impl Serialize) -> Option<JsValue> {
    JSON::parse(&serde_json::to_string(content).ok()?).ok()
}
