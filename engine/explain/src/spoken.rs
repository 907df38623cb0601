//! Durations and instants in words.

use tierline_model::{Timestamp, reading::OpenHours};

/// Seconds as `1h 20m`, `45m 10s`, `0m`; below 0 with a minus in front.
///
/// ```
/// let spoken = [0, 90, 3_600, 97_200, -59].map(tierline_explain::duration);
/// assert_eq!(spoken, ["0m", "1m 30s", "1h", "27h", "-59s"]);
/// ```
pub fn duration(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let all = seconds.unsigned_abs();
    let parts = [(all / 3_600, "h"), (all / 60 % 60, "m"), (all % 60, "s")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if parts.is_empty() { "0m".to_owned() } else { format!("{sign}{}", parts.join(" ")) }
}

/// An instant by the clocks on the wall of a calendar: `Mon 23 Nov 2026 09:00`; in UTC where there is none.
///
/// ```
/// # use tierline_model::{Timestamp, reading::OpenHours};
/// let at = Timestamp::parse("2026-07-03T12:00:00Z").unwrap();
/// let london = OpenHours { offsets: vec![(at, 3_600)], ..OpenHours::default() };
/// assert_eq!(tierline_explain::local(at, Some(&london)), "Fri 3 Jul 2026 13:00");
/// assert_eq!(tierline_explain::local(at, None), "Fri 3 Jul 2026 12:00");
/// ```
pub fn local(at: Timestamp, hours: Option<&OpenHours>) -> String {
    written(wall(at, hours), "%a %-d %b %Y %H:%M")
}

/// Seconds that the clocks on the wall show, counted as if they showed UTC.
pub(crate) fn wall(at: Timestamp, hours: Option<&OpenHours>) -> i64 {
    let offsets = hours.map(|hours| hours.offsets.as_slice()).unwrap_or_default();
    let begun = offsets.iter().rev().find(|(from, _)| *from <= at).or(offsets.first());
    at.second() + begun.map_or(0, |(_, seconds)| i64::from(*seconds))
}

/// What the clocks on the wall show, in a format of strftime.
pub(crate) fn written(wall: i64, format: &str) -> String {
    Timestamp::from_second(wall).to_chrono().format(format).to_string()
}
