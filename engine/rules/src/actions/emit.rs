//! `emit`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, Value, aloud,
    checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "emit",
        place: 370,
        help: reference("Asks for something of the host's own, by name and with named values."),
        params: &[Param::needed("name", ParamKind::Text), Param::optional("data", ParamKind::Map)],
        example: reference(r#"emit("wallboard", #{ colour: "red" })"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Host,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&EMIT]),
    },
    act: |args, draft| {
        draft.ask(EMIT.saying([args.said(0), Value::Map(args.map(1)).into()]));
        Ok(())
    },
};

pub(super) static EMIT: EffectSpec = EffectSpec {
    name: "emit",
    place: 400,
    help: checked("Something of the host's own."),
    values: &[
        EffectValue::needed("name", SaidKind::Text, checked("Its name.")),
        EffectValue::needed("data", SaidKind::Map, checked("What comes with it.")),
    ],
    called: "emit",
    about: Some(0),
    reaches: checked(&[Reaches::Host]),
    aloud: aloud("for {name}"),
    shown: Shown::InWords,
};
