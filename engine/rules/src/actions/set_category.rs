//! `set_category`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Value, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_category",
        place: 90,
        help: reference("Sets the category, and the subcategory where one is given."),
        params: &[Param::needed("category", ParamKind::Text), Param::optional("subcategory", ParamKind::Text)],
        example: reference(r#"set_category("network", "wifi")"#),
        reads: checked(&[]),
        writes: &[
            Writes::surely(Written::Field("category"), How::Set, To::Argument(0)),
            Writes::surely(Written::Field("subcategory"), How::Set, To::Argument(1)),
        ],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&SET_CATEGORY, &SET_SUBCATEGORY]),
    },
    act: |args, draft| {
        let category = args.text(0);
        let effect = SET_CATEGORY.saying([category.clone().into()]);
        draft.set(&Path::of_ticket("category"), Value::Text(category), effect)?;
        match args.optional_text(1) {
            Some(subcategory) => {
                let effect = SET_SUBCATEGORY.saying([subcategory.clone().into()]);
                draft.set(&Path::of_ticket("subcategory"), Value::Text(subcategory), effect)
            }
            None => Ok(()),
        }
    },
};

pub(super) static SET_CATEGORY: EffectSpec = EffectSpec {
    name: "set_category",
    place: 130,
    help: checked("Set the category."),
    values: &[EffectValue::needed("category", SaidKind::Text, checked("The desk's word for it."))],
    called: "set_category",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the category to {category}"),
    shown: Shown::InWordsLast,
};

pub(super) static SET_SUBCATEGORY: EffectSpec = EffectSpec {
    name: "set_subcategory",
    place: 140,
    help: checked("Set the subcategory."),
    values: &[EffectValue::needed("subcategory", SaidKind::Text, checked("The desk's word for it."))],
    called: "set_category",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to set the subcategory to {subcategory}"),
    shown: Shown::InWordsLast,
};
