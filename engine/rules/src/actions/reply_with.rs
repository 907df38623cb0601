//! `reply_with`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "reply_with",
        place: 230,
        help: reference("Answers the requester with a template of the host."),
        params: &[Param::needed("template", ParamKind::Text)],
        example: reference(r#"reply_with("password-reset-howto")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Requester,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&REPLY_WITH]),
    },
    act: |args, draft| {
        draft.ask(REPLY_WITH.saying([args.said(0)]));
        Ok(())
    },
};

pub(super) static REPLY_WITH: EffectSpec = EffectSpec {
    name: "reply_with",
    place: 260,
    help: checked("Answer the requester with a template of the host's."),
    values: &[EffectValue::needed("template", SaidKind::Text, checked("The template."))],
    called: "reply_with",
    about: Some(0),
    reaches: checked(&[Reaches::Requester]),
    aloud: aloud("to reply with {template}"),
    shown: Shown::InWords,
};
