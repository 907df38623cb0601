//! Runs the engine as a WebAssembly guest: rules of customers, in a sandbox that ends where a host says.
//!
//! A [`Sandbox`] compiles the engine, once for the whole process; a [`Pool`] keeps instances of it that know a desk and answers calls
//! from any number of threads:
//!
//! ```no_run
//! use std::{num::NonZeroUsize, path::Path};
//! use wasmtime_host::{HostError, Limits, Meters, Pool, Sandbox, pack};
//!
//! fn main() -> Result<(), HostError> {
//!     let sandbox = Sandbox::new(Meters::ALL, Path::new("target/wasm"))?;
//!     let program = sandbox.program(Path::new("target/wasm/tierline.wasm"))?;
//!     let load = pack::load(&program, Path::new("rules/help-desk"), &Limits::USUAL)?;
//!     let pool = Pool::new(program, Limits::USUAL, NonZeroUsize::MIN, vec![load]);
//!     let request = r#"{"ticket": {"id": "T", "subject": "VPN"}, "now": "2026-11-23T10:00:00Z"}"#;
//!     println!("{}", pool.call(&format!(r#"{{"verb": "evaluate", "request": {request}}}"#))?);
//!     Ok(())
//! }
//! ```
//!
//! What a call may take stands in [`Limits`]: memory, fuel and time. An instance that meets a limit, or traps for another reason,
//! is thrown away, its caller gets a [`HostError`], and the next caller an instance that is new.

pub mod component;
mod error;
mod guest;
mod limits;
mod module;
pub mod pack;
mod pool;
mod room;
mod sandbox;

pub use error::HostError;
pub use guest::Guest;
pub use limits::{Allowance, Limits, Meters};
pub use pool::Pool;
pub use sandbox::{Program, Sandbox};
