//! `set_field`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_field",
        help: reference(
            "Sets any field of the ticket, its requester, organisation or asset that has no action of its own; `()` takes it away.",
        ),
        params: &[Param::needed("field", ParamKind::FreeField), Param::needed("value", ParamKind::Any)],
        example: reference(r#"set_field("site", "leeds")"#),
        writes: &[],
    },
    act: |args, draft| {
        let (field, value) = (args.field(0)?, args.value(1).clone());
        if field == Path::of_ticket("id") {
            return Err("`ticket.id` is the host's and cannot be set".to_owned());
        }
        if let Some(action) = super::writer_of(&field) {
            return Err(format!("`{field}` is set by `{action}`"));
        }
        let effect = Effect::SetField { field: field.to_string().into(), value: value.clone() };
        draft.set(&field, value, effect)
    },
};
