//! `set_impact`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_impact",
        place: 70,
        help: reference("Sets the impact."),
        params: &[Param::needed("impact", ParamKind::Text)],
        example: reference(r#"set_impact("extensive")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("impact"), How::Set, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&SET_IMPACT]),
    },
    act: |args, draft| {
        let impact = args.text(0);
        draft.set(&Path::of_ticket("impact"), Value::Text(impact.clone()), SET_IMPACT.saying([impact.into()]))
    },
};

pub(super) static SET_IMPACT: EffectSpec = EffectSpec {
    name: "set_impact",
    place: 110,
    help: checked("Set the impact."),
    values: &[EffectValue::needed("impact", SaidKind::Text, checked("The desk's word for it."))],
    called: "set_impact",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the impact to {impact}"),
    shown: Shown::InWordsLast,
};
