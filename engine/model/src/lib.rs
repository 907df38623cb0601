//! The words of Tierline: what goes into a desk, what comes out, and what is said about rule files.
//!
//! This crate holds shapes, their JSON forms and the form in which bundles [keep](kept) them. It decides nothing: see `tierline-condition` for
//! predicates, `tierline-rules` for rules and actions, and `tierline` for the front door.

pub mod action;
pub mod agreement;
pub mod answer;
mod at_once;
mod bytes;
pub mod calendar;
pub mod diagnostic;
pub mod effect;
pub mod event;
pub mod field;
mod fields;
pub mod forms;
pub mod json;
pub mod kept;
mod left_out;
mod limits;
pub mod metrics;
mod object;
pub mod pack;
mod quoted;
pub mod reading;
pub mod roster;
pub mod sort;
pub mod sorted;
pub mod stage;
pub mod suggest;
pub mod ticket;
pub mod time;
pub mod touch;
pub mod trace;
pub mod value;

pub use action::{ActionCall, ActionSpec, Param, ParamKind};
pub use agreement::Class;
pub use answer::{Answer, Fault};
pub use bytes::Bytes;
pub use calendar::{
    Break, BreakDays, CalendarDocument, CalendarPart, DayOfYear, Holiday, HolidayDate, Interval, LocalTime, SpecialDay,
    Weekday, Years,
};
pub use diagnostic::{Diagnostic, Place, Severity, Spot};
pub use effect::{Effect, EffectSpec, EffectValue, Said, SaidKind, Shown, Turn};
pub use field::{Field, FieldError, FieldType, Path, Root, Schema};
pub use fields::{PRIORITIES, TIERS};
pub use left_out::{Aloud, Checked, aloud, checked};
pub use limits::{Limit, Limits};
pub use metrics::{Called, Metric};
pub use pack::Pack;
pub use quoted::{Quoted, quoted};
pub use reading::Reading;
pub use roster::{Agent, Roster, Shift, Team};
pub use sorted::{SortedMap, SortedSet};
pub use stage::{Mode, Stage};
pub use ticket::{Request, RequestError, Ticket};
pub use time::{Date, Timestamp};
pub use touch::{Ends, Fails, Given, How, Reaches, Reads, Tells, To, Writes, Written};
pub use trace::{Missed, Override, RuleTrace, Saw, StageTrace, Tell, Trace, Verdict};
pub use value::{Map, Text, Value};

/// A text of the reference, in builds that have one: small ones can do without.
pub const fn reference(text: &'static str) -> &'static str {
    if cfg!(feature = "reference") { text } else { "" }
}
