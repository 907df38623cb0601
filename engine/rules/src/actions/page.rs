//! `page`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "page",
        help: reference("Calls a person, team or role of the host out, now."),
        params: &[Param::needed("who", ParamKind::Text), Param::optional("message", ParamKind::Text)],
        example: reference(r#"page("duty-engineer")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Page { who: args.text(0), message: args.optional_text(1) });
        Ok(())
    },
};
