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
mod pattern;
mod pause;
mod policy;
mod step;
mod table;
mod undone;
mod unreachable;
mod untested;
mod unused;
mod utc;
mod words;

use tierline_model::quoted;
use tierline_rules::Rule;

use crate::{Finding, survey::Survey};

/// What looks for findings, and their codes.
pub(crate) struct Look {
    pub(crate) codes: &'static [&'static str],
    pub(crate) look: fn(&Survey<'_>) -> Vec<Finding>,
}

/// Findings of one kind that are told; of a desk that has more of them, these will do.
pub(crate) const MOST: usize = 100;

/// All of them.
pub(crate) const ALL: &[Look] = &[
    Look { codes: &["never-holds"], look: never_holds::look },
    Look { codes: &["always-holds"], look: always_holds::look },
    Look { codes: &["unreachable-rule"], look: unreachable::look },
    Look { codes: &["duplicate-rule"], look: duplicate::look },
    Look { codes: &["lost-write"], look: overridden::look },
    Look { codes: &["conflicting-rules"], look: conflict::look },
    Look { codes: &["undone"], look: undone::look },
    Look { codes: &["open-guard"], look: open_guard::look },
    Look { codes: &["no-route", "no-priority", "no-sla"], look: hole::look },
    Look { codes: &["never-chosen"], look: policy::look },
    Look { codes: &["matrix-hole"], look: matrix::look },
    Look { codes: &["table-hole"], look: table::look },
    Look { codes: &["odd-word"], look: words::look },
    Look { codes: &["odd-pattern"], look: pattern::look },
    Look { codes: &["untested-rule"], look: untested::look },
    Look { codes: &["unused", "unknown-team"], look: unused::look },
    Look { codes: &["days-in-utc"], look: utc::look },
    Look { codes: &["past-horizon"], look: horizon::look },
    Look { codes: &["holidays-run-out"], look: holidays::look },
    Look { codes: &["step-too-early", "step-never-reached"], look: step::look },
    Look { codes: &["endless-pause"], look: pause::look },
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
