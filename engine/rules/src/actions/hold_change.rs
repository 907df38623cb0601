//! `hold_change`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, SaidKind, Shown, Tells, Value, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "hold_change",
        place: 320,
        help: reference("Holds a change back, until an instant where one is given."),
        params: &[Param::needed("reason", ParamKind::Text), Param::optional("until", ParamKind::Instant)],
        example: reference(r#"hold_change("year-end freeze", "2027-01-04")"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Nobody,
        ends: Ends::Purpose,
        fails: checked(&[]),
        effects: checked(&[&HOLD_CHANGE]),
    },
    act: |args, draft| {
        let until = args.instant(1).map_or(Value::Missing, Value::Instant);
        draft.ask(HOLD_CHANGE.saying([args.said(0), until.into()]));
        Ok(())
    },
};

pub(super) static HOLD_CHANGE: EffectSpec = EffectSpec {
    name: "hold_change",
    place: 350,
    help: checked("Hold a change back."),
    values: &[
        EffectValue::needed("reason", SaidKind::Text, checked("Why.")),
        EffectValue::optional("until", SaidKind::Instant, checked("When it may go on, where that is known.")),
    ],
    called: "hold_change",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to hold the change[ until {until}] ({reason})"),
    shown: Shown::InWords,
};
