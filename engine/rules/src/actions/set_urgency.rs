//! `set_urgency`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Value};

use super::Action;
use crate::draft::ticket;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_urgency",
        help: "Sets the urgency.",
        params: &[Param::needed("urgency", ParamKind::Text)],
        example: r#"set_urgency("high")"#,
        writes: &["urgency"],
    },
    act: |args, draft| {
        let urgency = args.text(0);
        draft.set(&ticket("urgency"), Value::Text(urgency.clone()), Effect::SetUrgency { urgency })
    },
};
