//! `escalate_to`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "escalate_to",
        help: reference(
            "Hands the ticket over to a higher tier, and to a queue where one is given; nothing where the tier is as high already.",
        ),
        params: &[
            Param::needed("tier", ParamKind::Tier),
            Param::optional("queue", ParamKind::Queue),
            Param::optional("reason", ParamKind::Text),
        ],
        example: reference(r#"escalate_to("L2", "network-l2", "reopened twice")"#),
        writes: &["tier", "queue"],
    },
    act: |args, draft| {
        let (field, tier) = (Path::of_ticket("tier"), args.text(0));
        // L1 to L3 stand in the order of their ranks.
        if draft.read(&field).as_text().is_some_and(|held| *held >= *tier) {
            return Ok(());
        }
        let effect = Effect::EscalateTo { tier: tier.clone(), reason: args.optional_text(2) };
        draft.set(&field, Value::Text(tier), effect)?;
        match args.optional_text(1) {
            Some(queue) => draft.set(&Path::of_ticket("queue"), Value::Text(queue.clone()), Effect::Route { queue }),
            None => Ok(()),
        }
    },
};
