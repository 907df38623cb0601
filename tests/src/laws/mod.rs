//! A law for every code of `rules/FINDINGS.md`: what `check` says of a desk, held to what the desk does with tickets, or counted
//! from its source by other means.

mod agreements;
mod holes;
mod rules;
mod sources;
mod world;

use std::collections::BTreeSet;

pub use rules::guards_found_open;
use tierline_check::Finding;
pub use world::World;

/// What findings of a code are held to.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// The code.
    pub code: &'static str,
    /// Whether a finding is so; the times that it was put to the test, or what contradicts it.
    pub is_so: fn(&World, &Finding) -> Result<usize, String>,
    /// The lines at which there must be one, counted from the source; `None` where that cannot be said of a desk.
    pub all: Option<Count>,
}

/// The lines at which something must be found.
pub type Count = fn(&World) -> Option<BTreeSet<u32>>;

/// All laws.
pub const LAWS: &[Law] = &[
    Law { code: "never-holds", is_so: rules::never_holds, all: None },
    Law { code: "always-holds", is_so: rules::always_holds, all: None },
    Law { code: "unreachable-rule", is_so: rules::unreachable, all: None },
    Law { code: "duplicate-rule", is_so: rules::duplicate, all: None },
    Law { code: "lost-write", is_so: rules::lost_write, all: None },
    Law { code: "conflicting-rules", is_so: rules::conflict, all: None },
    Law { code: "undone", is_so: rules::undone, all: None },
    Law { code: "open-guard", is_so: rules::open_guard, all: None },
    Law { code: "no-route", is_so: holes::no_route, all: None },
    Law { code: "no-priority", is_so: holes::no_priority, all: None },
    Law { code: "no-sla", is_so: holes::no_sla, all: None },
    Law { code: "matrix-hole", is_so: holes::of_matrix, all: Some(holes::all_of_matrices) },
    Law { code: "table-hole", is_so: holes::of_table, all: None },
    Law { code: "never-chosen", is_so: agreements::never_chosen, all: None },
    Law { code: "step-too-early", is_so: agreements::too_early, all: None },
    Law { code: "step-never-reached", is_so: agreements::never_reached, all: None },
    Law { code: "endless-pause", is_so: agreements::endless_pause, all: None },
    Law { code: "days-in-utc", is_so: sources::days_in_utc, all: Some(sources::all_days_in_utc) },
    Law { code: "past-horizon", is_so: agreements::past_horizon, all: Some(agreements::all_past_horizon) },
    Law { code: "holidays-run-out", is_so: agreements::run_out, all: Some(agreements::all_run_out) },
    Law { code: "odd-word", is_so: sources::odd_word, all: None },
    Law { code: "odd-pattern", is_so: sources::odd_pattern, all: Some(sources::all_odd_patterns) },
    Law { code: "unused", is_so: sources::unused, all: Some(sources::all_unused) },
    Law { code: "unknown-team", is_so: sources::unknown_team, all: Some(sources::all_unknown_teams) },
    Law { code: "not-looked-at", is_so: sources::not_looked_at, all: None },
    Law { code: "untested-rule", is_so: sources::untested, all: Some(sources::all_untested) },
];

/// What is between the first pair of these behind some words of a message.
fn told<'a>(message: &'a str, behind: &str, quote: char) -> Option<&'a str> {
    let (_, rest) = message.split_once(behind)?;
    let (_, rest) = rest.split_once(quote)?;
    rest.split_once(quote).map(|(told, _)| told)
}
