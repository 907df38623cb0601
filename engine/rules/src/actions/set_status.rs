//! `set_status`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_status",
        place: 110,
        help: reference("Sets the status."),
        params: &[Param::needed("status", ParamKind::Text)],
        example: reference(r#"set_status("waiting-approval")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("status"), How::Set, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&SET_STATUS]),
    },
    act: |args, draft| {
        let status = args.text(0);
        draft.set(&Path::of_ticket("status"), Value::Text(status.clone()), SET_STATUS.saying([status.into()]))
    },
};

pub(super) static SET_STATUS: EffectSpec = EffectSpec {
    name: "set_status",
    place: 160,
    help: checked("Set the status."),
    values: &[EffectValue::needed("status", SaidKind::Text, checked("The host's word for it."))],
    called: "set_status",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the status to {status}"),
    shown: Shown::InWordsLast,
};
