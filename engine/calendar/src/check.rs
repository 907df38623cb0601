//! What can be wrong with one calendar, zone data aside.

use chrono::{Datelike, NaiveDate};
use tierline_model::{BreakDays, CalendarDocument, CalendarPart, HolidayDate, Interval, LocalTime, Timestamp, Years};

use crate::{
    CalendarMistake, Offset, ResolvedCalendar,
    mistake::Found,
    wall::{DATE, WIDEST_OFFSET},
};

/// The first year that a calendar may cover.
pub const FIRST_YEAR: i32 = 1900;
/// The last year that a calendar may cover.
pub const LAST_YEAR: i32 = 2200;
/// How many years one calendar may cover.
pub const MOST_YEARS: i32 = 100;

/// Intervals that a date may have, and breaks that a week may have.
const MOST_INTERVALS: usize = 48;
/// Holidays, special days and dated breaks that a calendar may have, each.
pub(crate) const MOST_DATES: usize = 10_000;
/// Calendars that a union may have.
const MOST_MEMBERS: usize = 100;
/// Clock changes that a resolved calendar may have.
const MOST_OFFSETS: usize = 1_000;
/// Days that lie between two clock changes at least; in all zones since 1900 there are six.
const OFFSET_DAYS: i64 = 4;

/// All that is wrong, or looks wrong, with a document.
pub(crate) fn document(document: &CalendarDocument) -> Found {
    let mut check = Check { document, found: Found::default() };
    check.whole();
    check.covers();
    check.holidays_end();
    check.intervals();
    check.dates();
    check.sizes();
    check.found
}

/// That a calendar is never open.
pub(crate) fn never_open(document: &CalendarDocument) -> CalendarMistake {
    let message = "the calendar is never open".to_owned();
    mistake(document, CalendarPart::Whole, "never-open", message, Some("give it hours on at least one day".to_owned()))
}

/// That the calendars of a desk are together too much to expand.
pub(crate) fn too_much(document: &CalendarDocument) -> CalendarMistake {
    let message = "with this one the calendars of the desk have too many hours in all".to_owned();
    let help = Some("cover fewer years".to_owned());
    mistake(document, CalendarPart::Whole, "too-many", message, help)
}

/// That the members of a union are never known together.
pub(crate) fn nothing_in_common(document: &CalendarDocument) -> CalendarMistake {
    let message = "the calendars that it includes have no year in common that all of them cover".to_owned();
    mistake(document, CalendarPart::Includes(0), "no-common-years", message, None)
}

/// That a resolved calendar is not what compiling makes.
pub(crate) fn damaged(document: &CalendarDocument, damage: &str) -> CalendarMistake {
    let message = format!("the compiled calendar is damaged: {damage}");
    mistake(document, CalendarPart::Whole, "damaged", message, Some("compile the desk anew".to_owned()))
}

pub(crate) fn mistake(
    document: &CalendarDocument,
    part: CalendarPart,
    code: &'static str,
    message: String,
    help: Option<String>,
) -> CalendarMistake {
    CalendarMistake { calendar: document.name.clone(), part, code, message, help }
}

/// The special days and the dates of breaks.
pub(crate) fn days_with_hours(document: &CalendarDocument) -> impl Iterator<Item = (NaiveDate, CalendarPart)> {
    let special = document.special_days.keys().map(|&date| (date, CalendarPart::SpecialDay(date, 0)));
    let breaks = document.breaks.iter().enumerate().filter_map(|(index, pause)| match pause.on {
        BreakDays::Date(date) => Some((date, CalendarPart::Break(index))),
        BreakDays::Weekdays(_) => None,
    });
    special.chain(breaks)
}

/// That a date with hours of its own lies outside the years that its calendar covers.
pub(crate) fn not_covered(
    document: &CalendarDocument,
    (date, part): (NaiveDate, CalendarPart),
    years: Years,
) -> CalendarMistake {
    let message = format!("{date} lies outside {years}, the years that the calendar covers");
    let help = "cover its year, or leave it out".to_owned();
    mistake(document, part, "not-covered", message, Some(help))
}

