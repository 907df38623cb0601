//! From documents to calendars, with zone data.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use tierline_model::{CalendarDocument, CalendarPart, HolidayDate, Text, Timestamp, Weekday, Years};

use crate::{
    Calendar, CalendarMistake, Calendars, ResolvedCalendar, check,
    expand::day_of,
    wall::{DATE, Wall},
    zones,
};

/// Years past the newest date that a document names.
const YEARS_PAST_DATES: i32 = 2;

impl Calendars {
    /// Compiles documents with the zone data at hand.
    ///
    /// A calendar whose document does not say what it covers covers `default_covers`, widened so that it holds every date
    /// that the document names and two years past the newest; a union covers what all of its members do.
    ///
    /// # Errors
    ///
    /// With all that is wrong with the documents, at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use tierline_calendar::Calendars;
    /// use tierline_model::{CalendarDocument, Years};
    /// let office: CalendarDocument = serde_json::from_str(
    ///     r#"{"name": "office", "time_zone": "europe/berlin", "weekly": {"mon": [["09:00", "17:00"]]}}"#,
    /// ).unwrap();
    /// let mistakes = Calendars::compile(&[office], Years { from: 2026, to: 2036 }).unwrap_err();
    /// assert_eq!(
    ///     mistakes[0].to_string(),
    ///     r#"calendar "office": there is no time zone "europe/berlin"; did you mean "Europe/Berlin"?"#
    /// );
    /// ```
    pub fn compile(documents: &[CalendarDocument], default_covers: Years) -> Result<Calendars, Vec<CalendarMistake>> {
        let documents: Vec<&CalendarDocument> = documents.iter().collect();
        let mut found = Calendars::check(&documents);
        found.mistakes.extend(documents.iter().filter_map(|document| {
            let zone = document.time_zone.as_ref()?;
            zones::named(zone).is_none().then(|| unknown_zone(document, zone))
        }));
        Calendars::assemble(&documents, found, |index, members| match documents.get(index) {
            Some(document) => resolve(document, members, default_covers),
            None => Err(vec![]),
        })
    }
}

/// Reads all that zone data has to say about a calendar.
fn resolve(
    document: &CalendarDocument,
    members: &[Arc<Calendar>],
    default_covers: Years,
) -> Result<ResolvedCalendar, Vec<CalendarMistake>> {
    let of_first_member = || members.first().map(|member| member.zone().clone());
    let zone_name = document.time_zone.clone().or_else(of_first_member).unwrap_or_default();
    let zone = zones::named(&zone_name).ok_or_else(|| vec![unknown_zone(document, &zone_name)])?;
    let years = years(document, members, default_covers)?;
    let (first, end) = (new_year(years.from), new_year(years.to + 1));
    // Clocks may be a date away from UTC, and hours begin on the date before.
    let margin = |local: i64, dates: i64| Timestamp::from_second(local + dates * DATE);
    let offsets = zones::offsets(&zone, margin(first, -4), margin(end, 4));
    let (from, until) = (Wall(&offsets).first(first), Wall(&offsets).first(end));
    Ok(ResolvedCalendar {
        document: written_out(document, years)?,
        from,
        until,
        offsets,
        zone_data: zones::version().into(),
    })
}

/// A document whose days of every year are written out for the years that it covers.
fn written_out(document: &CalendarDocument, years: Years) -> Result<CalendarDocument, Vec<CalendarMistake>> {
    let mut document = document.clone();
    let CalendarDocument { weekly, special_days, yearly_days, .. } = &mut document;
    let is_open = |date: NaiveDate| weekly.get(&Weekday::of(date)).is_some_and(|hours| !hours.is_empty());
    for (day, special) in std::mem::take(yearly_days) {
        for date in (years.from..=years.to).filter_map(|year| day.in_year(year)).filter(|date| is_open(*date)) {
            special_days.get_or_insert_with(date, || special.clone());
        }
    }
    if special_days.len() > check::MOST_DATES {
        let message = format!("days of every year are too many special days in {years}");
        let help = Some("cover fewer years".to_owned());
        return Err(vec![check::mistake(&document, CalendarPart::Whole, "too-many", message, help)]);
    }
    Ok(document)
}

/// The years that a calendar covers.
fn years(
    document: &CalendarDocument,
    members: &[Arc<Calendar>],
    default_covers: Years,
) -> Result<Years, Vec<CalendarMistake>> {
    if let Some(years) = document.covers {
        return Ok(years);
    }
    if !members.is_empty() {
        let from = members.iter().map(|member| member.years().from).max();
        let to = members.iter().map(|member| member.years().to).min();
        let years = Years { from: from.unwrap_or_default(), to: to.unwrap_or_default() };
        if years.from > years.to {
            return Err(vec![check::nothing_in_common(document)]);
        }
        let outside = check::days_with_hours(document).filter(|(date, _)| !years.have(*date));
        let mistakes: Vec<_> = outside.map(|day| check::not_covered(document, day, years)).collect();
        return if mistakes.is_empty() { Ok(years) } else { Err(mistakes) };
    }
    widened(document, default_covers).map_err(|mistake| vec![mistake])
}

/// The years that a desk covers, widened to hold all dates that a document names and some time past them.
fn widened(document: &CalendarDocument, default_covers: Years) -> Result<Years, CalendarMistake> {
    if let Some((code, message, help)) = check::wrong_years(default_covers) {
        return Err(check::mistake(document, CalendarPart::Whole, code, message, help));
    }
    let mut years = default_covers;
    for (date, part) in named_dates(document) {
        let before = years;
        years.from = years.from.min(date.year());
        years.to = years.to.max(date.year().saturating_add(YEARS_PAST_DATES));
        if check::wrong_years(years).is_some() {
            return Err(too_far(document, (date, part), before));
        }
    }
    Ok(years)
}

/// The dates that a document names, each with the part that does.
fn named_dates(document: &CalendarDocument) -> impl Iterator<Item = (NaiveDate, CalendarPart)> {
    let holidays = document.holidays.iter().enumerate().filter_map(|(index, holiday)| match holiday.on {
        HolidayDate::Date(date) => Some((date, CalendarPart::Holiday(index))),
        HolidayDate::Yearly(..) => None,
    });
    holidays.chain(check::days_with_hours(document))
}

fn too_far(document: &CalendarDocument, (date, part): (NaiveDate, CalendarPart), years: Years) -> CalendarMistake {
    let message = format!("{date} is too far from {years}: a calendar covers at most {} years", check::MOST_YEARS);
    check::mistake(document, part, "date-too-far", message, Some("is its year right?".to_owned()))
}

fn unknown_zone(document: &CalendarDocument, zone: &Text) -> CalendarMistake {
    let (message, help) = zones::unknown(zone);
    check::mistake(document, CalendarPart::TimeZone, "unknown-time-zone", message, Some(help))
}

/// The local time at which a year begins, in seconds since 1970.
fn new_year(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day_of) * DATE
}
