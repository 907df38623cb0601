//! Working days.

use tierline_model::{Date, Timestamp};

use crate::{Beyond, Calendar, days::OpenDate, wall::DATE};

/// A working day is an open date: a local date on which at least one interval starts of which something is open. Of a union
/// it is a date that is open in one of its members or by its own hours; dates count by their name, whatever the zone.
impl Calendar {
    /// `days` working days on: the same local time on the date that is so many open dates after the local date of `from`;
    /// back where `days` is negative; `from` itself where it is 0.
    ///
    /// A local time that clocks skip on that date is the instant at which they do; of one that comes twice the first counts.
    /// Where the calendar is closed then, and does not close just then, the answer is its next opening.
    ///
    /// # Errors
    ///
    /// Where `from` or the answer lies outside what is covered.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "zones")] {
    /// # use tierline_calendar::Calendars;
    /// # use tierline_model::{CalendarDocument, Timestamp, Years};
    /// # let office: CalendarDocument = serde_json::from_str(
    /// #     r#"{"name": "office", "time_zone": "Europe/Berlin",
    /// #         "weekly": {"mon": [["09:00", "17:00"]], "fri": [["09:00", "15:00"]]}}"#,
    /// # ).unwrap();
    /// # let calendars = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap();
    /// # let office = calendars.get("office").unwrap();
    /// # let at = |text: &str| Timestamp::parse(text).unwrap();
    /// // Open Mondays 09:00 - 17:00 and Fridays 09:00 - 15:00.
    /// let monday = at("2026-11-23T16:00:00+01:00");
    /// assert_eq!(office.add_days(monday, 2), Ok(at("2026-11-30T16:00:00+01:00")));
    /// assert_eq!(office.add_days(monday, 1), Ok(at("2026-11-30T09:00:00+01:00")));
    /// # }
    /// ```
    pub fn add_days(&self, from: impl Into<Timestamp>, days: i64) -> Result<Timestamp, Beyond> {
        let from = self.known(from.into())?;
        let answer = if days == 0 { from } else { self.same_time(from, self.open_date(from, days)?.day)? };
        let just_closes = self.line().last_begun(answer).is_some_and(|stretch| stretch.close == answer);
        if just_closes { Ok(answer) } else { self.opens_at_or_after(answer) }
    }

    /// The same local time `days` dates later, whatever is open; earlier where `days` is negative.
    ///
    /// A local time that clocks skip on that date is the instant at which they do; of one that comes twice the first counts.
    ///
    /// # Errors
    ///
    /// Where `from` or the answer lies outside what is covered.
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
    /// // The clocks go back by an hour on 2026-10-25.
    /// let evening = at("2026-10-24T18:00:00+02:00");
    /// assert_eq!(office.add_calendar_days(evening, 1), Ok(at("2026-10-25T18:00:00+01:00")));
    /// # }
    /// ```
    pub fn add_calendar_days(&self, from: impl Into<Timestamp>, days: i64) -> Result<Timestamp, Beyond> {
        let from = self.known(from.into())?;
        if days == 0 {
            return Ok(from);
        }
        self.same_time(from, self.wall().day(from).saturating_add(days))
    }

    /// The end of the working day: the last close of the local date of `at`. Where that date is not open, or its last close
    /// is before `at`, it is that of the next open date.
    ///
    /// # Errors
    ///
    /// Where `at` or the answer lies outside what is covered.
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
    /// assert_eq!(office.end_of_day(at("2026-11-23T10:00:00+01:00")), Ok(at("2026-11-23T17:00:00+01:00")));
    /// assert_eq!(office.end_of_day(at("2026-11-23T18:00:00+01:00")), Ok(at("2026-11-30T17:00:00+01:00")));
    /// # }
    /// ```
    pub fn end_of_day(&self, at: impl Into<Timestamp>) -> Result<Timestamp, Beyond> {
        let at = self.known(at.into())?;
        let today = self.wall().day(at);
        if !self.days().know(today) {
            return Err(self.outside(today));
        }
        self.last_close_from(today, |date| date.day > today || date.last_close >= at)
    }

