//! `stop`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, SaidKind, Shown, Tells, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "stop",
        place: 360,
        help: reference("Ends the evaluation after this rule: no later rule is looked at."),
        params: &[Param::needed("reason", ParamKind::Text)],
        example: reference(r#"stop("handled by the robot")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Nobody,
        ends: Ends::Evaluation,
        fails: checked(&[]),
        effects: checked(&[&STOP]),
    },
    act: |args, draft| {
        draft.ask(STOP.saying([args.said(0)]));
        draft.stop();
        Ok(())
    },
};

pub(super) static STOP: EffectSpec = EffectSpec {
    name: "stop",
    place: 390,
    help: checked("A rule ended the evaluation; no later rule was looked at."),
    values: &[EffectValue::needed("reason", SaidKind::Text, checked("Why."))],
    called: "stop",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to stop there ({reason})"),
    shown: Shown::InWords,
};
