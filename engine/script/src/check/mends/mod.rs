//! What to write instead. What a mend says to write compiles in the place of the mistake, and asks what was asked.

mod actions;
mod arguments;
mod comparisons;
mod ranges;
mod words;

pub(super) use actions::{as_choice, as_map, as_text};
pub(super) use arguments::of_argument;
pub(super) use comparisons::{of_comparison, of_membership, of_order};
pub(super) use ranges::of_range;
use tierline_condition::functions::{Function, Param, Takes};
pub(super) use words::{meant_word, of_item, settled_words, word};

use super::{
    Kinds, Type,
    types::takes,
    written::{operand_or_x, written, written_or_x},
};
use crate::tree::{Form, Node};

/// What there is for whoever wants an hour or a day of `now`.
const PARTS_OF_NOW: &str =
    "hour_of_day() is the hour that it is and day_of_month() the day, both in UTC; minutes_since(x) counts minutes";

/// For what stands where a condition is to stand.
pub(super) fn is_there(node: &Node, given: &Type) -> Option<String> {
    let written = written(node)?;
    match given.kinds {
        kinds if kinds.has(Kinds::NUMBER) => {
            Some(format!("compare it with a number: {} > 0", beside_a_sign(node, written)))
        }
        kinds if kinds.has(Kinds::RANGE) => Some(format!("ask whether a number lies in it: x in {written}")),
        _ => Some(format!("to ask whether there is one, write is_set({written})")),
    }
}

/// What is written, in brackets where `>` would bind before its own sign: `(a & b) > 0`.
fn beside_a_sign(node: &Node, written: String) -> String {
    match &node.form {
        Form::Operator { sign, .. } if matches!(sign.as_str(), "&" | "|" | "^") => format!("({written})"),
        _ => written,
    }
}

/// For what a loop is to go over.
pub(super) fn not_a_list(node: &Node, given: &Type) -> Option<String> {
    given.may_be(Kinds::TEXT).then(|| format!("a single value needs no loop: use {} itself", written_or_x(node)))
}

/// For `of.name`, where that has no fields: a function of that name, or what is called so elsewhere.
pub(super) fn member(of: &str, whole: &Type, name: &str) -> Option<String> {
    if let Some(function) = Function::named(name) {
        return Some(as_call(function, of, whole));
    }
    match name {
        "length" | "size" | "count" if whole.may_be(Kinds::TEXT.or(Kinds::LIST)) => Some(format!("write len({of})")),
        "hour" | "hours" if of == "now" => Some("hour_of_day() is the hour that it is, in UTC".to_owned()),
        "day" | "date" if of == "now" => {
            Some("day_of_month() is today's day of the month, in UTC; days_since(x) counts days".to_owned())
        }
        "day_of_week" if of == "now" => {
            Some("weekday() is today's day of the week, in UTC: \"mon\" to \"sun\"".to_owned())
        }
        _ if whole.may_be(Kinds::INSTANT) => Some(beside_an_instant(of)),
        _ => None,
    }
}

/// The call that `of.name` was meant to be; how one is written, where that does not go with it.
fn as_call(function: &Function, of: &str, whole: &Type) -> String {
    match needed(function) {
        [] => as_it_is_written(function),
        [param] if param.takes == Takes::Field => match field_of_ticket(of) {
            Some(field) => format!("write {}(\"{field}\")", function.name),
            None => as_it_is_written(function),
        },
        [param] if !param.takes.is_written_out() && takes(param.takes, whole) => {
            format!("write {}({of})", function.name)
        }
        _ => as_it_is_written(function),
    }
}

/// The name of the field of the ticket that this is.
fn field_of_ticket(of: &str) -> Option<&str> {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    of.strip_prefix("ticket.").filter(|name| name.chars().all(is_of_path))
}

/// How a function is called.
pub(super) fn as_it_is_written(function: &Function) -> String {
    match needed(function) {
        [] => format!("write {}()", function.name),
        _ => format!("it is written {}", function.signature()),
    }
}

/// The parameters that may not be left out.
fn needed(function: &Function) -> &'static [Param] {
    function.params.get(..*function.counts().start()).unwrap_or_default()
}

fn beside_an_instant(of: &str) -> String {
    format!("compare it with another instant, such as {of} >= at(\"2026-11-23\")")
}

fn is_now(node: &Node) -> bool {
    matches!(&node.form, Form::Name(name) if name == "now")
}

/// For `a + b` and its like.
pub(super) fn of_sum(sign: &str, a: (&Node, &Type), b: (&Node, &Type)) -> Option<String> {
    let (left, right) = (written_or_x(a.0), written_or_x(b.0));
    let is_instant = |given: &Type| given.kinds.without(Kinds::MISSING) == Kinds::INSTANT;
    match sign {
        "-" if is_instant(a.1) && is_instant(b.1) && is_now(a.0) => {
            Some(format!("write minutes_since({right}), or hours_since and days_since of it"))
        }
        "-" if is_instant(a.1) && is_instant(b.1) && is_now(b.0) => {
            Some(format!("write minutes_until({left}), or hours_until and days_until of it"))
        }
        "|" | "&" => Some(format!("between conditions write {sign}{sign}")),
        ".." | "..=" => Some("whether something lies between two others, between(x, lowest, highest) tells".to_owned()),
        _ if is_instant(a.1) || is_instant(b.1) => Some(
            "how long ago something is, minutes_since(x), hours_since(x) and days_since(x) tell: minutes_since(x) < 90"
                .to_owned(),
        ),
        _ => [a, b].into_iter().find_map(|(node, given)| how_many(node, given)),
    }
}

/// For `-x`.
pub(super) fn of_minus(node: &Node, given: &Type) -> Option<String> {
    match given.may_be(Kinds::INSTANT) {
        true if is_now(node) => Some(PARTS_OF_NOW.to_owned()),
        true => Some(format!("for how long ago that is, write minutes_since({})", written_or_x(node))),
        false => how_many(node, given),
    }
}

/// For a list or a map where a number is wanted.
fn how_many(node: &Node, given: &Type) -> Option<String> {
    let is_many = !given.is_nothing() && given.kinds.without(Kinds::LIST.or(Kinds::MAP).or(Kinds::MISSING)).is_none();
    is_many.then(|| format!("for how many there are, write len({})", written_or_x(node)))
}

/// Something that is asked, or the opposite.
fn asked(is: bool, condition: &str) -> String {
    if is { format!("write {condition}") } else { format!("write !{condition}") }
}

/// `item in whole`, or `item !in whole`.
fn lies_in(is: bool, item: &Node, whole: &str) -> String {
    format!("write {} {} {whole}", operand_or_x(item), if is { "in" } else { "!in" })
}
