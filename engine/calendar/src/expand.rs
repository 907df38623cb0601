//! From hours to stretches, date by date.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate};
use tierline_model::{Break, BreakDays, CalendarDocument, HolidayDate, Interval, SortedSet, Timestamp, Weekday};

use crate::{
    Calendar, ResolvedCalendar, Stretch,
    days::{Days, OpenDate},
    stretch::{merged, without},
    wall::{DATE, Wall},
};

/// A calendar's open time.
pub(crate) struct Expanded {
    pub(crate) covers: Stretch,
    /// Sorted, never touching, within what it covers.
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) days: Days,
}

/// The union of a calendar's own hours and those of its members, as far as all of them are known; `None` where that is nothing.
pub(crate) fn expand(resolved: &ResolvedCalendar, members: &[Arc<Calendar>]) -> Option<Expanded> {
    let wall = Wall(&resolved.offsets);
    let last_instant = Timestamp::from_second(resolved.until.second() - 1);
    let mut covers = Stretch::new(resolved.from, resolved.until)?;
    let (mut first, mut last) = (wall.day(resolved.from), wall.day(last_instant));
    for member in members {
        covers = covers.overlap(member.span())?;
        first = first.max(member.days().first);
        last = last.min(member.days().last);
    }
    let dates = Dates { document: &resolved.document, wall, holidays: holidays(&resolved.document, first, last) };
    let (mut stretches, mut open_dates) = dates.open(first, last);
    for member in members {
        stretches.extend(member.all_stretches());
        open_dates.extend(member.days().iter());
    }
    let stretches = merged(stretches).into_iter().filter_map(|stretch| stretch.overlap(covers)).collect();
    Some(Expanded { covers, stretches, days: Days::new(first, last, open_dates) })
}

/// How many pieces of time there are to look at when a calendar is expanded, by and large.
pub(crate) fn pieces(resolved: &ResolvedCalendar, members: &[Arc<Calendar>]) -> usize {
    let document = &resolved.document;
    let seconds = resolved.until.second().saturating_sub(resolved.from.second());
    let weeks = usize::try_from(seconds / (7 * DATE)).unwrap_or_default() + 1;
    let hours: usize = document.weekly.values().map(Vec::len).sum();
    let breaks = document.breaks.iter().map(|pause| match &pause.on {
        BreakDays::Weekdays(days) => days.len(),
        BreakDays::Date(_) => 0,
    });
    let of_members = members.iter().map(|member| member.line().len() + member.days().len());
    // A break may cut into the hours of two dates.
    (7 + hours + 2 * breaks.sum::<usize>()).saturating_mul(weeks).saturating_add(of_members.sum())
}

/// The date that many days after 1970-01-01.
pub(crate) fn date_of(day: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(day.checked_mul(DATE)?, 0).map(|midnight| midnight.date_naive())
}

/// All dates of holidays between two dates and on the date before the first.
fn holidays(document: &CalendarDocument, first: i64, last: i64) -> SortedSet<NaiveDate> {
    let years = date_of(first - 1).zip(date_of(last)).map(|(first, last)| first.year()..=last.year());
    let mut dates = SortedSet::new();
    let mut every_year = SortedSet::new();
    for holiday in &document.holidays {
        match holiday.on {
            HolidayDate::Date(date) => _ = dates.insert(date),
            HolidayDate::Yearly(month, day) => _ = every_year.insert((month, day)),
        }
    }
    for year in years.into_iter().flatten() {
        dates.extend(every_year.iter().filter_map(|&(month, day)| NaiveDate::from_ymd_opt(year, month, day)));
    }
    dates
}

/// What a document says about each date.
struct Dates<'a> {
    document: &'a CalendarDocument,
    wall: Wall<'a>,
    holidays: SortedSet<NaiveDate>,
}

impl<'a> Dates<'a> {
    /// All that is open of the hours from the date before `first`, whose tail reaches into it, up to `last`; and the dates
    /// of which something is.
    fn open(&self, first: i64, last: i64) -> (Vec<Stretch>, Vec<OpenDate>) {
        let (mut stretches, mut open_dates) = (vec![], vec![]);
        let breaks = self.all_breaks(first, last);
        for (day, date) in days(first - 1, last) {
            let begun = stretches.len();
            let hours = self.hours(date).iter().filter_map(|&interval| self.stretch(day, interval));
            for hours in merged(hours.collect()) {
                stretches.extend(without(hours, &breaks));
            }
            let of_date = stretches.get(begun..).unwrap_or_default();
            if let Some(last_close) = of_date.iter().map(|stretch| stretch.close).max() {
                open_dates.push(OpenDate { day, last_close });
            }
        }
        (stretches, open_dates)
    }

    /// What starts on a date: its special hours, else nothing on a holiday, else the hours of its day of the week.
    fn hours(&self, date: NaiveDate) -> &'a [Interval] {
        match self.document.special_days.get(&date) {
            Some(special) => &special.intervals,
            None if self.holidays.contains(&date) => &[],
            None => self.document.weekly.get(&Weekday::of(date)).map_or(&[], Vec::as_slice),
        }
    }

    /// All breaks that may cut into the hours of those dates, sorted and never touching.
    fn all_breaks(&self, first: i64, last: i64) -> Vec<Stretch> {
        if self.document.breaks.is_empty() {
            return vec![];
        }
        let weekly = self.document.breaks.iter().filter(|pause| matches!(pause.on, BreakDays::Weekdays(_)));
        let dated = self.document.breaks.iter().filter_map(|pause| match pause.on {
            BreakDays::Date(date) => self.stretch(day_of(date), pause.interval),
            BreakDays::Weekdays(_) => None,
        });
        // Hours last less than a date, and so do breaks: no other date's breaks meet what is covered of them.
        let of_dates = days(first - 1, last + 1).flat_map(|(day, date)| {
            let held = weekly.clone().filter(move |pause| self.is_held(pause, date));
            held.filter_map(move |pause| self.stretch(day, pause.interval))
        });
        merged(dated.chain(of_dates).collect())
    }

    /// Whether a break of weekdays is held on a date.
    fn is_held(&self, pause: &Break, date: NaiveDate) -> bool {
        match &pause.on {
            BreakDays::Weekdays(days) => {
                days.contains(&Weekday::of(date)) && !self.document.special_days.contains_key(&date)
            }
            BreakDays::Date(on) => *on == date,
        }
    }

    /// The time that an interval of a date spans; `None` where clocks skip all of it.
    fn stretch(&self, day: i64, interval: Interval) -> Option<Stretch> {
        let (open, close) = interval.seconds();
        let midnight = day * DATE;
        Stretch::new(self.wall.first(midnight + i64::from(open)), self.wall.closing(midnight + i64::from(close)))
    }
}

/// The dates from the first to the last, each with its number of days since 1970-01-01.
fn days(first: i64, last: i64) -> impl Iterator<Item = (i64, NaiveDate)> {
    (first..=last).filter_map(|day| Some((day, date_of(day)?)))
}

/// Days since 1970-01-01.
pub(crate) fn day_of(date: NaiveDate) -> i64 {
    i64::from(date.to_epoch_days())
}
