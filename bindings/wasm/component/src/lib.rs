//! The engine as a WebAssembly component, for hosts that know the component model: typed where that pays, JSON where only a desk
//! knows the fields. `../wit/world.wit` says what it exports; it imports nothing.
//!
//! A host that makes an instance gets desks that answer one call after the other. Where a call traps, the instance is to be
//! thrown away; the component model lets nobody enter it again.
//!
//! Elsewhere it is empty: no linker but that of WebAssembly takes the names that components export.
#![cfg(target_family = "wasm")]

mod errors;
#[allow(unsafe_code, missing_docs, clippy::all, reason = "made by a macro")]
mod world {
    wit_bindgen::generate!({ world: "tierline", path: "../wit" });
}

use std::sync::Arc;

use serde_json::json;
use tierline_wire::{
    Session, WireError,
    tierline::{self, Request},
};
use world::exports::tierline::engine::engine::{self, Diagnostic, Error, Guest, GuestDesk};

thread_local! {
    static SESSION: Session = Session::default();
}

/// What the world exports.
struct Component;

impl Guest for Component {
    type Desk = Desk;

    fn call(call: String) -> String {
        SESSION.with(|session| session.call(&call))
    }
}

/// A desk that a host holds.
struct Desk(Arc<tierline::Desk>);

impl GuestDesk for Desk {
    fn compile(files: Vec<(String, String)>) -> Result<engine::Desk, Error> {
        let files: serde_json::Map<_, _> = files.into_iter().map(|(name, text)| (name, json!(text))).collect();
        Ok(kept(&json!({ "verb": "compile", "files": files }).to_string())?)
    }

    fn load(bundle: String) -> Result<engine::Desk, Error> {
        Ok(kept(&json!({ "verb": "load", "bundle": bundle }).to_string())?)
    }

    fn hash(&self) -> String {
        self.0.hash().to_owned()
    }

    fn rules(&self) -> u32 {
        // INVARIANT: a rule takes more than one byte, and a component has fewer bytes than 32 bits count.
        u32::try_from(self.0.rule_count()).unwrap_or(u32::MAX)
    }

    fn warnings(&self) -> Vec<Diagnostic> {
        self.0.warnings().iter().cloned().map(Diagnostic::from).collect()
    }

    fn evaluate(&self, request: String) -> Result<String, Error> {
        let answer = self.0.evaluate(self.read(&request)?);
        Ok(serde_json::to_string(&answer).map_err(internal)?)
    }

    fn deadlines(&self, request: String) -> Result<String, Error> {
        let deadlines = self.0.deadlines(self.read(&request)?, false);
        Ok(serde_json::to_string(&deadlines).map_err(internal)?)
    }
}

impl Desk {
    fn read(&self, request: &str) -> Result<Request, WireError> {
        Ok(self.0.read_request_text(request, None)?)
    }
}

/// The desk that a call of the wire makes.
fn kept(call: &str) -> Result<engine::Desk, WireError> {
    let session = Session::default();
    session.ask(call)?;
    Ok(engine::Desk::new(Desk(session.desk("desk")?)))
}

fn internal(error: serde_json::Error) -> WireError {
    WireError::new("internal", error.to_string())
}

#[allow(unsafe_code, reason = "exported by name")]
mod exported {
    use super::{Component, world};

    world::export!(Component with_types_in world);
}
