//! How rules run: by the index, by predicates, or by their scripts, and why those are needed.

use serde::Serialize;

use crate::{Place, Text};

/// How one rule runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleForm {
    /// Its name.
    pub rule: Text,
    /// Where it stands.
    pub place: Place,
    /// The parts of its condition, as they stand between the `&&`.
    pub parts: Vec<PartForm>,
    /// Its actions.
    pub actions: ActionsForm,
}

/// How a part of a condition runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartForm {
    /// As written.
    pub part: Text,
    /// What decides it, in this order. Whatever comes later is asked only where what comes before leaves it open.
    pub runs: Vec<PartRuns>,
    /// Why it takes a script, each reason once; none where it takes none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub why: Vec<Text>,
}

/// What decides a part of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartRuns {
    /// The rule is found under it in the index.
    Key,
    /// The index compares it, as numbers on the ticket's card.
    Numbers,
    /// The index looks for it in a text.
    Text,
    /// A predicate.
    Predicate,
    /// The script.
    Script,
}

/// How the actions of a rule run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionsForm {
    /// What gives their arguments.
    pub runs: ActionsRun,
    /// Why they take a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
}

/// What gives the arguments of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionsRun {
    /// They are constants.
    Constants,
    /// They are worked out without a script.
    Predicate,
    /// The script.
    Script,
}

impl RuleForm {
    /// Whether anything of it always takes the interpreter when it is reached.
    pub fn needs_script(&self) -> bool {
        self.actions.runs == ActionsRun::Script || self.parts.iter().any(|part| part.runs.contains(&PartRuns::Script))
    }

    /// Why it takes the interpreter, each reason once.
    pub fn why(&self) -> Vec<&Text> {
        let mut all: Vec<&Text> = vec![];
        for why in self.parts.iter().flat_map(|part| &part.why).chain(&self.actions.why) {
            if !all.contains(&why) {
                all.push(why);
            }
        }
        all
    }
}
