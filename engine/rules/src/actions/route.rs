//! `route`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "route",
        help: reference("Puts the ticket into a queue."),
        params: &[Param::needed("queue", ParamKind::Queue)],
        example: reference(r#"route("network-l2")"#),
        writes: &["queue"],
    },
    act: |args, draft| {
        let queue = args.text(0);
        draft.set(&Path::of_ticket("queue"), Value::Text(queue.clone()), Effect::Route { queue })
    },
};
