//! `set_status`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_status",
        help: reference("Sets the status."),
        params: &[Param::needed("status", ParamKind::Text)],
        example: reference(r#"set_status("waiting-approval")"#),
        writes: &["status"],
    },
    act: |args, draft| {
        let status = args.text(0);
        draft.set(&Path::of_ticket("status"), Value::Text(status.clone()), Effect::SetStatus { status })
    },
};
