//! What must be true or false, and what must be a list.

use tierline_model::Value;

use super::{
    Check, Kinds, Type,
    mends::{is_there, not_a_list},
    written::{said, written, wrong_kind},
};
use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Form, Node},
};

impl Check<'_> {
    /// That a condition is one.
    pub(super) fn must_be_truth(&mut self, node: &Node, given: &Type) {
        if given.may_be(Kinds::TRUTH) || given.kinds.is_none() {
            return;
        }
        let what = match (node.constant(self.constants()), self.declared(node)) {
            (Some(value), _) => format!("{} is", value.described()),
            (None, Some(field)) => format!("`{}` holds {}, which is", field.path, field.kind.wanted()),
            (None, None) => format!("{}, which is", said(node, given)),
        };
        let help = match (node.constant(self.constants()), is_there(node, given)) {
            (None, Some(help)) => help,
            _ => "a condition is true or false, such as a comparison".to_owned(),
        };
        self.say(node.at, Slip::new("not-a-condition", format!("{what} no condition")).help(help));
    }

    /// `!x`: that what is turned round is true or false.
    pub(super) fn inverted(&mut self, at: Spot, arg: &Node) -> Type {
        // `x !in y` arrives as `!` of `x in y`, in the same place.
        if let Form::Operator { sign, args } = &arg.form
            && let ("in", [item, container]) = (sign.as_str(), args.as_slice())
            && arg.at == at
            && !matches!(&item.form, Form::Operator { sign, .. } if sign == "!")
        {
            return self.membership(at, false, item, container);
        }
        let before = self.slips.len();
        let given = self.node(arg);
        self.must_be_truth(arg, &given);
        if self.slips.len() == before { Type::of(Kinds::TRUTH) } else { Type::any() }
    }

    /// What stands beside a comparison. `not` binds before it: what it turns round was meant to be compared.
    pub(super) fn compared(&mut self, node: &Node) -> Type {
        let before = self.slips.len();
        let given = self.node(node);
        if matches!(&node.form, Form::Operator { sign, .. } if sign == "!") {
            for slip in self.slips.iter_mut().skip(before).filter(|slip| slip.code == "not-a-condition") {
                slip.help = Some("`not` and `!` bind before `==`: write `x != y`, or `!(x == y)`".to_owned());
            }
        }
        given
    }

    /// Whether this is `!x in list`, and says so.
    pub(super) fn is_inverted_membership(&mut self, sign: &str, args: &[Node]) -> bool {
        let inverted = args.first().filter(|_| sign == "in").and_then(|item| match &item.form {
            Form::Operator { sign, .. } if sign == "!" => Some(item.at),
            _ => None,
        });
        if let Some(at) = inverted {
            let slip = Slip::new("precedence", "`!x in list` turns x round first");
            self.say(at, slip.help("write `x !in list`"));
        }
        inverted.is_some()
    }

    /// That what a loop goes over is a list.
    pub(super) fn must_be_list(&mut self, node: &Node, given: &Type) {
        if !given.is_nothing() && !given.may_be(Kinds::LIST.or(Kinds::RANGE)) {
            let slip = wrong_kind("`for` goes over a list", node, given);
            self.say(node.at, slip.maybe_help(not_a_list(node, given)));
        }
    }
}

/// Whether a text is how somebody might write true (`Some(true)`) or false.
pub(super) fn meant_truth(value: &Value) -> Option<bool> {
    match value {
        Value::Text(text) => match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "on" => Some(true),
            "false" | "no" | "n" | "off" => Some(false),
            _ => None,
        },
        Value::Int(1) => Some(true),
        Value::Int(0) => Some(false),
        _ => None,
    }
}

/// An expression that is true or false, as a condition that asks for one of the two.
pub(super) fn as_condition(node: &Node, is: bool) -> String {
    let written = written(node).unwrap_or_else(|| "x".to_owned());
    let is_plain = matches!(node.form, Form::Name(_) | Form::Field { .. } | Form::Call { .. });
    match (is, is_plain) {
        (true, _) => written,
        (false, true) => format!("!{written}"),
        (false, false) => format!("!({written})"),
    }
}
