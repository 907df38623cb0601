//! What rules ask for.

use std::{borrow::Cow, sync::Arc};

use tierline_model::{Spot, Text, Value};

use crate::{Expr, Facts, ScriptId, Unsure};

/// What a rule asks for.
#[derive(Clone, Debug)]
pub enum Doing {
    /// These actions. Where an argument cannot be worked out, the script asks for them, if there is one.
    Calls {
        /// The actions, in order.
        calls: Box<[Call]>,
        /// The script; none where all arguments are constants.
        script: Option<ScriptId>,
    },
    /// Whatever this script asks for.
    Script {
        /// The script.
        script: ScriptId,
        /// Why it takes one, for the admin: `a loop`.
        why: Text,
    },
}

impl Doing {
    /// The script that carries it out where nothing else can.
    pub fn script(&self) -> Option<ScriptId> {
        match self {
            Doing::Calls { script, .. } => *script,
            Doing::Script { script, .. } => Some(*script),
        }
    }
}

/// An action as a rule asks for it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its place in the table of actions.
    pub action: u32,
    /// What must hold for it, where it stands in branches: all of these. Calls of one branch share them.
    pub when: Option<Arc<[Expr]>>,
    /// Its arguments. Calls with the same share them.
    pub args: Arc<[Expr]>,
    /// Where in the file of its rule the call stands.
    pub at: Spot,
}

impl Call {
    /// Whether it asks for the same, whatever the ticket is.
    pub fn is_constant(&self) -> bool {
        self.when.is_none() && self.has_constant_args()
    }

    /// Whether all its arguments are constants.
    pub fn has_constant_args(&self) -> bool {
        self.args.iter().all(|arg| matches!(arg, Expr::Const(_)))
    }

    /// Whether the branches that it stands in are taken.
    ///
    /// # Errors
    ///
    /// [`Unsure`] where the script must be asked.
    pub fn is_asked_for(&self, facts: &Facts) -> Result<bool, Unsure> {
        for test in self.when.iter().flat_map(|when| when.iter()) {
            match &*test.value(facts)? {
                Value::Bool(true) => {}
                Value::Bool(false) => return Ok(false),
                _ => return Err(Unsure),
            }
        }
        Ok(true)
    }

    /// Its arguments for a ticket.
    ///
    /// # Errors
    ///
    /// [`Unsure`] where the script must be asked for one.
    pub fn args<'a>(&'a self, facts: &'a Facts) -> Result<Vec<Cow<'a, Value>>, Unsure> {
        self.args.iter().map(|arg| arg.value(facts)).collect()
    }
}
