//! A compiled calendar and what it can be asked.

use std::sync::Arc;

use chrono::Datelike;
#[cfg(feature = "zones")]
use tierline_model::Years;
use tierline_model::{HolidayDate, Interval, Text, Timestamp};

use crate::{
    Asked, Beyond, CalendarMistake, ResolvedCalendar, Stretch, check,
    days::Days,
    expand::{Expanded, expand},
    line::Line,
    wall::Wall,
};

/// When a desk works, compiled: open stretches of the UTC time line with running totals.
///
/// Every question costs a few binary searches, whatever the span. An instant is covered from [`covers`](Self::covers)`().0`
/// up to and including `.1`, the horizon; what is the case at the horizon itself is no longer known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    resolved: ResolvedCalendar,
    zone: Text,
    covers: Stretch,
    line: Line,
    days: Days,
    holidays_known_until: Option<i32>,
}

/// When a budget is due that is used up exactly as a stretch closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Due {
    /// At that close.
    #[default]
    Close,
    /// At the next opening, as some products have it.
    NextOpen,
}

impl Calendar {
    /// Expands a resolved calendar to stretches. `members` are the calendars that its document includes, in that order.
    ///
    /// # Errors
    ///
    /// With all that is wrong with the document; where the resolved form is damaged; where the members are others; where the
    /// calendar is never open.
    pub fn build(resolved: ResolvedCalendar, members: &[Arc<Calendar>]) -> Result<Calendar, Vec<CalendarMistake>> {
        let mistakes = check::document(&resolved.document).mistakes;
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Calendar::expand(resolved, members).map_err(|mistake| vec![mistake])
    }

    /// The same for a document that has been checked.
    pub(crate) fn expand(resolved: ResolvedCalendar, members: &[Arc<Calendar>]) -> Result<Calendar, CalendarMistake> {
        let document = &resolved.document;
        if let Some(damage) = check::damage(&resolved) {
            return Err(check::damaged(document, damage));
        }
        if !document.includes.iter().eq(members.iter().map(|member| member.name())) {
            return Err(check::damaged(document, "its members are not those that it includes"));
        }
        let Some(Expanded { covers, stretches, days }) = expand(&resolved, members) else {
            return Err(check::nothing_in_common(document));
        };
        if stretches.is_empty() {
            return Err(check::never_open(document));
        }
        let zone = document.time_zone.clone().or_else(|| members.first().map(|member| member.zone().clone()));
        let own_holidays = document.holidays.iter().filter_map(|holiday| match holiday.on {
            HolidayDate::Date(date) => Some(date.year()),
            HolidayDate::Yearly(..) => None,
        });
        let of_members = members.iter().filter_map(|member| member.holidays_known_until);
        let holidays_known_until = own_holidays.max().into_iter().chain(of_members).min();
        let line = Line::new(covers.open, &stretches);
        Ok(Calendar { zone: zone.unwrap_or_default(), covers, line, days, holidays_known_until, resolved })
    }

    /// The instant at which `open_seconds` of open time, counted from `from`, have passed.
    ///
    /// More than none: the earliest such instant, so that a budget used up exactly at closing time is due at the close (see
    /// [`Calendar::add_due`]). None: the next open instant, `from` itself while open. Less than none counts back, to the
    /// latest such instant: exact use gives the opening.
    ///
    /// # Errors
    ///
    /// Where `from` or the answer lies outside what is covered.
    ///
    /// # Examples
    ///
    /// Two hours, begun an hour before closing on Friday, are up an hour after opening on Monday:
    ///
    /// ```
    /// # #[cfg(feature = "zones")] {
    /// # use tierline_calendar::Calendars;
    /// # use tierline_model::{CalendarDocument, Timestamp, Years};
    /// let office: CalendarDocument = serde_json::from_str(
    ///     r#"{"name": "office", "time_zone": "Europe/Berlin",
    ///         "weekly": {"mon": [["09:00", "17:00"]], "fri": [["09:00", "17:00"]]}}"#,
    /// ).unwrap();
    /// let calendars = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap();
    /// let office = calendars.get("office").unwrap();
    ///
    /// let at = |text: &str| Timestamp::parse(text).unwrap();
    /// let friday = at("2026-11-20T16:00:00+01:00");
    /// assert_eq!(office.add(friday, 2 * 3_600), Ok(at("2026-11-23T10:00:00+01:00")));
    /// assert_eq!(office.add(friday, 3_600), Ok(at("2026-11-20T17:00:00+01:00")));
    /// let beyond = office.add(friday, 10_000 * 3_600).unwrap_err();
    /// assert_eq!(
    ///     beyond.to_string(),
    ///     "calendar \"office\" covers 2025-12-31T23:00:00Z up to 2036-12-31T23:00:00Z; the answer lies after that"
    /// );
    /// # }
    /// ```
    pub fn add(&self, from: impl Into<Timestamp>, open_seconds: i64) -> Result<Timestamp, Beyond> {
        let from = self.covered(from.into())?;
        if open_seconds == 0 {
            return self.opens_at_or_after(from);
        }
        let seconds = self.line.seconds_before(from).saturating_add(open_seconds);
        if seconds < 0 {
            Err(self.earlier())
        } else if seconds > self.line.total() {
            Err(self.later())
        } else if open_seconds < 0 {
            Ok(self.line.latest(seconds))
        } else {
            Ok(self.line.earliest(seconds))
        }
    }

