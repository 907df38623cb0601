//! `propose_change`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "propose_change",
        help: reference("Proposes a change."),
        params: &[Param::needed("title", ParamKind::Text), Param::optional("reason", ParamKind::Text)],
        example: reference(r#"propose_change("Renew the certificate")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::ProposeChange { title: args.text(0), reason: args.optional_text(1) });
        Ok(())
    },
};
