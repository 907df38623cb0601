//! `set_category`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, Value, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "set_category",
        help: reference("Sets the category, and the subcategory where one is given."),
        params: &[Param::needed("category", ParamKind::Text), Param::optional("subcategory", ParamKind::Text)],
        example: reference(r#"set_category("network", "wifi")"#),
        writes: &["category", "subcategory"],
    },
    act: |args, draft| {
        let category = args.text(0);
        draft.set(&Path::of_ticket("category"), Value::Text(category.clone()), Effect::SetCategory { category })?;
        match args.optional_text(1) {
            Some(subcategory) => {
                let value = Value::Text(subcategory.clone());
                draft.set(&Path::of_ticket("subcategory"), value, Effect::SetSubcategory { subcategory })
            }
            None => Ok(()),
        }
    },
};
