//! `suggest`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "suggest",
        place: 240,
        help: reference("Offers the requester a self-service article."),
        params: &[Param::needed("article", ParamKind::Text)],
        example: reference(r#"suggest("kb-vpn-first-steps")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Requester,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&SUGGEST]),
    },
    act: |args, draft| {
        draft.ask(SUGGEST.saying([args.said(0)]));
        Ok(())
    },
};

pub(super) static SUGGEST: EffectSpec = EffectSpec {
    name: "suggest",
    place: 270,
    help: checked("Offer the requester a self-service article."),
    values: &[EffectValue::needed("article", SaidKind::Text, checked("The article."))],
    called: "suggest",
    about: Some(0),
    reaches: checked(&[Reaches::Requester]),
    aloud: aloud("to suggest {article}"),
    shown: Shown::InWords,
};
