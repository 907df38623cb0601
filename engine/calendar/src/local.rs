//! What the clocks on the wall show: dates and hours where a calendar's people are.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use tierline_model::{Date, Timestamp};

use crate::{Beyond, Calendar, wall::DATE};

impl Calendar {
    /// What the clocks on the wall show at an instant.
    ///
    /// # Errors
    ///
    /// Where it lies outside what is covered.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "zones")] {
    /// # use tierline_calendar::Calendars;
    /// # use tierline_model::{CalendarDocument, Timestamp, Years};
    /// # let office: CalendarDocument = serde_json::from_str(
    /// #     r#"{"name": "office", "time_zone": "Europe/Berlin",
    /// #         "weekly": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}}"#,
    /// # ).unwrap();
    /// # let calendars = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap();
    /// # let office = calendars.get("office").unwrap();
    /// # let at = |text: &str| Timestamp::parse(text).unwrap();
    /// assert_eq!(office.local(at("2026-07-01T12:00:00Z")).unwrap().to_string(), "2026-07-01 14:00:00");
    /// assert_eq!(office.offset(at("2026-12-01T12:00:00Z")), Ok(3_600));
    /// # }
    /// ```
    pub fn local(&self, at: impl Into<Timestamp>) -> Result<NaiveDateTime, Beyond> {
        let local = self.wall().local(self.known(at.into())?);
        Ok(DateTime::from_timestamp(local, 0).unwrap_or_default().naive_utc())
    }

    /// By how many seconds the clocks on the wall are ahead of UTC at an instant.
    ///
    /// # Errors
    ///
    /// Where it lies outside what is covered.
    pub fn offset(&self, at: impl Into<Timestamp>) -> Result<i32, Beyond> {
        Ok(self.wall().offset(self.known(at.into())?))
    }

    /// When the next local date begins: midnight, or the instant at which clocks skip it.
    ///
    /// # Errors
    ///
    /// Where `at` or the answer lies outside what is covered.
    pub fn next_date(&self, at: impl Into<Timestamp>) -> Result<Timestamp, Beyond> {
        let at = self.known(at.into())?;
        let midnight = (self.wall().day(at) + 1) * DATE;
        let first = self.wall().first(midnight);
        // Clocks that go back over midnight show it twice.
        let next = if first > at { first } else { self.wall().last(midnight) };
        if next <= self.covers().1 { Ok(next) } else { Err(self.later()) }
    }

    /// The name that the document gives a date: that of its special day, else of its holiday. Those of members do not count.
    pub fn holiday_name(&self, date: NaiveDate) -> Option<&str> {
        let document = &self.resolved().document;
        let special = document.special_days.get(&date).and_then(|day| day.name.as_deref());
        let mut holidays = document.holidays.iter().filter(|holiday| holiday.on.is_on(date));
        special.or_else(|| holidays.find_map(|holiday| holiday.name.as_deref()))
    }

    /// The local date at an instant.
    ///
    /// # Errors
    ///
    /// Where it lies outside what is covered.
    pub fn date(&self, at: impl Into<Timestamp>) -> Result<Date, Beyond> {
        Ok(Date::from_day(self.wall().day(self.known(at.into())?)))
    }

    /// The local date at an instant. Where that lies outside what is covered, clocks are taken to show the time that they show at its
    /// nearer end: the date may be another only within an hour or so of midnight.
    pub fn nearest_date(&self, at: impl Into<Timestamp>) -> Date {
        Date::from_day(self.wall().day(at.into()))
    }

    /// When a local date begins: midnight, or the instant at which clocks skip it. Clocks that go back over midnight let it
    /// begin twice: where that is so, the answer lies after `now`, if it can.
    ///
    /// # Errors
    ///
    /// Where the answer lies past what is covered.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "zones")] {
    /// # use tierline_calendar::Calendars;
    /// # use tierline_model::{CalendarDocument, Date, Timestamp, Years};
    /// # let office: CalendarDocument = serde_json::from_str(
    /// #     r#"{"name": "office", "time_zone": "America/Los_Angeles", "weekly": {"mon": [["09:00", "17:00"]]}}"#,
    /// # ).unwrap();
    /// # let calendars = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap();
    /// # let office = calendars.get("office").unwrap();
    /// let (last_day, now) = (Date::parse("2026-11-27").unwrap(), Timestamp::parse("2026-11-01").unwrap());
    /// assert_eq!(office.date_begins(last_day, now).unwrap().to_string(), "2026-11-27T08:00:00Z");
    /// # }
    /// ```
    pub fn date_begins(&self, date: Date, now: Timestamp) -> Result<Timestamp, Beyond> {
        let first = self.begins(date);
        let begins = if first > now { first } else { self.wall().last(date.day() * DATE) };
        if begins <= self.covers().1 { Ok(begins) } else { Err(self.later()) }
    }

    /// When a local date begins first, whether or not it is covered.
    pub fn begins(&self, date: Date) -> Timestamp {
        self.wall().first(date.day() * DATE)
    }

    /// The hour that clocks on the wall show, from 0 to 23, and when they show another or are put forward or back.
    ///
    /// # Errors
    ///
    /// Where it lies outside what is covered.
    pub fn hour(&self, at: impl Into<Timestamp>) -> Result<(i64, Timestamp), Beyond> {
        const HOUR: i64 = 3_600;
        let at = self.known(at.into())?;
        let second = self.wall().local(at).rem_euclid(DATE);
        let next = Timestamp::from_second(at.second() + HOUR - second % HOUR);
        let next = self.wall().next_change(at).map_or(next, |change| change.min(next));
        Ok((second / HOUR, next))
    }
}
