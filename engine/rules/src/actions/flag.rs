//! `flag`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, Reaches, SaidKind, Shown, Tells, To,
    Writes, Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "flag",
        place: 180,
        help: reference("Marks the ticket for the attention of people, unless it is marked so."),
        params: &[Param::needed("flag", ParamKind::Text)],
        example: reference(r#"flag("review")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("flags"), How::Add, To::Argument(0))],
        tells: Tells::Staff,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&FLAG]),
    },
    act: |args, draft| {
        let flag = args.text(0);
        draft.add(&Path::of_ticket("flags"), flag.clone(), FLAG.saying([flag.into()]));
        Ok(())
    },
};

pub(super) static FLAG: EffectSpec = EffectSpec {
    name: "flag",
    place: 220,
    help: checked("Mark the ticket for the attention of people."),
    values: &[EffectValue::needed("flag", SaidKind::Text, checked("The mark."))],
    called: "flag",
    about: Some(0),
    reaches: checked(&[Reaches::Staff]),
    aloud: aloud("to flag it: {flag}"),
    shown: Shown::InWords,
};
