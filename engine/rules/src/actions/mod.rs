//! The actions of the language: one file each, one table of all.

mod add_tag;
mod add_task;
mod apply_sla;
mod ask;
mod assign;
mod cancel_sla;
mod comment;
mod emit;
mod escalate_to;
mod escalate_to_manager;
mod flag;
mod hold_change;
mod link_to;
mod link_to_open;
mod notify;
mod notify_manager;
mod page;
mod prioritise;
mod prioritise_at_least;
mod propose_change;
mod propose_problem;
mod reassign;
mod remove_tag;
mod reply_with;
mod request_approval;
mod resolve;
mod route;
mod run;
mod set_category;
mod set_field;
mod set_impact;
mod set_status;
mod set_tier;
mod set_urgency;
mod stop;
mod suggest;
mod unassign;

use std::fmt;

use tierline_model::{ActionSpec, Path, Root};

use crate::{Args, Draft};

/// An action: what the parser, the checker, the engine and the reference must know of it.
pub struct Action {
    /// Its name, arguments and help.
    pub spec: ActionSpec,
    /// Adds what it asks for to the draft. An error is for the admin; the rule then does not count at all.
    pub act: fn(&Args<'_>, &mut Draft<'_>) -> Result<(), String>,
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spec.name)
    }
}

/// All actions, in the order of the reference.
pub static ACTIONS: &[Action] = &[
    route::ACTION,
    assign::ACTION,
    unassign::ACTION,
    reassign::ACTION,
    prioritise::ACTION,
    prioritise_at_least::ACTION,
    set_impact::ACTION,
    set_urgency::ACTION,
    set_category::ACTION,
    set_field::ACTION,
    set_status::ACTION,
    set_tier::ACTION,
    escalate_to::ACTION,
    escalate_to_manager::ACTION,
    resolve::ACTION,
    add_tag::ACTION,
    remove_tag::ACTION,
    flag::ACTION,
    notify::ACTION,
    notify_manager::ACTION,
    page::ACTION,
    comment::ACTION,
    reply_with::ACTION,
    suggest::ACTION,
    ask::ACTION,
    add_task::ACTION,
    request_approval::ACTION,
    link_to::ACTION,
    link_to_open::ACTION,
    propose_problem::ACTION,
    propose_change::ACTION,
    hold_change::ACTION,
    apply_sla::ACTION,
    cancel_sla::ACTION,
    run::ACTION,
    stop::ACTION,
    emit::ACTION,
];

/// The action that writes a field of the ticket, if one does.
fn writer_of(field: &Path) -> Option<&'static str> {
    let [name] = &*field.names else { return None };
    let mut actions = ACTIONS.iter().map(|action| &action.spec).filter(|_| field.root == Root::Ticket);
    actions.find(|spec| spec.writes.contains(&&**name)).map(|spec| spec.name)
}
