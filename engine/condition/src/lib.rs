//! One predicate, one view of a ticket, and the hole that a script fills.
//!
//! A [`Condition`] is a list of parts that must all hold. A part that stays within the compilable forms is an [`Expr`]
//! over the [`Facts`]; any other, and any that an [`Expr`] leaves open, is decided by the [`Guest`].

mod asked;
mod budget;
mod by_path;
mod call;
mod changes;
mod charges;
mod compare;
mod compute;
mod condition;
#[cfg(test)]
mod dice;
mod expr;
mod facts;
mod fold;
pub mod functions;
mod letters;
mod made;
mod matrix;
mod moves;
mod onlooker;
mod open_time;
mod pattern;
mod plain;
mod probe;
mod reads;
mod script;
mod search;
mod shortened;
mod template;
mod work;

pub use budget::{ALWAYS, Refused};
pub use call::{Call, Doing};
pub use compare::{Comparison, asks_for_missing, equal};
pub use compute::Operation;
pub use condition::{Condition, Guest, OnFault, Outcome, Part, Trouble};
pub use expr::{Arm, Ask, Expr, Range, Switch, Unsure, nesting};
pub use facts::{Clocks, Facts, Frame, Layout, Slot};
pub use fold::fold;
pub use made::{LARGEST_MAP, LONGEST_LIST, LONGEST_TEXT, shown};
pub use matrix::Matrix;
pub use onlooker::Onlooker;
pub use open_time::{NoCalendars, OpenTime};
pub use pattern::{Pattern, PatternError, Patterns};
pub use plain::plain;
pub use probe::{Probe, Probes};
pub use reads::Reads;
pub use script::{Script, ScriptBlock, ScriptFile, ScriptId, Scripts};
pub use shortened::shortened;
pub use work::Extent;
