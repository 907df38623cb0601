//! `notify_manager`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Text, reference};

use super::Action;
use crate::Draft;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "notify_manager",
        help: reference(
            "Tells a manager of the agent who has the ticket: 1 is the agent's own, 2 the manager's manager. The host looks up whom the roster does not name.",
        ),
        params: &[Param::needed("level", ParamKind::Level), Param::optional("message", ParamKind::Text)],
        example: reference("notify_manager(1)"),
        writes: &[],
    },
    act: |args, draft| {
        let level = args.int(0);
        let manager = manager(draft, level);
        draft.ask(Effect::NotifyManager { level, manager, message: args.optional_text(1) });
        Ok(())
    },
};

/// The manager `level` steps above the agent who has the ticket, where the roster says.
pub(super) fn manager(draft: &mut Draft<'_>, level: i64) -> Option<Text> {
    let agent = draft.read(&Path::of_ticket("assignee"));
    draft.facts().roster().manager(agent.as_text()?, level).cloned()
}
