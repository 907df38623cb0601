//! `escalate_to`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, Reaches, Reads, SaidKind, Shown, Tells, To,
    Value, Writes, Written, aloud, checked, reference,
};

use super::{Action, route::ROUTE};

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "escalate_to",
        place: 130,
        help: reference(
            "Hands the ticket over to a higher tier, and to a queue where one is given; nothing where the tier is as high already.",
        ),
        params: &[
            Param::needed("tier", ParamKind::Tier),
            Param::optional("queue", ParamKind::Queue),
            Param::optional("reason", ParamKind::Text),
        ],
        example: reference(r#"escalate_to("L2", "network-l2", "reopened twice")"#),
        reads: checked(&[Reads::Field("tier")]),
        writes: &[
            Writes::perhaps(Written::Field("tier"), How::Raise, To::Argument(0)),
            Writes::perhaps(Written::Field("queue"), How::Set, To::Argument(1)),
        ],
        tells: Tells::Staff,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&ESCALATE_TO, &ROUTE]),
    },
    act: |args, draft| {
        let (field, tier) = (Path::of_ticket("tier"), args.text(0));
        // L1 to L3 stand in the order of their ranks.
        if draft.read(&field).as_text().is_some_and(|held| *held >= *tier) {
            return Ok(());
        }
        let effect = ESCALATE_TO.saying([tier.clone().into(), args.said(2)]);
        draft.set(&field, Value::Text(tier), effect)?;
        match args.optional_text(1) {
            Some(queue) => {
                draft.set(&Path::of_ticket("queue"), Value::Text(queue.clone()), ROUTE.saying([queue.into()]))
            }
            None => Ok(()),
        }
    },
};

pub(super) static ESCALATE_TO: EffectSpec = EffectSpec {
    name: "escalate_to",
    place: 180,
    help: checked("Hand the ticket over to a higher tier."),
    values: &[
        EffectValue::needed("tier", SaidKind::Text, checked("`L1` to `L3`.")),
        EffectValue::optional("reason", SaidKind::Text, checked("Why.")),
    ],
    called: "escalate_to",
    about: Some(0),
    reaches: checked(&[Reaches::Staff]),
    aloud: aloud("to escalate it to {tier}[ ({reason})]"),
    shown: Shown::ByField,
};
