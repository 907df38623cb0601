//! `suggest`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "suggest",
        help: reference("Offers the requester a self-service article."),
        params: &[Param::needed("article", ParamKind::Text)],
        example: reference(r#"suggest("kb-vpn-first-steps")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Suggest { article: args.text(0) });
        Ok(())
    },
};
