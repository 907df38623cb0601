//! `nudge`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "nudge",
        place: 185,
        help: reference("Reminds somebody of the ticket, once; it is noted in `ticket.nudged`."),
        params: &[Param::needed("who", ParamKind::Text), Param::optional("why", ParamKind::Text)],
        example: reference(r#"nudge("team-lead")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("nudged"), How::Add, To::Argument(0))],
        tells: Tells::Person(0),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&NUDGE]),
    },
    act: |args, draft| {
        let who = args.text(0);
        draft.add(&Path::of_ticket("nudged"), who.clone(), NUDGE.saying([who.into(), args.said(1)]));
        Ok(())
    },
};

pub(super) static NUDGE: EffectSpec = EffectSpec {
    name: "nudge",
    place: 235,
    help: checked("Remind somebody of the ticket."),
    values: &[
        EffectValue::needed("who", SaidKind::Person, checked("A person, team or role that the host knows.")),
        EffectValue::optional("why", SaidKind::Text, checked("Why.")),
    ],
    called: "nudge",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to remind {who}[ ({why})]"),
    shown: Shown::InWords,
};
