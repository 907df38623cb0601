//! What is wrong with calendars.

use std::fmt;

use tierline_model::{CalendarPart, SortedSet, Text, quoted};

/// One thing that is wrong, or looks wrong, with a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarMistake {
    /// The calendar's name.
    pub calendar: Text,
    /// The part of its document.
    pub part: CalendarPart,
    /// A name for programs to branch on. It never changes; the message may.
    pub code: &'static str,
    /// What, in the admin's own words, on one line.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

/// One line: `calendar "office": the calendar is never open; give it hours on at least one day`.
impl fmt::Display for CalendarMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "calendar {}: {}", quoted(&self.calendar), self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

impl std::error::Error for CalendarMistake {}

/// All that was found about some calendars.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) mistakes: Vec<CalendarMistake>,
    pub(crate) warnings: Vec<CalendarMistake>,
}

impl Found {
    pub(crate) fn add(&mut self, other: Found) {
        self.mistakes.extend(other.mistakes);
        self.warnings.extend(other.warnings);
    }

    /// The names of the calendars that have mistakes.
    pub(crate) fn blamed(&self) -> SortedSet<Text> {
        self.mistakes.iter().map(|mistake| mistake.calendar.clone()).collect()
    }
}
