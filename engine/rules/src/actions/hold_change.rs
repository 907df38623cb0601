//! `hold_change`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "hold_change",
        help: reference("Holds a change back, until an instant where one is given."),
        params: &[Param::needed("reason", ParamKind::Text), Param::optional("until", ParamKind::Instant)],
        example: reference(r#"hold_change("year-end freeze", "2027-01-04")"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::HoldChange { reason: args.text(0), until: args.instant(1) });
        Ok(())
    },
};
