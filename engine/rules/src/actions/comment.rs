//! `comment`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "comment",
        help: reference("Adds an internal comment."),
        params: &[Param::needed("text", ParamKind::Text)],
        example: reference(r#"comment("Reopened within a day.")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Comment { text: args.text(0) });
        Ok(())
    },
};
