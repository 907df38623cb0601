//! Calendars as their admins write them.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny, SeqAccess, Visitor},
};

use crate::{SortedMap, SortedSet, Text};

/// When a desk works: weekly hours in one time zone, what is cut out of them, and the dates that differ.
///
/// The crate `tierline-calendar` says what it means and compiles it.
///
/// ```
/// use tierline_model::{CalendarDocument, Weekday};
/// let office: CalendarDocument = serde_json::from_str(r#"{
///     "name": "office",
///     "time_zone": "Europe/Berlin",
///     "weekly": {"mon": [["09:00", "17:00"]], "fri": [["09:00", "15:30"]]},
///     "breaks": [{"on": ["mon"], "interval": ["12:00", "13:00"]}],
///     "holidays": ["12-25", "2026-12-28", {"on": "2027-01-01", "name": "New Year"}],
///     "special_days": {"2026-12-24": [["09:00", "12:00"]]}
/// }"#).unwrap();
/// assert_eq!(office.weekly[&Weekday::Fri][0].to_string(), "09:00 - 15:30");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarDocument {
    /// Its name.
    pub name: Text,
    /// Its IANA time zone, such as `Europe/Berlin`. Only a union may leave it out: it then has that of its first member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Text>,
    /// The hours of a week. A day that is not there is closed.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub weekly: SortedMap<Weekday, Vec<Interval>>,
    /// What is cut out of the hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Break>,
    /// The dates on which nothing of the weekly hours starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// The dates that have hours of their own, whatever their weekday and whether or not they are holidays.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub special_days: SortedMap<NaiveDate, SpecialDay>,
    /// The days of every year that have hours of their own: on days of the week that are open, save where that date is a special
    /// day. Compiling writes them out as special days.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub yearly_days: SortedMap<DayOfYear, SpecialDay>,
    /// The calendars that it unites with its own hours, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub includes: Vec<Text>,
    /// The years that it can be asked about; none for what the desk as a whole covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Years>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// All of them, from Monday.
    pub const ALL: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    /// Its name in rules and documents: `mon` to `sun`.
    pub fn name(self) -> &'static str {
        match self {
            Weekday::Mon => "mon",
            Weekday::Tue => "tue",
            Weekday::Wed => "wed",
            Weekday::Thu => "thu",
            Weekday::Fri => "fri",
            Weekday::Sat => "sat",
            Weekday::Sun => "sun",
        }
    }

    /// The day of that name.
    pub fn named(name: &str) -> Option<Weekday> {
        Weekday::ALL.into_iter().find(|day| day.name() == name)
    }

    /// The day of the week of a date.
    pub fn of(date: NaiveDate) -> Weekday {
        match date.weekday() {
            chrono::Weekday::Mon => Weekday::Mon,
            chrono::Weekday::Tue => Weekday::Tue,
            chrono::Weekday::Wed => Weekday::Wed,
            chrono::Weekday::Thu => Weekday::Thu,
            chrono::Weekday::Fri => Weekday::Fri,
            chrono::Weekday::Sat => Weekday::Sat,
            chrono::Weekday::Sun => Weekday::Sun,
        }
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A time on the wall: whole seconds since midnight, from `00:00` to `24:00`, the end of the date.
///
/// In JSON it is a text, `HH:MM` or `HH:MM:SS`.
///
/// ```
/// use tierline_model::LocalTime;
/// assert_eq!(LocalTime::parse("09:30").map(LocalTime::second), Some(34_200));
/// assert_eq!(LocalTime::parse("24:00"), Some(LocalTime::END_OF_DAY));
/// assert_eq!(LocalTime::parse("24:01"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(u32);

impl LocalTime {
    /// `00:00`, the beginning of the date.
    pub const MIDNIGHT: LocalTime = LocalTime(0);
    /// `24:00`, the end of the date.
    pub const END_OF_DAY: LocalTime = LocalTime(86_400);

    /// The time of that hour, minute and second; `None` for what no clock shows.
    pub fn new(hour: u32, minute: u32, second: u32) -> Option<LocalTime> {
        let in_range = hour <= 24 && minute < 60 && second < 60;
        let time = in_range.then(|| LocalTime(hour * 3_600 + minute * 60 + second))?;
        (time <= LocalTime::END_OF_DAY).then_some(time)
    }

    /// Reads `HH:MM` or `HH:MM:SS`; `None` for anything else.
    pub fn parse(text: &str) -> Option<LocalTime> {
        let two_digits = |part: &str| match part.as_bytes() {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0')),
            _ => None,
        };
        let mut parts = text.split(':');
        let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
        let second = parts.next().map_or(Some(0), two_digits)?;
        parts.next().is_none().then(|| LocalTime::new(hour, minute, second))?
    }

    /// Seconds since midnight.
    pub const fn second(self) -> u32 {
        self.0
    }
}

/// `HH:MM`, or `HH:MM:SS` where it is no whole minute.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3_600, self.0 / 60 % 60)?;
        match self.0 % 60 {
            0 => Ok(()),
            second => write!(f, ":{second:02}"),
        }
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        LocalTime::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no time such as 09:00 or 24:00")))
    }
}