    /// The last close of a date; where it is not open, that of the next open date.
    ///
    /// # Errors
    ///
    /// Where the date or the answer lies outside what is covered.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "zones")] {
    /// # use tierline_calendar::Calendars;
    /// # use tierline_model::{CalendarDocument, Date, Timestamp, Years};
    /// # let office: CalendarDocument = serde_json::from_str(
    /// #     r#"{"name": "office", "time_zone": "America/New_York", "weekly": {"mon": [["09:00", "17:00"]]}}"#,
    /// # ).unwrap();
    /// # let calendars = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap();
    /// # let office = calendars.get("office").unwrap();
    /// # let at = |text: &str| Timestamp::parse(text).unwrap();
    /// // Open on Mondays.
    /// let [monday, tuesday] = ["2026-11-23", "2026-11-24"].map(|text| Date::parse(text).unwrap());
    /// assert_eq!(office.end_of_date(monday), Ok(at("2026-11-23T17:00:00-05:00")));
    /// assert_eq!(office.end_of_date(tuesday), Ok(at("2026-11-30T17:00:00-05:00")));
    /// # }
    /// ```
    pub fn end_of_date(&self, date: Date) -> Result<Timestamp, Beyond> {
        if !self.days().know(date.day()) {
            return Err(self.outside(date.day()));
        }
        self.last_close_from(date.day(), |_| true)
    }

    /// The last close of the first open date from `day` on that fits.
    fn last_close_from(&self, day: i64, fits: impl Fn(&OpenDate) -> bool) -> Result<Timestamp, Beyond> {
        let mut dates = (self.days().before(day)..).map_while(|number| self.days().get(number));
        let close = dates.find(fits).map(|date| date.last_close).filter(|&close| close <= self.span().close);
        close.ok_or_else(|| self.later())
    }

    /// The end of the working day that is `days` working days on: the last close of the date that is so many open dates
    /// after the local date of `from`. Where `days` is 0 it is that of [`end_of_day`](Calendar::end_of_day).
    ///
    /// # Errors
    ///
    /// Where `from` or the answer lies outside what is covered.
    pub fn add_days_to_close(&self, from: impl Into<Timestamp>, days: i64) -> Result<Timestamp, Beyond> {
        let from = self.known(from.into())?;
        if days == 0 {
            return self.end_of_day(from);
        }
        let close = self.open_date(from, days)?.last_close;
        if close <= self.span().close { Ok(close) } else { Err(self.later()) }
    }

    /// The open date that is so many open dates after the local date of `from`, or before it.
    fn open_date(&self, from: Timestamp, days: i64) -> Result<OpenDate, Beyond> {
        let today = self.wall().day(from);
        if !self.days().know(today) {
            return Err(self.outside(today));
        }
        let (next, step) =
            if days > 0 { (self.days().before(today + 1), days - 1) } else { (self.days().before(today), days) };
        let number = isize::try_from(step).ok().and_then(|step| next.checked_add_signed(step));
        let date = number.and_then(|number| self.days().get(number));
        date.ok_or_else(|| if days > 0 { self.later() } else { self.earlier() })
    }

    /// The instant on another date at which the clocks show what they do at `from`.
    fn same_time(&self, from: Timestamp, day: i64) -> Result<Timestamp, Beyond> {
        // Far beyond all that calendars cover, and still within numbers.
        const FARTHEST_DAY: i64 = 1_000_000;
        let time = self.wall().local(from).rem_euclid(DATE);
        let answer = self.wall().first(day.clamp(-FARTHEST_DAY, FARTHEST_DAY) * DATE + time);
        if answer < self.span().open {
            Err(self.earlier())
        } else if answer > self.span().close {
            Err(self.later())
        } else {
            Ok(answer)
        }
    }

    /// Why nothing is known about a date.
    fn outside(&self, day: i64) -> Beyond {
        if day < self.days().first { self.earlier() } else { self.later() }
    }
}
