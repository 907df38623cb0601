//! What a condition asked beside the fields that it read: what the event changed, the instant, calendars.

use std::borrow::Cow;

use tierline_model::{Saw, Text, Value};

use crate::{
    Expr, Facts,
    functions::{Beside, Function},
    shortened::shortened,
};

/// The calls in an expression that look at more than their arguments, as they are written, and what they give.
pub(crate) fn asked(expr: &Expr, facts: &Facts) -> Vec<Saw> {
    let mut seen = vec![];
    ask(expr, facts, &mut seen);
    seen
}

fn ask(expr: &Expr, facts: &Facts, seen: &mut Vec<Saw>) {
    match expr {
        Expr::Now => seen.push(Saw { field: "now".into(), value: Value::Instant(facts.now()) }),
        Expr::Call(function, args) if looks_around(function) => seen.extend(called(function, args, facts)),
        Expr::Ask(script) => script.moves.iter().for_each(|part| ask(part, facts, seen)),
        _ => {}
    }
    expr.below().into_iter().for_each(|part| ask(part, facts, seen));
}

fn looks_around(function: &Function) -> bool {
    let around = |beside: &Beside| matches!(beside, Beside::Now | Beside::Before | Beside::Calendar);
    function.reads.iter().any(around)
}

/// What a call gives, where its arguments are at hand: no work is charged for what is only told.
fn called(function: &Function, args: &[Expr], facts: &Facts) -> Option<Saw> {
    let at_hand = |arg: &Expr| match arg {
        Expr::Const(value) if !value.is_missing() => Some((Text::from(value.to_string()), value.clone())),
        Expr::Field(slot) => is_short(facts.slot(*slot)).then(|| (facts.name_of(*slot), facts.slot(*slot).clone())),
        Expr::Now => Some(("now".into(), Value::Instant(facts.now()))),
        _ => None,
    };
    let (written, values): (Vec<Text>, Vec<Value>) =
        args.iter().map(at_hand).collect::<Option<Vec<_>>>()?.into_iter().unzip();
    let values: Vec<Cow<'_, Value>> = values.into_iter().map(Cow::Owned).collect();
    let value = (function.call)(facts, &values).ok()?;
    let written: Vec<&str> = written.iter().map(|text| &**text).collect();
    let field = format!("{}({})", function.name, written.join(", ")).into();
    Some(Saw { field, value: shortened(&value) })
}

fn is_short(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Map(_))
}
