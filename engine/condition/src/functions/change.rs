//! What the event changed.

use tierline_model::{Path, Value, reference};

use super::{Arg, Function, Gives, Kind, Literal, Takes, bool, param};
use crate::{Facts, equal};

pub(super) const ALL: &[Function] = &[
    Function {
        name: "changed",
        params: &[param("field", Takes::Field)],
        gives: Gives::Always(Kind::Truth),
        help: reference(
            "Whether the event changed a field of the ticket: whether `event.before` names it with another value.",
        ),
        example: reference(r#"changed("status")"#),
        literal: Some((0, Literal::Field)),
        time: None,
        call: |facts, args| bool(before(facts, args)?.is_some()),
    },
    Function {
        name: "changed_to",
        params: &[param("field", Takes::Field), param("value", Takes::HeldBy(0))],
        gives: Gives::Always(Kind::Truth),
        help: reference("Whether the event changed a field which now holds the value."),
        example: reference(r#"changed_to("status", "resolved")"#),
        literal: Some((0, Literal::Field)),
        time: None,
        call: |facts, args| {
            let changed = before(facts, args)?.is_some();
            bool(changed && equal(&facts.read(&path(args)?), &args[1]))
        },
    },
    Function {
        name: "changed_from",
        params: &[param("field", Takes::Field), param("value", Takes::HeldBy(0))],
        gives: Gives::Always(Kind::Truth),
        help: reference("Whether the event changed a field that held the value before."),
        example: reference(r#"changed_from("queue", "network-l1")"#),
        literal: Some((0, Literal::Field)),
        time: None,
        call: |facts, args| bool(before(facts, args)?.is_some_and(|before| equal(&before, &args[1]))),
    },
    Function {
        name: "previous",
        params: &[param("field", Takes::Field)],
        gives: Gives::OrMissing(Kind::HeldBy(0)),
        help: reference("What a field held before the event changed it; missing where it did not."),
        example: reference(r#"previous("assignee") ?? "nobody""#),
        literal: Some((0, Literal::Field)),
        time: None,
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
