//! Tierline: the rules engine that help desks embed.
//!
//! A [`Desk`] is compiled once from rule files and then asked, ticket event by ticket event, what to do. It does nothing
//! itself: it reads no clock, no file and no network, and its [`Answer`] tells the host what to do and why.
//!
//! ```
//! use tierline::{Desk, Limits, Pack, Timestamp};
//!
//! let rules = r#"
//! stage routing
//! rule "VIP network outage" {
//!     when ticket.category == "network" && requester.vip
//!     then { route("network-l2"); prioritise("P1"); }
//! }
//! "#;
//! let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
//!
//! let ticket = serde_json::json!({"id": "INC-1", "category": "network", "requester": {"vip": true}});
//! let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
//! let request = desk.read_ticket(ticket, now).unwrap();
//! let answer = desk.evaluate(request);
//! assert_eq!(
//!     serde_json::to_string(&answer.effects).unwrap(),
//!     r#"[{"do":"route","queue":"network-l2","rule":"VIP network outage"},{"do":"prioritise","priority":"P1","rule":"VIP network outage"}]"#
//! );
//! ```

mod batch;
mod bundle;
mod clocks;
#[cfg(feature = "compile")]
mod compile;
mod contradictions;
#[cfg(feature = "compile")]
mod coverage;
mod deadlines;
mod desk;
mod digest;
#[cfg(feature = "compile")]
mod format;
mod going_on;
mod ladders;
#[cfg(not(feature = "compile"))]
mod no_scripts;
mod open_time;
mod people;
mod reference;
mod replay;
#[cfg(feature = "compile")]
mod sessions;
#[cfg(feature = "compile")]
mod test;

#[cfg(not(feature = "compile"))]
use no_scripts::Program;
#[cfg(feature = "compile")]
use tierline_script::Program;

pub use batch::{Batch, RanOut};
pub use bundle::LoadError;
#[cfg(feature = "compile")]
pub use coverage::{Coverage, Goal, GoalKind};
pub use deadlines::Deadlines;
pub use desk::Desk;
#[cfg(feature = "compile")]
pub use format::format;
pub use people::People;
pub use reference::{actions, effects, functions};
pub use replay::Replay;
#[cfg(feature = "compile")]
pub use test::{Failure, SayWhy, TestReport};
pub use tierline_condition::functions::Function;
pub use tierline_model::{
    ActionSpec, Answer, Class, Diagnostic, Effect, Fault, Limits, Map, Metric, Pack, Path, Place, Reading, Request,
    RequestError, Roster, Schema, Severity, Tell, Text, Ticket, Timestamp, Trace, Value,
    answer::Asked,
    forms::{ActionsForm, ActionsRun, PartForm, PartRuns, RuleForm},
    reading::{Breach, ClockChange, ClockState, ClockTrace, OpenHours, SetByHand, StepReading},
};
pub use tierline_sla::Detail;
