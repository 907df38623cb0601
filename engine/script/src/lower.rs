//! Lowering: a condition's part into a predicate that needs no interpreter.

use std::collections::BTreeMap;

use tierline_condition::{Comparison, Expr, Layout, Range, functions::Function};
use tierline_model::{FieldType, Path, Root, Schema, Value};

use crate::tree::{Form, Node};

/// What lowering needs to know, and the slots that it hands out.
pub(crate) struct Lower<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) constants: &'a BTreeMap<String, Value>,
    pub(crate) layout: &'a mut Layout,
}

impl Lower<'_> {
    /// The predicate of `node`; `None` where only the script can say.
    pub(crate) fn node(&mut self, node: &Node) -> Option<Expr> {
        if let Some(value) = node.constant(self.constants) {
            return Some(Expr::Const(value));
        }
        if let Some(path) = node.path() {
            return self.is_always_readable(&path).then(|| Expr::Field(self.layout.slot(&path)));
        }
        match &node.form {
            Form::Name(name) if name == "now" => Some(Expr::Now),
            Form::And(parts) => self.nodes(parts).map(Expr::And),
            Form::Or(parts) => self.nodes(parts).map(Expr::Or),
            Form::Coalesce(choices) => self.nodes(choices).map(Expr::Coalesce),
            Form::Call { function, args } => {
                let function = Function::named(function).filter(|function| function.params.len() == args.len())?;
                self.nodes(args).map(|args| Expr::Call(function, args))
            }
            Form::Operator { sign, args } => self.operator(sign, args),
            _ => None,
        }
    }

    /// What in `node` moves as time passes: functions of time, readings of clocks, the instant itself.
    pub(crate) fn moving(&mut self, node: &Node) -> Vec<Expr> {
        let mut moving = vec![];
        let mut found = vec![];
        node.walk(&mut |node| found.push(node));
        for node in found {
            let moves = match &node.form {
                Form::Name(name) => name == "now",
                Form::Call { function, .. } => Function::named(function).is_some_and(|known| known.time.is_some()),
                _ => node.path().is_some_and(|path| path.root == Root::Sla),
            };
            if moves {
                moving.extend(self.node(node));
            }
        }
        moving
    }

    fn nodes(&mut self, nodes: &[Node]) -> Option<Box<[Expr]>> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn operator(&mut self, sign: &str, args: &[Node]) -> Option<Expr> {
        match (sign, args) {
            ("!", [arg]) => self.node(arg).map(|arg| Expr::Not(Box::new(arg))),
            ("in", [item, container]) => match self.range(container) {
                Some(range) => self.node(item).map(|item| Expr::InRange(Box::new(item), range)),
                None => Some(Expr::In(Box::new((self.node(item)?, self.node(container)?)))),
            },
            (sign, [a, b]) => {
                let comparison = Comparison::named(sign)?;
                Some(Expr::Compare(comparison, Box::new((self.node(a)?, self.node(b)?))))
            }
            _ => None,
        }
    }

    /// `1..=5` or `1..6`.
    fn range(&self, node: &Node) -> Option<Range> {
        let Form::Operator { sign, args } = &node.form else { return None };
        let [first, end] = args.as_slice() else { return None };
        match (sign.as_str(), first.constant(self.constants)?, end.constant(self.constants)?) {
            ("..=", Value::Int(first), Value::Int(end)) => Some(Range { first, end, closed: true }),
            ("..", Value::Int(first), Value::Int(end)) => Some(Range { first, end, closed: false }),
            _ => None,
        }
    }

    /// Whether reading `path` never raises: everything it lies in is a record or a declared map.
    fn is_always_readable(&self, path: &Path) -> bool {
        (1..path.names.len()).all(|length| {
            let above = Path { root: path.root, names: path.names[..length].to_vec() };
            self.schema.field(&above).is_some_and(|field| field.kind == FieldType::Map)
        })
    }
}
