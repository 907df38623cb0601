//! What needs no desk.

use tierline_wire::{Call, Part, model::json::Json};
use wasm_bindgen::prelude::*;

use crate::{
    SESSION, asked,
    handed::{self, json, option, with_option},
    types::{CaseSummary, Cases, CheckOptions, Files, Findings, LaidOut, Reference, Schemas, Text, Versions},
};

#[wasm_bindgen(raw_module = "../handed.js")]
extern "C" {
    /// Texts by name. Throws where the value is something else.
    #[wasm_bindgen(catch, js_name = texts)]
    fn checked_texts(files: &JsValue) -> Result<JsValue, JsValue>;

    /// The text of a call. Throws where it is none.
    #[wasm_bindgen(catch)]
    fn called(text: &JsValue) -> Result<JsValue, JsValue>;
}

/// All that is wrong, or looks wrong, with the files of a desk; nothing where they are fine. Where a ticket shows a finding, that
/// ticket is its `witness`. With `changed`, the names of some of the files, only what has to do with those: quick enough to run
/// behind an editor. With `now`, also what runs out. Only the full build does this.
#[wasm_bindgen]
pub fn check(files: &Files, options: Option<CheckOptions>) -> Result<Findings, JsValue> {
    let options = options.into();
    let of = |name| option(&options, name, "changed, now");
    let call = Call::new("check").with("files", Part::Json(texts(files)?));
    let checked: JsValue = asked(with_option(with_option(call, "changed", &of("changed")?)?, "now", &of("now")?)?)?;
    js_sys::Reflect::get(&checked, &"diagnostics".into()).map(JsCast::unchecked_into)
}

/// The files of a desk in the one style, and what kept some from being laid out. Only the full build does this.
#[wasm_bindgen]
pub fn format(files: &Files) -> Result<LaidOut, JsValue> {
    asked(Call::new("format").with("files", Part::Json(texts(files)?)))
}

/// Runs recorded cases, a list or text with one a line, against the engine. Only the full build does.
#[wasm_bindgen]
pub fn verify(cases: &Cases) -> Result<CaseSummary, JsValue> {
    let name = if cases.is_string() { "lines" } else { "cases" };
    asked(Call::new("verify").with(name, Part::Json(json(cases, "cases")?)))
}

/// The JSON Schemas of what goes in and comes out. Only the full build has them.
#[wasm_bindgen]
pub fn schema() -> Result<Schemas, JsValue> {
    asked(Call::new("schema"))
}

/// The actions and functions of the rule language.
#[wasm_bindgen]
pub fn actions() -> Result<Reference, JsValue> {
    asked(Call::new("actions"))
}

/// The versions of the engine and of its calls.
#[wasm_bindgen]
pub fn version() -> Result<Versions, JsValue> {
    asked(Call::new("version"))
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

/// Texts by name.
pub(crate) fn texts(files: &JsValue) -> Result<Json, JsValue> {
    let texts = checked_texts(files)?;
    handed::room(&texts, "a call")?;
    json(&texts, "files")
}
