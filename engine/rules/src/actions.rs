//! The actions of the language: one file each below `actions/`, one table of all.
//!
//! Whoever adds an action adds its file: the list of the files is made when this crate is built (`build.rs`). What a row says is
//! told in `engine/ARCHITECTURE.md`.

use std::fmt;

use tierline_model::{ActionSpec, Given, Path, Root, Schema};

use crate::{Args, Draft};

// The modules, one for each file, and `ACTIONS`, which has all of them.
include!(concat!(env!("OUT_DIR"), "/actions.rs"));

/// An action: what the parser, the checker, the engine and the reference must know of it.
#[derive(Clone, Copy)]
pub struct Action {
    /// Its row in the table: all but what it does.
    pub spec: ActionSpec,
    /// Adds what it asks for to the draft. An error is for the admin; the rule then does not count at all.
    pub act: fn(&Args<'_>, &mut Draft<'_>) -> Result<(), String>,
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spec.name)
    }
}

/// The actions as their rows stand in files, in the order of the reference.
const fn in_order<const N: usize>(mut actions: [Action; N]) -> [Action; N] {
    let mut at = 1;
    while at < N {
        let mut to = at;
        while to > 0 && actions[to].spec.place < actions[to - 1].spec.place {
            let above = actions[to - 1];
            actions[to - 1] = actions[to];
            actions[to] = above;
            to -= 1;
        }
        at += 1;
    }
    actions
}

/// Whether a call of an action can be a fault, of whose arguments that much is known; they fit.
pub fn can_fail(spec: &ActionSpec, args: &[Given<'_>], schema: &Schema) -> bool {
    spec.fails.get().iter().any(|way| way.can_be(args, schema, |field| writer_of(field).is_none()))
}

/// The action that writes a field of the ticket, if one does.
pub(crate) fn writer_of(field: &Path) -> Option<&'static str> {
    let [name] = &*field.names else { return None };
    let mut actions = ACTIONS.iter().map(|action| &action.spec).filter(|_| field.root == Root::Ticket);
    actions.find(|spec| spec.may_write(name)).map(|spec| spec.name)
}
