//! `run`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "run",
        place: 350,
        help: reference("Runs an automation of the host, with named values where they are given."),
        params: &[Param::needed("automation", ParamKind::Text), Param::optional("input", ParamKind::Map)],
        example: reference(r#"run("unlock-account", #{ user: requester.id })"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Host,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&RUN]),
    },
    act: |args, draft| {
        draft.ask(RUN.saying([args.said(0), args.said(1)]));
        Ok(())
    },
};

pub(super) static RUN: EffectSpec = EffectSpec {
    name: "run",
    place: 380,
    help: checked("Run an automation of the host's."),
    values: &[
        EffectValue::needed("automation", SaidKind::Text, checked("Its name.")),
        EffectValue::optional("input", SaidKind::Map, checked("What it is given.")),
    ],
    called: "run",
    about: Some(0),
    reaches: checked(&[Reaches::Host]),
    aloud: aloud("to run {automation}"),
    shown: Shown::InWords,
};
