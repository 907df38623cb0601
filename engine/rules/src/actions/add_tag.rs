//! `add_tag`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "add_tag",
        help: reference("Adds a tag, unless the ticket has it."),
        params: &[Param::needed("tag", ParamKind::Text)],
        example: reference(r#"add_tag("outage")"#),
        writes: &["tags"],
    },
    act: |args, draft| {
        let tag = args.text(0);
        draft.add(&Path::of_ticket("tags"), tag.clone(), Effect::AddTag { tag });
        Ok(())
    },
};
