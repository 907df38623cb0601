//! `unassign`

use tierline_model::{
    ActionSpec, EffectSpec, Ends, How, Path, Shown, Tells, To, Value, Writes, Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "unassign",
        place: 30,
        help: reference(
            "Takes the ticket from the agent who has it, so that `assign` or a person can give it to another.",
        ),
        params: &[],
        example: reference("unassign()"),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("assignee"), How::Set, To::Nothing)],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&UNASSIGN]),
    },
    act: |_, draft| draft.set(&Path::of_ticket("assignee"), Value::Missing, UNASSIGN.saying([])),
};

pub(super) static UNASSIGN: EffectSpec = EffectSpec {
    name: "unassign",
    place: 30,
    help: checked("Take the ticket from the agent who has it."),
    values: &[],
    called: "unassign",
    about: None,
    reaches: checked(&[]),
    aloud: aloud("to take it from its agent"),
    shown: Shown::InWords,
};
