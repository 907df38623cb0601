//! Instants.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A point in time: whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// In JSON it is an RFC 3339 text in UTC.
///
/// ```
/// use tierline_model::Timestamp;
/// let noon = Timestamp::parse("2026-11-23T13:00:00.75+01:00").unwrap();
/// assert_eq!(noon.to_string(), "2026-11-23T12:00:00Z");
/// assert_eq!(noon.second(), 1_795_435_200);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest instant with a four-digit year, 0000-01-01T00:00:00Z.
    pub const MIN: Timestamp = Timestamp(-62_167_219_200);
    /// The latest instant with a four-digit year, 9999-12-31T23:59:59Z.
    pub const MAX: Timestamp = Timestamp(253_402_300_799);

    /// The instant `second` seconds after 1970-01-01T00:00:00Z; held to the years 0000 to 9999.
    pub fn from_second(second: i64) -> Timestamp {
        Timestamp(second.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn second(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 instant (`2026-11-23T10:00:00Z`; a fraction of a second is dropped) or a date
    /// (`2026-11-23`, its midnight in UTC). `None` for anything else, a time without an offset included.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let second = match DateTime::parse_from_rfc3339(text) {
            Ok(instant) => instant.timestamp(),
            Err(_) if text.len() == 10 => {
                let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
                date.and_hms_opt(0, 0, 0)?.and_utc().timestamp()
            }
            Err(_) => return None,
        };
        (Self::MIN.0..=Self::MAX.0).contains(&second).then_some(Timestamp(second))
    }

    /// Days since 1970-01-01, in UTC.
    pub fn day(self) -> i64 {
        self.0.div_euclid(86_400)
    }

    /// The same instant in chrono's words.
    pub fn to_chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
    fn from(instant: DateTime<Tz>) -> Timestamp {
        Timestamp::from_second(instant.timestamp())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no instant such as 2026-11-23T10:00:00Z")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_offsets_are_read() {
        assert_eq!(Timestamp::parse("1970-01-02").map(Timestamp::second), Some(86_400));
        assert_eq!(Timestamp::parse("1970-01-01T01:00:00+01:00").map(Timestamp::second), Some(0));
        assert_eq!(Timestamp::parse("1969-12-31T23:59:59Z").map(Timestamp::day), Some(-1));
        for wrong in ["", "tomorrow", "2026-11-23T10:00:00", "2026-02-30", "2026-11-23 ", "10:00"] {
            assert_eq!(Timestamp::parse(wrong), None, "{wrong}");
        }
    }
}
