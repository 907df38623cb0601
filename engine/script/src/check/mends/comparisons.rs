//! Comparisons that never hold, or always do.

use tierline_condition::Comparison;
use tierline_model::{Root, Timestamp, Value, quoted};

use super::{
    PARTS_OF_NOW, asked, is_now, lies_in,
    words::{instant, number, of_word, word},
};
use crate::{
    check::{
        Kinds, Type,
        comparisons::Side,
        types::Words,
        written::{in_full, operand_or_x, written_or_x},
    },
    tree::{Form, Node},
};

/// For lists and maps in order.
pub(in crate::check) fn of_order(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> String {
    let len = |side: Side<'_>| format!("len({})", written_or_x(side.node));
    format!("to compare how many there are, write {} {} {}", len(of), sign_of(comparison), len(other))
}

/// For a comparison that never holds, or always does; `comparison` as it stands between the two in this order.
pub(in crate::check) fn of_comparison(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> Option<String> {
    if let Some(root) = record(of.node) {
        return of_record(root, comparison, other.value?);
    }
    if let Some(value) = other.value.filter(|value| of.given.may_be(Kinds::INSTANT) && value.as_list().is_none()) {
        return of_instant(comparison, of, value);
    }
    match comparison.is_ordering() {
        true => of_ordering(comparison, of, other),
        false => of_equality(comparison, of, other),
    }
}

fn of_equality(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> Option<String> {
    let is = comparison == Comparison::Equal;
    match other.value {
        Some(Value::List(items)) if items.is_empty() && of.given.is_single() => {
            return Some(asked(!is, &format!("is_set({})", written_or_x(of.node))));
        }
        Some(Value::Int(_)) if is_many(of.given) => return Some(of_length(comparison, of, other)),
        _ => {}
    }
    if has(of, other) {
        return Some(lies_in(is, other.node, &operand(of)));
    }
    if has(other, of) || (other.given.kinds == Kinds::RANGE && of.given.may_be(Kinds::NUMBER)) {
        return Some(lies_in(is, of.node, &operand(other)));
    }
    of_word(is, of, other)
}

fn of_ordering(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> Option<String> {
    let is_text = of.given.kinds.without(Kinds::MISSING) == Kinds::TEXT;
    let is_sum = matches!(&of.node.form, Form::Operator { .. });
    match other.value? {
        Value::Int(_) if is_text && is_sum => Some("`+` beside a text joins texts".to_owned()),
        Value::Int(_) if is_many(of.given) || (is_text && !matches!(of.given.words, Words::OneOf(_))) => {
            Some(of_length(comparison, of, other))
        }
        _ if is_text || of.given.may_be(Kinds::TRUTH) => None,
        value => word(of.given, value),
    }
}

fn of_length(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> String {
    let what = if is_many(of.given) { "how many there are" } else { "how long it is" };
    format!("for {what}, write len({}) {} {}", written_or_x(of.node), sign_of(comparison), operand(other))
}

/// Whether it is a list or a map wherever it is not missing.
fn is_many(given: &Type) -> bool {
    !given.is_nothing() && given.kinds.without(Kinds::LIST.or(Kinds::MAP).or(Kinds::MISSING)).is_none()
}

/// Whether one side is a list and the other may be an item of it; where the list is written out, each item of it.
fn has(list: Side<'_>, item: Side<'_>) -> bool {
    let is_list = list.given.kinds.without(Kinds::MISSING) == Kinds::LIST;
    let fit = || match list.value {
        Some(Value::List(items)) => items.iter().all(|one| Type::of_value(one).can_equal(item.given)),
        _ => list.given.items.as_ref().is_none_or(|items| items.can_equal(item.given)),
    };
    is_list && item.given.is_single() && !item.given.is_nothing() && fit()
}

/// A side as a part of something else.
fn operand(side: Side<'_>) -> String {
    match side.value {
        Some(_) => in_full(side.node),
        None => operand_or_x(side.node),
    }
}

fn of_instant(comparison: Comparison, of: Side<'_>, value: &Value) -> Option<String> {
    let (written, operand) = (written_or_x(of.node), operand_or_x(of.node));
    match value {
        Value::Text(text) if Timestamp::parse(text).is_some() => {
            Some(format!("write {operand} {} at({})", sign_of(comparison), quoted(text)))
        }
        Value::Text(text) => Some(instant(text)),
        Value::Int(_) | Value::Decimal(_) if is_now(of.node) => Some(PARTS_OF_NOW.to_owned()),
        Value::Int(_) | Value::Decimal(_) => {
            Some(format!("write hours_since({written}), or minutes_since and days_since of it"))
        }
        Value::Bool(is) if !comparison.is_ordering() => {
            Some(asked(*is == (comparison == Comparison::Equal), &format!("is_set({written})")))
        }
        _ => None,
    }
}

/// The record that something is: `event`, `ticket.requester`.
pub(super) fn record(node: &Node) -> Option<Root> {
    match &node.form {
        Form::Name(name) => Root::named(name),
        Form::Field { of, name, .. } => {
            let is_ticket = matches!(&of.form, Form::Name(of) if of == Root::Ticket.name() || of == "outcome");
            Root::named(name).filter(|root| is_ticket && root.is_part_of_ticket())
        }
        _ => None,
    }
}

/// The field of a record that a text was meant to be compared with, or one of its fields.
pub(super) fn field_of(root: Root) -> &'static str {
    match root {
        Root::Event => "event.kind",
        Root::Ticket => "ticket.category",
        Root::Requester => "requester.email",
        Root::Organisation => "organisation.name",
        Root::Asset => "asset.name",
        Root::Context => "context.x",
        Root::Sla => "sla.resolution.used",
    }
}

/// For a record that is compared with a text, or with several.
fn of_record(root: Root, comparison: Comparison, value: &Value) -> Option<String> {
    let (field, is) = (field_of(root), comparison == Comparison::Equal);
    Some(match value {
        _ if matches!(root, Root::Context | Root::Sla) => format!("name a field of it, such as {field}"),
        Value::Text(_) => format!("name a field of it: {field} {} {value}", sign_of(comparison)),
        Value::List(_) if !comparison.is_ordering() => {
            format!("name a field of it: {field} {} {value}", if is { "in" } else { "!in" })
        }
        _ => format!("name a field of it, such as {field}"),
    })
}

/// For `item in container`, or its opposite.
pub(in crate::check) fn of_membership(is: bool, of: Side<'_>, whole: Side<'_>) -> Option<String> {
    if let Some(root) = record(of.node) {
        return Some(format!("name a field of it, such as {}", field_of(root)));
    }
    // What is written out stands behind.
    let (one, other) = if of.value.is_some() { (whole, of) } else { (of, whole) };
    if of.given.kinds == Kinds::LIST && whole.given.may_be(Kinds::LIST) {
        let have_in_common = of.given.as_items().can_equal(&whole.given.as_items());
        let (list, items) = (written_or_x(one.node), in_full(other.node));
        let asked =
            if is { format!("write any_of({list}, {items})") } else { format!("write none_of({list}, {items})") };
        return have_in_common.then_some(asked);
    }
    if let Some(numbers) = whole.value.and_then(listed).filter(|_| of.given.may_be(Kinds::NUMBER)) {
        return Some(lies_in(is, of.node, &numbers));
    }
    if let Some(value) = of.value {
        let wanted = match (&whole.given.items, whole.given.kinds) {
            (Some(items), _) => word(items, value),
            (None, Kinds::RANGE) => word(&Type::of(Kinds::NUMBER), value),
            (None, kinds) if kinds.has(Kinds::TEXT) && value.as_text().is_some() => word(whole.given, value),
            _ => None,
        };
        if wanted.is_some() {
            return wanted;
        }
    }
    let is_one = whole.given.is_single() && of.given.can_equal(whole.given);
    let sign = if is { "==" } else { "!=" };
    is_one.then(|| format!("write {} {sign} {}", operand(one), operand(other)))
}

/// Numbers with commas between them, as a list.
fn listed(value: &Value) -> Option<String> {
    let numbers = value.as_text()?.split(',').map(number).collect::<Option<Vec<_>>>()?;
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    Some(format!("[{}]", numbers.join(", ")))
}

fn sign_of(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
    }
}
