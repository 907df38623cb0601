//! Calls as they are, and what tells this module.

use tierline_wire::{Call, Part, model::json::Json};
use wasm_bindgen::prelude::*;

use crate::{SESSION, asked::asked, handed::json};

/// Hands a call in as the engine takes it, JSON text for JSON text. For hosts that have the text already, and for numbers
/// with more digits than JavaScript keeps. `rules/REFERENCE.md` lists the calls.
///
/// @throws {TierlineError} `too-large`, `trapped`; what is wrong with the call stands in the reply.
#[wasm_bindgen]
pub fn call(text: &str) -> String {
    SESSION.with(|session| session.call(text))
}

/// Whether there is room for so many bytes.
#[wasm_bindgen(js_name = hasRoom, skip_typescript)]
pub fn has_room(bytes: f64) -> bool {
    // What is more than 32 bits count fits nowhere, and is cut to that.
    Vec::<u8>::new().try_reserve_exact(bytes as usize).is_ok()
}

/// Answers a call that is an object, for tests: what `call` says of its JSON, as an object.
///
/// # Errors
///
/// Where the call has no JSON form that means the same, or is answered with an error: that, as a `TierlineError`.
#[wasm_bindgen(skip_typescript)]
pub fn ask(call: &JsValue) -> Result<JsValue, JsValue> {
    let Json::Map(parts) = json(call)? else { return Err(JsError::new("a call is an object").into()) };
    let parts = parts.into_iter().filter(|(name, _)| **name != *"id");
    asked(parts.fold(Call::default(), |call, (name, part)| call.with(&name, Part::Json(part))))
}

/// By what the package tells this module from others.
#[wasm_bindgen(skip_typescript)]
pub fn tierline_js() {}
