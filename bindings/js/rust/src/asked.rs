//! Calls, put together from what JavaScript hands in, and what it gets of their replies.

use js_sys::Reflect;
use tierline_wire::{Call, Part, Reply, model::json::Json};
use wasm_bindgen::prelude::*;

use crate::{
    SESSION,
    error::{thrown, thrown_replies},
    given::given,
    handed::{json, option},
};

/// What the engine replies to a call.
///
/// # Errors
///
/// Where it cannot be answered: the error that JavaScript catches.
pub(crate) fn replied(call: Call<'_>) -> Result<Reply, JsValue> {
    SESSION.with(|session| session.answer(call)).map_err(|error| thrown(&error))
}

/// What JavaScript gets of that.
///
/// # Errors
///
/// As [`replied`].
pub(crate) fn asked<T: JsCast>(call: Call<'_>) -> Result<T, JsValue> {
    Ok(given(&replied(call)?).unchecked_into())
}

/// A part of what JavaScript would get.
///
/// # Errors
///
/// As [`replied`].
pub(crate) fn part_of<T: JsCast>(call: Call<'_>, part: &str) -> Result<T, JsValue> {
    let whole: JsValue = asked(call)?;
    Reflect::get(&whole, &part.into()).map(JsCast::unchecked_into)
}

/// The replies of a batch, with errors that can be thrown.
///
/// # Errors
///
/// As [`replied`].
pub(crate) fn replies<T: JsCast>(call: Call<'_>) -> Result<T, JsValue> {
    let replies: JsValue = asked(call)?;
    Ok(thrown_replies(&replies).unchecked_into())
}

/// Adds the options that are given to a call. Each is known by its name in JavaScript, and by that of the part.
///
/// # Errors
///
/// Where there is another option, or one has no JSON form that means the same.
pub(crate) fn with_options<'a>(call: Call<'a>, options: &JsValue, known: &[(&str, &str)]) -> Result<Call<'a>, JsValue> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    known.iter().try_fold(call, |call, (name, part)| {
        let value = option(options, name, &names)?;
        Ok(if value.is_undefined() { call } else { call.with(part, Part::Json(json(&value, name)?)) })
    })
}

/// Adds a part that says yes.
pub(crate) fn with_true<'a>(call: Call<'a>, name: &str) -> Call<'a> {
    call.with(name, Part::Json(Json::Bool(true)))
}
