//! Clocks for people: sentences and drawings, with the open hours that those need.

use serde::Serialize;
use tierline::{Deadlines, Desk};
use tierline_model::{Reading, SortedMap, Text, Timestamp, reading::OpenHours};

/// A clock in sentences and as a drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockSaid {
    /// Which clock: `resolution`, `tier of "L2"`.
    pub clock: String,
    /// Why it reads what it reads.
    pub why: Vec<String>,
    /// The drawing, a line each.
    pub timeline: Vec<String>,
}

/// What `deadlines` gives: what the clocks of a ticket read, and what is next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadlinesSaid {
    /// The readings and what is next.
    #[serde(flatten)]
    pub deadlines: Deadlines,
    /// With `why`: when the calendars are open that the clocks count by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<OpenHours>>,
}

/// The open hours of all calendars that readings name, each over all that drawings of its clocks show.
pub fn open_hours(desk: &Desk, readings: &[Reading], now: Timestamp) -> Vec<OpenHours> {
    let mut spans: SortedMap<&Text, (Timestamp, Timestamp)> = SortedMap::new();
    for reading in readings {
        if let Some(calendar) = &reading.calendar {
            let (from, to) = tierline_explain::shown_span(reading, now);
            let span = spans.get_or_insert_with(calendar, || (from, to));
            *span = (span.0.min(from), span.1.max(to));
        }
    }
    spans.into_iter().filter_map(|(calendar, (from, to))| desk.open_hours(calendar, from, to)).collect()
}

/// The open hours that a reading counts by.
pub fn hours_of<'a>(reading: &Reading, hours: &'a [OpenHours]) -> Option<&'a OpenHours> {
    hours.iter().find(|hours| Some(&hours.calendar) == reading.calendar.as_ref())
}

/// Every clock in sentences and as a drawing of at most `width` characters a line.
pub fn clocks_said(desk: &Desk, readings: &[Reading], now: Timestamp, width: usize) -> Vec<ClockSaid> {
    let hours = open_hours(desk, readings, now);
    let said = readings.iter().map(|reading| ClockSaid {
        clock: tierline_explain::clock_name(reading),
        why: tierline_explain::clock_sentences(reading),
        timeline: tierline_explain::timeline(reading, hours_of(reading, &hours), now, width),
    });
    said.collect()
}
