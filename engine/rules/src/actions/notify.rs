//! `notify`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "notify",
        help: reference("Tells a person, team or role of the host, in the ordinary way."),
        params: &[Param::needed("who", ParamKind::Text), Param::optional("message", ParamKind::Text)],
        example: reference(r#"notify("team-lead", `Ticket ${ticket.id} was reopened`)"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Notify { who: args.text(0), message: args.optional_text(1) });
        Ok(())
    },
};
