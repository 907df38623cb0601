//! Days and hours where people are: in the time zone of a calendar, or where none is named, in UTC.

use chrono::{Datelike, Months, Timelike};
use tierline_model::{Date, Timestamp, Value, reference};

use super::{
    Arg, Asks, Beside, Cost, Example, Function, Gives, Kind, LeftOut, Moves, Says, Takes, Total, Witness, aside,
    calendar::{named, open_time},
    optional, param,
    time::{instant, mark, passed},
};
use crate::Facts;

/// The days of the week, as rules write them.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const DAY: i64 = 86_400;

pub(super) const ALL: &[Function] = &[
    Function {
        name: "days_since",
        params: &[param("instant", Takes::Instant), optional("calendar", Takes::Calendar, LeftOut::ByTheHour)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Up(|facts, args, days| match calendar(args, 1).ok()? {
            None => mark(&args[0], DAY, days, 0),
            place => begins(facts, place, date(facts, &args[0], place).ok()??.day().checked_add(days)?),
        })),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(DAY)),
        cost: Cost::Read,
        help: reference(
            "Whole days of 24 hours that have passed; with a calendar, days from that date to today in its time zone. Below 0 for an instant to come, missing for a missing one.",
        ),
        example: aside(Example {
            call: "days_since(ticket.resolved_at) > 14",
            given: r#"{"ticket": {"resolved_at": "2026-11-01T10:00:00Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| match calendar(args, 1)? {
            None => passed(facts.now(), &args[0], DAY),
            place => days(facts, &args[0], place, |date, today| today - date),
        },
    },
    Function {
        name: "days_until",
        params: &[param("date", Takes::Instant), optional("calendar", Takes::Calendar, LeftOut::InUtc)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Down(|facts, args, days| {
            let place = calendar(args, 1).ok()?;
            begins(facts, place, date(facts, &args[0], place).ok()??.day().checked_sub(days)?)
        })),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(-DAY)),
        cost: Cost::Read,
        help: reference(
            "Days from today to a date, in the time zone of the calendar or in UTC: 0 for today, below 0 for a date that has passed, missing for a missing one.",
        ),
        example: aside(Example {
            call: r#"between(days_until(ticket.form?.start_date, "uk-office"), 0, 2)"#,
            given: r#"{"ticket": {"form": {"start_date": "2026-11-25"}}}"#,
            gives: "true",
        }),
        call: |facts, args| days(facts, &args[0], calendar(args, 1)?, |date, today| date - today),
    },
    Function {
        name: "today",
        params: &[optional("calendar", Takes::Calendar, LeftOut::InUtc)],
        gives: Gives::Always(Kind::Date),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(tomorrow)),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("Today's date, in the time zone of the calendar or in UTC."),
        example: aside(Example {
            call: r#"ticket.form?.start_date == today("uk-office")"#,
            given: r#"{"ticket": {"form": {"start_date": "2026-11-23"}}}"#,
            gives: "true",
        }),
        call: |facts, args| today(facts, calendar(args, 0)?).map(Value::Date),
    },
    Function {
        name: "month",
        params: &[optional("calendar", Takes::Calendar, LeftOut::InUtc)],
        gives: Gives::Always(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(|facts, args| {
            let place = calendar(args, 0).ok()?;
            let next = today(facts, place).ok()?.to_chrono().with_day(1)?.checked_add_months(Months::new(1))?;
            begins(facts, place, next.to_epoch_days().into())
        })),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("The month that it is, from 1 to 12, in the time zone of the calendar or in UTC."),
        example: aside(Example {
            call: r#"month("uk-office") == 12"#,
            given: r#"{"ticket": {}, "now": "2026-12-01T00:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, args| Ok(Value::Int(today(facts, calendar(args, 0)?)?.to_chrono().month().into())),
    },
    Function {
        name: "day_of_month",
        params: &[optional("calendar", Takes::Calendar, LeftOut::InUtc)],
        gives: Gives::Always(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(tomorrow)),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("Today's day of the month, from 1, in the time zone of the calendar or in UTC."),
        example: aside(Example {
            call: "day_of_month() >= 28",
            given: r#"{"ticket": {}, "now": "2026-11-28T00:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, args| Ok(Value::Int(today(facts, calendar(args, 0)?)?.to_chrono().day().into())),
    },
    Function {
        name: "weekday",
        params: &[optional("calendar", Takes::Calendar, LeftOut::InUtc)],
        gives: Gives::Always(Kind::OneOf(&WEEKDAYS)),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(tomorrow)),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference(r#"Today's day of the week, in the time zone of the calendar or in UTC: "mon" to "sun"."#),
        example: aside(Example {
            call: r#"weekday("uk-office") in ["sat", "sun"]"#,
            given: r#"{"ticket": {}, "now": "2026-11-28T00:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, args| {
            let day = today(facts, calendar(args, 0)?)?.to_chrono().weekday().num_days_from_monday();
            Ok(Value::text(WEEKDAYS.into_iter().nth(day as usize).unwrap_or_default()))
        },
    },
    Function {
        name: "hour_of_day",
        params: &[optional("calendar", Takes::Calendar, LeftOut::InUtc)],
        gives: Gives::Always(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(|facts, args| match calendar(args, 0).ok()? {
            None => Some(Timestamp::from_second((facts.now().second().div_euclid(3_600) + 1).checked_mul(3_600)?)),
            Some(name) => Some(open_time(facts).hour(name, facts.now()).ok()?.1),
        })),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("The hour that it is, from 0 to 23, in the time zone of the calendar or in UTC."),
        example: aside(Example {
            call: r#"hour_of_day("uk-office") in 6..=19"#,
            given: r#"{"ticket": {}, "now": "2026-11-23T20:00:00Z"}"#,
            gives: "false",
        }),
        call: |facts, args| match calendar(args, 0)? {
            None => Ok(Value::Int(facts.now().to_chrono().hour().into())),
            Some(name) => Ok(Value::Int(open_time(facts).hour(name, facts.now())?.0)),
        },
    },
];

/// The calendar that an argument names, if it is there.
fn calendar<'a>(args: &'a [Arg<'_>], index: usize) -> Result<Option<&'a str>, String> {
    args.get(index).map(|arg| named(arg)).transpose()
}

/// The date of an instant there.
fn date_of(facts: &Facts, at: Timestamp, place: Option<&str>) -> Result<Date, String> {
    match place {
        None => Ok(Date::from_day(at.day())),
        Some(name) => open_time(facts).date(name, at, facts.now()),
    }
}

fn today(facts: &Facts, place: Option<&str>) -> Result<Date, String> {
    date_of(facts, facts.now(), place)
}

/// When the next date begins there.
fn tomorrow(facts: &Facts, args: &[Arg<'_>]) -> Option<Timestamp> {
    let place = calendar(args, 0).ok()?;
    begins(facts, place, today(facts, place).ok()?.day() + 1)
}

/// The date that a value is; of an instant, the one that it is there.
fn date(facts: &Facts, value: &Value, place: Option<&str>) -> Result<Option<Date>, String> {
    let date = match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => Date::parse(text),
        _ => None,
    };
    match date {
        Some(date) => Ok(Some(date)),
        None => instant(value)?.map(|at| date_of(facts, at, place)).transpose(),
    }
}

/// What is counted between a date and today.
fn days(facts: &Facts, value: &Value, place: Option<&str>, count: fn(i64, i64) -> i64) -> Result<Value, String> {
    let Some(date) = date(facts, value, place)? else { return Ok(Value::Missing) };
    Ok(Value::Int(count(date.day(), today(facts, place)?.day())))
}

/// When the date so many days after 1970-01-01 begins there; where it begins twice, after now.
fn begins(facts: &Facts, place: Option<&str>, day: i64) -> Option<Timestamp> {
    match place {
        None => Some(Timestamp::from_second(day.checked_mul(DAY)?)),
        Some(name) => open_time(facts).date_begins(name, Date::from_day(day), facts.now()).ok(),
    }
}
