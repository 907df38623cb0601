//! What the event changed.

use tierline_model::{Path, Value, reference};

use super::{
    Arg, Asks, Beside, Cost, Example, Function, Gives, Held, Kind, Says, Takes, Total, Witness, aside, bool, param,
};
use crate::{Facts, equal};

pub(super) const ALL: &[Function] = &[
    Function {
        name: "changed",
        params: &[param("field", Takes::Field)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[Beside::Ticket, Beside::Before],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Changed),
        witness: aside(Witness::Before(Held::Other)),
        cost: Cost::OfField,
        help: reference(
            "Whether the event changed a field of the ticket: whether `event.before` names it with another value.",
        ),
        example: aside(Example {
            call: r#"changed("status")"#,
            given: r#"{"ticket": {"status": "open"}, "event": {"before": {"status": "new"}}}"#,
            gives: "true",
        }),
        call: |facts, args| bool(before(facts, args)?.is_some()),
    },
    Function {
        name: "changed_to",
        params: &[param("field", Takes::Field), param("value", Takes::HeldBy(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[Beside::Ticket, Beside::Before],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::ChangedTo),
        witness: aside(Witness::Before(Held::OtherThanValue)),
        cost: Cost::OfField,
        help: reference("Whether the event changed a field which now holds the value."),
        example: aside(Example {
            call: r#"changed_to("status", "resolved")"#,
            given: r#"{"ticket": {"status": "resolved"}, "event": {"before": {"status": "open"}}}"#,
            gives: "true",
        }),
        call: |facts, args| {
            let changed = before(facts, args)?.is_some();
            bool(changed && equal(&facts.read(&path(args)?), &args[1]))
        },
    },
    Function {
        name: "changed_from",
        params: &[param("field", Takes::Field), param("value", Takes::HeldBy(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[Beside::Ticket, Beside::Before],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::ChangedFrom),
        witness: aside(Witness::Before(Held::Value)),
        cost: Cost::OfField,
        help: reference("Whether the event changed a field that held the value before."),
        example: aside(Example {
            call: r#"changed_from("queue", "network-l1")"#,
            given: r#"{"ticket": {"queue": "server"}, "event": {"before": {"queue": "network-l1"}}}"#,
            gives: "true",
        }),
        call: |facts, args| bool(before(facts, args)?.is_some_and(|before| equal(&before, &args[1]))),
    },
    Function {
        name: "previous",
        params: &[param("field", Takes::Field)],
        gives: Gives::OrMissing(Kind::HeldBy(0)),
        total: Total::Never,
        reads: &[Beside::Ticket, Beside::Before],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Before(Held::Given)),
        cost: Cost::OfField,
        help: reference("What a field held before the event changed it; missing where it did not."),
        example: aside(Example {
            call: r#"previous("assignee") ?? "nobody""#,
            given: r#"{"ticket": {"assignee": "ana"}, "event": {"before": {"assignee": "ben"}}}"#,
            gives: r#""ben""#,
        }),
        call: |facts, args| Ok(before(facts, args)?.unwrap_or_default()),
    },
];

fn path(args: &[Arg<'_>]) -> Result<Path, String> {
    match &*args[0] {
        Value::Text(name) => Path::parse_in_ticket(name).ok_or_else(|| format!("there is no field `{name}`")),
        other => Err(format!("the name of a field is needed here, not {}", other.described())),
    }
}

fn before(facts: &Facts, args: &[Arg<'_>]) -> Result<Option<Value>, String> {
    Ok(facts.before(&path(args)?))
}
