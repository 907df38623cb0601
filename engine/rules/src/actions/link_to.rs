//! `link_to`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, Fails, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value,
    Writes, Written, aloud, checked, reference,
};

use super::Action;

/// Relations to one other ticket, each a field of its own.
const SINGLE: [&str; 4] = ["parent", "problem", "change", "duplicate_of"];

/// All relations.
const RELATIONS: [&str; 5] = ["parent", "problem", "change", "duplicate_of", "related"];

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "link_to",
        place: 280,
        help: reference(
            "Links the ticket to another: as `parent`, `problem`, `change`, `duplicate_of` (each sets that field) or `related`.",
        ),
        params: &[Param::needed("relation", ParamKind::Text), Param::needed("ticket", ParamKind::Text)],
        example: reference(r#"link_to("problem", "PRB-7")"#),
        reads: checked(&[]),
        writes: &[
            Writes::surely(Written::OneOf(0, &SINGLE), How::Set, To::Argument(1)),
            Writes::surely(Written::OneOf(0, &["related"]), How::Add, To::Argument(1)),
        ],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[Fails::NoneOf(0, &RELATIONS)]),
        effects: checked(&[&LINK_TO]),
    },
    act: |args, draft| {
        let (relation, other) = (args.text(0), args.text(1));
        let field = Path::of_ticket(&relation);
        let effect = LINK_TO.saying([relation.clone().into(), other.clone().into()]);
        match &*relation {
            single if SINGLE.contains(&single) => draft.set(&field, Value::Text(other), effect),
            "related" => {
                draft.add(&field, other, effect);
                Ok(())
            }
            unknown => Err(format!("`link_to` knows no relation `{unknown}`; there are {}", RELATIONS.join(", "))),
        }
    },
};

pub(super) static LINK_TO: EffectSpec = EffectSpec {
    name: "link_to",
    place: 310,
    help: checked("Link to another ticket."),
    values: &[
        EffectValue::needed(
            "relation",
            SaidKind::Text,
            checked("How they belong together, such as `parent`, `problem` or `duplicate_of`."),
        ),
        EffectValue::needed("ticket", SaidKind::Text, checked("The other ticket.")),
    ],
    called: "link_to",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to link it to {ticket} as {relation}"),
    shown: Shown::InWords,
};
