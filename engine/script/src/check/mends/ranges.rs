//! Ranges whose ends are no whole numbers.

use tierline_model::{Text, Timestamp, Value, quoted};

use super::{asked, lies_in, words::number};
use crate::check::{Kinds, comparisons::Side, types::Words, written::written_or_x};

/// For `item in first..last`, or its opposite.
pub(in crate::check) fn of_range(
    is: bool,
    item: Side<'_>,
    sign: &str,
    (first, last): (Side<'_>, Side<'_>),
) -> Option<String> {
    let between =
        |first: &str, last: &str| asked(is, &format!("between({}, {first}, {last})", written_or_x(item.node)));
    let is_instant = |side: Side<'_>| side.given.kinds.without(Kinds::MISSING) == Kinds::INSTANT;
    if is_instant(first) && is_instant(last) && item.given.may_be(Kinds::INSTANT) {
        return Some(between(&written_or_x(first.node), &written_or_x(last.node)));
    }
    let (Value::Text(first), Value::Text(last)) = (first.value?, last.value?) else { return None };
    if item.given.may_be(Kinds::INSTANT) {
        let at = |text: &Text| Timestamp::parse(text).map(|_| format!("at({})", quoted(text)));
        return Some(between(&at(first)?, &at(last)?));
    }
    if item.given.may_be(Kinds::NUMBER) {
        let (first, last) = (number(first)?, number(last)?);
        return Some(match first.is_integer() && last.is_integer() {
            true => lies_in(is, item.node, &format!("{first}{sign}{last}")),
            false => between(&first.to_string(), &last.to_string()),
        });
    }
    let Words::OneOf(words) = &item.given.words else { return None };
    let place = |end: &Text| words.iter().position(|word| word == end);
    let meant = words.get(place(first)?..=place(last)?)?;
    let meant: Vec<String> = meant.iter().map(|word| quoted(word).to_string()).collect();
    Some(lies_in(is, item.node, &format!("[{}]", meant.join(", "))))
}
