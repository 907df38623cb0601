//! Unfolding: a helper's body with what it is called with in place of its parameters.

use std::sync::Arc;

use tierline_model::{SortedMap, Value};

use crate::{
    budget::as_number,
    lower::{Lowered, Why},
    source::Spot,
    tree::{Form, Node, Step},
};

/// A helper, to be written out where it is called.
#[derive(Clone, Debug)]
pub(crate) struct Unfolding {
    name: String,
    params: Vec<String>,
    body: Vec<Step>,
    /// How many nodes it has itself.
    nodes: usize,
    /// What it calls, in order, each with how often.
    calls: Vec<(String, usize)>,
}

/// The helpers that a file sees, by name, and how much each comes to with all that it calls written out.
#[derive(Debug, Default)]
pub(crate) struct Unfoldings {
    helpers: SortedMap<String, Arc<Unfolding>>,
    sizes: SortedMap<String, Size>,
}

/// What a helper comes to, written out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    /// How many nodes it has at least.
    pub(crate) nodes: usize,
    /// How many helpers call each other in it, one inside the other.
    pub(crate) depth: usize,
}

impl Size {
    /// The size of a helper that calls itself.
    const ENDLESS: Size = Size { nodes: usize::MAX, depth: usize::MAX };

    fn with(self, called: Size, times: usize) -> Size {
        let nodes = self.nodes.saturating_add(called.nodes.saturating_mul(times));
        Size { nodes, depth: self.depth.max(called.depth.saturating_add(1)) }
    }
}

impl Unfoldings {
    pub(crate) fn new(helpers: SortedMap<String, Arc<Unfolding>>) -> Unfoldings {
        let mut sizes = SortedMap::new();
        for name in helpers.keys() {
            measure(name, &helpers, &mut sizes);
        }
        Unfoldings { helpers, sizes }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Unfolding>> {
        self.helpers.get(name)
    }

    /// What a helper comes to; nothing where there is none of that name.
    pub(crate) fn size(&self, name: &str) -> Size {
        self.sizes.get(name).copied().unwrap_or_default()
    }
}

/// Finds out the size of a helper, once. While it is not known yet, it counts as endless: only what it calls itself asks then.
fn measure(
    name: &str,
    helpers: &SortedMap<String, Arc<Unfolding>>,
    sizes: &mut SortedMap<String, Size>,
) -> Option<Size> {
    if let Some(known) = sizes.get(name) {
        return Some(*known);
    }
    let helper = helpers.get(name)?;
    sizes.insert(name.to_owned(), Size::ENDLESS);
    let own = Size { nodes: helper.nodes, depth: 1 };
    let size = helper.calls.iter().fold(own, |size, (called, times)| {
        measure(called, helpers, sizes).map_or(size, |called| size.with(called, *times))
    });
    sizes.insert(name.to_owned(), size);
    Some(size)
}

impl Unfolding {
    pub(crate) fn new(name: &str, params: &[String], body: &[Step]) -> Unfolding {
        let plain = |step: &Step| match step {
            // `return` at the end says no more than what is returned.
            Step::Return { value: Some(value), .. } => Step::Do(value.clone()),
            step => step.clone(),
        };
        let body: Vec<Step> = body.iter().map(plain).collect();
        let (mut nodes, mut calls) = (0, Vec::<(String, usize)>::new());
        let mut places: SortedMap<&str, usize> = SortedMap::new();
        let mut note = |node| {
            nodes += 1;
            let Some(called) = Node::called(node) else { return };
            let place = *places.get_or_insert_with(called, || calls.len());
            match calls.get_mut(place) {
                Some((_, times)) => *times += 1,
                None => calls.push((called.to_owned(), 1)),
            }
        };
        body.iter().for_each(|step| step.walk(&mut note));
        Unfolding { name: name.to_owned(), params: params.to_vec(), nodes, calls, body }
    }

    /// How many nodes it has itself.
    pub(crate) fn nodes(&self) -> u64 {
        as_number(self.nodes)
    }

    /// What it calls, in order, each once.
    pub(crate) fn called(&self) -> impl Iterator<Item = &str> {
        self.calls.iter().map(|(name, _)| name.as_str())
    }

