//! `apply_sla`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "apply_sla",
        place: 330,
        help: reference("Puts the ticket under an SLA policy, whatever the conditions of the policies say."),
        params: &[Param::needed("sla", ParamKind::Sla)],
        example: reference(r#"apply_sla("gold")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("applied_sla"), How::Set, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&APPLY_SLA]),
    },
    act: |args, draft| {
        let sla = args.text(0);
        draft.set(&Path::of_ticket("applied_sla"), Value::Text(sla.clone()), APPLY_SLA.saying([sla.into()]))
    },
};

pub(super) static APPLY_SLA: EffectSpec = EffectSpec {
    name: "apply_sla",
    place: 360,
    help: checked("Put the ticket under an SLA policy."),
    values: &[EffectValue::needed("sla", SaidKind::Text, checked("The SLA policy."))],
    called: "apply_sla",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to apply the SLA policy {sla}"),
    shown: Shown::InWords,
};