/// Hours of one date, from `open` up to `close`. Where `close` is not after `open`, they end on the next date.
///
/// In JSON it is a pair, `["09:00", "17:00"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "(LocalTime, LocalTime)")]
pub struct Interval {
    /// When they begin.
    pub open: LocalTime,
    /// The first moment after them.
    pub close: LocalTime,
}

impl Interval {
    /// Seconds from the midnight at which its date begins to its beginning and to its end.
    pub fn seconds(self) -> (u32, u32) {
        let (open, close) = (self.open.second(), self.close.second());
        (open, if close <= open { close + LocalTime::END_OF_DAY.second() } else { close })
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not by way of a tree of `serde_json`, which takes some keys of maps for its own.
        deserializer.deserialize_seq(TwoTimes)
    }
}

struct TwoTimes;

impl<'de> Visitor<'de> for TwoTimes {
    type Value = Interval;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hours, which are two times such as [\"09:00\", \"17:00\"]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut times: A) -> Result<Interval, A::Error> {
        let mut time = |index| times.next_element()?.ok_or_else(|| A::Error::invalid_length(index, &self));
        let (open, close) = (time(0)?, time(1)?);
        match times.next_element::<IgnoredAny>()? {
            None => Ok(Interval { open, close }),
            Some(_) => Err(A::Error::invalid_length(3, &self)),
        }
    }
}

impl From<Interval> for (LocalTime, LocalTime) {
    fn from(interval: Interval) -> (LocalTime, LocalTime) {
        (interval.open, interval.close)
    }
}

/// `09:00 - 17:00`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} - {}", self.open, self.close)
    }
}

/// Hours that are cut out, whichever date the hours began on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// The dates on which it begins.
    pub on: BreakDays,
    /// From when to when.
    pub interval: Interval,
}

/// On which dates there is a break.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged, expecting = "it must be a list of weekdays such as [\"mon\"] or a date such as 2026-12-24")]
pub enum BreakDays {
    /// Every one of these days of the week, but not on special days: those say their hours in full.
    Weekdays(SortedSet<Weekday>),
    /// One date, special or not.
    Date(NaiveDate),
}

/// A date on which nothing of the weekly hours starts.
///
/// In JSON it is a text (`2026-12-25`, or `12-25` for every year) or, with its name, a map of `on` and `name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "HolidayForm", into = "HolidayForm")]
pub struct Holiday {
    /// When it is.
    pub on: HolidayDate,
    /// Its name for people.
    pub name: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "it must be a date such as 2026-12-25 or 12-25, or a map of `on` and `name`")]
enum HolidayForm {
    Plain(HolidayDate),
    Named(NamedHoliday),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedHoliday {
    on: HolidayDate,
    #[serde(default)]
    name: Option<Text>,
}

impl From<HolidayForm> for Holiday {
    fn from(form: HolidayForm) -> Holiday {
        match form {
            HolidayForm::Plain(on) => Holiday { on, name: None },
            HolidayForm::Named(NamedHoliday { on, name }) => Holiday { on, name },
        }
    }
}

impl From<Holiday> for HolidayForm {
    fn from(holiday: Holiday) -> HolidayForm {
        match holiday.name {
            None => HolidayForm::Plain(holiday.on),
            name => HolidayForm::Named(NamedHoliday { on: holiday.on, name }),
        }
    }
}

/// When a holiday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HolidayDate {
    /// Once.
    Date(NaiveDate),
    /// Every year that has this month (1 to 12) and day.
    Yearly(u32, u32),
}

/// A day of every year that has it, the earlier of two first. In JSON it is a text such as `12-25`.
///
/// ```
/// use tierline_model::DayOfYear;
/// let [first, last, eve] = ["12-20", "01-05", "12-31"].map(|day| DayOfYear::parse(day).unwrap());
/// assert!(eve.is_between(first, last) && !eve.is_between(last, first));
/// assert_eq!(DayOfYear::parse("02-30"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

