//! `unassign`

use tierline_model::{ActionSpec, Effect, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "unassign",
        help: reference(
            "Takes the ticket from the agent who has it, so that `assign` or a person can give it to another.",
        ),
        params: &[],
        example: reference("unassign()"),
        writes: &["assignee"],
    },
    act: |_, draft| draft.set(&Path::of_ticket("assignee"), Value::Missing, Effect::Unassign),
};
