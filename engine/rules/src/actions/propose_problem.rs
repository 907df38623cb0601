//! `propose_problem`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Reaches, SaidKind, Shown, Tells, aloud, checked,
    reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "propose_problem",
        place: 300,
        help: reference("Proposes a problem record."),
        params: &[Param::needed("title", ParamKind::Text), Param::optional("reason", ParamKind::Text)],
        example: reference("propose_problem(`Recurring: ${ticket.subject}`)"),
        reads: checked(&[]),
        writes: &[],
        tells: Tells::Staff,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&PROPOSE_PROBLEM]),
    },
    act: |args, draft| {
        draft.ask(PROPOSE_PROBLEM.saying([args.said(0), args.said(1)]));
        Ok(())
    },
};

pub(super) static PROPOSE_PROBLEM: EffectSpec = EffectSpec {
    name: "propose_problem",
    place: 330,
    help: checked("Propose a problem record."),
    values: &[
        EffectValue::needed("title", SaidKind::Text, checked("Its title.")),
        EffectValue::optional("reason", SaidKind::Text, checked("Why.")),
    ],
    called: "propose_problem",
    about: Some(0),
    reaches: checked(&[Reaches::Staff]),
    aloud: aloud("to propose the problem {title:quoted}[ ({reason})]"),
    shown: Shown::InWords,
};
