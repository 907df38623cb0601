//! `add_task`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "add_task",
        place: 260,
        help: reference(
            "Adds a task, for a team where one is given; it is noted in `ticket.tasks`. One name for two teams is two tasks; what is noted is added again only where the rule asks what the event changed.",
        ),
        params: &[Param::needed("task", ParamKind::Text), Param::optional("team", ParamKind::Text)],
        example: reference(r#"add_task("collect-devices", "on-site")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("tasks"), How::Add, To::Argument(0))],
        tells: Tells::Person(1),
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&ADD_TASK]),
    },
    act: |args, draft| {
        let task = args.text(0);
        draft.note(&Path::of_ticket("tasks"), task.clone(), ADD_TASK.saying([task.into(), args.said(1)]));
        Ok(())
    },
};

pub(super) static ADD_TASK: EffectSpec = EffectSpec {
    name: "add_task",
    place: 290,
    help: checked("Add a task."),
    values: &[
        EffectValue::needed("task", SaidKind::Text, checked("The task.")),
        EffectValue::optional("team", SaidKind::Person, checked("Who is to do it.")),
    ],
    called: "add_task",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to add the task {task}[ for {team}]"),
    shown: Shown::InWords,
};
