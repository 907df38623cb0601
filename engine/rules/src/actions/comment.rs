//! `comment`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "comment",
        place: 220,
        help: reference("Adds an internal comment."),
        params: &[Param::needed("text", ParamKind::Text)],
        example: reference(r#"comment("Reopened within a day.")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Staff,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&COMMENT]),
    },
    act: |args, draft| {
        draft.ask(COMMENT.saying([args.said(0)]));
        Ok(())
    },
};

pub(super) static COMMENT: EffectSpec = EffectSpec {
    name: "comment",
    place: 250,
    help: checked("Add an internal comment."),
    values: &[EffectValue::needed("text", SaidKind::Text, checked("The comment."))],
    called: "comment",
    about: Some(0),
    reaches: checked(&[Reaches::Staff]),
    aloud: aloud("to comment {text:quoted}"),
    shown: Shown::InWords,
};
