//! Cells of tables and matrices: what one asks or gives is checked as if a rule had written it. What it says to write instead, it says
//! as cells write it.

use tierline_model::{ActionSpec, FieldType, Path, Value};

use super::{Names, Room, actions, condition, mends::meant_word, truths::meant_truth};
use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Form, Node, Step},
};

/// Why a field never compares so with a value that a cell has for it, if it does not. A list is asked for an item.
pub(crate) fn asked(names: &Names<'_>, field: &Path, sign: &str, value: &Value) -> Option<Slip> {
    let is_list = |kind: &FieldType| matches!(kind, FieldType::TextList | FieldType::List);
    let has_item = sign == "==" && names.schema.field(field).is_some_and(|field| is_list(&field.kind));
    let (field, value) = (written(field), node(Form::Const(value.clone())));
    let asked = match has_item {
        true => Form::Operator { sign: "in".to_owned(), args: vec![value, field] },
        false => Form::Operator { sign: sign.to_owned(), args: vec![field, value] },
    };
    condition(names, Room::Condition, &node(asked)).into_iter().next()
}

/// Why an action does not take what a cell has for it, if it does not.
pub(crate) fn given(names: &Names<'_>, spec: &ActionSpec, value: &Value) -> Option<Slip> {
    let args = vec![node(Form::Const(value.clone()))];
    let call = node(Form::Call { function: spec.name.to_owned(), args });
    let slip = actions(names, &[Step::Do(call)]).into_iter().next()?;
    Some(match &*slip.code {
        "placeholder" => slip.help("a cell gives a text as it stands; a rule puts it in backticks"),
        _ => slip,
    })
}

/// What to write instead of a word that a field of that type cannot be compared with.
pub(crate) fn instead_of_word(kind: &FieldType, word: &str) -> Option<String> {
    match kind {
        FieldType::OneOf(words) => meant_word(word, words).map(|meant| format!("did you mean `{meant}`?")),
        FieldType::Boolean => {
            let value = word.parse().map_or_else(|_| Value::text(word), Value::Int);
            meant_truth(&value).map(|meant| format!("write {meant}"))
        }
        FieldType::Integer | FieldType::Number => {
            let (first, last) = word.split_once("..").or(word.split_once('-')).unwrap_or((word, ""));
            match (first.trim().parse::<i64>(), last.trim().parse::<i64>()) {
                (Ok(first), Ok(last)) => Some(format!("write {first}..={last}")),
                _ => word.strip_suffix('%')?.trim_end().parse::<i64>().ok().map(|number| format!("write {number}")),
            }
        }
        FieldType::Map => Some("name one of its fields at the head of the column".to_owned()),
        _ => None,
    }
}

/// What to write instead of `>= x` beside a field that is neither a number nor an instant.
pub(crate) fn instead_of_order(field: &Path, kind: Option<&FieldType>, sign: &str, bound: &str) -> Option<String> {
    match kind? {
        FieldType::OneOf(words) => {
            let some: Vec<&str> = words.iter().take(2).map(|word| &**word).collect();
            Some(format!("words have no order here: write those that are meant, as in `{}`", some.join(", ")))
        }
        FieldType::TextList | FieldType::List => bound
            .parse::<i64>()
            .ok()
            .map(|number| format!("a rule asks how many there are: len({field}) {sign} {number}")),
        _ => None,
    }
}

/// A field as a rule writes it.
fn written(field: &Path) -> Node {
    let root = node(Form::Name(field.root.name().to_owned()));
    field
        .names
        .iter()
        .fold(root, |of, name| node(Form::Field { of: Box::new(of), name: name.to_string(), safely: false }))
}

/// Whoever asks says where the cell stands.
fn node(form: Form) -> Node {
    Node { at: Spot::new(1, 1, 1), form }
}
