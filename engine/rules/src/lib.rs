//! Rules and actions: pick in order, act as a whole.
//!
//! [`RuleSet::evaluate`] looks at the rules stage by stage, carries out the actions of those that hold, and says what came
//! of it. What an action does stands in [`actions`], one file each.

pub mod actions;
mod args;
mod draft;
mod evaluate;
mod forms;
pub mod index;
#[cfg(test)]
mod law;
mod ledger;
mod pick;
mod rule;
mod seen;
mod told;

pub use args::{Args, Values};
pub use draft::Draft;
pub use evaluate::{Evaluation, MOST_CALLS, Taken, Verdicts};
pub use ledger::{MOST_EFFECTS, Mark};
pub use rule::{Rule, RuleSet, StageRules, TableRow};