    /// The same, and says what to answer where a budget is used up exactly as a stretch closes.
    ///
    /// # Errors
    ///
    /// As [`Calendar::add`]; with [`Due::NextOpen`] also where there is no further opening.
    pub fn add_due(&self, from: impl Into<Timestamp>, open_seconds: i64, due: Due) -> Result<Timestamp, Beyond> {
        let answer = self.add(from, open_seconds)?;
        match due {
            Due::NextOpen if open_seconds > 0 => self.opens_at_or_after(answer),
            _ => Ok(answer),
        }
    }

    /// Open seconds from `from` to `to`; negative where `to` is the earlier.
    ///
    /// # Errors
    ///
    /// Where either lies outside what is covered.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "zones")] {
    /// # use tierline_calendar::Calendars;
    /// # use tierline_model::{CalendarDocument, Timestamp, Years};
    /// # let office: CalendarDocument = serde_json::from_str(
    /// #     r#"{"name": "office", "time_zone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}}"#,
    /// # ).unwrap();
    /// # let calendars = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap();
    /// # let office = calendars.get("office").unwrap();
    /// # let at = |text: &str| Timestamp::parse(text).unwrap();
    /// let (monday, tuesday) = (at("2026-11-23T16:30:00+01:00"), at("2026-11-24T08:00:00+01:00"));
    /// assert_eq!(office.between(monday, tuesday), Ok(1_800));
    /// assert_eq!(office.between(tuesday, monday), Ok(-1_800));
    /// # }
    /// ```
    pub fn between(&self, from: impl Into<Timestamp>, to: impl Into<Timestamp>) -> Result<i64, Beyond> {
        let (from, to) = (self.covered(from.into())?, self.covered(to.into())?);
        Ok(self.line.seconds_before(to) - self.line.seconds_before(from))
    }

    /// Open seconds from the beginning of what is covered to `at`: the difference of two of them is what lies
    /// [`between`](Calendar::between).
    ///
    /// # Errors
    ///
    /// Where it lies outside what is covered.
    pub fn position(&self, at: impl Into<Timestamp>) -> Result<i64, Beyond> {
        Ok(self.line.seconds_before(self.covered(at.into())?))
    }

    /// Whether the calendar is open at an instant.
    ///
    /// # Errors
    ///
    /// Where it lies outside what is covered.
    pub fn is_open(&self, at: impl Into<Timestamp>) -> Result<bool, Beyond> {
        Ok(self.line.current(self.known(at.into())?).is_some())
    }

    /// The next open instant: `at` itself while open.
    ///
    /// # Errors
    ///
    /// Where `at` or the answer lies outside what is covered.
    pub fn next_open(&self, at: impl Into<Timestamp>) -> Result<Timestamp, Beyond> {
        self.opens_at_or_after(self.covered(at.into())?)
    }

    /// The end of the current stretch; while closed, that of the next one.
    ///
    /// # Errors
    ///
    /// Where `at` or the answer lies outside what is covered. A stretch that reaches the horizon has no known end.
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
    /// // Open Mondays 09:00 - 12:00 and 13:00 - 17:00.
    /// let lunch = at("2026-11-23T12:30:00+01:00");
    /// assert_eq!(office.is_open(lunch), Ok(false));
    /// assert_eq!(office.previous_close(lunch), Ok(at("2026-11-23T12:00:00+01:00")));
    /// assert_eq!(office.next_open(lunch), Ok(at("2026-11-23T13:00:00+01:00")));
    /// assert_eq!(office.next_close(lunch), Ok(at("2026-11-23T17:00:00+01:00")));
    /// # }
    /// ```
    pub fn next_close(&self, at: impl Into<Timestamp>) -> Result<Timestamp, Beyond> {
        let at = self.covered(at.into())?;
        let stretch = self.line.current(at).or_else(|| self.line.stretch(self.line.begun(at)));
        let close = stretch.map(|stretch| stretch.close).filter(|&close| close < self.covers.close);
        close.ok_or_else(|| self.later())
    }

    /// The beginning of the current stretch; while closed, that of the last one.
    ///
    /// # Errors
    ///
    /// Where `at` or the answer lies outside what is covered. A stretch that reaches back to its beginning has no known one.
    pub fn previous_open(&self, at: impl Into<Timestamp>) -> Result<Timestamp, Beyond> {
        let open = self.line.last_begun(self.covered(at.into())?).map(|stretch| stretch.open);
        open.filter(|&open| open > self.covers.open).ok_or_else(|| self.earlier())
    }

    /// The last close at or before an instant.
    ///
    /// # Errors
    ///
    /// Where `at` or the answer lies outside what is covered.
    pub fn previous_close(&self, at: impl Into<Timestamp>) -> Result<Timestamp, Beyond> {
        let at = self.covered(at.into())?;
        let begun = (0..self.line.begun(at)).rev().filter_map(|number| self.line.stretch(number));
        let close = begun.map(|stretch| stretch.close).find(|&close| close <= at);
        close.ok_or_else(|| self.earlier())
    }