    /// The body for these arguments; of at most `room` nodes, which are taken off it.
    pub(crate) fn filled(&self, args: &[Node], room: &mut usize) -> Lowered<Node> {
        let [step] = self.body.as_slice() else {
            return Err(Why::new(format!("the helper `{}` has more than one expression", self.name)));
        };
        let values = self.params.iter().map(String::as_str).zip(args).collect();
        let step = Filler { values, room }.step(step)?;
        Ok(Node { at: Spot::default(), form: Form::Block(vec![step]) })
    }
}

struct Filler<'a> {
    values: SortedMap<&'a str, &'a Node>,
    room: &'a mut usize,
}

impl Filler<'_> {
    fn node(&mut self, node: &Node) -> Lowered<Node> {
        *self.room = self.room.checked_sub(1).ok_or_else(Why::too_large)?;
        let form = match &node.form {
            Form::Name(name) => match self.values.get(name.as_str()) {
                Some(value) => return self.copy(value),
                None => Form::Name(name.clone()),
            },
            Form::Const(_) | Form::Letter(_) | Form::Forbidden(_) => node.form.clone(),
            Form::Template(parts) => Form::Template(self.nodes(parts)?),
            Form::List(items) => Form::List(self.nodes(items)?),
            Form::And(parts) => Form::And(self.nodes(parts)?),
            Form::Or(parts) => Form::Or(self.nodes(parts)?),
            Form::Coalesce(choices) => Form::Coalesce(self.nodes(choices)?),
            Form::Call { function, args } => Form::Call { function: function.clone(), args: self.nodes(args)? },
            Form::Operator { sign, args } => {
                let args = args.iter().map(|arg| self.side(arg)).collect::<Lowered<_>>()?;
                Form::Operator { sign: sign.clone(), args }
            }
            Form::Block(steps) => Form::Block(self.steps(steps)?),
            Form::Field { of, name, safely } => {
                Form::Field { of: Box::new(self.node(of)?), name: name.clone(), safely: *safely }
            }
            Form::Index { of, index } => {
                Form::Index { of: Box::new(self.node(of)?), index: Box::new(self.node(index)?) }
            }
            Form::Map(entries) => {
                let entries = entries.iter().map(|(name, value)| Ok((name.clone(), self.node(value)?)));
                Form::Map(entries.collect::<Lowered<_>>()?)
            }
        };
        Ok(Node { at: node.at, form })
    }

    /// A side of an operator: `()` that was handed over is not written there, where it would ask for what is missing.
    fn side(&mut self, node: &Node) -> Lowered<Node> {
        let filled = self.node(node)?;
        let is_handed_over = matches!(&node.form, Form::Name(name) if self.values.contains_key(name.as_str()));
        Ok(match filled.form {
            Form::Const(Value::Missing) if is_handed_over => Node { at: filled.at, form: Form::Coalesce(vec![filled]) },
            _ => filled,
        })
    }

    fn nodes(&mut self, nodes: &[Node]) -> Lowered<Vec<Node>> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn steps(&mut self, steps: &[Step]) -> Lowered<Vec<Step>> {
        steps.iter().map(|step| self.step(step)).collect()
    }

    fn step(&mut self, step: &Step) -> Lowered<Step> {
        Ok(match step {
            Step::Do(node) => Step::Do(self.node(node)?),
            Step::If { test, then, otherwise } => {
                Step::If { test: self.node(test)?, then: self.steps(then)?, otherwise: self.steps(otherwise)? }
            }
            Step::Switch { on, arms, cases } => {
                let arms = arms.iter().map(|(guard, body)| Ok((self.node(guard)?, self.node(body)?)));
                let arms = arms.collect::<Lowered<_>>()?;
                Step::Switch { on: self.node(on)?, arms, cases: cases.clone() }
            }
            other => return Err(Why::of_step(other)),
        })
    }

    fn copy(&mut self, value: &Node) -> Lowered<Node> {
        let mut nodes = 0;
        value.walk(&mut |_| nodes += 1);
        *self.room = self.room.checked_sub(nodes).ok_or_else(Why::too_large)?;
        Ok(value.clone())
    }
}
