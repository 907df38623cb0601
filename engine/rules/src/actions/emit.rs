//! `emit`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "emit",
        help: reference("Asks for something of the host's own, by name and with named values."),
        params: &[Param::needed("name", ParamKind::Text), Param::optional("data", ParamKind::Map)],
        example: reference(r#"emit("wallboard", #{ colour: "red" })"#),
        writes: &[],
    },
    act: |args, draft| {
        draft.ask(Effect::Emit { name: args.text(0), data: args.map(1) });
        Ok(())
    },
};
