//! What the tests of a desk reach.

mod goals;
mod seen;

use serde::Serialize;
use tierline_model::{Place, Text};

pub(crate) use seen::{Seen, Watch};

/// What the tests of a desk reach of it, and what not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// All that tests can reach, by file and line.
    pub goals: Vec<Goal>,
}

/// Something that a test can reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Goal {
    /// What it is.
    pub kind: GoalKind,
    /// Where it stands.
    pub place: Place,
    /// What it belongs to: a rule, a table, a matrix, an SLA, a ladder.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub of: Text,
    /// Its name, or as it is written.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub text: Text,
    /// How often the tests reached it.
    pub times: u64,
}

/// What tests can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalKind {
    /// A rule that fires.
    Rule,
    /// A row of a table that fires.
    Row,
    /// A part of a condition that is looked at and holds.
    Held,
    /// A part of a condition that is looked at and does not hold.
    Missed,
    /// A way that an action block goes.
    Branch,
    /// A cell of a matrix that is looked up.
    Cell,
    /// An SLA that a ticket is under.
    Policy,
    /// A target of an SLA that a clock counts for.
    Target,
    /// A step of a ladder that is taken.
    Step,
}

impl Coverage {
    /// How many of the goals are reached.
    pub fn reached(&self) -> usize {
        self.goals.iter().filter(|goal| goal.is_reached()).count()
    }

    /// The goals that are not reached, by file and line.
    pub fn missing(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| !goal.is_reached())
    }

    /// How much is reached, of a hundred, rounded down; all of it where there is nothing to reach.
    pub fn percent(&self) -> usize {
        (self.reached() * 100).checked_div(self.goals.len()).unwrap_or(100)
    }
}

impl Goal {
    /// Whether a test reached it.
    pub fn is_reached(&self) -> bool {
        self.times > 0
    }
}
