//! `prioritise`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "prioritise",
        help: reference("Sets the priority."),
        params: &[Param::needed("priority", ParamKind::Priority)],
        example: reference(r#"prioritise("P2")"#),
        writes: &["priority"],
    },
    act: |args, draft| {
        let priority = args.text(0);
        draft.set(&Path::of_ticket("priority"), Value::Text(priority.clone()), Effect::Prioritise { priority })
    },
};
