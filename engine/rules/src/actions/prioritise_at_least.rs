//! `prioritise_at_least`

use tierline_model::{
    ActionSpec, Ends, How, Param, ParamKind, Path, Reads, Tells, To, Value, Writes, Written, checked, reference,
};

use super::{Action, prioritise::PRIORITISE};

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "prioritise_at_least",
        place: 60,
        help: reference("Raises the priority to this one, unless it is as high or higher already."),
        params: &[Param::needed("priority", ParamKind::Priority)],
        example: reference(r#"prioritise_at_least("P2")"#),
        reads: checked(&[Reads::Field("priority")]),
        writes: &[Writes::perhaps(Written::Field("priority"), How::Raise, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&PRIORITISE]),
    },
    act: |args, draft| {
        let (field, priority) = (Path::of_ticket("priority"), args.text(0));
        // P1 to P5 stand in the order of their ranks.
        let is_high_enough = draft.read(&field).as_text().is_some_and(|held| *held <= *priority);
        match is_high_enough {
            true => Ok(()),
            false => draft.set(&field, Value::Text(priority.clone()), PRIORITISE.saying([priority.into()])),
        }
    },
};
