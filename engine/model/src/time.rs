//! Instants.

use std::{fmt, ops::Range};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Utc};
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
        let mut rest = Unread(text.as_bytes());
        let second = rest.date()? + if rest.0.is_empty() { 0 } else { rest.time()? };
        let is_all = rest.0.is_empty() && (Self::MIN.0..=Self::MAX.0).contains(&second);
        is_all.then_some(Timestamp(second))
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

/// A day of the calendar, wherever it is: no instant, for it begins at another one in every time zone. In JSON it is a text
/// such as `2026-11-23`.
///
/// ```
/// use tierline_model::Date;
/// let last_day = Date::parse("2026-11-27").unwrap();
/// assert_eq!(last_day.to_string(), "2026-11-27");
/// assert_eq!(last_day.midnight().to_string(), "2026-11-27T00:00:00Z");
/// assert_eq!(Date::parse("2026-11-27T00:00:00Z"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i64);

impl Date {
    /// The date so many days after 1970-01-01; held to the years 0000 to 9999.
    pub fn from_day(day: i64) -> Date {
        Date(day.clamp(Timestamp::MIN.day(), Timestamp::MAX.day()))
    }

    /// Reads `2026-11-23`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Date> {
        (text.len() == 10).then(|| Timestamp::parse(text))?.map(|midnight| Date(midnight.day()))
    }

    /// Days since 1970-01-01.
    pub fn day(self) -> i64 {
        self.0
    }

    /// Its midnight in UTC, for which it stands wherever an instant is needed.
    pub fn midnight(self) -> Timestamp {
        Timestamp(self.0 * 86_400)
    }

    /// The same date in chrono's words.
    pub fn to_chrono(self) -> NaiveDate {
        self.midnight().to_chrono().date_naive()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Written::of(self.midnight()).date())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Written::of(self.midnight()).date())
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
    fn from(instant: DateTime<Tz>) -> Timestamp {
        Timestamp::from_second(instant.timestamp())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Written::of(*self).text())
    }
}

/// An instant as it is written. Answers hold many, and `write!` would take an eighth of a whole call.
struct Written([u8; 20]);

impl Written {
    fn of(instant: Timestamp) -> Written {
        let (date, second) = (instant.to_chrono().date_naive(), instant.0.rem_euclid(86_400));
        let mut written = Written(*b"0000-00-00T00:00:00Z");
        written.put(0..4, i64::from(date.year()));
        written.put(5..7, i64::from(date.month()));
        written.put(8..10, i64::from(date.day()));
        written.put(11..13, second / 3_600);
        written.put(14..16, second / 60 % 60);
        written.put(17..19, second % 60);
        written
    }

    /// Writes a number that is not below zero from its last digit on.
    fn put(&mut self, place: Range<usize>, mut number: i64) {
        for digit in self.0[place].iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
        }
    }

    fn text(&self) -> &str {
        // INVARIANT: these are digits and signs.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn date(&self) -> &str {
        self.text().get(..10).unwrap_or_default()
    }
}

/// What is left to read of an RFC 3339 instant.
struct Unread<'a>(&'a [u8]);

impl Unread<'_> {
    /// Takes a sign that must stand here.
    fn sign(&mut self, signs: &[u8]) -> Option<u8> {
        let (sign, rest) = self.0.split_first()?;
        self.0 = rest;
        signs.contains(sign).then_some(*sign)
    }

    /// Takes a number of so many digits, up to `most`.
    fn number(&mut self, digits: usize, most: i64) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        let digit = |number, digit: &u8| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'));
        number.iter().try_fold(0, digit).filter(|number| *number <= most)
    }

    /// The second at which a date begins.
    fn date(&mut self) -> Option<i64> {
        let year = i32::try_from(self.number(4, 9_999)?).ok()?;
        self.sign(b"-")?;
        let month = u32::try_from(self.number(2, 12)?).ok()?;
        self.sign(b"-")?;
        let day = u32::try_from(self.number(2, 31)?).ok()?;
        Some(NaiveDate::from_ymd_opt(year, month, day)?.and_time(NaiveTime::MIN).and_utc().timestamp())
    }

    /// How many seconds of the date have passed in UTC. A leap second is the one before it.
    fn time(&mut self) -> Option<i64> {
        self.sign(b"Tt ")?;
        let hour = self.number(2, 23)?;
        self.sign(b":")?;
        let minute = self.number(2, 59)?;
        self.sign(b":")?;
        let second = self.number(2, 60)?.min(59);
        if let Some(fraction) = self.0.strip_prefix(b".") {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            self.0 = fraction.get(digits..).filter(|_| digits > 0)?;
        }
        Some(hour * 3_600 + minute * 60 + second - self.offset()?)
    }

    /// How many seconds the clocks there are ahead of UTC.
    fn offset(&mut self) -> Option<i64> {
        let direction = match self.sign(b"Zz+-")? {
            b'Z' | b'z' => return Some(0),
            b'+' => 1,
            _ => -1,
        };
        let hours = self.number(2, 23)?;
        self.sign(b":")?;
        Some(direction * (hours * 3_600 + self.number(2, 59)? * 60))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Written::of(*self).text())
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

    /// chrono reads the same, and writes the same.
    #[test]
    fn instants_are_those_of_chrono() {
        let plain = "2026-11-23T10:00:00Z";
        let scraps =
            ["", "0", "5", "9", "60", "T", "t", " ", "Z", "z", "+", "-", ":", ".", "+02:00", "-23:59", "+24:00"];
        let by_chrono = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.timestamp());
        let mut read = 0;
        for text in
            [plain, "2024-02-29t23:59:60.123456789012-00:30", "0000-01-01 00:00:00+00:01", "9999-12-31T23:59:59z"]
        {
            for (from, length, scrap) in (0..=text.len())
                .flat_map(|from| (0..6).flat_map(move |length| scraps.map(|scrap| (from, length, scrap))))
            {
                let odd = format!("{}{scrap}{}", &text[..from], text.get(from + length..).unwrap_or_default());
                let known = by_chrono(&odd).filter(|second| (Timestamp::MIN.0..=Timestamp::MAX.0).contains(second));
                if odd.len() != 10 {
                    assert_eq!(Timestamp::parse(&odd).map(Timestamp::second), known, "{odd}");
                }
                if let Some(at) = known.and_then(|second| DateTime::from_timestamp(second, 0)) {
                    read += 1;
                    let shown = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                    assert_eq!(Timestamp::from(at).to_string(), shown);
                }
            }
        }
        assert!(read > 500, "{read}");
    }
}
