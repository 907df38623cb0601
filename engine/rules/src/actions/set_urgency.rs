//! `set_urgency`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_urgency",
        place: 80,
        help: reference("Sets the urgency."),
        params: &[Param::needed("urgency", ParamKind::Text)],
        example: reference(r#"set_urgency("high")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("urgency"), How::Set, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&SET_URGENCY]),
    },
    act: |args, draft| {
        let urgency = args.text(0);
        draft.set(&Path::of_ticket("urgency"), Value::Text(urgency.clone()), SET_URGENCY.saying([urgency.into()]))
    },
};

pub(super) static SET_URGENCY: EffectSpec = EffectSpec {
    name: "set_urgency",
    place: 120,
    help: checked("Set the urgency."),
    values: &[EffectValue::needed("urgency", SaidKind::Text, checked("The desk's word for it."))],
    called: "set_urgency",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the urgency to {urgency}"),
    shown: Shown::InWordsLast,
};
