//! Time. `now` is the instant of the evaluation; nothing here reads a clock.

use chrono::{Datelike, Timelike};
use tierline_model::{Timestamp, Value, reference};

use super::{
    Arg, Asks, Beside, Cost, Example, Function, Gives, Kind, Moves, Says, Takes, Total, Witness, aside, param,
};

/// The days of the week, as rules write them.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(super) const ALL: &[Function] = &[
    Function {
        name: "at",
        params: &[param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Instant),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Names),
        witness: aside(Witness::None),
        cost: Cost::Read,
        help: reference("The instant that a text names: RFC 3339, or a date for its midnight in UTC."),
        example: aside(Example {
            call: r#"ticket.due_at < at("2026-12-18T00:00:00Z")"#,
            given: r#"{"ticket": {"due_at": "2026-12-17T23:59:59Z"}}"#,
            gives: "true",
        }),
        call: |_, args| Ok(instant(&args[0])?.map_or(Value::Missing, Value::Instant)),
    },
    Function {
        name: "minutes_since",
        params: &[param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now],
        time: Some(Moves::Up(|_, args, minutes| mark(&args[0], 60, minutes, 0))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(60)),
        cost: Cost::Read,
        help: reference("Whole minutes that have passed; below 0 for an instant to come, missing for a missing one."),
        example: aside(Example {
            call: "minutes_since(ticket.created_at) >= 15",
            given: r#"{"ticket": {"created_at": "2026-11-23T09:45:00Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| passed(facts.now(), &args[0], 60),
    },
    Function {
        name: "hours_since",
        params: &[param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now],
        time: Some(Moves::Up(|_, args, hours| mark(&args[0], 3_600, hours, 0))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(3_600)),
        cost: Cost::Read,
        help: reference("Whole hours that have passed; below 0 for an instant to come, missing for a missing one."),
        example: aside(Example {
            call: "hours_since(ticket.updated_at) >= 72",
            given: r#"{"ticket": {"updated_at": "2026-11-20T10:00:01Z"}}"#,
            gives: "false",
        }),
        call: |facts, args| passed(facts.now(), &args[0], 3_600),
    },
    Function {
        name: "days_since",
        params: &[param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now],
        time: Some(Moves::Up(|_, args, days| mark(&args[0], 86_400, days, 0))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(86_400)),
        cost: Cost::Read,
        help: reference(
            "Whole days of 24 hours that have passed; below 0 for an instant to come, missing for a missing one.",
        ),
        example: aside(Example {
            call: "days_since(ticket.resolved_at) > 14",
            given: r#"{"ticket": {"resolved_at": "2026-11-01T10:00:00Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| passed(facts.now(), &args[0], 86_400),
    },
    Function {
        name: "minutes_until",
        params: &[param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now],
        time: Some(Moves::Down(|_, args, minutes| mark(&args[0], -60, minutes.checked_add(1)?, 1))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(-60)),
        cost: Cost::Read,
        help: reference(
            "Whole minutes still to go; below 0 for an instant that has passed, missing for a missing one.",
        ),
        example: aside(Example {
            call: "minutes_until(ticket.due_at) < 30",
            given: r#"{"ticket": {"due_at": "2026-11-23T10:29:59Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| to_go(facts.now(), &args[0], 60),
    },
    Function {
        name: "hours_until",
        params: &[param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now],
        time: Some(Moves::Down(|_, args, hours| mark(&args[0], -3_600, hours.checked_add(1)?, 1))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(-3_600)),
        cost: Cost::Read,
        help: reference("Whole hours still to go; below 0 for an instant that has passed, missing for a missing one."),
        example: aside(Example {
            call: "hours_until(ticket.planned_start) < 24",
            given: r#"{"ticket": {"planned_start": "2026-11-25T10:00:00Z"}}"#,
            gives: "false",
        }),
        call: |facts, args| to_go(facts.now(), &args[0], 3_600),
    },
    Function {
        name: "days_until",
        params: &[param("date", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::WhereArgsFit,
        reads: &[Beside::Now],
        time: Some(Moves::Down(|_, args, days| {
            let date = instant(&args[0]).ok()??.day();
            Some(Timestamp::from_second(date.checked_sub(days)?.checked_mul(86_400)?))
        })),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(-86_400)),
        cost: Cost::Read,
        help: reference(
            "Calendar days in UTC from today to a date: 0 for today, below 0 for a date that has passed, missing for a missing one.",
        ),
        example: aside(Example {
            call: "between(days_until(ticket.form?.start_date), 0, 2)",
            given: r#"{"ticket": {"form": {"start_date": "2026-11-25"}}}"#,
            gives: "true",
        }),
        call: |facts, args| {
            Ok(instant(&args[0])?.map_or(Value::Missing, |date| Value::Int(date.day() - facts.now().day())))
        },
    },
    Function {
        name: "day_of_month",
        params: &[],
        gives: Gives::Always(Kind::Whole),
        total: Total::Always,
        reads: &[Beside::Now],
        time: Some(Moves::Turns(|facts, _| next_multiple(facts.now(), 86_400))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("Today's day of the month in UTC, from 1."),
        example: aside(Example {
            call: "day_of_month() >= 28",
            given: r#"{"ticket": {}, "now": "2026-11-28T00:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, _| Ok(Value::Int(facts.now().to_chrono().day().into())),
    },
    Function {
        name: "weekday",
        params: &[],
        gives: Gives::Always(Kind::OneOf(&WEEKDAYS)),
        total: Total::Always,
        reads: &[Beside::Now],
        time: Some(Moves::Turns(|facts, _| next_multiple(facts.now(), 86_400))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference(r#"Today's day of the week in UTC: "mon" to "sun"."#),
        example: aside(Example {
            call: r#"weekday() in ["sat", "sun"]"#,
            given: r#"{"ticket": {}, "now": "2026-11-28T00:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, _| {
            let day = facts.now().to_chrono().weekday().num_days_from_monday();
            Ok(Value::text(WEEKDAYS.into_iter().nth(day as usize).unwrap_or_default()))
        },
    },
    Function {
        name: "hour_of_day",
        params: &[],
        gives: Gives::Always(Kind::Whole),
        total: Total::Always,
        reads: &[Beside::Now],
        time: Some(Moves::Turns(|facts, _| next_multiple(facts.now(), 3_600))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("The hour that it is in UTC, from 0 to 23."),
        example: aside(Example {
            call: "hour_of_day() in 6..=19",
            given: r#"{"ticket": {}, "now": "2026-11-23T20:00:00Z"}"#,
            gives: "false",
        }),
        call: |facts, _| Ok(Value::Int(facts.now().to_chrono().hour().into())),
    },
];

pub(super) fn instant(value: &Value) -> Result<Option<Timestamp>, String> {
    match value {
        Value::Missing => Ok(None),
        Value::Instant(instant) => Ok(Some(*instant)),
        Value::Text(text) => Timestamp::parse(text).map(Some).ok_or_else(|| {
            format!("{} is no instant such as \"2026-11-23T10:00:00Z\" and no date", value.shown_short())
        }),
        other => Err(format!("an instant is needed here, not {}", other.described())),
    }
}

fn passed(now: Timestamp, since: &Arg<'_>, unit: i64) -> Result<Value, String> {
    Ok(instant(since)?.map_or(Value::Missing, |since| Value::Int((now.second() - since.second()).div_euclid(unit))))
}

fn to_go(now: Timestamp, until: &Arg<'_>, unit: i64) -> Result<Value, String> {
    Ok(instant(until)?.map_or(Value::Missing, |until| Value::Int((until.second() - now.second()).div_euclid(unit))))
}

/// So many units from the instant of an argument, and `more` seconds.
fn mark(from: &Arg<'_>, unit: i64, count: i64, more: i64) -> Option<Timestamp> {
    let from = instant(from).ok()??.second();
    Some(Timestamp::from_second(unit.checked_mul(count)?.checked_add(from)?.checked_add(more)?))
}

/// The next instant that is a whole multiple of `unit` seconds.
fn next_multiple(now: Timestamp, unit: i64) -> Option<Timestamp> {
    Some(Timestamp::from_second((now.second().div_euclid(unit) + 1).checked_mul(unit)?))
}
