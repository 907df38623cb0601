//! `flag`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "flag",
        help: reference("Marks the ticket for the attention of people, unless it is marked so."),
        params: &[Param::needed("flag", ParamKind::Text)],
        example: reference(r#"flag("review")"#),
        writes: &["flags"],
    },
    act: |args, draft| {
        let flag = args.text(0);
        draft.add(&Path::of_ticket("flags"), flag.clone(), Effect::Flag { flag });
        Ok(())
    },
};
