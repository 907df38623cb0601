//! The findings: one file each, one table of all.

mod always_holds;
mod conflict;
mod duplicate;
mod hole;
mod holidays;
mod horizon;
mod matrix;
mod never_holds;
mod open_guard;
mod overridden;
mod pause;
mod policy;
mod step;
mod table;
mod undone;
mod unreachable;
mod untested;
mod unused;
mod words;

use tierline_model::quoted;
use tierline_rules::Rule;

use crate::{Finding, survey::Survey};

/// Whoever looks for one kind of finding.
pub(crate) type Look = fn(&Survey<'_>) -> Vec<Finding>;

/// Findings of one kind that are told; of a desk that has more of them, these will do.
pub(crate) const MOST: usize = 100;

/// All of them.
pub(crate) const ALL: &[Look] = &[
    never_holds::look,
    always_holds::look,
    unreachable::look,
    duplicate::look,
    overridden::look,
    conflict::look,
    undone::look,
    open_guard::look,
    hole::look,
    policy::look,
    matrix::look,
    table::look,
    words::look,
    untested::look,
    unused::look,
    horizon::look,
    holidays::look,
    step::look,
    pause::look,
];

/// Names of rules, as a list in a sentence.
pub(crate) fn named<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> String {
    listed(rules.into_iter().map(|rule| quoted(&rule.name).to_string()).collect())
}

/// `a, b and c`
pub(crate) fn listed(mut items: Vec<String>) -> String {
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}
