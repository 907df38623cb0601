//! Calendar cases: one question, straight to the calendar.

use serde_json::Value as Json;
use tierline_calendar::{Calendar, Calendars};
use tierline_model::{CalendarDocument, Interval, SortedMap, Text, Timestamp, Weekday, Years};

use super::{
    Disagreement,
    keys::{Keys, instant, integer, one_of, wrong},
};
use crate::WireError;

/// Years that a calendar covers on both sides of the instants that a case names.
const MARGIN: i32 = 2;

/// What a case asks.
enum Question {
    Add(i64),
    Between(Timestamp),
    IsOpen,
    NextOpen,
    NextClose,
}

/// What a calendar says, or shall say. Instants are compared as instants.
#[derive(PartialEq)]
enum Said {
    Instant(Timestamp),
    Seconds(i64),
    Truth(bool),
    /// There is no such instant.
    Nothing,
}

pub(super) fn run(mut keys: Keys) -> Result<Vec<Disagreement>, WireError> {
    let calendar = keys.raw("calendar");
    let office = Office::read("calendar", keys.needed("calendar", calendar)?)?;
    let from = keys.instant("from")?;
    let from = keys.needed("from", from)?;
    let question = question(&mut keys)?;
    let expected = keys.raw("expect");
    let expected = keys.needed("expect", expected)?;
    let wanted = wanted(&question, &expected)?;
    keys.finish()?;
    let named = [Some(from), question.instant(), wanted.instant()];
    let calendar = office.compile(named.into_iter().flatten())?;
    let found = ask(&calendar, from, &question);
    let disagreement = Disagreement { what: "expect".to_owned(), expected, found: found.to_json() };
    Ok((found != wanted).then_some(disagreement).into_iter().collect())
}

fn question(keys: &mut Keys) -> Result<Question, WireError> {
    #[derive(Clone, Copy)]
    enum Op {
        Add,
        Between,
        IsOpen,
        NextOpen,
        NextClose,
    }
    let ops = [
        ("add", Op::Add),
        ("between", Op::Between),
        ("is_open", Op::IsOpen),
        ("next_open", Op::NextOpen),
        ("next_close", Op::NextClose),
    ];
    let op = keys.text("op")?.unwrap_or_default();
    Ok(match one_of("op", &op, &ops)? {
        Op::Add => {
            let seconds = keys.integer("seconds")?;
            Question::Add(keys.needed("seconds", seconds)?)
        }
        Op::Between => {
            let to = keys.instant("to")?;
            Question::Between(keys.needed("to", to)?)
        }
        Op::IsOpen => Question::IsOpen,
        Op::NextOpen => Question::NextOpen,
        Op::NextClose => Question::NextClose,
    })
}

impl Question {
    fn instant(&self) -> Option<Timestamp> {
        match self {
            Question::Between(to) => Some(*to),
            _ => None,
        }
    }
}

impl Said {
    fn instant(&self) -> Option<Timestamp> {
        match self {
            Said::Instant(at) => Some(*at),
            _ => None,
        }
    }

    fn to_json(&self) -> Json {
        match self {
            Said::Instant(at) => Json::from(at.to_string()),
            Said::Seconds(seconds) => Json::from(*seconds),
            Said::Truth(yes) => Json::from(*yes),
            Said::Nothing => Json::Null,
        }
    }
}

/// What the case expects, of the kind that its question has for an answer.
fn wanted(question: &Question, expected: &Json) -> Result<Said, WireError> {
    match (question, expected) {
        (_, Json::Null) => Ok(Said::Nothing),
        (Question::Between(_), seconds) => integer("expect", seconds).map(Said::Seconds),
        (Question::IsOpen, Json::Bool(yes)) => Ok(Said::Truth(*yes)),
        (Question::IsOpen, other) => Err(wrong("expect", &format!("must be true or false, not {other}"))),
        (_, at) => instant("expect", at).map(Said::Instant),
    }
}

