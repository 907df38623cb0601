//! `route`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, Reaches, SaidKind, Shown, Tells, To, Value,
    Writes, Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "route",
        place: 10,
        help: reference("Puts the ticket into a queue."),
        params: &[Param::needed("queue", ParamKind::Queue)],
        example: reference(r#"route("network-l2")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("queue"), How::Set, To::Argument(0))],
        tells: Tells::Queue(0),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&ROUTE]),
    },
    act: |args, draft| {
        let queue = args.text(0);
        draft.set(&Path::of_ticket("queue"), Value::Text(queue.clone()), ROUTE.saying([queue.into()]))
    },
};

pub(super) static ROUTE: EffectSpec = EffectSpec {
    name: "route",
    place: 10,
    help: checked("Put the ticket into a queue."),
    values: &[EffectValue::needed("queue", SaidKind::Text, checked("The queue."))],
    called: "route",
    about: Some(0),
    reaches: checked(&[Reaches::Queue]),
    aloud: aloud("to route it to {queue}"),
    shown: Shown::ByField,
};
