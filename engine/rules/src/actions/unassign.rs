//! `unassign`

use tierline_model::{ActionSpec, Effect, Path, Value};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "unassign",
        help: "Takes the ticket from the agent who has it, so that `assign` or a person can give it to another.",
        params: &[],
        example: "unassign()",
        writes: &["assignee"],
    },
    act: |_, draft| draft.set(&Path::of_ticket("assignee"), Value::Missing, Effect::Unassign),
};
