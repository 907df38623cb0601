//! Stages of a desk.

use serde::Serialize;

/// A stage. They run in this order, whatever the order of files and headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What it is: kind, category, duplicate of.
    Triage,
    /// How urgent it is.
    Priority,
    /// Which queue and tier it goes to.
    Routing,
    /// Who gets it.
    Assignment,
    /// What else: requests, approvals, problems, changes, notifications, self-service.
    FollowUp,
}

impl Stage {
    /// All stages, in the order they run.
    pub const ALL: [Stage; 5] = [Stage::Triage, Stage::Priority, Stage::Routing, Stage::Assignment, Stage::FollowUp];

    /// Its name in a rule file.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Triage => "triage",
            Stage::Priority => "priority",
            Stage::Routing => "routing",
            Stage::Assignment => "assignment",
            Stage::FollowUp => "follow_up",
        }
    }

    /// The stage of that name.
    pub fn named(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// How many rules of a stage may fire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The stage ends at the first rule that fires.
    First,
    /// Every rule may fire, and each sees what earlier ones did.
    #[default]
    All,
}
