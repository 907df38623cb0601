//! `page`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, SaidKind, Shown, Tells, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "page",
        place: 210,
        help: reference("Calls a person, team or role of the host out, now."),
        params: &[Param::needed("who", ParamKind::Text), Param::optional("message", ParamKind::Text)],
        example: reference(r#"page("duty-engineer")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Person(0),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&PAGE]),
    },
    act: |args, draft| {
        draft.ask(PAGE.saying([args.said(0), args.said(1)]));
        Ok(())
    },
};

pub(super) static PAGE: EffectSpec = EffectSpec {
    name: "page",
    place: 240,
    help: checked("Call somebody out, now."),
    values: &[
        EffectValue::needed("who", SaidKind::Person, checked("A person, team or role that the host knows.")),
        EffectValue::optional("message", SaidKind::Text, checked("What to say; absent for the host's usual text.")),
    ],
    called: "page",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to page {who}"),
    shown: Shown::InWords,
};
