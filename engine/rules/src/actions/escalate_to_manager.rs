//! `escalate_to_manager`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, Reads, SaidKind, Shown, Tells, To, Value,
    Writes, Written, aloud, checked, reference,
};

use super::{Action, notify_manager::manager};

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "escalate_to_manager",
        place: 140,
        help: reference(
            "Hands the ticket to a manager of the agent who has it: 1 is the agent's own, 2 the manager's manager. The host looks up whom the roster does not name.",
        ),
        params: &[Param::needed("level", ParamKind::Level)],
        example: reference("escalate_to_manager(2)"),
        reads: checked(&[Reads::Field("assignee"), Reads::Roster]),
        writes: &[Writes::perhaps(Written::Field("assignee"), How::Set, To::Found)],
        tells: Tells::Manager,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&ESCALATE_TO_MANAGER]),
    },
    act: |args, draft| {
        let manager = manager(draft, args.int(0));
        let effect = ESCALATE_TO_MANAGER.saying([args.said(0), manager.clone().into()]);
        match manager {
            Some(who) => draft.set(&Path::of_ticket("assignee"), Value::Text(who), effect),
            None => {
                draft.ask(effect);
                Ok(())
            }
        }
    },
};

pub(super) static ESCALATE_TO_MANAGER: EffectSpec = EffectSpec {
    name: "escalate_to_manager",
    place: 60,
    help: checked("Hand the ticket to a manager of the agent who has it."),
    values: &[
        EffectValue::needed(
            "level",
            SaidKind::Integer,
            checked("How far up: 1 for the agent's manager, 2 for the manager's manager."),
        ),
        EffectValue::optional("manager", SaidKind::Person, checked("The manager, where the roster knows who that is.")),
    ],
    called: "escalate_to_manager",
    about: Some(1),
    reaches: checked(&[]),
    aloud: aloud("to hand it to the manager {level} up[ ({manager})]"),
    shown: Shown::InWords,
};
