//! The rule language: Rhai blocks, checked, sandboxed, lowered to predicates.
//!
//! [`Language::compile`] turns the files of a pack into rules, matrices and tests, or says everything that is wrong with
//! them. What stays within the compilable forms needs no interpreter afterwards; a [`Session`] runs the rest.

mod acts;
pub mod bounds;
mod budget;
mod calendars;
mod cells;
mod check;
mod clauses;
mod clock_tests;
mod compile;
mod cut;
mod format;
mod header;
mod hours;
mod instants;
mod ladders;
mod lower;
mod matrices;
mod outline;
mod policies;
mod reads;
mod rhai;
mod rules;
mod said_once;
mod site;
mod source;
mod tables;
mod tests;
mod tree;
mod unfold;

pub use calendars::CalendarDraft;
pub use clock_tests::ClockField;
pub use compile::{Broken, Compiled, Language};
pub use instants::Since;
pub use ladders::{LadderDraft, step_name};
pub use outline::{Fork, Outline, Way};
pub use rhai::{Program, Session, TestView};
pub use rules::RuleDraft;
pub use tests::{Expectation, Expected, TestCase, TestMoment};
