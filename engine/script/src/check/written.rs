//! Expressions as a rule writes them, for messages.

use crate::{
    rhai::Slip,
    tree::{Form, Node},
};

use super::{Kinds, Type};

/// An expression as a rule writes it: `lower(ticket.category)`; `None` where that is long, or more than names, values, calls and
/// signs.
pub(super) fn written(node: &Node) -> Option<String> {
    const LONGEST: usize = 48;
    whole(node).filter(|written| written.chars().count() <= LONGEST)
}

fn whole(node: &Node) -> Option<String> {
    let list = |nodes: &[Node]| nodes.iter().map(whole).collect::<Option<Vec<_>>>().map(|parts| parts.join(", "));
    match &node.form {
        Form::Const(tierline_model::Value::Missing) => Some("()".to_owned()),
        Form::Const(value) => Some(value.to_string()),
        Form::Name(name) => Some(name.clone()),
        Form::Field { of, name, safely } => Some(format!("{}{}{name}", operand(of)?, if *safely { "?." } else { "." })),
        Form::List(items) => Some(format!("[{}]", list(items)?)),
        Form::Call { function, args } => Some(format!("{function}({})", list(args)?)),
        Form::Operator { sign, args } => match args.as_slice() {
            [of] => Some(format!("{sign}{}", operand(of)?)),
            [a, b] if sign.starts_with("..") => Some(format!("{}{sign}{}", operand(a)?, operand(b)?)),
            [a, b] => Some(format!("{} {sign} {}", operand(a)?, operand(b)?)),
            _ => None,
        },
        _ => None,
    }
}

/// The same as a part of something else: what is computed stands in brackets, save for ranges, which stand behind `in`.
fn operand(node: &Node) -> Option<String> {
    let written = whole(node)?;
    let stands_alone = match &node.form {
        Form::Operator { sign, .. } if sign.starts_with("..") => true,
        Form::Operator { sign, args } if sign == "-" => matches!(args.as_slice(), [Node { form: Form::Const(_), .. }]),
        Form::Operator { .. } => false,
        _ => true,
    };
    Some(if stands_alone { written } else { format!("({written})") })
}

/// What is written out as a rule writes it, however long that is.
pub(super) fn in_full(node: &Node) -> String {
    whole(node).unwrap_or_else(|| "x".to_owned())
}

/// An expression as a part of what a rule could say instead: `x` where it is too long for that.
pub(super) fn operand_or_x(node: &Node) -> String {
    written(node).and_then(|_| operand(node)).unwrap_or_else(|| "x".to_owned())
}

/// The same where nothing stands beside it.
pub(super) fn written_or_x(node: &Node) -> String {
    written(node).unwrap_or_else(|| "x".to_owned())
}

/// An expression and what it is, as the beginning of a sentence: `` `now` is an instant ``.
pub(super) fn said(node: &Node, given: &Type) -> String {
    let verb = if matches!(node.form, Form::Call { .. }) { "gives" } else { "is" };
    match written(node) {
        Some(written) => format!("`{written}` {verb} {}", given.described()),
        None => format!("this is {}", given.described()),
    }
}

/// The same in the middle of one: `` `now`, an instant ``, or what is written out as it is.
pub(super) fn told(node: &Node, given: &Type) -> String {
    let value = node.constant(&Default::default());
    match (value, written(node)) {
        (Some(value), _) => value.described(),
        (None, Some(written)) => format!("`{written}`, which is {}", given.described()),
        (None, None) => given.described(),
    }
}

/// An expression as the beginning of a sentence: `` `now` ``.
pub(super) fn written_or_this(node: &Node) -> String {
    written(node).map_or_else(|| "this".to_owned(), |written| format!("`{written}`"))
}

/// That an operator gets what it does not work with.
pub(super) fn wrong_kind(works_with: &str, node: &Node, given: &Type) -> Slip {
    let given = given.clone().only(Kinds::ANY);
    Slip::new("wrong-kind", format!("{works_with}, and {}", said(node, &given)))
}
