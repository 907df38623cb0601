//! `propose_problem`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "propose_problem",
        help: reference("Proposes a problem record."),
        params: &[Param::needed("title", ParamKind::Text), Param::optional("reason", ParamKind::Text)],
        example: reference("propose_problem(`Recurring: ${ticket.subject}`)"),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::ProposeProblem { title: args.text(0), reason: args.optional_text(1) });
        Ok(())
    },
};
