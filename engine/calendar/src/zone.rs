//! Time zones by name.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use tierline_model::Timestamp;

use crate::{Offset, wall::Wall, zones};

/// The time of a place, by the zone data that comes with Tierline.
///
/// ```
/// # use tierline_calendar::Zone;
/// # use tierline_model::Timestamp;
/// let berlin = Zone::named("Europe/Berlin").unwrap();
/// let new_year = Timestamp::parse("2026-12-31T23:30:00Z").unwrap();
/// assert_eq!((berlin.month(new_year), berlin.week(new_year)), ("2027-01".to_owned(), "2026-W53".to_owned()));
/// assert!(Zone::named("CEST").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    offsets: Vec<Offset>,
}

/// What is asked of a zone lies in these years; before and after them it has its first or last offset.
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2200;

impl Zone {
    /// The zone of that IANA name.
    ///
    /// # Errors
    ///
    /// Where there is none, with what may have been meant.
    pub fn named(name: &str) -> Result<Zone, String> {
        let start_of = |year| {
            let midnight = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_hms_opt(0, 0, 0);
            Timestamp::from_second(midnight.unwrap_or_default().and_utc().timestamp())
        };
        let offsets = zones::offsets_of(name, start_of(FIRST_YEAR), start_of(LAST_YEAR))?;
        Ok(Zone { name: name.to_owned(), offsets })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the clocks on the wall show at an instant.
    pub fn local(&self, at: Timestamp) -> NaiveDateTime {
        DateTime::from_timestamp(self.wall().local(at), 0).unwrap_or_default().naive_utc()
    }

    /// The first instant at which the clocks on the wall show that; where they skip it, the instant at which they do.
    pub fn instant(&self, local: NaiveDateTime) -> Timestamp {
        self.wall().first(local.and_utc().timestamp())
    }

    /// The month of an instant, such as `2026-11`.
    pub fn month(&self, at: Timestamp) -> String {
        let local = self.local(at);
        format!("{:04}-{:02}", local.year(), local.month())
    }

    /// The week of an instant by ISO 8601, such as `2026-W48`: it begins on Monday and belongs to the year of its Thursday.
    pub fn week(&self, at: Timestamp) -> String {
        let week = self.local(at).iso_week();
        format!("{:04}-W{:02}", week.year(), week.week())
    }

    fn wall(&self) -> Wall<'_> {
        Wall(&self.offsets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Berlin is an hour ahead in winter and two in summer. On 29 March 2026 clocks go from 02:00 to 03:00 (01:00 UTC), on 25
    /// October from 03:00 to 02:00 (01:00 UTC).
    #[test]
    fn local_times_are_instants() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let instant = |local: &str| {
            let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
            berlin.instant(local).to_string()
        };
        assert_eq!(instant("2026-01-15 12:00"), "2026-01-15T11:00:00Z");
        assert_eq!(instant("2026-07-15 12:00"), "2026-07-15T10:00:00Z");
        assert_eq!(instant("2026-03-29 01:59"), "2026-03-29T00:59:00Z");
        assert_eq!(instant("2026-03-29 02:30"), "2026-03-29T01:00:00Z");
        assert_eq!(instant("2026-03-29 03:00"), "2026-03-29T01:00:00Z");
        assert_eq!(instant("2026-10-25 02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(instant("2026-10-25 03:00"), "2026-10-25T02:00:00Z");
        assert_eq!(instant("1960-01-01 12:00"), "1960-01-01T11:00:00Z");
    }

    /// 2027 begins on a Friday: its first days are of the last week of 2026.
    #[test]
    fn months_and_weeks_are_those_of_the_place() {
        let at = |text| Timestamp::parse(text).unwrap();
        let (berlin, utc) = (Zone::named("Europe/Berlin").unwrap(), Zone::named("UTC").unwrap());
        let new_year = at("2026-12-31T23:30:00Z");
        assert_eq!((berlin.month(new_year), utc.month(new_year)), ("2027-01".into(), "2026-12".into()));
        assert_eq!((berlin.week(new_year), utc.week(new_year)), ("2026-W53".into(), "2026-W53".into()));
        let sunday = at("2026-11-22T23:30:00Z");
        assert_eq!((berlin.week(sunday), utc.week(sunday)), ("2026-W48".into(), "2026-W47".into()));
    }
}
