//! `set_tier`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_tier",
        help: reference("Sets the support tier, up or down, without a hand-over."),
        params: &[Param::needed("tier", ParamKind::Tier)],
        example: reference(r#"set_tier("L1")"#),
        writes: &["tier"],
    },
    act: |args, draft| {
        let tier = args.text(0);
        draft.set(&Path::of_ticket("tier"), Value::Text(tier.clone()), Effect::SetTier { tier })
    },
};
