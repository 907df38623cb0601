//! Business time: when a desk works, compiled once and then asked in constant time. It knows no tickets.
//!
//! A [`Calendar`] is a set of open stretches `[open, close)` of the UTC time line, sorted and never touching; every question
//! is a binary search over running totals. What a [`CalendarDocument`](tierline_model::CalendarDocument) means:
//!
//! 1. Date by date: the hours of a date are those of its special day, else none where it is a holiday, else those of its
//!    weekday. An interval belongs to the date on which it starts, its tail after midnight included.
//!    Days of every year are special days of every year in which their date is a weekday with hours.
//! 2. A boundary at a local time that a clock change skips is the instant of the change. At a local time that comes twice an
//!    opening is the earlier instant and a closing the later, except that a closing at the very beginning of the repeated
//!    hour is the earlier: what was open before it happened once.
//! 3. A break is an interval by the same two rules. What it spans is cut out, whichever date the hours belong to. Breaks of
//!    weekdays leave special days alone.
//! 4. A union is open where one of its members or its own hours are. Its holidays, special days and breaks count for its own
//!    hours only.
//!
//! Compiling takes two steps. With the feature `zones`, `Calendars::compile` reads the zone data and makes
//! [`ResolvedCalendar`]s of documents: small, and all that a bundle needs to hold. [`Calendars::build`] expands those to
//! stretches and needs no zone data.
//!
//! A calendar covers a stated time. Past it every answer is [`Beyond`], never a guess.

mod beyond;
mod calendar;
mod calendars;
mod check;
#[cfg(feature = "zones")]
mod compile;
mod days;
mod expand;
mod includes;
mod known;
mod line;
mod local;
mod mistake;
mod resolved;
mod ruler;
mod stretch;
mod wall;
mod working;
#[cfg(feature = "zones")]
mod zone;
#[cfg(feature = "zones")]
pub mod zones;

pub use beyond::{Asked, Beyond};
pub use calendar::{Calendar, Due};
pub use calendars::Calendars;
pub use check::{FIRST_YEAR, LAST_YEAR, MOST_YEARS};
pub use mistake::CalendarMistake;
pub use resolved::{Offset, ResolvedCalendar};
pub use stretch::Stretch;
#[cfg(feature = "zones")]
pub use zone::Zone;