fn ask(calendar: &Calendar, from: Timestamp, question: &Question) -> Said {
    let answer = match question {
        Question::Add(seconds) => calendar.add(from, *seconds).map(Said::Instant),
        Question::Between(to) => calendar.between(from, *to).map(Said::Seconds),
        Question::IsOpen => calendar.is_open(from).map(Said::Truth),
        Question::NextOpen => calendar.next_open(from).map(Said::Instant),
        Question::NextClose => calendar.next_close(from).map(Said::Instant),
    };
    // Who looks for ever comes to the horizon.
    answer.unwrap_or(Said::Nothing)
}

/// The calendar of a case, and those that it includes.
pub(super) struct Office {
    pub(super) members: Vec<CalendarDocument>,
    pub(super) whole: CalendarDocument,
}

impl Office {
    /// Reads the calendar that stands at `path`.
    pub(super) fn read(path: &str, json: Json) -> Result<Office, WireError> {
        Office::named(path, path, json)
    }

    /// The same, under another name.
    pub(super) fn named(name: &str, path: &str, json: Json) -> Result<Office, WireError> {
        let mut keys = Keys::of(path, json)?;
        let mut members = vec![];
        for (path, member) in keys.list("includes")? {
            let mut keys = Keys::of(&path, member)?;
            let name = format!("{name} {}", members.len() + 1);
            members.push(document(&name, &mut keys)?);
            keys.finish()?;
        }
        let mut whole = document(name, &mut keys)?;
        keys.finish()?;
        whole.includes = members.iter().map(|member| member.name.clone()).collect();
        Ok(Office { members, whole })
    }

    /// The documents, members before their union.
    pub(super) fn documents(&self) -> impl Iterator<Item = &CalendarDocument> {
        self.members.iter().chain([&self.whole])
    }

    fn compile(&self, named: impl Iterator<Item = Timestamp>) -> Result<std::sync::Arc<Calendar>, WireError> {
        let documents: Vec<CalendarDocument> = self.documents().cloned().collect();
        let compiled = Calendars::compile(&documents, years(named)).map_err(|mistakes| {
            let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            let code = mistakes.first().map_or("calendar", |mistake| mistake.code);
            WireError::new(code, said.join("; "))
        })?;
        let office = compiled.get(&self.whole.name).cloned();
        office.ok_or_else(|| WireError::new("internal", "the calendar was lost"))
    }
}

/// The years that a calendar must cover to know these instants.
pub(super) fn years(named: impl Iterator<Item = Timestamp>) -> Years {
    // Instants have four digits for the year.
    let years: Vec<i32> = named.filter_map(|at| at.to_string().get(..4)?.parse().ok()).collect();
    let (first, last) = (years.iter().min().copied(), years.iter().max().copied());
    Years { from: first.unwrap_or_default() - MARGIN, to: last.unwrap_or_default() + MARGIN }
}

fn document(name: &str, keys: &mut Keys) -> Result<CalendarDocument, WireError> {
    Ok(CalendarDocument {
        name: name.into(),
        time_zone: keys.text("time_zone")?.map(Text::from),
        weekly: weekly(keys)?,
        breaks: keys.shaped("breaks")?.unwrap_or_default(),
        holidays: keys.shaped("holidays")?.unwrap_or_default(),
        special_days: keys.shaped("special_days")?.unwrap_or_default(),
        includes: vec![],
        covers: None,
    })
}

fn weekly(keys: &mut Keys) -> Result<SortedMap<Weekday, Vec<Interval>>, WireError> {
    let mut weekly = SortedMap::new();
    let Some(mut days) = keys.inner("weekly")? else { return Ok(weekly) };
    for day in Weekday::ALL {
        if let Some(intervals) = days.shaped::<Vec<Interval>>(day.name())? {
            weekly.insert(day, intervals);
        }
    }
    days.finish()?;
    Ok(weekly)
}
