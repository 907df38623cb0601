//! Calendar cases: one question, straight to the calendar.

use serde_json::Value as Json;
use tierline_calendar::Calendar;
use tierline_model::Timestamp;

use super::{
    Disagreement,
    keys::{Keys, instant, integer, one_of, wrong},
    office::{Office, years},
};
use crate::WireError;

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

pub(super) fn run(mut keys: Keys, work: &mut u64) -> Result<Vec<Disagreement>, WireError> {
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
    let years = years(named.into_iter().flatten());
    *work = work.saturating_add(office.work(years));
    let calendar = office.compile(years)?;
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
