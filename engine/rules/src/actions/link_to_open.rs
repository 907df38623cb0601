//! `link_to_open`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, SaidKind, Shown, Tells, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "link_to_open",
        place: 290,
        help: reference("Links the ticket to the open ticket of that kind and topic, if the host finds one."),
        params: &[Param::needed("kind", ParamKind::Text), Param::needed("topic", ParamKind::Text)],
        example: reference(r#"link_to_open("major-incident", ticket.category)"#),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&LINK_TO_OPEN]),
    },
    act: |args, draft| {
        draft.ask(LINK_TO_OPEN.saying([args.said(0), args.said(1)]));
        Ok(())
    },
};

pub(super) static LINK_TO_OPEN: EffectSpec = EffectSpec {
    name: "link_to_open",
    place: 320,
    help: checked("Link to the open ticket of that kind and topic, if the host finds one."),
    values: &[
        EffectValue::needed("kind", SaidKind::Text, checked("What to look for, such as `major-incident`.")),
        EffectValue::needed("topic", SaidKind::Text, checked("What it is about, such as a category.")),
    ],
    called: "link_to_open",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to link it to an open {kind} about {topic}"),
    shown: Shown::InWords,
};
