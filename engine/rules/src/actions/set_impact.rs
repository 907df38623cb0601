//! `set_impact`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_impact",
        help: reference("Sets the impact."),
        params: &[Param::needed("impact", ParamKind::Text)],
        example: reference(r#"set_impact("extensive")"#),
        writes: &["impact"],
    },
    act: |args, draft| {
        let impact = args.text(0);
        draft.set(&Path::of_ticket("impact"), Value::Text(impact.clone()), Effect::SetImpact { impact })
    },
};
