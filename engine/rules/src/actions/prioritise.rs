//! `prioritise`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "prioritise",
        place: 50,
        help: reference("Sets the priority."),
        params: &[Param::needed("priority", ParamKind::Priority)],
        example: reference(r#"prioritise("P2")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("priority"), How::Set, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&PRIORITISE]),
    },
    act: |args, draft| {
        let priority = args.text(0);
        draft.set(&Path::of_ticket("priority"), Value::Text(priority.clone()), PRIORITISE.saying([priority.into()]))
    },
};

pub(super) static PRIORITISE: EffectSpec = EffectSpec {
    name: "prioritise",
    place: 100,
    help: checked("Set the priority."),
    values: &[EffectValue::needed("priority", SaidKind::Text, checked("`P1` to `P5`."))],
    called: "prioritise",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the priority to {priority}"),
    shown: Shown::ByField,
};
