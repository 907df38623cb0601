//! `ask`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, Reaches, SaidKind, Shown, Tells, To,
    Writes, Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "ask",
        place: 250,
        help: reference(
            "Asks the requester for a field that is missing; it is noted in `ticket.missing`. What is noted is asked for again only where the rule asks what the event changed.",
        ),
        params: &[Param::needed("field", ParamKind::Text), Param::optional("question", ParamKind::Text)],
        example: reference(r#"ask("category", "What does it concern?")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("missing"), How::Add, To::Argument(0))],
        tells: Tells::Requester,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&ASK]),
    },
    act: |args, draft| {
        let field = args.text(0);
        draft.note(&Path::of_ticket("missing"), field.clone(), ASK.saying([field.into(), args.said(1)]));
        Ok(())
    },
};

pub(super) static ASK: EffectSpec = EffectSpec {
    name: "ask",
    place: 280,
    help: checked("Ask the requester for a field that is missing."),
    values: &[
        EffectValue::needed("field", SaidKind::Text, checked("The field, such as `category` or `form.start_date`.")),
        EffectValue::optional("question", SaidKind::Text, checked("How to put it; absent for the host's usual text.")),
    ],
    called: "ask",
    about: Some(0),
    reaches: checked(&[Reaches::Requester]),
    aloud: aloud("to ask for {field}"),
    shown: Shown::InWords,
};
