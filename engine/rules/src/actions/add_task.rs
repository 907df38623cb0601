//! `add_task`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "add_task",
        help: reference("Adds a task, for a team where one is given; it is noted in `ticket.tasks`."),
        params: &[Param::needed("task", ParamKind::Text), Param::optional("team", ParamKind::Text)],
        example: reference(r#"add_task("collect-devices", "on-site")"#),
        writes: &["tasks"],
    },
    act: |args, draft| {
        let task = args.text(0);
        let effect = Effect::AddTask { task: task.clone(), team: args.optional_text(1) };
        draft.add(&Path::of_ticket("tasks"), task, effect);
        Ok(())
    },
};
