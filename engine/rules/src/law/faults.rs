//! In which ways an action is a fault although its arguments fit.

use tierline_condition::Facts;
use tierline_model::{Fails, Given, Value};

use crate::actions::{Action, writer_of};

/// The ways in which a call can be a fault, by the row of its action.
pub(super) fn ways(action: &Action, args: &[Value], facts: &Facts) -> Vec<Fails> {
    let given: Vec<Given<'_>> = args.iter().map(Given::Value).collect();
    let can_be = |way: &&Fails| way.can_be(&given, &facts.frame().schema, |field| writer_of(field).is_none());
    action.spec.fails.get().iter().filter(can_be).copied().collect()
}

/// In what a call went otherwise than that: all ways but one depend on nothing but its arguments.
pub(super) fn otherwise(is_fault: bool, ways: &[Fails]) -> Option<String> {
    let sure = ways.iter().find(|way| **way != Fails::ByPeople);
    match (is_fault, sure) {
        (true, _) if ways.is_empty() => Some("is a fault with arguments that fit".to_owned()),
        (false, Some(way)) => Some(format!("is no fault, though {way:?}")),
        _ => None,
    }
}
