//! `notify`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, SaidKind, Shown, Tells, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "notify",
        place: 190,
        help: reference("Tells a person, team or role of the host, in the ordinary way."),
        params: &[Param::needed("who", ParamKind::Text), Param::optional("message", ParamKind::Text)],
        example: reference(r#"notify("team-lead", `Ticket ${ticket.id} was reopened`)"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Person(0),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&NOTIFY]),
    },
    act: |args, draft| {
        draft.ask(NOTIFY.saying([args.said(0), args.said(1)]));
        Ok(())
    },
};

pub(super) static NOTIFY: EffectSpec = EffectSpec {
    name: "notify",
    place: 230,
    help: checked("Tell somebody, in the ordinary way."),
    values: &[
        EffectValue::needed("who", SaidKind::Person, checked("A person, team or role that the host knows.")),
        EffectValue::optional("message", SaidKind::Text, checked("What to say; absent for the host's usual text.")),
    ],
    called: "notify",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to notify {who}"),
    shown: Shown::InWords,
};
