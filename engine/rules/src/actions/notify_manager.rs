//! `notify_manager`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Param, ParamKind, Path, Reads, SaidKind, Shown, Tells, Text, aloud,
    checked, reference,
};

use super::Action;
use crate::Draft;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "notify_manager",
        place: 200,
        help: reference(
            "Tells a manager of the agent who has the ticket: 1 is the agent's own, 2 the manager's manager. The host looks up whom the roster does not name.",
        ),
        params: &[Param::needed("level", ParamKind::Level), Param::optional("message", ParamKind::Text)],
        example: reference("notify_manager(1)"),
        reads: checked(&[Reads::Field("assignee"), Reads::Roster]),
        writes: &[],
        tells: Tells::Manager,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&NOTIFY_MANAGER]),
    },
    act: |args, draft| {
        let manager = manager(draft, args.int(0));
        draft.ask(NOTIFY_MANAGER.saying([args.said(0), manager.into(), args.said(1)]));
        Ok(())
    },
};

pub(super) static NOTIFY_MANAGER: EffectSpec = EffectSpec {
    name: "notify_manager",
    place: 50,
    help: checked("Tell a manager of the agent who has the ticket."),
    values: &[
        EffectValue::needed(
            "level",
            SaidKind::Integer,
            checked("How far up: 1 for the agent's manager, 2 for the manager's manager."),
        ),
        EffectValue::optional("manager", SaidKind::Person, checked("The manager, where the roster knows who that is.")),
        EffectValue::optional("message", SaidKind::Text, checked("What to say; absent for the host's usual text.")),
    ],
    called: "notify_manager",
    about: Some(1),
    reaches: checked(&[]),
    aloud: aloud("to tell the manager {level} up[ ({manager})]"),
    shown: Shown::InWords,
};

/// The manager `level` steps above the agent who has the ticket, where the roster says.
pub(super) fn manager(draft: &mut Draft<'_>, level: i64) -> Option<Text> {
    let agent = draft.read(&Path::of_ticket("assignee"));
    draft.roster().manager(agent.as_text()?, level).cloned()
}
