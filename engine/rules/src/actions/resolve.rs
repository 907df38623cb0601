//! `resolve`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "resolve",
        help: reference("Resolves the ticket: its status becomes `resolved`."),
        params: &[Param::needed("reason", ParamKind::Text)],
        example: reference(r#"resolve("no answer for five days")"#),
        writes: &["status"],
    },
    act: |args, draft| {
        let reason = args.text(0);
        draft.set(&Path::of_ticket("status"), Value::text("resolved"), Effect::Resolve { reason })
    },
};