    /// The open stretches from `from` up to `to`, in order, cut off at both; none where `to` is not after `from`.
    ///
    /// # Errors
    ///
    /// Where either lies outside what is covered.
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
    /// let (from, to) = (at("2026-11-23T00:00:00+01:00"), at("2026-11-23T16:00:00+01:00"));
    /// let open: Vec<i64> = office.stretches(from, to).unwrap().map(|stretch| stretch.seconds() / 3_600).collect();
    /// assert_eq!(open, [3, 3]);
    /// # }
    /// ```
    pub fn stretches(
        &self,
        from: impl Into<Timestamp>,
        to: impl Into<Timestamp>,
    ) -> Result<impl Iterator<Item = Stretch>, Beyond> {
        let (from, to) = (self.covered(from.into())?, self.covered(to.into())?);
        let first = self.line.begun(from).saturating_sub(1);
        let asked = Stretch { open: from, close: to };
        let begun = (first..self.line.len()).map_while(|number| self.line.stretch(number));
        Ok(begun.take_while(move |stretch| stretch.open < to).filter_map(move |stretch| stretch.overlap(asked)))
    }

    /// The last year of which a dated holiday is named; of a union, the first of its members' such years. `None` where
    /// every holiday is yearly, or there is none. A deadline in a later year may miss holidays.
    pub fn holidays_known_until(&self) -> Option<i32> {
        self.holidays_known_until
    }

    /// The first instant that is covered, and the horizon.
    pub fn covers(&self) -> (Timestamp, Timestamp) {
        (self.covers.open, self.covers.close)
    }

    /// The calendar's name.
    pub fn name(&self) -> &Text {
        &self.resolved.document.name
    }

    /// Its IANA time zone.
    pub fn zone(&self) -> &Text {
        &self.zone
    }

    /// The version of the zone data that it was compiled with, such as `2026e`.
    pub fn zone_data(&self) -> &Text {
        &self.resolved.zone_data
    }

    /// What it was built from.
    pub fn resolved(&self) -> &ResolvedCalendar {
        &self.resolved
    }

    /// How many bytes of memory it takes, by and large.
    pub fn memory(&self) -> usize {
        let document = &self.resolved.document;
        let holidays = document.holidays.iter().map(|holiday| size_of_val(holiday) + text_bytes(&holiday.name));
        let hours = |intervals: &[Interval]| size_of::<Vec<Interval>>() + size_of_val(intervals);
        let weekly = document.weekly.values().map(|day| hours(day));
        let special = document.special_days.values().map(|day| hours(&day.intervals) + text_bytes(&day.name));
        let own = holidays.chain(weekly).chain(special).sum::<usize>() + size_of_val(&*document.breaks);
        size_of::<Calendar>() + self.line.memory() + self.days.memory() + size_of_val(&*self.resolved.offsets) + own
    }

    /// The years of its first and its last covered date.
    #[cfg(feature = "zones")]
    pub(crate) fn years(&self) -> Years {
        let year = |day: i64| crate::expand::date_of(day).map_or(0, |date| date.year());
        Years { from: year(self.days.first), to: year(self.days.last) }
    }

    pub(crate) fn span(&self) -> Stretch {
        self.covers
    }

    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    pub(crate) fn days(&self) -> &Days {
        &self.days
    }

    pub(crate) fn wall(&self) -> Wall<'_> {
        Wall(&self.resolved.offsets)
    }

    pub(crate) fn all_stretches(&self) -> impl Iterator<Item = Stretch> {
        (0..self.line.len()).filter_map(|number| self.line.stretch(number))
    }

    pub(crate) fn opens_at_or_after(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        if self.line.current(at).is_some() {
            return Ok(at);
        }
        let next = self.line.stretch(self.line.begun(at));
        next.map(|stretch| stretch.open).ok_or_else(|| self.later())
    }

    /// `at`, where it is covered, the horizon included.
    pub(crate) fn covered(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        let is_covered = self.covers.open <= at && at <= self.covers.close;
        if is_covered { Ok(at) } else { Err(self.beyond(Asked::At(at))) }
    }

    /// `at`, where what is the case at it is known.
    pub(crate) fn known(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        let is_known = self.covers.open <= at && at < self.covers.close;
        if is_known { Ok(at) } else { Err(self.beyond(Asked::At(at))) }
    }

    pub(crate) fn earlier(&self) -> Beyond {
        self.beyond(Asked::Earlier)
    }

    pub(crate) fn later(&self) -> Beyond {
        self.beyond(Asked::Later)
    }

    fn beyond(&self, asked: Asked) -> Beyond {
        let (covers_from, covers_until) = self.covers();
        Beyond { calendar: self.name().clone(), covers_from, covers_until, asked }
    }
}

fn text_bytes(text: &Option<Text>) -> usize {
    size_of::<Option<Text>>() + text.as_ref().map_or(0, |text| text.len())
}
