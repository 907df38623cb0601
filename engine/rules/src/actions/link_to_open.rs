//! `link_to_open`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "link_to_open",
        help: reference("Links the ticket to the open ticket of that kind and topic, if the host finds one."),
        params: &[Param::needed("kind", ParamKind::Text), Param::needed("topic", ParamKind::Text)],
        example: reference(r#"link_to_open("major-incident", ticket.category)"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::LinkToOpen { kind: args.text(0), topic: args.text(1) });
        Ok(())
    },
};
