//! The engine for JavaScript, by wasm-bindgen: the classes and functions of `@tierline/engine`, objects in and objects out.
//!
//! Two ways lead in and out. By *objects*, serde-wasm-bindgen walks what is handed in and puts together what is given; by
//! *text*, JavaScript writes and parses JSON, which the engine reads and writes in one pass. Both give the same objects; which
//! one is taken where stands in `ways.rs`, as measured.
//!
//! What JavaScript alone can do stands beside it: `handed.js` says of what was handed in by mistake where it stands, and
//! `engine.js` starts the module, and starts it anew where a call broke off.

mod desk;
mod error;
mod exact;
mod functions;
mod given;
mod handed;
mod types;
mod ways;

pub use desk::Desk;
pub use functions::*;

use tierline_wire::{Call, Reply, Session};
use wasm_bindgen::prelude::*;

thread_local! {
    static SESSION: Session = Session::default();
}

/// What the engine replies to a call.
///
/// # Errors
///
/// Where it cannot be answered: the error that JavaScript catches.
fn replied(call: Call<'_>) -> Result<Reply, JsValue> {
    SESSION.with(|session| session.answer(call)).map_err(|error| error::thrown(&error))
}

/// What JavaScript gets of that.
///
/// # Errors
///
/// As [`replied`].
fn asked<T: JsCast>(call: Call<'_>) -> Result<T, JsValue> {
    Ok(given::given(&replied(call)?).unchecked_into())
}
