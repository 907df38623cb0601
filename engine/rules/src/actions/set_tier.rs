//! `set_tier`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_tier",
        place: 120,
        help: reference("Sets the support tier, up or down, without a hand-over."),
        params: &[Param::needed("tier", ParamKind::Tier)],
        example: reference(r#"set_tier("L1")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("tier"), How::Set, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&SET_TIER]),
    },
    act: |args, draft| {
        let tier = args.text(0);
        draft.set(&Path::of_ticket("tier"), Value::Text(tier.clone()), SET_TIER.saying([tier.into()]))
    },
};

pub(super) static SET_TIER: EffectSpec = EffectSpec {
    name: "set_tier",
    place: 170,
    help: checked("Set the support tier without a hand-over."),
    values: &[EffectValue::needed("tier", SaidKind::Text, checked("`L1` to `L3`."))],
    called: "set_tier",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the tier to {tier}"),
    shown: Shown::ByField,
};
