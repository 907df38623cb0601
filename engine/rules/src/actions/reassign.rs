//! `reassign`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "reassign",
        place: 40,
        help: reference("Gives the ticket to a person, team or role of the host's, whoever has it."),
        params: &[Param::needed("who", ParamKind::Text)],
        example: reference(r#"reassign("duty-manager")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("assignee"), How::Set, To::Argument(0))],
        tells: Tells::Person(0),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&REASSIGN]),
    },
    act: |args, draft| {
        let who = args.text(0);
        draft.set(&Path::of_ticket("assignee"), Value::Text(who.clone()), REASSIGN.saying([who.into()]))
    },
};

pub(super) static REASSIGN: EffectSpec = EffectSpec {
    name: "reassign",
    place: 40,
    help: checked("Give the ticket to a person, team or role."),
    values: &[EffectValue::needed("who", SaidKind::Person, checked("A person, team or role that the host knows."))],
    called: "reassign",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to give it to {who}"),
    shown: Shown::InWords,
};
