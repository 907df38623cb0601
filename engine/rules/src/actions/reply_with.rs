//! `reply_with`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "reply_with",
        help: reference("Answers the requester with a template of the host."),
        params: &[Param::needed("template", ParamKind::Text)],
        example: reference(r#"reply_with("password-reset-howto")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::ReplyWith { template: args.text(0) });
        Ok(())
    },
};
