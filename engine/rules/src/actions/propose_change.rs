//! `propose_change`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "propose_change",
        place: 310,
        help: reference("Proposes a change."),
        params: &[Param::needed("title", ParamKind::Text), Param::optional("reason", ParamKind::Text)],
        example: reference(r#"propose_change("Renew the certificate")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Staff,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&PROPOSE_CHANGE]),
    },
    act: |args, draft| {
        draft.ask(PROPOSE_CHANGE.saying([args.said(0), args.said(1)]));
        Ok(())
    },
};

pub(super) static PROPOSE_CHANGE: EffectSpec = EffectSpec {
    name: "propose_change",
    place: 340,
    help: checked("Propose a change."),
    values: &[
        EffectValue::needed("title", SaidKind::Text, checked("Its title.")),
        EffectValue::optional("reason", SaidKind::Text, checked("Why.")),
    ],
    called: "propose_change",
    about: Some(0),
    reaches: checked(&[Reaches::Staff]),
    aloud: aloud("to propose the change {title:quoted}[ ({reason})]"),
    shown: Shown::InWords,
};
