//! Questions that a calendar cannot answer.

use std::fmt;

use tierline_model::{Text, Timestamp, quoted};

/// The question, or its answer, lies outside the time that a calendar covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// The calendar's name.
    pub calendar: Text,
    /// The first instant that it covers.
    pub covers_from: Timestamp,
    /// Its horizon: the end of what it covers.
    pub covers_until: Timestamp,
    /// What lies outside.
    pub asked: Asked,
}

/// What lies outside the time that a calendar covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The instant asked about.
    At(Timestamp),
    /// The answer, which is before what is covered.
    Earlier,
    /// The answer, which is past the horizon.
    Later,
}

impl fmt::Display for Beyond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Beyond { calendar, covers_from, covers_until, asked } = self;
        write!(f, "calendar {} covers {covers_from} up to {covers_until}; ", quoted(calendar))?;
        match asked {
            Asked::At(instant) => write!(f, "{instant} lies outside"),
            Asked::Earlier => f.write_str("the answer lies before that"),
            Asked::Later => f.write_str("the answer lies after that"),
        }
    }
}

impl std::error::Error for Beyond {}
