//! `prioritise_at_least`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "prioritise_at_least",
        help: reference("Raises the priority to this one, unless it is as high or higher already."),
        params: &[Param::needed("priority", ParamKind::Priority)],
        example: reference(r#"prioritise_at_least("P2")"#),
        writes: &["priority"],
    },
    act: |args, draft| {
        let (field, priority) = (Path::of_ticket("priority"), args.text(0));
        // P1 to P5 stand in the order of their ranks.
        let is_high_enough = draft.read(&field).as_text().is_some_and(|held| *held <= *priority);
        match is_high_enough {
            true => Ok(()),
            false => draft.set(&field, Value::Text(priority.clone()), Effect::Prioritise { priority }),
        }
    },
};
