//! The calendars of cases: read part by part, so that everything wrong with one is told at once, each at its place.

use serde_json::Value as Json;
use tierline_calendar::{Calendar, CalendarMistake, Calendars};
use tierline_model::{
    Break, BreakDays, CalendarDocument, CalendarPart, Holiday, HolidayDate, Interval, LocalTime, SortedMap, SortedSet,
    SpecialDay, Text, Timestamp, Weekday, Years,
};

use super::{
    YEAR,
    keys::{Keys, items, one_of, wrong},
};
use crate::WireError;

/// Years that a calendar covers on both sides of the instants that a case names.
const MARGIN: i32 = 2;

/// The calendar of a case, and those that it includes.
pub(super) struct Office {
    pub(super) members: Vec<CalendarDocument>,
    pub(super) whole: CalendarDocument,
    /// Where they stand, by their names.
    paths: SortedMap<Text, String>,
}

impl Office {
    /// Reads the calendar that stands at `path`.
    pub(super) fn read(path: &str, json: Json) -> Result<Office, WireError> {
        Office::named(path, path, json)
    }

    /// The same, under another name.
    pub(super) fn named(name: &str, path: &str, json: Json) -> Result<Office, WireError> {
        let mut keys = Keys::of(path, json)?;
        let mut reader = Reader::default();
        let mut members = vec![];
        for (path, member) in keys.list("includes")? {
            let member_name = format!("{name} {}", members.len() + 1);
            members.push(reader.document(&member_name, &path, Keys::of(&path, member)?));
        }
        let mut whole = reader.document(name, path, keys);
        whole.includes = members.iter().map(|member| member.name.clone()).collect();
        let Reader { wrong, paths } = reader;
        let office = Office { members, whole, paths };
        match wrong.is_empty() {
            true => Ok(office),
            false => Err(office.refused(wrong)),
        }
    }

    /// The documents, members before their union.
    pub(super) fn documents(&self) -> impl Iterator<Item = &CalendarDocument> {
        self.members.iter().chain([&self.whole])
    }

    /// The work of compiling it for so many years.
    pub(super) fn work(&self, years: Years) -> u64 {
        let years = u64::try_from(years.to.saturating_sub(years.from).saturating_add(1)).unwrap_or_default();
        (1 + self.members.len() as u64).saturating_mul(years).saturating_mul(YEAR)
    }

    pub(super) fn compile(&self, years: Years) -> Result<std::sync::Arc<Calendar>, WireError> {
        let documents: Vec<CalendarDocument> = self.documents().cloned().collect();
        let compiled = Calendars::compile(&documents, years);
        let compiled = compiled.map_err(|mistakes| all(mistakes.iter().map(|mistake| self.told(mistake))))?;
        let office = compiled.get(&self.whole.name).cloned();
        office.ok_or_else(|| WireError::new("internal", "the calendar was lost"))
    }

    /// What could not be read, and what is wrong with the hours that could.
    fn refused(&self, unread: Vec<WireError>) -> WireError {
        let documents: Vec<CalendarDocument> = self.documents().cloned().collect();
        let mistakes = Calendars::compile(&documents, years([].into_iter())).err().unwrap_or_default();
        let of_hours = mistakes.iter().filter(|mistake| {
            let is_of_hours = matches!(
                mistake.part,
                CalendarPart::Weekly(..) | CalendarPart::Break(_) | CalendarPart::SpecialDay(..)
            );
            // The years are not known here, nor are they told by the case.
            is_of_hours && mistake.code != "not-covered"
        });
        all(unread.into_iter().chain(of_hours.map(|mistake| self.told(mistake))))
    }

