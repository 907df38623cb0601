//! What is wrong with an expression or an action block that parses: names, types, arguments.
//!
//! There is one checker of expressions, whatever they stand in: it goes through the tree from the bottom up, and every part tells what
//! it may give ([`Type`]). A part that is wrong may give anything, so that one mistake is told once.

mod actions;
mod arguments;
mod calls;
mod cells;
mod comparisons;
mod mends;
mod names;
mod operators;
mod outcome;
mod truths;
mod types;
mod values;
mod written;

use tierline_condition::Matrix;
use tierline_model::{ActionSpec, Root, Schema, SortedMap, SortedSet, Text};

pub(crate) use actions::unknown_sla;
pub(crate) use cells::{asked, given, instead_of_order, instead_of_word};
pub(crate) use names::unknown_field;
pub(crate) use outcome::{Outcome, TEST_FUNCTIONS, TestFunction};
use types::{Kinds, Type};
pub(crate) use values::is_queue;

use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Constants, Form, Node, Step},
};

/// What a desk knows by name.
pub(crate) struct Names<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) queues: &'a SortedSet<Text>,
    pub(crate) matrices: &'a SortedMap<Text, Matrix>,
    pub(crate) actions: &'a [&'static ActionSpec],
    pub(crate) calendars: &'a SortedSet<Text>,
    /// SLAs, those that do not compile among them.
    pub(crate) slas: &'a SortedSet<Text>,
    /// Blocks that do not compile: who names them is not blamed as well.
    pub(crate) broken: &'a SortedSet<Text>,
    pub(crate) rules: &'a SortedSet<Text>,
    /// Of the file at hand, imports included.
    pub(crate) constants: &'a Constants,
    /// Helpers of the file at hand and how many values each takes.
    pub(crate) helpers: &'a SortedMap<String, usize>,
    /// Constants and helpers of all files, and the file where each stands.
    pub(crate) elsewhere: &'a SortedMap<String, String>,
    /// Whether what an expression gives must fit where it stands.
    pub(crate) typed: bool,
}

impl Names<'_> {
    /// Whether a name is that of a block that does not compile, or of a step or row of one: `late, 75%`.
    pub(crate) fn has_broken(&self, name: &str) -> bool {
        let block = name.rsplit_once(", ").map_or(name, |(block, _)| block);
        self.broken.contains(name) || self.broken.contains(block)
    }
}

/// Where an expression stands, which decides what it may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Condition,
    Actions,
    Helper,
    Expectation,
}

/// Everything wrong with a condition or an expectation.
pub(crate) fn condition(names: &Names<'_>, room: Room, node: &Node) -> Vec<Slip> {
    let mut check = Check { names, room, locals: vec![], slips: vec![] };
    check.truth(node);
    check.slips
}

/// Everything wrong with an action block.
pub(crate) fn actions(names: &Names<'_>, steps: &[Step]) -> Vec<Slip> {
    let mut check = Check { names, room: Room::Actions, locals: vec![], slips: vec![] };
    check.steps(steps);
    check.slips
}

/// Everything wrong with the body of a helper.
pub(crate) fn helper(names: &Names<'_>, params: &[String], body: &[Step]) -> Vec<Slip> {
    let mut check = Check { names, room: Room::Helper, locals: params.to_vec(), slips: vec![] };
    check.steps(body);
    check.slips
}

struct Check<'a> {
    names: &'a Names<'a>,
    room: Room,
    locals: Vec<String>,
    slips: Vec<Slip>,
}

