//! Why an answer is what it is.

use serde::Serialize;

use crate::{Mode, SortedSet, Stage, Text, Value};

/// How much an answer tells of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tell {
    /// Nothing but faults.
    #[default]
    Nothing,
    /// What became of the rules that could hold, as far as is known without looking at them; and of those named here,
    /// whatever became of them. It takes hardly longer than telling nothing.
    Fired(SortedSet<Text>),
    /// What became of every rule. It takes the longer the more rules there are.
    All,
}

/// What became of the rules, stage by stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trace {
    /// The stages that have rules, in the order they ran.
    pub stages: Vec<StageTrace>,
    /// The steps of ladders that were due, in the order in which they were looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub steps: Vec<RuleTrace>,
    /// Effects that a later rule replaced, in the order that happened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub overrides: Vec<Override>,
}

/// What became of the rules of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageTrace {
    /// The stage.
    pub stage: Stage,
    /// How many of its rules may fire.
    pub mode: Mode,
    /// Its rules, in the order they were looked at.
    pub rules: Vec<RuleTrace>,
    /// Its rules that are not told of: nobody asked, and they did not hold or were passed over.
    #[serde(skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub others: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What became of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleTrace {
    /// Its name.
    pub rule: Text,
    /// Its group, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Text>,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Its condition held, or could not be decided and it says `on fault fire`; its actions count.
    Fired {
        /// Why its condition could not be decided, where that is so.
        #[serde(skip_serializing_if = "Option::is_none")]
        undecided: Option<Text>,
        /// What the parts of its condition saw.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(default))]
        saw: Vec<Saw>,
    },
    /// Its condition did not hold.
    Missed(Missed),
    /// It could not be decided or carried out; see the faults of the answer.
    Fault,
    /// At a `timer` event: its condition holds and held already at the evaluation before.
    HeldAlready,
    /// It was not looked at, because its group is switched off.
    Off,
    /// It was not looked at, because an earlier rule ended its stage or the evaluation.
    Passed {
        /// The rule that ended it.
        by: Text,
    },
}

/// Why a condition did not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Missed {
    /// The first part that did not hold, as written.
    pub part: Text,
    /// How many parts before it held.
    pub held: usize,
    /// How many parts the condition has.
    pub parts: usize,
    /// The fields which that part reads and what they held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub saw: Vec<Saw>,
}

impl Missed {
    /// Whether all parts but the last held.
    pub fn is_near(&self) -> bool {
        self.parts > 1 && self.held + 1 == self.parts
    }
}

/// A field and what it held, or a call such as `changed("status")` and what it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Saw {
    /// The field, or the call as it is written.
    pub field: Text,
    /// What it held or gave; text is cut at 200 characters.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub value: Value,
}

/// An effect that a later rule replaced: the last write wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Override {
    /// The field that both write.
    pub field: Text,
    /// What the earlier rule had written.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub was: Value,
    /// The earlier rule.
    pub rule: Text,
    /// What the later rule wrote.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub now: Value,
    /// The later rule.
    pub by: Text,
}
