//! The engine for JavaScript, by wasm-bindgen: the classes and functions of `@tierline/engine`, objects in and objects out.
//!
//! Two ways lead in and out. By *objects*, serde-wasm-bindgen walks what is handed in and puts together what is given; by
//! *text*, JavaScript writes and parses JSON, which the engine reads and writes in one pass. Both give the same objects; which
//! one is taken where stands in `ways.rs`, as measured.
//!
//! What JavaScript alone can do stands beside it: `handed.js` makes text and plain data of what a host hands in, and says where a
//! slip stands; `engine.js` starts the module, and starts it anew where a call broke off. No code of a host runs while a call is
//! answered here.

mod asked;
mod desk;
mod error;
mod exact;
mod functions;
mod given;
mod handed;
mod types;
mod verbs;
mod ways;

pub use desk::Desk;
pub use functions::*;
pub use verbs::*;

use tierline_wire::Session;

thread_local! {
    static SESSION: Session = Session::default();
}
