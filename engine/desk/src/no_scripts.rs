//! In place of the interpreter, where this build has none.

use std::sync::Arc;

use tierline_condition::{Facts, Guest, ScriptId, Scripts, Trouble};
use tierline_model::{ActionCall, Pack};

use crate::Desk;

/// Where the scripts of a desk stand.
#[derive(Debug)]
pub(crate) struct Program {
    scripts: Scripts,
}

impl Program {
    pub(crate) fn new(scripts: Scripts, _pack: Arc<Pack>) -> Program {
        Program { scripts }
    }

    pub(crate) fn scripts(&self) -> &Scripts {
        &self.scripts
    }
}

/// What is asked in place of scripts: it says that it cannot tell.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    program: &'a Program,
}

impl Desk {
    pub(crate) fn session(&self) -> Session<'_> {
        Session { program: &self.program }
    }
}

impl Session<'_> {
    fn trouble<T>(&self, script: ScriptId, facts: &Facts) -> Result<T, Trouble> {
        let place = self.program.scripts().beginning(script);
        // What a predicate leaves open for want of work, a script would not begin to decide.
        if let Some(refused) = facts.refused() {
            return Err(Trouble::too_much_work(place, refused));
        }
        let reason = "this takes a script, and this build of Tierline runs none: `tierline check --forms` tells which rules take \
                      one, and why; the full build runs them"
            .to_owned();
        Err(Trouble { place, code: "no-interpreter", reason })
    }
}

impl Guest for Session<'_> {
    fn decide(&mut self, script: ScriptId, _part: usize, facts: &Arc<Facts>) -> Result<bool, Trouble> {
        self.trouble(script, facts)
    }

    fn act(&mut self, script: ScriptId, facts: &Arc<Facts>) -> Result<Vec<ActionCall>, Trouble> {
        self.trouble(script, facts)
    }
}