    /// A mistake, at its place in the case.
    fn told(&self, mistake: &CalendarMistake) -> WireError {
        let path = self.paths.get(&mistake.calendar).map(String::as_str).unwrap_or_default();
        let path = match mistake.part {
            CalendarPart::Weekly(day, index) => format!("{path}.weekly.{day}[{index}]"),
            CalendarPart::Break(index) => format!("{path}.breaks[{index}]"),
            CalendarPart::Holiday(index) => format!("{path}.holidays[{index}]"),
            CalendarPart::SpecialDay(date, index) => format!("{path}.special_days.{date}[{index}]"),
            CalendarPart::YearlyDay(day, index) => format!("{path}.yearly_days.{day}[{index}]"),
            CalendarPart::Includes(index) => format!("{path}.includes[{index}]"),
            CalendarPart::TimeZone => format!("{path}.time_zone"),
            CalendarPart::Whole | CalendarPart::Covers => path.to_owned(),
        };
        WireError::new(mistake.code, format!("`{path}`: {}", mistake.message)).help(mistake.help.clone())
    }
}

/// All that is wrong, as one error: the code is that of the first.
fn all(wrong: impl Iterator<Item = WireError>) -> WireError {
    let mut wrong: Vec<WireError> = wrong.collect();
    if wrong.len() == 1 {
        return wrong.remove(0);
    }
    let code = wrong.first().map_or("calendar", |first| &first.code).to_owned();
    let said = wrong.into_iter().flat_map(|error| [Some(error.message), error.help]).flatten();
    WireError::new(&code, said.collect::<Vec<_>>().join("; "))
}

/// The years that a calendar must cover to know these instants.
pub(super) fn years(named: impl Iterator<Item = Timestamp>) -> Years {
    // Instants have four digits for the year.
    let years: Vec<i32> = named.filter_map(|at| at.to_string().get(..4)?.parse().ok()).collect();
    let (first, last) = (years.iter().min().copied(), years.iter().max().copied());
    Years { from: first.unwrap_or_default() - MARGIN, to: last.unwrap_or_default() + MARGIN }
}

/// Reads documents, and keeps what is wrong with their parts.
#[derive(Default)]
struct Reader {
    wrong: Vec<WireError>,
    paths: SortedMap<Text, String>,
}

impl Reader {
    /// What was read; nothing, once it is noted, where it could not be.
    fn kept<T: Default>(&mut self, read: Result<T, WireError>) -> T {
        read.unwrap_or_else(|error| {
            self.wrong.push(error);
            T::default()
        })
    }

    /// Those of the items that can be read.
    fn each<T>(&mut self, items: Vec<(String, Json)>, read: fn(&str, Json) -> Result<T, WireError>) -> Vec<T> {
        items.into_iter().filter_map(|(path, item)| self.kept(read(&path, item).map(Some))).collect()
    }

    fn document(&mut self, name: &str, path: &str, mut keys: Keys) -> CalendarDocument {
        self.paths.insert(name.into(), path.to_owned());
        let (breaks, holidays) = (self.kept(keys.list("breaks")), self.kept(keys.list("holidays")));
        let mut document = CalendarDocument {
            name: name.into(),
            time_zone: self.kept(keys.text("time_zone")).map(Text::from),
            weekly: self.weekly(&mut keys),
            breaks: self.each(breaks, pause),
            holidays: self.each(holidays, holiday),
            ..CalendarDocument::default()
        };
        self.special_days(&mut keys, &mut document);
        self.kept(keys.finish());
        document
    }

    fn weekly(&mut self, keys: &mut Keys) -> SortedMap<Weekday, Vec<Interval>> {
        let Some(mut days) = self.kept(keys.inner("weekly")) else { return SortedMap::new() };
        let mut weekly = SortedMap::new();
        for day in Weekday::ALL {
            let is_there = days.has(day.name());
            let intervals = self.kept(days.list(day.name()));
            if is_there {
                weekly.insert(day, self.each(intervals, interval));
            }
        }
        self.kept(days.finish());
        weekly
    }

