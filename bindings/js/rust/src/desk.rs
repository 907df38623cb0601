//! Desks.

use std::cell::Cell;

use js_sys::Uint8Array;

use tierline_wire::{
    Call, Part, Reply, Summary,
    model::{Text, json::Json},
};
use wasm_bindgen::prelude::*;

use crate::{
    SESSION,
    asked::replied,
    given::by_text,
    handed,
    types::{Bundle, Diagnostics, Files},
};

thread_local! {
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// All the rules, calendars and service levels of a help desk, compiled. It can be asked any number of times and does not
/// change. Let it go with `free`, or with `using`; one that is forgotten is let go some time.
///
/// Every method throws a `TierlineError` with the code `freed` after `free`, and `stale` where a call broke off that
/// another desk was asked. What has no JSON form, such as an invalid `Date`, throws a `TypeError` that says where it stands.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Desk {
    name: String,
    about: Summary,
}

#[wasm_bindgen]
impl Desk {
    /// Compiles the files of a desk: text by name. Only the full build does.
    ///
    /// @throws {TierlineError} `desk-does-not-compile` with all that is wrong in `diagnostics`; `no-compiler` in the runtime build.
    pub fn compile(files: &Files) -> Result<Desk, JsValue> {
        let files = handed::plain("files", files)?;
        Desk::made(|call| files.add(call), "compile")
    }

    /// Loads a bundle: the bytes that {@link Desk.bundle} gives or `tierline compile` wrote, or those as base64.
    ///
    /// @throws {TierlineError} where the bundle is none, or of another version.
    pub fn load(bundle: &Bundle) -> Result<Desk, JsValue> {
        if let Some(base64) = bundle.as_string() {
            let base64 = Json::Text(base64.into());
            return Desk::made(|call| call.with("bundle", Part::Json(base64)), "load");
        }
        let bytes = bundle.unchecked_ref::<Uint8Array>().to_vec();
        Desk::made(|call| call.with("bundle", Part::Bytes(&bytes)), "load")
    }

    /// The hash of its content, which every answer repeats.
    #[wasm_bindgen(getter)]
    pub fn hash(&self) -> String {
        self.about.hash.to_string()
    }

    /// How many rules it has.
    #[wasm_bindgen(getter, js_name = ruleCount)]
    pub fn rule_count(&self) -> usize {
        self.about.rules
    }

    /// What is hardly meant so.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Diagnostics {
        by_text(&self.about.warnings).unwrap_or_default().into()
    }
}

impl Desk {
    /// Makes a desk by a verb of the wire.
    fn made<'a>(with: impl FnOnce(Call<'a>) -> Call<'a>, verb: &str) -> Result<Desk, JsValue> {
        let made = MADE.get() + 1;
        MADE.set(made);
        let name = format!("desk object {made}");
        let call = with(Call::new(verb).with("desk", named(&name)));
        match replied(call)? {
            Reply::Summary(about) => Ok(Desk { name, about }),
            _ => Err(JsError::new("a desk was made, and nothing said of it").into()),
        }
    }

    /// A call about this desk.
    pub(crate) fn call<'a>(&self, verb: &str) -> Call<'a> {
        Call::new(verb).with("desk", named(&self.name))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        SESSION.with(|session| session.forget(&self.name));
    }
}

/// The part of a call that names a desk.
fn named<'a>(name: &str) -> Part<'a> {
    Part::Json(Json::Text(Text::from(name)))
}
