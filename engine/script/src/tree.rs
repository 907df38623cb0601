//! Our own syntax tree: what the checker and the lowering read. Made from Rhai's in `rhai/convert.rs`.

use std::sync::Arc;

use tierline_condition::functions::{Function, Says};
use tierline_model::{Map, Path, Root, SortedMap, Text, Value};

use crate::source::Spot;

/// Constants by name. Files that import them share them.
pub(crate) type Constants = SortedMap<String, Arc<Value>>;

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: Spot,
    pub(crate) form: Form,
}

#[derive(Clone, Debug)]
pub(crate) enum Form {
    Const(Value),
    /// A letter in single quotes: the script tells it from a text where it computes.
    Letter(Text),
    /// A template in backticks.
    Template(Vec<Node>),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    Name(String),
    /// `of.name`, or `of?.name`, which may be asked of a missing value.
    Field {
        of: Box<Node>,
        name: String,
        safely: bool,
    },
    Index {
        of: Box<Node>,
        index: Box<Node>,
    },
    Call {
        function: String,
        args: Vec<Node>,
    },
    /// An operator by its sign; `in` by that word.
    Operator {
        sign: String,
        args: Vec<Node>,
    },
    And(Vec<Node>),
    Or(Vec<Node>),
    Coalesce(Vec<Node>),
    Block(Vec<Step>),
    /// Something that rules may not use, and what it is called.
    Forbidden(&'static str),
}

/// What an arm of a `switch` is for: values, or whole numbers from the first up to the second, or up to and with it where
/// that is so. The arm for everything else has neither.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Case {
    pub(crate) values: Vec<Value>,
    pub(crate) ranges: Vec<(i64, i64, bool)>,
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Let {
        name: String,
        value: Node,
    },
    If {
        test: Node,
        then: Vec<Step>,
        otherwise: Vec<Step>,
    },
    For {
        item: String,
        counter: Option<String>,
        list: Node,
        body: Vec<Step>,
    },
    /// The guard and the body of each arm, and what it is for; none where that is more than words and whole numbers.
    Switch {
        on: Node,
        arms: Vec<(Node, Node)>,
        cases: Option<Vec<Case>>,
    },
    Assign {
        target: Node,
        value: Node,
    },
    Do(Node),
    Leave(Option<Node>),
    Return {
        at: Spot,
        value: Option<Node>,
    },
    Forbidden {
        at: Spot,
        what: &'static str,
    },
}

impl Node {
    /// The field that this names, if it is one: `ticket.a.b`, `requester?.c`.
    pub(crate) fn path(&self) -> Option<Path> {
        let mut names = vec![];
        let mut node = self;
        while let Form::Field { of, name, .. } = &node.form {
            names.push(name.as_str());
            node = of;
        }
        let Form::Name(root) = &node.form else { return None };
        let root = if root == "outcome" { Root::Ticket } else { Root::named(root)? };
        Path::below(root, names.into_iter().rev())
    }

    /// What stands between its `&&`; the whole where there is none.
    pub(crate) fn conjuncts(&self) -> Vec<&Node> {
        match &self.form {
            Form::And(parts) => parts.iter().collect(),
            _ => vec![self],
        }
    }

    /// Where it begins to do something: a block does with its first statement.
    pub(crate) fn start(&self) -> Spot {
        match &self.form {
            Form::Block(steps) => steps.iter().find_map(Step::first).map_or(Spot::new(1, 1, 1), |node| node.at),
            _ => self.at,
        }
    }

    /// Where it begins as written: operators stand between their sides.
    pub(crate) fn leftmost(&self) -> Spot {
        let mut first: Option<Spot> = None;
        self.walk(&mut |node| {
            if !matches!(node.form, Form::Block(_)) {
                first = Some(first.map_or(node.at, |first| first.min(node.at)));
            }
        });
        first.unwrap_or(self.at)
    }

