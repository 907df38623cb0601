//! `cancel_sla`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "cancel_sla",
        help: reference("Takes the ticket out of its customer SLA, and keeps it out."),
        params: &[Param::needed("reason", ParamKind::Text)],
        example: reference(r#"cancel_sla("duplicate")"#),
        writes: &["applied_sla"],
    },
    act: |args, draft| {
        let reason = args.text(0);
        draft.set(&Path::of_ticket("applied_sla"), Value::text("none"), Effect::CancelSla { reason })
    },
};
