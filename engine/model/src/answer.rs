//! What a desk answers.

use serde::Serialize;

use crate::{Effect, Map, Place, Reading, Text, Timestamp, Trace};

/// What to do about one ticket event, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The ticket's id, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
    /// The desk that answers: the hash of its content.
    pub desk: Text,
    /// The instant it was asked for.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub now: Timestamp,
    /// What the host is to do, in order.
    pub effects: Vec<Asked>,
    /// The ticket once all that is done.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    pub ticket: Map,
    /// What the SLA clocks of the ticket read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub readings: Vec<Reading>,
    /// The steps and breaches that this answer deals with: keys for the host to keep, and to hand in from now on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub done: Vec<Text>,
    /// The earliest instant at which anything about the ticket changes by time alone: ask again then, with a `timer` event
    /// and `since`. It replaces the one of the answer before; none means never. A breach is told a second after its deadline,
    /// for what is done at the deadline is done in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub wake_at: Option<Timestamp>,
    /// Rules that could not be decided or carried out, and what contradicts itself in the request; the others count.
    pub faults: Vec<Fault>,
    /// What became of every rule, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
}

/// An effect and the rule that asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// What to do.
    #[serde(flatten)]
    pub effect: Effect,
    /// The rule that asks for it; of a ladder, its name and step.
    pub rule: Text,
    /// Of a step or breach: its idempotency key. Other effects belong to the event that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Text>,
    /// Of a step or breach: when it was reached, however late it is dealt with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub at: Option<Timestamp>,
}

/// A rule that could not be decided, or whose actions could not be carried out. None of its effects count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// The rule; `history, event 2`, `event.set.priority` or `ticket.created_at` for what was handed in and does not count.
    pub rule: Text,
    /// Where it went wrong; a file without name for what was handed in.
    pub place: Place,
    /// A name for programs to branch on.
    pub code: Text,
    /// Why, for the admin.
    pub reason: String,
}

impl Fault {
    /// One of what stands in no file: of what was handed in, or of what came of all rules together.
    pub fn without_place(rule: impl Into<Text>, code: &str, reason: String) -> Fault {
        Fault { rule: rule.into(), place: Place::file(""), code: code.into(), reason }
    }
}

/// The codes of faults, and when each comes.
pub const FAULT_CODES: &[(&str, &str)] = &[
    ("action-failed", "an action got what it cannot work with"),
    ("arithmetic", "a number became too large, or was divided by zero"),
    ("created-twice", "the history has a second `created` event"),
    ("date-to-come", "a date of the ticket, such as `created_at`, lies after `now`"),
    ("end-untold", "the ticket is resolved or closed, and its last event that says anything of that reopened it"),
    ("event-against-ticket", "`set` of the event says of a field something else than the ticket holds after it"),
    ("event-before-creation", "an event of the history lies before the ticket's creation"),
    ("event-to-come", "an event lies after `now`"),
    ("event-without-time", "an event of the history says no `at`"),
    (
        "history-against-ticket",
        "the history says last of a field that clocks look at something else than the ticket holds",
    ),
    ("missing-value", "a part of something that is missing was read"),
    ("no-interpreter", "a rule takes a script, and this build runs none"),
    ("not-a-condition", "a condition gave something else than true or false"),
    ("out-of-bounds", "a list or text has no such item"),
    ("script-error", "a function got what it cannot work with, or a script broke off otherwise"),
    ("too-deep", "helpers call each other too deep"),
    ("too-large", "a script made a text, list or map that is too large"),
    ("too-large-answer", "a rule would make the answer larger than it may be"),
    ("too-many-actions", "all rules of an event together ask for too many actions"),
    ("too-many-effects", "all rules of an event together ask for too many effects"),
    ("too-many-faults", "there are more faults than the answer has room for"),
    ("too-many-steps", "a rule, or all rules of an event together, needs more work than they may take"),
    ("too-many-variables", "a script has too many variables at once"),
    ("unknown-clock", "a deadline was set by hand for a clock that does not exist"),
    ("unknown-sla", "the ticket is under an SLA by name that does not exist"),
    ("wrong-kind", "an operator got a kind of value that it does not work with"),
];
