//! `run`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "run",
        help: reference("Runs an automation of the host, with named values where they are given."),
        params: &[Param::needed("automation", ParamKind::Text), Param::optional("input", ParamKind::Map)],
        example: reference(r#"run("unlock-account", #{ user: requester.id })"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Run { automation: args.text(0), input: args.map(1) });
        Ok(())
    },
};