impl Check<'_> {
    fn say(&mut self, at: Spot, slip: Slip) {
        self.slips.push(slip.at(at));
    }

    /// An expression that must give true or false.
    fn truth(&mut self, node: &Node) {
        match &node.form {
            Form::And(parts) | Form::Or(parts) => parts.iter().for_each(|part| self.truth(part)),
            _ => {
                let given = self.node(node);
                self.must_be_truth(node, &given);
            }
        }
    }

    /// An expression, and what it may give.
    fn node(&mut self, node: &Node) -> Type {
        let given = self.checked(node);
        if self.names.typed { given } else { Type::any() }
    }

    fn checked(&mut self, node: &Node) -> Type {
        if self.is_field(node) {
            return self.field(node);
        }
        match &node.form {
            Form::Const(value) => Type::of_value(value),
            // Scripts tell it from a text where they compute.
            Form::Letter(_) => Type::any(),
            Form::Name(name) => self.name(node.at, name),
            Form::Template(parts) => {
                self.nodes(parts);
                Type::of(Kinds::TEXT)
            }
            Form::List(items) => Type::list(Type::either(self.nodes(items))),
            Form::Coalesce(choices) => self.first_there(choices),
            Form::And(parts) | Form::Or(parts) => {
                parts.iter().for_each(|part| self.truth(part));
                Type::of(Kinds::TRUTH)
            }
            Form::Map(entries) => {
                entries.iter().for_each(|(_, value)| drop(self.node(value)));
                Type::of(Kinds::MAP)
            }
            Form::Field { of, name, .. } => {
                let whole = self.node(of);
                match self.is_inner_record(of, name) {
                    true => Type::of(Kinds::MAP),
                    false => self.member(node.at, of, &whole, name),
                }
            }
            Form::Index { of, index } => {
                let (whole, place) = (self.node(of), self.node(index));
                self.item(node.at, (of, &whole), (index, &place))
            }
            Form::Call { function, args } => {
                let types = self.nodes(args);
                self.call(node.at, function, args, &types)
            }
            Form::Operator { sign, args } if self.is_inverted_membership(sign, args) => Type::of(Kinds::TRUTH),
            Form::Operator { sign, args } => self.operator(node.at, sign, args),
            Form::Block(steps) => self.steps(steps),
            Form::Forbidden(what) => {
                self.say(node.at, Slip::new("not-in-rules", format!("{what} is not part of the rule language")));
                Type::any()
            }
        }
    }

    fn nodes(&mut self, nodes: &[Node]) -> Vec<Type> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    /// `a ?? b`: the first that is not missing.
    fn first_there(&mut self, choices: &[Node]) -> Type {
        let types = self.nodes(choices);
        let may_be_missing = types.last().is_none_or(|last| last.may_be(Kinds::MISSING));
        let given = Type::either(types).only(Kinds::ANY.without(Kinds::MISSING));
        if may_be_missing { given.or_missing() } else { given }
    }

    /// The statements of a block, and what the block may give.
    fn steps(&mut self, steps: &[Step]) -> Type {
        let outer = self.locals.len();
        let given = steps.iter().map(|step| self.step(step)).last();
        self.locals.truncate(outer);
        given.unwrap_or(Type::of(Kinds::MISSING))
    }

    fn step(&mut self, step: &Step) -> Type {
        match step {
            Step::Do(node) => return self.node(node),
            Step::Let { name, value } => {
                self.node(value);
                self.local(value.at, name);
            }
            Step::If { test, then, otherwise } => {
                self.truth(test);
                return Type::either([self.steps(then), self.steps(otherwise)]);
            }
            Step::For { item, counter, list, body } => {
                let listed = self.node(list);
                self.must_be_list(list, &listed);
                let outer = self.locals.len();
                [item].into_iter().chain(counter).for_each(|name| self.local(list.at, name));
                self.steps(body);
                self.locals.truncate(outer);
            }
            Step::Switch { on, arms, cases } => {
                self.node(on);
                self.cases(on, arms, cases.as_deref().unwrap_or_default());
                let given = arms.iter().map(|(guard, body)| {
                    self.node(guard);
                    self.node(body)
                });
                return Type::either(given.collect::<Vec<_>>()).or_missing();
            }
            Step::Assign { target, value } => self.assignment(target, value),
            Step::Return { at, .. } if self.room != Room::Helper => {
                let slip = Slip::new("not-in-rules", "`return` has nothing to return to here");
                self.say(*at, slip.help("put what comes after it into an `else`"));
            }
            Step::Return { value, .. } | Step::Leave(value) => value.iter().for_each(|value| drop(self.node(value))),
            Step::Forbidden { at, what } => {
                let slip = Slip::new("not-in-rules", format!("{what} cannot be used in rules"));
                self.say(*at, slip.help("use `for ... in` over a list"));
            }
        }
        Type::any()
    }

    /// A variable of the block, which may not have a name that means something already.
    fn local(&mut self, at: Spot, name: &str) {
        let means_something = Root::named(name).is_some() || name == "now" || self.constants().contains_key(name);
        if means_something {
            let slip = Slip::new("name-taken", format!("`{name}` has a meaning already and cannot be a variable"));
            self.say(at, slip.help(format!("choose another name, such as `this_{}`", name.to_lowercase())));
        }
        self.locals.push(name.to_owned());
    }

    /// The constants that can be seen here.
    fn constants(&self) -> &Constants {
        static NONE: Constants = SortedMap::new();
        if self.room == Room::Helper { &NONE } else { self.names.constants }
    }

    fn assignment(&mut self, target: &Node, value: &Node) {
        self.node(value);
        if let Some(path) = target.path() {
            let by = self.names.actions.iter().find(|spec| path.names.len() == 1 && spec.may_write(&path.names[0]));
            let help = by.map_or("use an action such as `route(...)` or `set_field(...)`".to_owned(), |spec| {
                format!("use the action `{}(...)`", spec.name)
            });
            self.say(target.at, Slip::new("not-assignable", format!("`{path}` cannot be changed here")).help(help));
            return;
        }
        let mut base = target;
        while let Form::Field { of, .. } | Form::Index { of, .. } = &base.form {
            base = of;
        }
        match &base.form {
            Form::Name(name) if self.locals.contains(name) => drop(self.node(target)),
            Form::Name(name) => {
                let slip = Slip::new("not-assignable", format!("`{name}` cannot be changed here"));
                self.say(
                    base.at,
                    slip.help(format!("take a variable of your own: let {}_2 = ...;", name.to_lowercase())),
                );
            }
            _ => self.say(target.at, Slip::new("not-assignable", "only a variable can be given a value")),
        }
    }
}
