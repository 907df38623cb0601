//! Numbers, and other things that have an order.

use std::cmp::Ordering;

use tierline_model::{DayOfYear, Value, reference};

use super::{Arg, Asks, Cost, Example, Function, Gives, Kind, Says, Takes, Total, Witness, aside, bool, param, unfit};
use crate::compare::order;

pub(super) const ALL: &[Function] = &[
    Function {
        name: "between",
        params: &[param("value", Takes::InOrder), param("lowest", Takes::Like(0)), param("highest", Takes::Like(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::Always,
        reads: &[],
        time: None,
        asks: Asks::Between,
        says: aside(Says::Between),
        witness: aside(Witness::AsSaid),
        cost: Cost::Compared,
        help: reference(
            "Whether a number, an instant or a text lies between two others, both of them included. Missing values do not. A date lies between two days of every year as well, such as \"12-20\" and \"01-05\".",
        ),
        example: aside(Example {
            call: "between(ticket.sentiment, -20, 20)",
            given: r#"{"ticket": {"sentiment": -35}}"#,
            gives: "false",
        }),
        call: |_, args| {
            if let Some(lies) = lies_in_year(&args[0], &args[1], &args[2]) {
                return bool(lies);
            }
            let at_least = order(&args[0], &args[1]).is_some_and(Ordering::is_ge);
            bool(at_least && order(&args[0], &args[2]).is_some_and(Ordering::is_le))
        },
    },
    Function {
        name: "min",
        params: &[param("a", Takes::InOrder), param("b", Takes::Like(0))],
        gives: Gives::Always(Kind::LikeArgs),
        total: Total::Never,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::None),
        cost: Cost::Compared,
        help: reference("The lower of two numbers, the earlier of two instants or the first of two texts."),
        example: aside(Example {
            call: "min(ticket.affected_users, 100)",
            given: r#"{"ticket": {"affected_users": 250}}"#,
            gives: "100",
        }),
        call: |_, args| choose(args, Ordering::is_le),
    },
    Function {
        name: "max",
        params: &[param("a", Takes::InOrder), param("b", Takes::Like(0))],
        gives: Gives::Always(Kind::LikeArgs),
        total: Total::Never,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::None),
        cost: Cost::Compared,
        help: reference("The higher of two numbers, the later of two instants or the last of two texts."),
        example: aside(Example {
            call: "max(ticket.reopened, ticket.reassigned) >= 3",
            given: r#"{"ticket": {"reopened": 1, "reassigned": 4}}"#,
            gives: "true",
        }),
        call: |_, args| choose(args, Ordering::is_ge),
    },
    Function {
        name: "outranks",
        params: &[param("priority", Takes::Priority), param("other", Takes::Priority)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Outranks),
        witness: aside(Witness::AsSaid),
        cost: Cost::Read,
        help: reference("Whether a priority is worked on before another: P1 outranks P2."),
        example: aside(Example {
            call: r#"outranks(ticket.priority, "P3")"#,
            given: r#"{"ticket": {"priority": "P1"}}"#,
            gives: "true",
        }),
        call: |_, args| match (rank(&args[0]), rank(&args[1])) {
            (Some(a), Some(b)) => bool(a < b),
            (None, _) if !args[0].is_missing() => unfit("a priority from P1 to P5", &args[0]),
            (_, None) if !args[1].is_missing() => unfit("a priority from P1 to P5", &args[1]),
            _ => bool(false),
        },
    },
];

/// Whether a date lies between two days of every year, where it is one and they are; an instant is the date that it is in UTC.
fn lies_in_year(date: &Value, first: &Value, last: &Value) -> Option<bool> {
    let day = |value: &Value| value.as_text().and_then(DayOfYear::parse);
    let date = match date {
        Value::Date(date) => date.to_chrono(),
        Value::Instant(at) => at.to_chrono().date_naive(),
        _ => return None,
    };
    Some(DayOfYear::of(date).is_between(day(first)?, day(last)?))
}

fn choose(args: &[Arg<'_>], wanted: fn(Ordering) -> bool) -> Result<Value, String> {
    match order(&args[0], &args[1]) {
        Some(order) if wanted(order) => Ok(args[0].clone().into_owned()),
        Some(_) => Ok(args[1].clone().into_owned()),
        None => {
            // Where the first could be one of two, the second is what does not go with it.
            let first_fits = order(&args[0], &args[0]).is_some_and(|_| !matches!(*args[0], Value::Bool(_)));
            unfit("two numbers, two instants or two texts", &args[usize::from(first_fits)])
        }
    }
}

fn rank(priority: &Value) -> Option<u8> {
    match priority.as_text()?.as_bytes() {
        [b'P', digit @ b'1'..=b'5'] => Some(*digit),
        _ => None,
    }
}
