//! `set_field`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Fails, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value,
    Writes, Written, aloud, checked, reference,
};

use super::Action;

/// What the host alone says of a ticket.
const HOSTS: [&str; 1] = ["id"];

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_field",
        place: 100,
        help: reference(
            "Sets any field of the ticket, its requester, organisation or asset that has no action of its own; `()` takes it away.",
        ),
        params: &[Param::needed("field", ParamKind::FreeField), Param::needed("value", ParamKind::Any)],
        example: reference(r#"set_field("site", "leeds")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::NamedBy(0), How::Set, To::Argument(1))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[Fails::NotFree(0, &HOSTS), Fails::CannotHold { field: 0, value: 1 }]),
        effects: checked(&[&SET_FIELD]),
    },
    act: |args, draft| {
        let (field, value) = (args.field(0)?, args.value(1).clone());
        if HOSTS.iter().any(|name| field == Path::of_ticket(name)) {
            return Err(format!("`{field}` is the host's and cannot be set"));
        }
        if let Some(action) = super::writer_of(&field) {
            return Err(format!("`{field}` is set by `{action}`"));
        }
        let effect = SET_FIELD.saying([Value::text(field.to_string()).into(), value.clone().into()]);
        draft.set(&field, value, effect)
    },
};

pub(super) static SET_FIELD: EffectSpec = EffectSpec {
    name: "set_field",
    place: 150,
    help: checked("Set any other field of the ticket."),
    values: &[
        EffectValue::needed("field", SaidKind::Text, checked("The field, such as `ticket.site`.")),
        EffectValue::needed("value", SaidKind::Any, checked("What it shall hold; `null` takes it away.")),
    ],
    called: "set_field",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set {field} to {value:value}"),
    shown: Shown::ByField,
};