/// Why the years that a calendar covers will not do.
pub(crate) fn wrong_years(years: Years) -> Option<(&'static str, String, Option<String>)> {
    let Years { from, to } = years;
    if from > to {
        let help = format!("did you mean {to} to {from}?");
        return Some(("covers-reversed", format!("{years} ends before it begins"), Some(help)));
    }
    if from < FIRST_YEAR || to > LAST_YEAR {
        let message = format!("{years} is more than is known: calendars cover years from {FIRST_YEAR} to {LAST_YEAR}");
        return Some(("covers-unknown-years", message, None));
    }
    let count = to - from + 1;
    (count > MOST_YEARS).then(|| {
        let message = format!("{years} is {count} years; a calendar covers at most {MOST_YEARS}");
        ("covers-too-much", message, None)
    })
}

/// What of a resolved calendar compiling would not make.
pub(crate) fn damage(resolved: &ResolvedCalendar) -> Option<&'static str> {
    let ResolvedCalendar { document, from, until, offsets, .. } = resolved;
    let days = |from: Timestamp, to: Timestamp| (to.second() - from.second()) / DATE;
    let years = FIRST_YEAR - 1..=LAST_YEAR + 1;
    if !years.contains(&from.to_chrono().year()) || !years.contains(&until.to_chrono().year()) {
        return Some("it covers years that are not known");
    }
    if from >= until {
        return Some("it covers nothing");
    }
    if !document.yearly_days.is_empty() {
        return Some("its days of every year are not written out");
    }
    if days(*from, *until) > i64::from(MOST_YEARS) * 366 {
        return Some("it covers too many years");
    }
    if offsets.first().is_none_or(|first| first.from > *from) {
        return Some("it does not say what the clocks show at first");
    }
    if offsets.len() > MOST_OFFSETS {
        return Some("it has too many clock changes");
    }
    if offsets.iter().any(|offset| offset.seconds.unsigned_abs() > WIDEST_OFFSET.unsigned_abs()) {
        return Some("its clocks are too far from UTC");
    }
    // The first entry is no change: a change may follow at once.
    let changes = offsets.get(1..).unwrap_or_default();
    let in_order = |pair: &[Offset]| matches!(pair, [a, b] if days(a.from, b.from) >= OFFSET_DAYS);
    let begins_in_order = offsets.first().map(|first| first.from) < changes.first().map(|change| change.from);
    if !changes.is_empty() && !begins_in_order || !changes.windows(2).all(in_order) {
        return Some("its clock changes are out of order");
    }
    None
}

struct Check<'a> {
    document: &'a CalendarDocument,
    found: Found,
}

