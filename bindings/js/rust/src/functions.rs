//! Calls as they are, and what tells this module.

use tierline_wire::{Call, Part, model::json::Json};
use wasm_bindgen::prelude::*;

use crate::{
    SESSION,
    asked::asked,
    handed::{self, json},
    types::Text,
};

#[wasm_bindgen(raw_module = "../handed.js")]
extern "C" {
    /// The text of a call. Throws where it is none.
    #[wasm_bindgen(catch)]
    fn called(text: &JsValue) -> Result<JsValue, JsValue>;
}

/// Hands a call in as the engine takes it, JSON text for JSON text. For hosts that have the text already, and for numbers
/// with more digits than JavaScript keeps. `rules/REFERENCE.md` lists the calls.
///
/// @throws {TierlineError} `too-large`, `trapped`; what is wrong with the call stands in the reply.
#[wasm_bindgen]
pub fn call(text: &Text) -> Result<String, JsValue> {
    let call = handed::text(&called(text)?, "a call")?;
    Ok(SESSION.with(|session| session.call(&call)))
}

/// Answers a call that is an object, for tests: what `call` says of its JSON, as an object.
///
/// # Errors
///
/// Where the call has no JSON form that means the same, or is answered with an error: that, as a `TierlineError`.
#[wasm_bindgen(skip_typescript)]
pub fn ask(call: &JsValue) -> Result<JsValue, JsValue> {
    let Json::Map(parts) = json(call, "call")? else { return Err(JsError::new("a call is an object").into()) };
    let parts = parts.into_iter().filter(|(name, _)| **name != *"id");
    asked(parts.fold(Call::default(), |call, (name, part)| call.with(&name, Part::Json(part))))
}

/// By what the package tells this module from others.
#[wasm_bindgen(skip_typescript)]
pub fn tierline_js() {}
