//! Calendars whose zone data has been read.

use serde::{Deserialize, Serialize};
use tierline_model::{CalendarDocument, Text, Timestamp, keep_struct};

/// A calendar with all that its time zone has to say about it: no zone data is needed any more. It is what a bundle holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvedCalendar {
    /// The calendar as written.
    pub document: CalendarDocument,
    /// The first instant that it covers: midnight, on the wall, of its first year.
    pub from: Timestamp,
    /// The first instant that it no longer covers.
    pub until: Timestamp,
    /// What its clocks show in that time, in order of time. The first holds before its `from` too.
    pub offsets: Vec<Offset>,
    /// The version of the zone data, such as `2026e`.
    pub zone_data: Text,
}

/// How far the clocks of a time zone are ahead of UTC, until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    /// Since when.
    pub from: Timestamp,
    /// By how many seconds; negative west of Greenwich.
    pub seconds: i32,
}

keep_struct!(ResolvedCalendar { document, from, until, offsets, zone_data });
keep_struct!(Offset { from, seconds });
