//! Business time, by the calendars of the desk.

use tierline_model::{Timestamp, Value, reference};

use super::{
    Arg, Asks, Beside, Cost, Example, Function, Gives, Kind, Moves, Says, Takes, Total, Witness, aside, bool, param,
    time::instant,
};
use crate::Facts;

pub(super) const ALL: &[Function] = &[
    Function {
        name: "within_hours",
        params: &[param("calendar", Takes::Calendar)],
        gives: Gives::Always(Kind::Truth),
        total: Total::Never,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(|facts, args| open_time(facts).next_turn(name(args).ok()?, facts.now()).ok())),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("Whether a calendar is open now."),
        example: aside(Example {
            call: r#"!within_hours("uk-office")"#,
            given: r#"{"ticket": {}, "now": "2026-11-23T17:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, args| bool(open_time(facts).is_open(name(args)?, facts.now())?),
    },
    Function {
        name: "open_minutes_since",
        params: &[param("calendar", Takes::Calendar), param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::Never,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Up(|facts, args, minutes| from_mark(facts, args, minutes.checked_mul(60)?))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(60)),
        cost: Cost::Read,
        help: reference("Whole minutes that have passed in which a calendar is open; missing for a missing instant."),
        example: aside(Example {
            call: r#"open_minutes_since("uk-office", ticket.created_at) >= 30"#,
            given: r#"{"ticket": {"created_at": "2026-11-20T16:45:00Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| passed(facts, args, 60),
    },
    Function {
        name: "open_hours_since",
        params: &[param("calendar", Takes::Calendar), param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::Never,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Up(|facts, args, hours| from_mark(facts, args, hours.checked_mul(3_600)?))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(3_600)),
        cost: Cost::Read,
        help: reference("Whole hours that have passed in which a calendar is open; missing for a missing instant."),
        example: aside(Example {
            call: r#"open_hours_since("uk-office", ticket.updated_at) >= 16"#,
            given: r#"{"ticket": {"updated_at": "2026-11-19T10:00:00Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| passed(facts, args, 3_600),
    },
    Function {
        name: "open_minutes_until",
        params: &[param("calendar", Takes::Calendar), param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::Never,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Down(|facts, args, minutes| to_mark(facts, args, minutes.checked_add(1)?.checked_mul(60)?))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(-60)),
        cost: Cost::Read,
        help: reference("Whole minutes still to go in which a calendar is open; missing for a missing instant."),
        example: aside(Example {
            call: r#"open_minutes_until("uk-office", ticket.planned_start) < 30"#,
            given: r#"{"ticket": {"planned_start": "2026-11-23T10:45:00Z"}}"#,
            gives: "false",
        }),
        call: |facts, args| to_go(facts, args, 60),
    },
    Function {
        name: "open_hours_until",
        params: &[param("calendar", Takes::Calendar), param("instant", Takes::Instant)],
        gives: Gives::OrMissing(Kind::Whole),
        total: Total::Never,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Down(|facts, args, hours| to_mark(facts, args, hours.checked_add(1)?.checked_mul(3_600)?))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Back(-3_600)),
        cost: Cost::Read,
        help: reference("Whole hours still to go in which a calendar is open; missing for a missing instant."),
        example: aside(Example {
            call: r#"open_hours_until("uk-office", ticket.due_at) < 8"#,
            given: r#"{"ticket": {"due_at": "2026-11-24T09:30:00Z"}}"#,
            gives: "true",
        }),
        call: |facts, args| to_go(facts, args, 3_600),
    },
    Function {
        name: "holiday",
        params: &[param("calendar", Takes::Calendar)],
        gives: Gives::OrMissing(Kind::Text),
        total: Total::Never,
        reads: &[Beside::Now, Beside::Calendar],
        time: Some(Moves::Turns(|facts, args| Some(open_time(facts).holiday(name(args).ok()?, facts.now()).ok()?.1))),
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Now),
        cost: Cost::Read,
        help: reference("The name of the holiday that today is in a calendar's own zone; missing on any other day."),
        example: aside(Example {
            call: r#"is_set(holiday("uk-office"))"#,
            given: r#"{"ticket": {}, "now": "2026-12-25T10:00:00Z"}"#,
            gives: "true",
        }),
        call: |facts, args| {
            let (name, _) = open_time(facts).holiday(name(args)?, facts.now())?;
            Ok(name.map_or(Value::Missing, Value::Text))
        },
    },
];

pub(super) fn open_time(facts: &Facts) -> &dyn crate::OpenTime {
    &*facts.frame().calendars
}

fn name<'a>(args: &'a [Arg<'_>]) -> Result<&'a str, String> {
    named(&args[0])
}

/// The name of a calendar.
pub(super) fn named(arg: &Value) -> Result<&str, String> {
    arg.as_text().ok_or_else(|| format!("the name of a calendar is needed here, not {}", arg.described()))
}

fn passed(facts: &Facts, args: &[Arg<'_>], unit: i64) -> Result<Value, String> {
    let Some(since) = instant(&args[1])? else { return Ok(Value::Missing) };
    let seconds = open_time(facts).open_seconds(name(args)?, since, facts.now())?;
    Ok(Value::Int(seconds.div_euclid(unit)))
}

fn to_go(facts: &Facts, args: &[Arg<'_>], unit: i64) -> Result<Value, String> {
    let Some(until) = instant(&args[1])? else { return Ok(Value::Missing) };
    let seconds = open_time(facts).open_seconds(name(args)?, facts.now(), until)?;
    Ok(Value::Int(seconds.div_euclid(unit)))
}

/// The first instant with so many open seconds since that of the argument.
fn from_mark(facts: &Facts, args: &[Arg<'_>], seconds: i64) -> Option<Timestamp> {
    let from = instant(&args[1]).ok()??;
    match seconds {
        1.. => add(facts, args, from, seconds),
        // Before it, closed hours come behind the last instant with one second less.
        _ => Some(Timestamp::from_second(add(facts, args, from, seconds.checked_sub(1)?)?.second() + 1)),
    }
}

/// The first instant with fewer open seconds to go to that of the argument.
fn to_mark(facts: &Facts, args: &[Arg<'_>], seconds: i64) -> Option<Timestamp> {
    let to = instant(&args[1]).ok()??;
    match seconds {
        1.. => Some(Timestamp::from_second(add(facts, args, to, -seconds)?.second() + 1)),
        _ => add(facts, args, to, seconds.checked_neg()?.checked_add(1)?),
    }
}

/// So many open seconds on: the first instant with so many. Back, where they are below 0: the last one.
fn add(facts: &Facts, args: &[Arg<'_>], from: Timestamp, seconds: i64) -> Option<Timestamp> {
    open_time(facts).add(name(args).ok()?, from, seconds).ok()
}
