//! `ask`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "ask",
        help: reference("Asks the requester for a field that is missing; it is noted in `ticket.missing`."),
        params: &[Param::needed("field", ParamKind::Text), Param::optional("question", ParamKind::Text)],
        example: reference(r#"ask("category", "What does it concern?")"#),
        writes: &["missing"],
    },
    act: |args, draft| {
        let field = args.text(0);
        let effect = Effect::Ask { field: field.clone(), question: args.optional_text(1) };
        draft.add(&Path::of_ticket("missing"), field, effect);
        Ok(())
    },
};
