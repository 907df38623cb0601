//! Calls, put together from what JavaScript hands in, and what it gets of their replies.

use js_sys::Reflect;
use tierline_wire::{Call, Part, Reply, model::json::Json};
use wasm_bindgen::prelude::*;

use crate::{
    SESSION,
    error::{thrown, thrown_replies},
    given::given,
    handed::json,
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
/// Where they are no plain data.
pub(crate) fn with_options<'a>(call: Call<'a>, options: &JsValue, known: &[(&str, &str)]) -> Result<Call<'a>, JsValue> {
    if options.is_undefined() {
        return Ok(call);
    }
    let Json::Map(mut options) = json(options)? else { return Ok(call) };
    let given = known.iter().filter_map(|(name, part)| Some((part, options.remove(*name)?)));
    Ok(given.fold(call, |call, (part, option)| call.with(part, Part::Json(option))))
}

/// Adds a part that says yes.
pub(crate) fn with_true<'a>(call: Call<'a>, name: &str) -> Call<'a> {
    call.with(name, Part::Json(Json::Bool(true)))
}
