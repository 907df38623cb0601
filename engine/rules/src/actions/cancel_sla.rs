//! `cancel_sla`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "cancel_sla",
        place: 340,
        help: reference("Takes the ticket out of its customer SLA, and keeps it out."),
        params: &[Param::needed("reason", ParamKind::Text)],
        example: reference(r#"cancel_sla("duplicate")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("applied_sla"), How::Set, To::Word("none"))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&CANCEL_SLA]),
    },
    act: |args, draft| {
        draft.set(&Path::of_ticket("applied_sla"), Value::text("none"), CANCEL_SLA.saying([args.said(0)]))
    },
};

pub(super) static CANCEL_SLA: EffectSpec = EffectSpec {
    name: "cancel_sla",
    place: 370,
    help: checked("Take the ticket out of its SLA policy."),
    values: &[EffectValue::needed("reason", SaidKind::Text, checked("Why."))],
    called: "cancel_sla",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to cancel the SLA policy ({reason})"),
    shown: Shown::InWords,
};