    /// All nodes below this one, itself included.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        visit(self);
        match &self.form {
            Form::Const(_) | Form::Letter(_) | Form::Name(_) | Form::Forbidden(_) => {}
            Form::Template(parts) | Form::List(parts) | Form::And(parts) | Form::Or(parts) | Form::Coalesce(parts) => {
                parts.iter().for_each(|part| part.walk(visit));
            }
            Form::Map(entries) => entries.iter().for_each(|(_, value)| value.walk(visit)),
            Form::Field { of, .. } => of.walk(visit),
            Form::Index { of, index } => {
                of.walk(visit);
                index.walk(visit);
            }
            Form::Call { args, .. } | Form::Operator { args, .. } => args.iter().for_each(|arg| arg.walk(visit)),
            Form::Block(steps) => steps.iter().for_each(|step| step.walk(visit)),
        }
    }

    /// The name of what it calls, where it is a call.
    pub(crate) fn called(&self) -> Option<&str> {
        match &self.form {
            Form::Call { function, .. } => Some(function),
            _ => None,
        }
    }

    /// Its value, where that is known before any ticket is.
    pub(crate) fn constant(&self, constants: &Constants) -> Option<Value> {
        let all = |nodes: &[Node]| nodes.iter().map(|node| node.constant(constants)).collect::<Option<Vec<_>>>();
        match &self.form {
            Form::Const(value) => Some(value.clone()),
            Form::Letter(letter) => Some(Value::Text(letter.clone())),
            Form::Name(name) => constants.get(name).map(|value| (**value).clone()),
            Form::List(items) => all(items).map(Value::List),
            Form::Map(entries) => entries
                .iter()
                .map(|(name, value)| Some((name.as_str().into(), value.constant(constants)?)))
                .collect::<Option<Map>>()
                .map(Value::Map),
            Form::Operator { sign, args } if sign == "-" => match all(args)?.as_slice() {
                [Value::Int(int)] => int.checked_neg().map(Value::Int),
                [Value::Decimal(decimal)] => Some(Value::Decimal(-*decimal)),
                _ => None,
            },
            Form::Call { function, args } if names_an_instant(function) => match all(args)?.as_slice() {
                [Value::Text(text)] => Value::of_time(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Its value, where that is a text that is known before any ticket is.
    pub(crate) fn constant_text(&self, constants: &Constants) -> Option<Text> {
        let value = match &self.form {
            Form::Const(value) => value,
            Form::Name(name) => &**constants.get(name)?,
            _ => return self.constant(constants)?.as_text().map(Text::from),
        };
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The fields that this reads, in order, each once: `ticket.a.b`, not `ticket.a` beside it.
    pub(crate) fn reads(&self) -> Vec<Path> {
        let mut paths: Vec<Path> = vec![];
        self.walk(&mut |node| {
            let path = node.path().filter(|path| !paths.iter().any(|known| known.is_within(path)));
            paths.extend(path);
        });
        paths
    }
}

/// Whether what a function gives is known where its argument is: `at`.
fn names_an_instant(function: &str) -> bool {
    Function::named(function).is_some_and(|function| *function.says == Says::Names)
}

impl Step {
    /// The first thing that it looks at.
    pub(crate) fn first(&self) -> Option<&Node> {
        match self {
            Step::Do(node) | Step::Let { value: node, .. } | Step::If { test: node, .. } => Some(node),
            Step::For { list: node, .. } | Step::Switch { on: node, .. } | Step::Assign { target: node, .. } => {
                Some(node)
            }
            Step::Leave(node) | Step::Return { value: node, .. } => node.as_ref(),
            Step::Forbidden { .. } => None,
        }
    }

    /// All nodes in this statement.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        match self {
            Step::Let { value, .. } | Step::Do(value) => value.walk(visit),
            Step::If { test, then, otherwise } => {
                test.walk(visit);
                then.iter().chain(otherwise).for_each(|step| step.walk(visit));
            }
            Step::For { list, body, .. } => {
                list.walk(visit);
                body.iter().for_each(|step| step.walk(visit));
            }
            Step::Switch { on, arms, .. } => {
                on.walk(visit);
                arms.iter().for_each(|(guard, body)| {
                    guard.walk(visit);
                    body.walk(visit);
                });
            }
            Step::Assign { target, value } => {
                target.walk(visit);
                value.walk(visit);
            }
            Step::Leave(value) | Step::Return { value, .. } => value.iter().for_each(|value| value.walk(visit)),
            Step::Forbidden { .. } => {}
        }
    }
}
