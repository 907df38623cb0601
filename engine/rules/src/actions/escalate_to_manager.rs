//! `escalate_to_manager`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::{Action, notify_manager::manager};

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "escalate_to_manager",
        help: reference(
            "Hands the ticket to a manager of the agent who has it: 1 is the agent's own, 2 the manager's manager. The host looks up whom the roster does not name.",
        ),
        params: &[Param::needed("level", ParamKind::Level)],
        example: reference("escalate_to_manager(2)"),
        writes: &["assignee"],
    },
    act: |args, draft| {
        let (field, level) = (Path::of_ticket("assignee"), args.int(0));
        let manager = manager(draft, level);
        match manager.clone() {
            Some(who) => draft.set(&field, Value::Text(who), Effect::EscalateToManager { level, manager }),
            None => {
                draft.ask(Effect::EscalateToManager { level, manager });
                Ok(())
            }
        }
    },
};
