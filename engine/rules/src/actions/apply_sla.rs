//! `apply_sla`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "apply_sla",
        help: reference("Puts the ticket under an SLA policy, whatever the conditions of the policies say."),
        params: &[Param::needed("sla", ParamKind::Text)],
        example: reference(r#"apply_sla("gold")"#),
        writes: &["applied_sla"],
    },
    act: |args, draft| {
        let sla = args.text(0);
        draft.set(&Path::of_ticket("applied_sla"), Value::Text(sla.clone()), Effect::ApplySla { sla })
    },
};
