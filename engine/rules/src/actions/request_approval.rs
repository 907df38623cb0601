//! `request_approval`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "request_approval",
        place: 270,
        help: reference(
            "Asks a person or role for approval; it is noted in `ticket.approvals`. What is noted is asked for again only where the rule asks what the event changed: `changed(\"form\")`.",
        ),
        params: &[Param::needed("approver", ParamKind::Text), Param::optional("reason", ParamKind::Text)],
        example: reference(r#"request_approval("line-manager")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("approvals"), How::Add, To::Argument(0))],
        tells: Tells::Person(0),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&REQUEST_APPROVAL]),
    },
    act: |args, draft| {
        let approver = args.text(0);
        draft.note(
            &Path::of_ticket("approvals"),
            approver.clone(),
            REQUEST_APPROVAL.saying([approver.into(), args.said(1)]),
        );
        Ok(())
    },
};

pub(super) static REQUEST_APPROVAL: EffectSpec = EffectSpec {
    name: "request_approval",
    place: 300,
    help: checked("Ask for an approval."),
    values: &[
        EffectValue::needed("approver", SaidKind::Person, checked("A person or role that the host knows.")),
        EffectValue::optional("reason", SaidKind::Text, checked("Why it is needed.")),
    ],
    called: "request_approval",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("for approval by {approver}[ ({reason})]"),
    shown: Shown::InWords,
};
