//! `reassign`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "reassign",
        help: reference("Gives the ticket to a person, team or role of the host's, whoever has it."),
        params: &[Param::needed("who", ParamKind::Text)],
        example: reference(r#"reassign("duty-manager")"#),
        writes: &["assignee"],
    },
    act: |args, draft| {
        let who = args.text(0);
        draft.set(&Path::of_ticket("assignee"), Value::Text(who.clone()), Effect::Reassign { who })
    },
};