    fn special_days(&mut self, keys: &mut Keys, document: &mut CalendarDocument) {
        let Some(days) = self.kept(keys.inner("special_days")) else { return };
        for (key, path, json) in days.entries() {
            match HolidayDate::parse(&key) {
                Some(HolidayDate::Date(date)) => {
                    let day = self.kept(self::day(&path, json));
                    let intervals = self.each(day.intervals, interval);
                    document.special_days.insert(date, SpecialDay { intervals, name: day.name });
                }
                _ => self.wrong.push(wrong(&path, "is no date such as 2026-12-24")),
            }
        }
    }
}

/// A special day, whose intervals are still to be read.
#[derive(Default)]
struct Day {
    intervals: Vec<(String, Json)>,
    name: Option<Text>,
}

/// `[["09:00", "12:00"]]`, or an object of `intervals` and `name`.
fn day(path: &str, json: Json) -> Result<Day, WireError> {
    match json {
        Json::Array(_) => Ok(Day { intervals: items(path, json)?, name: None }),
        Json::Object(_) => {
            let mut keys = Keys::of(path, json)?;
            let day = Day { intervals: keys.list("intervals")?, name: keys.text("name")?.map(Text::from) };
            keys.finish().map(|()| day)
        }
        other => Err(wrong(
            path,
            &format!("must be a list of intervals, or an object of `intervals` and `name`, not {other}"),
        )),
    }
}

/// `["09:00", "17:00"]`
fn interval(path: &str, json: Json) -> Result<Interval, WireError> {
    let time = |json: &Json| {
        let time = json.as_str().and_then(LocalTime::parse);
        time.ok_or_else(|| wrong(path, &format!("must be two times such as 09:00 or 24:00, and {json} is none")))
    };
    match json.as_array().map(Vec::as_slice) {
        Some([open, close]) => Ok(Interval { open: time(open)?, close: time(close)? }),
        _ => Err(wrong(path, &format!("must be two times such as [\"09:00\", \"17:00\"], not {json}"))),
    }
}

/// `{"on": ["mon"], "interval": ["12:00", "13:00"]}`
fn pause(path: &str, json: Json) -> Result<Break, WireError> {
    let mut keys = Keys::of(path, json)?;
    let (on, cut) = (keys.raw("on"), keys.raw("interval"));
    let on = days(&keys.at("on"), keys.needed("on", on)?)?;
    let interval = interval(&keys.at("interval"), keys.needed("interval", cut)?)?;
    keys.finish().map(|()| Break { on, interval })
}

/// `["mon", "tue"]`, or `"2026-12-24"`
fn days(path: &str, json: Json) -> Result<BreakDays, WireError> {
    if let Json::Array(_) = json {
        let names = Weekday::ALL.map(|day| (day.name(), day));
        let day = |(path, json): (String, Json)| one_of(&path, json.as_str().unwrap_or_default(), &names);
        return items(path, json)?.into_iter().map(day).collect::<Result<SortedSet<_>, _>>().map(BreakDays::Weekdays);
    }
    match json.as_str().and_then(HolidayDate::parse) {
        Some(HolidayDate::Date(date)) => Ok(BreakDays::Date(date)),
        _ => {
            let wanted = "must be a list of weekdays such as [\"mon\"] or a date such as 2026-12-24";
            Err(wrong(path, &format!("{wanted}, not {json}")))
        }
    }
}

/// `"2026-12-25"`, `"12-25"`, or an object of `on` and `name`.
fn holiday(path: &str, json: Json) -> Result<Holiday, WireError> {
    if !json.is_object() {
        return Ok(Holiday { on: holiday_date(path, &json)?, name: None });
    }
    let mut keys = Keys::of(path, json)?;
    let on = keys.raw("on");
    let on = holiday_date(&keys.at("on"), &keys.needed("on", on)?)?;
    let name = keys.text("name")?.map(Text::from);
    keys.finish().map(|()| Holiday { on, name })
}

fn holiday_date(path: &str, json: &Json) -> Result<HolidayDate, WireError> {
    let date = json.as_str().and_then(HolidayDate::parse);
    date.ok_or_else(|| wrong(path, &format!("must be a date such as 2026-12-25, or 12-25 for every year, not {json}")))
}
