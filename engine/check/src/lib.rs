//! What looks wrong with a desk, proved: each finding with the rules that it is about and, where a ticket shows it, that ticket.
//!
//! A desk that compiles can still do what nobody meant: rules that never fire because others stand in front of them, two
//! rules that send the same ticket to two queues, tickets that nobody gets. [`check`] looks for that. It reasons about the
//! compiled conditions (`reason/`), so that "never" is a proof; what it shows by a ticket was evaluated before it is told.
//! What cannot be decided is passed over in silence, never guessed.
//!
//! Every kind of finding has a file of its own in `findings/`.

mod deeds;
mod finding;
mod findings;
mod reason;
mod survey;
mod vocabulary;
mod what_if;

use tierline::Desk;
use tierline_model::{Diagnostic, SortedSet, Text, Timestamp, sort::sort_by};

pub use finding::{Finding, Witness};
use survey::Survey;
pub use what_if::{Change, WhatIf, what_if, what_if_within};

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The files that findings must have to do with; all where none are named. A rule of another file is looked at where one
    /// of these files may have to do with it.
    pub files: Option<SortedSet<Text>>,
    /// Today, for what runs out: without it, nothing is said of that.
    pub now: Option<Timestamp>,
}

/// Everything that looks wrong with a desk, by file and line.
///
/// ```
/// use tierline::{Desk, Limits, Pack};
/// let rules = r#"
/// stage routing first
/// rule "Network" {
///   when ticket.category == "network"
///   then { route("network"); }
/// }
/// rule "Network of a VIP" {
///   when ticket.category == "network" && requester.vip
///   then { route("vip"); }
/// }
/// "#;
/// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
/// let findings = tierline_check::check(&desk, &Default::default());
/// assert!(findings.iter().any(|finding| finding.diagnostic.code == "unreachable-rule"));
/// ```
pub fn check(desk: &Desk, scope: &Scope) -> Vec<Finding> {
    let survey = Survey::of(desk, scope);
    let mut found: Vec<Finding> = findings::ALL.iter().flat_map(|look| look(&survey)).collect();
    // What the compiler warned of is not said twice.
    let is_known = |found: &Diagnostic| {
        desk.warnings().iter().any(|warning| warning.code == found.code && warning.place == found.place)
    };
    found.retain(|finding| !is_known(&finding.diagnostic));
    found.extend(desk.warnings().iter().cloned().map(Finding::from));
    sort_by(&mut found, |a, b| a.diagnostic.place.cmp(&b.diagnostic.place));
    found
}
