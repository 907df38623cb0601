//! `link_to`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "link_to",
        help: reference(
            "Links the ticket to another: as `parent`, `problem`, `change`, `duplicate_of` (each sets that field) or `related`.",
        ),
        params: &[Param::needed("relation", ParamKind::Text), Param::needed("ticket", ParamKind::Text)],
        example: reference(r#"link_to("problem", "PRB-7")"#),
        writes: &["parent", "problem", "change", "duplicate_of", "related"],
    },
    act: |args, draft| {
        let (relation, other) = (args.text(0), args.text(1));
        let (field, id) = (Path::of_ticket(&relation), other.clone());
        let effect = Effect::LinkTo { relation: relation.clone(), ticket: other };
        match &*relation {
            "parent" | "problem" | "change" | "duplicate_of" => draft.set(&field, Value::Text(id), effect),
            "related" => {
                draft.add(&field, id, effect);
                Ok(())
            }
            other => Err(format!(
                "`link_to` knows no relation `{other}`; there are parent, problem, change, duplicate_of, related"
            )),
        }
    },
};
