//! Holidays from iCalendar files (RFC 5545): whole days only, with their recurrences expanded.
//!
//! The crates that read iCalendar join folded lines before they parse, so that they cannot say which line is wrong, and
//! bring a system clock, random numbers and a second set of time zones along; whole days need none of those.

mod event;
mod feed;
mod lines;
mod rule;

pub use feed::{Holidays, Span, holidays};

/// What is wrong with a file, and on which line; 0 where that is the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl Wrong {
    fn at(line: usize, why: impl Into<String>) -> Wrong {
        Wrong { line, why: why.into() }
    }
}
