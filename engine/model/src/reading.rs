//! A clock at an instant, and why it reads what it reads.

use serde::Serialize;

use crate::{Class, Metric, Saw, Text, Timestamp};

/// What a clock is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// It counts.
    Running,
    /// It is held up.
    Paused,
    /// It stopped in time.
    Met,
    /// The deadline has passed and what is owed is still owed.
    MissedOpen,
    /// It stopped too late.
    MissedClosed,
    /// It ended without met or missed.
    Cancelled,
}

impl ClockState {
    /// All states, in the order of the reference.
    pub const ALL: [ClockState; 6] = [
        ClockState::Running,
        ClockState::Paused,
        ClockState::Met,
        ClockState::MissedOpen,
        ClockState::MissedClosed,
        ClockState::Cancelled,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Met => "met",
            ClockState::MissedOpen => "missed_open",
            ClockState::MissedClosed => "missed_closed",
            ClockState::Cancelled => "cancelled",
        }
    }
}

/// A clock at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// What it measures.
    pub clock: Metric,
    /// Who owes whom.
    pub class: Class,
    /// The policy.
    pub policy: Text,
    /// Since when that version of the policy counts, where it has versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub version: Option<Timestamp>,
    /// The queue or tier that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Text>,
    /// Which cycle, from 1.
    pub cycle: u32,
    /// How often the queue, tier or supplier got the ticket in this cycle, from 1.
    #[serde(skip_serializing_if = "is_one")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub visits: u32,
    /// The calendar; absent where it counts by the wall clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Text>,
    /// What it is doing.
    pub state: ClockState,
    /// Whether one that is `missed_open` is held up as well: it is late, and it waits.
    #[serde(skip_serializing_if = "is_not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub paused: bool,
    /// The target, as written: `4 hours`.
    pub target: Text,
    /// The target in seconds that count.
    pub goal_seconds: i64,
    /// Seconds that counted so far.
    pub elapsed_seconds: i64,
    /// Seconds still to count, up to the date where somebody promised one; below 0 for those over the target.
    pub remaining_seconds: i64,
    /// The seconds of the longest exchange so far, that of this cycle or one before it; of a clock whose updates count from
    /// messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub longest_seconds: Option<i64>,
    /// Seconds held up that would have counted.
    pub paused_seconds: i64,
    /// How much of the target is used, of a hundred, rounded down; of a date that somebody promised, how much of the way to it
    /// has passed.
    pub used_percent: i64,
    /// When it started.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub started_at: Timestamp,
    /// When it first counted or will: the first open instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub counts_from: Option<Timestamp>,
    /// The deadline; absent while paused, unless somebody promised the date, it was missed before or the policy keeps it in
    /// sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due: Option<Timestamp>,
    /// When it stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub stopped_at: Option<Timestamp>,
    /// The breach, which stays on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breach: Option<Breach>,
    /// The policy that it was under when it was breached, where that is another by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed_under: Option<Text>,
    /// A deadline that a person set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by_hand: Option<SetByHand>,
    /// What is uncertain about it: past the known holidays, past the horizon of its calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// The steps of its ladders that are still to come or were reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub steps: Vec<StepReading>,
    /// Why, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<ClockTrace>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_not(said: &bool) -> bool {
    !*said
}

/// A deadline that passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Breach {
    /// The instant: the deadline, or where that was moved into the past, the instant of the move.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// Whether the deadline was moved into the past.
    pub rebased: bool,
}

/// A deadline that a person set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetByHand {
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// Who.
    pub by: Text,
    /// Why.
    pub reason: Text,
    /// The deadline that the target would give.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub instead_of: Option<Timestamp>,
}

/// A step of a ladder at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepReading {
    /// The ladder.
    pub ladder: Text,
    /// The step: `75%`.
    pub step: Text,
    /// The idempotency key: clock, cycle, step, occurrence.
    pub key: Text,
    /// When it is reached.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// When it is taken, where quiet hours put it off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub put_off_to: Option<Timestamp>,
    /// Whether the host has taken it.
    pub done: bool,
}

/// Why a clock reads what it reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockTrace {
    /// The policies of the class, in order, and why each is not the one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub losers: Vec<Loser>,
    /// The stretches of time since the start.
    pub spans: Vec<SpanTrace>,
    /// What happened to it, in order.
    pub changes: Vec<ClockChange>,
}

/// A policy that was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Loser {
    /// The policy.
    pub policy: Text,
    /// Why.
    #[serde(flatten)]
    pub because: Lost,
}

/// Why a policy was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Lost {
    /// A part of its condition does not hold.
    Missed {
        /// The part, as written.
        part: Text,
        /// The fields which that part reads and what they held.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(default))]
        saw: Vec<Saw>,
    },
    /// It stands below the one that was chosen.
    Later,
    /// It has a newer version, or is not in force yet.
    OtherVersion,
    /// Another one was applied by name.
    NotApplied,
}

/// A stretch of a clock's time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpanTrace {
    /// Its beginning.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub from: Timestamp,
    /// Its end; absent while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub to: Option<Timestamp>,
    /// Whether it counts.
    pub counts: bool,
    /// Its seconds in which the calendar is open.
    pub seconds: i64,
    /// The calendar; absent for the wall clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Text>,
    /// What began it.
    pub because: Text,
}

/// Something that happened to a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockChange {
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// What.
    pub what: ChangeKind,
    /// What brought it about.
    pub because: Text,
    /// The deadline before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due_before: Option<Timestamp>,
    /// The deadline after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due_after: Option<Timestamp>,
}

/// What can happen to a clock, by the names of Zendesk's metric events where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A cycle started.
    Activate,
    /// It was held up.
    Pause,
    /// It goes on after a pause.
    Resume,
    /// It goes on after it had stopped.
    Reopen,
    /// What was owed was done.
    Fulfill,
    /// It ended without met or missed.
    Cancel,
    /// The deadline passed.
    Breach,
    /// Policy, target or calendar changed.
    ApplySla,
    /// A change of policy, target or calendar that the clock does not follow.
    Pin,
    /// A person set the deadline.
    SetByHand,
    /// It counts from an older ticket's creation.
    Merge,
}

/// When a calendar is open within a span of time, for whoever draws that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenHours {
    /// The calendar, as a reading names it.
    pub calendar: Text,
    /// Its IANA time zone.
    pub zone: Text,
    /// By how many seconds the clocks on the wall are ahead of UTC, and since when; the first counts from the beginning of
    /// the span.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<(String, i32)>"))]
    pub offsets: Vec<(Timestamp, i32)>,
    /// The open stretches, in order: the first instant of each and the first after it.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<(String, String)>"))]
    pub open: Vec<(Timestamp, Timestamp)>,
}
