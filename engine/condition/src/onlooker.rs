//! What somebody may look at while a desk works: a further hole, empty unless tests ask what they reach.

use std::fmt;

use tierline_model::{Spot, Text};

use crate::{Outcome, ScriptId};

/// Looks on while tickets are decided, and changes nothing. A desk has none at work: see [`Frame::watched_by`].
///
/// It is told what a trace does not say. What became of the rules and their conditions stands there.
///
/// [`Frame::watched_by`]: crate::Frame::watched_by
pub trait Onlooker: Send + Sync {
    /// The condition of a clause was decided.
    fn decided(&self, condition: ScriptId, outcome: Outcome);

    /// An action block was carried out, and the actions that stand here were asked for.
    fn acted(&self, block: ScriptId, asked: Vec<Spot>);

    /// A cell of a matrix was looked up.
    fn looked_up(&self, matrix: &Text, row: usize, column: usize);

    /// A ticket is under the policy of that number.
    fn chose(&self, policy: usize);

    /// A ticket has a clock for the target of that number of the policy of that number.
    fn counts(&self, policy: usize, target: usize);
}

impl fmt::Debug for dyn Onlooker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("onlooker")
    }
}
