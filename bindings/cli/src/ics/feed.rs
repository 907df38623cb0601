//! A feed as a list of holidays.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Wrong,
    event::Event,
    lines::{Line, lines},
};

/// Days that a feed may have in all.
const MOST_DAYS: usize = 20_000;
/// Years that holidays are listed for, where nobody says: so many from the first on.
const USUAL_YEARS: i32 = 10;

/// The years to list holidays of, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first; else that of the feed.
    pub from: Option<i32>,
    /// The last; else ten years on.
    pub until: Option<i32>,
}

/// The holidays of a feed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    /// The days and their names, in order.
    pub days: BTreeMap<NaiveDate, BTreeSet<String>>,
    /// The years that they are of.
    pub years: (i32, i32),
    /// Events that are no whole days, by line and name.
    pub left_out: Vec<(usize, String)>,
}

/// The holidays of an iCalendar file.
///
/// # Errors
///
/// Where it is none, is broken, or comes back so often that it cannot be meant.
pub fn holidays(text: &str, span: Span) -> Result<Holidays, Wrong> {
    let events = events(&lines(text)?)?;
    let (whole, timed): (Vec<Event>, Vec<Event>) = events.into_iter().partition(|event| event.first.is_some());
    let first_of = whole.iter().filter(|event| !event.cancelled).filter_map(|event| event.first);
    let from = span.from.or(first_of.map(|day| day.year()).min()).unwrap_or_default();
    let until = span.until.unwrap_or(from.saturating_add(USUAL_YEARS));
    let left_out = timed.into_iter().map(|event| (event.line, event.name)).collect();
    let mut holidays = Holidays { years: (from, until), left_out, ..Holidays::default() };
    for event in &whole {
        let replaced = whole.iter().filter(|other| other.uid.is_some() && other.uid == event.uid);
        let replaced: BTreeSet<NaiveDate> = match event.replaces {
            Some(_) => BTreeSet::new(),
            None => replaced.filter_map(|other| other.replaces).collect(),
        };
        holidays.add(event, &replaced)?;
    }
    Ok(holidays)
}

impl Holidays {
    fn add(&mut self, event: &Event, replaced: &BTreeSet<NaiveDate>) -> Result<(), Wrong> {
        let last = NaiveDate::from_ymd_opt(self.years.1, 12, 31).unwrap_or(NaiveDate::MAX);
        let Some(first) = event.first.filter(|_| !event.cancelled) else { return Ok(()) };
        let mut starts: BTreeSet<NaiveDate> = event.more.iter().copied().chain([first]).collect();
        for (line, rule) in &event.rules {
            starts.extend(rule.days(first, last).map_err(|why| Wrong::at(*line, why))?);
        }
        let is_off = |start: &NaiveDate| event.without.contains(start) || replaced.contains(start);
        for start in starts.into_iter().filter(|start| !is_off(start)) {
            let days = start.iter_days().zip(0..event.length).map(|(day, _)| day).take_while(|day| *day <= last);
            for day in days.filter(|day| day.year() >= self.years.0) {
                let names = self.days.entry(day).or_default();
                if !event.name.is_empty() {
                    names.insert(event.name.clone());
                }
                if self.days.len() > MOST_DAYS {
                    let why = format!("the feed has more than {MOST_DAYS} days; give an earlier `--until`");
                    return Err(Wrong::at(event.line, why));
                }
            }
            if start.checked_add_days(Days::new(event.length)).is_none() {
                return Err(Wrong::at(event.line, "the event goes on past the last date there is"));
            }
        }
        Ok(())
    }
}

/// The events of a file.
fn events(lines: &[Line]) -> Result<Vec<Event>, Wrong> {
    let is = |line: &Line, name: &str, value: &str| line.name == name && line.value.trim().eq_ignore_ascii_case(value);
    match lines.first() {
        Some(first) if is(first, "BEGIN", "VCALENDAR") => {}
        Some(first) => return Err(first.wrong("it is no iCalendar file, which begins with `BEGIN:VCALENDAR`")),
        None => return Err(Wrong::at(0, "it is empty")),
    }
    let mut events = vec![];
    let mut open: Vec<(&Line, String)> = vec![];
    let mut of_event: Vec<Line> = vec![];
    for line in lines {
        let value = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" => {
                if value == "VEVENT" {
                    of_event.clear();
                }
                open.push((line, value));
            }
            "END" => match open.pop() {
                Some((begin, name)) if name == value => {
                    if name == "VEVENT" {
                        events.push(Event::read(begin.number, &of_event)?);
                    }
                }
                Some((begin, name)) => {
                    let why = format!("`END:{value}` does not end `BEGIN:{name}` of line {}", begin.number);
                    return Err(line.wrong(why));
                }
                None => return Err(line.wrong(format!("`END:{value}` ends nothing"))),
            },
            // What stands in an alarm of the event is not about the event.
            _ if open.last().is_some_and(|(_, name)| name == "VEVENT") => of_event.push(line.clone()),
            _ if open.is_empty() => return Err(line.wrong("it stands outside of `BEGIN:VCALENDAR` and its end")),
            _ => {}
        }
    }
    match open.pop() {
        Some((begin, name)) => Err(begin.wrong(format!("`BEGIN:{name}` has no end: the file seems to be cut off"))),
        None => Ok(events),
    }
}
