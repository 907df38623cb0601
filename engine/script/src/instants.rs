//! Instants as rule files write them: in double quotes.

use std::fmt;

use tierline_model::{Date, Timestamp, quoted};

use crate::{rhai::Slip, source::Spot};

/// Since when a version counts: an instant, or a date, which begins where its people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The instant; of a date, its midnight in UTC.
    pub at: Timestamp,
    /// The date, where one is written.
    pub date: Option<Date>,
}

impl Since {
    pub(crate) fn read(text: &str, at: Spot) -> Result<Since, Slip> {
        Ok(Since { at: instant(text, at)?, date: Date::parse(text) })
    }
}

/// As it is written.
impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date {
            Some(date) => date.fmt(f),
            None => self.at.fmt(f),
        }
    }
}

/// The instant that a text names.
pub(crate) fn instant(text: &str, at: Spot) -> Result<Timestamp, Slip> {
    let wrong = || Slip::new("instant", format!("{} is no instant", quoted(text)));
    let help = "write \"2026-11-23T10:00:00Z\", or a date: \"2026-11-23\"";
    Timestamp::parse(text).ok_or_else(|| wrong().help(help).at(at))
}
