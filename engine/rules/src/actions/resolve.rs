//! `resolve`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, Reaches, SaidKind, Shown, Tells, To, Value,
    Writes, Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "resolve",
        place: 150,
        help: reference("Resolves the ticket: its status becomes `resolved`."),
        params: &[Param::needed("reason", ParamKind::Text)],
        example: reference(r#"resolve("no answer for five days")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("status"), How::Set, To::Word("resolved"))],
        tells: Tells::Requester,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&RESOLVE]),
    },
    act: |args, draft| draft.set(&Path::of_ticket("status"), Value::text("resolved"), RESOLVE.saying([args.said(0)])),
};

pub(super) static RESOLVE: EffectSpec = EffectSpec {
    name: "resolve",
    place: 190,
    help: checked("Resolve the ticket."),
    values: &[EffectValue::needed("reason", SaidKind::Text, checked("Why it counts as resolved."))],
    called: "resolve",
    about: Some(0),
    reaches: checked(&[Reaches::Requester]),
    aloud: aloud("to resolve it ({reason})"),
    shown: Shown::InWords,
};
