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
        Form::Field { of, name, safely } => Some(format!("{}{}{name}", whole(of)?, if *safely { "?." } else { "." })),
        Form::List(items) => Some(format!("[{}]", list(items)?)),
        Form::Call { function, args } => Some(format!("{function}({})", list(args)?)),
        Form::Operator { sign, args } => match args.as_slice() {
            [of] => Some(format!("{sign}{}", whole(of)?)),
            [a, b] if sign.starts_with("..") => Some(format!("{}{sign}{}", whole(a)?, whole(b)?)),
            [a, b] => Some(format!("{} {sign} {}", whole(a)?, whole(b)?)),
            _ => None,
        },
        _ => None,
    }
}

/// The same, to be put into what a rule could say instead: `x` where it is too long for that.
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

/// That an operator gets what it does not work with.
pub(super) fn wrong_kind(works_with: &str, node: &Node, given: &Type) -> Slip {
    let given = given.clone().only(Kinds::ANY);
    Slip::new("wrong-kind", format!("{works_with}, and {}", said(node, &given)))
}
