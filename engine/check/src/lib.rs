//! What looks wrong with a desk, proved: each finding with the rules that it is about and, where a ticket shows it, that ticket.
//!
//! A desk that compiles can still do what nobody meant: rules that never fire because others stand in front of them, two
//! rules that send the same ticket to two queues, tickets that nobody gets. [`check`] looks for that. It reasons about the
//! compiled conditions (`reason/`), so that "never" is a proof; what it shows by a ticket was evaluated before it is told.
//! What cannot be decided is passed over in silence, never guessed.
//!
//! Every kind of finding has a file of its own in `findings/`.

mod by_path;
mod deeds;
mod finding;
mod findings;
mod left_out;
mod overlaps;
mod reason;
mod sources;
mod survey;
mod vocabulary;
mod what_if;
mod work;
mod written;

use tierline::Desk;
use tierline_model::{Place, SortedSet, Text, Timestamp, sort::sort_by};

pub use finding::{Finding, Witness};
pub use left_out::NOT_LOOKED_AT;
use survey::Survey;
pub use what_if::{Change, Searched, WhatIf, what_if, what_if_within};
use work::Work;

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
    check_within(desk, scope, desk.limits().check_work).findings
}

/// What was found, and what looking for it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What was found, by file and line. What was not looked at for want of work is named among it
    /// ([`NOT_LOOKED_AT`]).
    pub findings: Vec<Finding>,
    /// The units of work that were done.
    pub work: u64,
}

/// As [`check`], with so many units of work at most.
pub fn check_within(desk: &Desk, scope: &Scope, work: u64) -> Checked {
    let survey = Survey::of(desk, scope, Work::new(work, Work::TURN));
    let mut found: Vec<Finding> = vec![];
    for row in findings::ALL {
        found.extend((row.look)(&survey));
        found.extend(left_out::told(&survey, row.codes));
    }
    // What the compiler warned of is not said twice.
    let known: SortedSet<(&str, &Place)> =
        desk.warnings().iter().map(|warning| (&*warning.code, &warning.place)).collect();
    found.retain(|finding| !known.contains(&(&*finding.diagnostic.code, &finding.diagnostic.place)));
    found.extend(desk.warnings().iter().cloned().map(Finding::from));
    sort_by(&mut found, |a, b| a.diagnostic.place.cmp(&b.diagnostic.place));
    Checked { findings: found, work: survey.work.done() }
}
