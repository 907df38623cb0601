//! `remove_tag`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "remove_tag",
        help: reference("Takes a tag away, if the ticket has it."),
        params: &[Param::needed("tag", ParamKind::Text)],
        example: reference(r#"remove_tag("new")"#),
        writes: &["tags"],
    },
    act: |args, draft| {
        let tag = args.text(0);
        draft.remove(&Path::of_ticket("tags"), &tag.clone(), Effect::RemoveTag { tag });
        Ok(())
    },
};
