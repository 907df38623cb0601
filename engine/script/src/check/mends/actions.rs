//! Arguments of actions that do not fit.

use tierline_model::{Value, quoted};

use crate::{
    check::{
        Kinds, Type,
        written::{in_full, operand_or_x, written},
    },
    tree::{Form, Node},
};

/// For a number, a truth, an instant or a list where a text is wanted.
pub(in crate::check) fn as_text(arg: &Node, given: &Type) -> Option<String> {
    let kinds = given.kinds.without(Kinds::MISSING);
    match &arg.form {
        Form::Const(Value::Bool(truth)) => return Some(format!("write it in quotes: \"{truth}\"")),
        Form::Const(_) => return None,
        _ => {}
    }
    match kinds {
        Kinds::LIST => Some(format!("write join({}, \", \")", in_full(arg))),
        kinds if !kinds.has(Kinds::LIST.or(Kinds::MAP).or(Kinds::RANGE)) => {
            Some(format!("write `${{{}}}`, in backticks", written(arg)?))
        }
        _ => None,
    }
}

/// For a truth or a number where one of a few words is wanted.
pub(in crate::check) fn as_choice(arg: &Node, given: &Type, (one, other): (String, String)) -> Option<String> {
    if matches!(arg.form, Form::Const(_)) {
        return None;
    }
    written(arg)?;
    let asked = match given.kinds.without(Kinds::MISSING) {
        Kinds::TRUTH => operand_or_x(arg),
        Kinds::NUMBER => format!("{} > 10", operand_or_x(arg)),
        _ => return None,
    };
    Some(format!(
        "write if {asked} {{ {} }} else {{ {} }}, with the words that are meant",
        quoted(&one),
        quoted(&other)
    ))
}

/// For a single value where named ones are wanted.
pub(in crate::check) fn as_map(arg: &Node) -> Option<String> {
    Some(format!("give it a name: #{{ value: {} }}", written(arg)?))
}
