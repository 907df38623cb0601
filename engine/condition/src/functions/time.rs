//! Time. `now` is the instant of the evaluation; nothing here reads a clock.

use tierline_model::{Timestamp, Value, reference};

use super::{
    Arg, Asks, Beside, Cost, Example, Function, Gives, Kind, Moves, Says, Takes, Total, Witness, aside, param,
};

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
        help: reference(
            "The instant that a text names, in RFC 3339, or the date; beside instants a date stands for its midnight in UTC.",
        ),
        example: aside(Example {
            call: r#"ticket.due_at < at("2026-12-18T00:00:00Z")"#,
            given: r#"{"ticket": {"due_at": "2026-12-17T23:59:59Z"}}"#,
            gives: "true",
        }),
        call: |_, args| match &*args[0] {
            date @ Value::Date(_) => Ok(date.clone()),
            Value::Text(text) => Value::of_time(text).ok_or_else(|| no_instant(&args[0])),
            other => Ok(instant(other)?.map_or(Value::Missing, Value::Instant)),
        },
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
];

pub(super) fn instant(value: &Value) -> Result<Option<Timestamp>, String> {
    match value {
        Value::Missing => Ok(None),
        Value::Text(text) => Timestamp::parse(text).map(Some).ok_or_else(|| no_instant(value)),
        other => match other.as_instant() {
            None => Err(format!("an instant is needed here, not {}", other.described())),
            instant => Ok(instant),
        },
    }
}

fn no_instant(value: &Value) -> String {
    format!("{} is no instant such as \"2026-11-23T10:00:00Z\" and no date", value.shown_short())
}

pub(super) fn passed(now: Timestamp, since: &Arg<'_>, unit: i64) -> Result<Value, String> {
    Ok(instant(since)?.map_or(Value::Missing, |since| Value::Int((now.second() - since.second()).div_euclid(unit))))
}

fn to_go(now: Timestamp, until: &Arg<'_>, unit: i64) -> Result<Value, String> {
    Ok(instant(until)?.map_or(Value::Missing, |until| Value::Int((until.second() - now.second()).div_euclid(unit))))
}

/// So many units from the instant of an argument, and `more` seconds.
pub(super) fn mark(from: &Arg<'_>, unit: i64, count: i64, more: i64) -> Option<Timestamp> {
    let from = instant(from).ok()??.second();
    Some(Timestamp::from_second(unit.checked_mul(count)?.checked_add(from)?.checked_add(more)?))
}
