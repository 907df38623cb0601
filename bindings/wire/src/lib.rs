//! JSON call in, JSON reply out: the one seam under every binding.
//!
//! A [`Session`] holds compiled desks by name and answers calls. A call is a JSON object with a `verb`, perhaps an `id`
//! that the reply repeats, and what the verb needs; a reply has `ok` or `error`.
//!
//! ```
//! let session = tierline_wire::Session::default();
//! let reply = session.call(r#"{"id": 1, "verb": "version"}"#);
//! assert!(reply.starts_with(r#"{"id":1,"ok":{"engine":""#));
//! let reply = session.call(r#"{"verb": "evalute"}"#);
//! assert_eq!(
//!     reply,
//!     r#"{"error":{"code":"unknown-verb","message":"there is no verb `evalute`","help":"did you mean `evaluate`?"}}"#
//! );
//! ```

pub mod base64;
mod call;
pub mod clocks;
mod concern;
mod error;
#[cfg(feature = "compile")]
pub mod explained;
mod guard;
mod id;
#[cfg(feature = "compile")]
pub mod metrics;
#[cfg(feature = "compile")]
pub mod reference;
mod reply;
#[cfg(feature = "compile")]
pub mod schema;
mod session;
#[cfg(feature = "compile")]
mod tally;
mod verbs;
#[cfg(feature = "compile")]
pub mod verify;

pub use call::{Call, Part};
pub use concern::Concern;
pub use error::WireError;
pub use id::readable_id;
pub use reply::{BatchReply, Reply, Summary, Versions};
pub use session::Session;
#[cfg(feature = "compile")]
pub use tally::{DeskCounts, DeskStats, Stats, VerbCounts};
pub use tierline;
#[cfg(feature = "compile")]
pub use tierline_check as check;
pub use tierline_explain as explain;
pub use tierline_model as model;
#[cfg(feature = "compile")]
pub use tierline_simulate as simulate;
pub use verbs::{About, Given, Gives, PartKind, Takes, Verb, Wrapper};