impl DayOfYear {
    /// Reads `12-25`; `None` for anything else.
    pub fn parse(text: &str) -> Option<DayOfYear> {
        // Any leap year will do: `02-29` is a day of some years.
        (text.len() == 5).then(|| format!("2000-{text}").parse().ok().map(DayOfYear::of))?
    }

    /// The day of the year that a date is.
    pub fn of(date: NaiveDate) -> DayOfYear {
        DayOfYear { month: date.month(), day: date.day() }
    }

    /// It in a year; `None` where that does not have it.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }

    /// Whether it lies between two days, both included: over the turn of the year, where the first is the later one.
    pub fn is_between(self, first: DayOfYear, last: DayOfYear) -> bool {
        match first <= last {
            true => first <= self && self <= last,
            false => first <= self || self <= last,
        }
    }
}

impl fmt::Display for DayOfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl Serialize for DayOfYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DayOfYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DayOfYear::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no day such as 12-25")))
    }
}

impl HolidayDate {
    /// Reads `2026-12-25` or `12-25`; `None` for anything else.
    pub fn parse(text: &str) -> Option<HolidayDate> {
        let yearly = DayOfYear::parse(text).map(|DayOfYear { month, day }| HolidayDate::Yearly(month, day));
        yearly.or_else(|| text.parse().ok().map(HolidayDate::Date))
    }

    /// Whether it is on `date`.
    pub fn is_on(self, date: NaiveDate) -> bool {
        match self {
            HolidayDate::Date(on) => on == date,
            HolidayDate::Yearly(month, day) => (date.month(), date.day()) == (month, day),
        }
    }
}

impl fmt::Display for HolidayDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HolidayDate::Date(date) => date.fmt(f),
            HolidayDate::Yearly(month, day) => write!(f, "{month:02}-{day:02}"),
        }
    }
}

impl Serialize for HolidayDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HolidayDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        HolidayDate::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no date such as 2026-12-25 or 12-25")))
    }
}

/// The hours of one date.
///
/// In JSON it is the list of its intervals or, with its name, a map of `intervals` and `name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "SpecialDayForm", into = "SpecialDayForm")]
pub struct SpecialDay {
    /// What starts on that date; nothing for a date that is closed.
    pub intervals: Vec<Interval>,
    /// Its name for people.
    pub name: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "it must be a list of intervals such as [[\"09:00\", \"12:00\"]], or a map of `intervals` and `name`"
)]
enum SpecialDayForm {
    Plain(Vec<Interval>),
    Named(NamedSpecialDay),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedSpecialDay {
    intervals: Vec<Interval>,
    #[serde(default)]
    name: Option<Text>,
}

impl From<SpecialDayForm> for SpecialDay {
    fn from(form: SpecialDayForm) -> SpecialDay {
        match form {
            SpecialDayForm::Plain(intervals) => SpecialDay { intervals, name: None },
            SpecialDayForm::Named(NamedSpecialDay { intervals, name }) => SpecialDay { intervals, name },
        }
    }
}

impl From<SpecialDay> for SpecialDayForm {
    fn from(day: SpecialDay) -> SpecialDayForm {
        match day.name {
            None => SpecialDayForm::Plain(day.intervals),
            name => SpecialDayForm::Named(NamedSpecialDay { intervals: day.intervals, name }),
        }
    }
}

/// Whole years, the first and the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first.
    pub from: i32,
    /// The last.
    pub to: i32,
}

impl Years {
    /// Whether `date` lies in one of them.
    pub fn have(self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date.year())
    }
}

/// `2026 to 2036`.
impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}

/// A part of a calendar's document, so that whoever read the document can say where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarPart {
    /// All of it.
    Whole,
    /// Its time zone.
    TimeZone,
    /// An interval of a day of the week, by its number from 0.
    Weekly(Weekday, usize),
    /// A break, by its number from 0.
    Break(usize),
    /// A holiday, by its number from 0.
    Holiday(usize),
    /// An interval of a special day, by its number from 0; of one without intervals, 0.
    SpecialDay(NaiveDate, usize),
    /// An interval of a day of every year, by its number from 0; of one without intervals, 0.
    YearlyDay(DayOfYear, usize),
    /// The name of an included calendar, by its number from 0.
    Includes(usize),
    /// The years it covers.
    Covers,
}
