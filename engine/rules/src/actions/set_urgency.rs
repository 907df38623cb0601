//! `set_urgency`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_urgency",
        help: reference("Sets the urgency."),
        params: &[Param::needed("urgency", ParamKind::Text)],
        example: reference(r#"set_urgency("high")"#),
        writes: &["urgency"],
    },
    act: |args, draft| {
        let urgency = args.text(0);
        draft.set(&Path::of_ticket("urgency"), Value::Text(urgency.clone()), Effect::SetUrgency { urgency })
    },
};