impl Check<'_> {
    fn wrong(&mut self, part: CalendarPart, code: &'static str, message: impl Into<String>, help: Option<&str>) {
        let mistake = mistake(self.document, part, code, message.into(), help.map(str::to_owned));
        self.found.mistakes.push(mistake);
    }

    fn warn(&mut self, part: CalendarPart, code: &'static str, message: impl Into<String>, help: Option<&str>) {
        let warning = mistake(self.document, part, code, message.into(), help.map(str::to_owned));
        self.found.warnings.push(warning);
    }

    fn whole(&mut self) {
        let document = self.document;
        let is_union = !document.includes.is_empty();
        let has_hours = document.weekly.values().any(|hours| !hours.is_empty())
            || document.special_days.values().any(|day| !day.intervals.is_empty());
        if document.name.trim().is_empty() {
            self.wrong(CalendarPart::Whole, "no-name", "a calendar needs a name", None);
        }
        if document.time_zone.is_none() && !is_union {
            let help = "name a place such as \"Europe/Berlin\", or \"UTC\"";
            self.wrong(CalendarPart::Whole, "no-time-zone", "the calendar has no time zone", Some(help));
        }
        if !has_hours && !is_union {
            self.found.mistakes.push(never_open(document));
        }
        let special = !document.special_days.is_empty() || !document.yearly_days.is_empty();
        let cuts = special || !document.holidays.is_empty() || !document.breaks.is_empty();
        if !has_hours && is_union && cuts {
            let message = "holidays, special days and breaks of a union count for its own hours only, and it has none";
            let help = "write them into the calendars that it includes";
            self.warn(CalendarPart::Whole, "nothing-to-cut", message, Some(help));
        }
    }

    fn covers(&mut self) {
        let Some(years) = self.document.covers else { return };
        if let Some((code, message, help)) = wrong_years(years) {
            return self.wrong(CalendarPart::Covers, code, message, help.as_deref());
        }
        for day in days_with_hours(self.document).filter(|(date, _)| !years.have(*date)) {
            self.found.mistakes.push(not_covered(self.document, day, years));
        }
    }

    /// That its holidays go on to the end of what it says it covers.
    fn holidays_end(&mut self) {
        let Some(years) = self.document.covers else { return };
        let dated = self.document.holidays.iter().filter_map(|holiday| match holiday.on {
            HolidayDate::Date(date) => Some(date),
            HolidayDate::Yearly(..) => None,
        });
        if let Some(last) = dated.max().filter(|last| last.year() < years.to) {
            let message = format!("the holidays end with {last}, and the calendar covers {years}");
            let help = format!("add the holidays up to {}, or cover the years up to {}", years.to, last.year());
            self.warn(CalendarPart::Covers, "holidays-end", message, Some(&help));
        }
    }

    fn intervals(&mut self) {
        let document = self.document;
        for (&day, hours) in &document.weekly {
            for (index, &interval) in hours.iter().enumerate() {
                self.interval(CalendarPart::Weekly(day, index), interval);
            }
        }
        for (index, pause) in document.breaks.iter().enumerate() {
            self.interval(CalendarPart::Break(index), pause.interval);
        }
        for (&date, day) in &document.special_days {
            for (index, &interval) in day.intervals.iter().enumerate() {
                self.interval(CalendarPart::SpecialDay(date, index), interval);
            }
        }
        for (&date, day) in &document.yearly_days {
            for (index, &interval) in day.intervals.iter().enumerate() {
                self.interval(CalendarPart::YearlyDay(date, index), interval);
            }
        }
    }

    fn interval(&mut self, part: CalendarPart, interval: Interval) {
        const LAST_MINUTE: u32 = LocalTime::END_OF_DAY.second() - 60;
        let Interval { open, close } = interval;
        if open == close {
            let help = "the whole date is 00:00 - 24:00";
            self.wrong(part, "empty-interval", format!("{interval} is empty"), Some(help));
        } else if open == LocalTime::END_OF_DAY {
            let message = format!("{interval} begins when the date is over");
            self.wrong(part, "begins-at-24", message, Some("write 00:00 on the next date"));
        } else if close.second() >= LAST_MINUTE && close < LocalTime::END_OF_DAY {
            let message = format!("{interval} leaves out the end of the date");
            self.warn(part, "ends-before-24", message, Some("write 24:00 for the end of the date"));
        }
    }

    fn dates(&mut self) {
        for (index, holiday) in self.document.holidays.iter().enumerate() {
            // Documents that were not read from text may say anything.
            let exists = |(month, day)| NaiveDate::from_ymd_opt(2000, month, day).is_some();
            if let HolidayDate::Yearly(month, day) = holiday.on
                && !exists((month, day))
            {
                let message = format!("no year has the date {}", holiday.on);
                self.wrong(CalendarPart::Holiday(index), "no-such-date", message, None);
            }
        }
        for (index, pause) in self.document.breaks.iter().enumerate() {
            if matches!(&pause.on, BreakDays::Weekdays(days) if days.is_empty()) {
                self.wrong(CalendarPart::Break(index), "empty-break", "the break is on no day", None);
            }
        }
    }

    fn sizes(&mut self) {
        let document = self.document;
        let dated = document.breaks.iter().filter(|pause| matches!(pause.on, BreakDays::Date(_))).count();
        let weekly = document.breaks.len() - dated;
        for (part, count, most, what) in [
            (CalendarPart::Whole, document.holidays.len(), MOST_DATES, "holidays"),
            (CalendarPart::Whole, document.special_days.len(), MOST_DATES, "special days"),
            (CalendarPart::Whole, dated, MOST_DATES, "breaks with a date"),
            (CalendarPart::Whole, weekly, MOST_INTERVALS, "breaks of weekdays"),
            (CalendarPart::Includes(0), document.includes.len(), MOST_MEMBERS, "included calendars"),
        ] {
            self.size(part, count, most, what);
        }
        for (&day, hours) in &document.weekly {
            self.size(CalendarPart::Weekly(day, 0), hours.len(), MOST_INTERVALS, "intervals a day");
        }
        for (&date, day) in &document.special_days {
            self.size(CalendarPart::SpecialDay(date, 0), day.intervals.len(), MOST_INTERVALS, "intervals a day");
        }
        for (&date, day) in &document.yearly_days {
            self.size(CalendarPart::YearlyDay(date, 0), day.intervals.len(), MOST_INTERVALS, "intervals a day");
        }
    }

    fn size(&mut self, part: CalendarPart, count: usize, most: usize, what: &str) {
        if count > most {
            self.wrong(part, "too-many", format!("{count} {what} are too many: a calendar has at most {most}"), None);
        }
    }
}
