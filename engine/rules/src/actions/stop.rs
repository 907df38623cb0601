//! `stop`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "stop",
        help: reference("Ends the evaluation after this rule: no later rule is looked at."),
        params: &[Param::needed("reason", ParamKind::Text)],
        example: reference(r#"stop("handled by the robot")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Stop { reason: args.text(0) });
        draft.stop();
        Ok(())
    },
};
