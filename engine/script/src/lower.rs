//! Lowering: what a condition or an argument says, into a predicate that needs no interpreter.

use tierline_condition::{Arm, Ask, Comparison, Expr, Layout, Operation, Range, Switch, functions::Function};
use tierline_model::{FieldType, Path, Root, Schema, SortedSet, Text, Value};

use crate::{
    bounds,
    budget::{Held, as_number},
    tree::{Case, Constants, Form, Node, Step},
    unfold::Unfoldings,
};

/// What lowering needs to know, and the slots that it hands out.
pub(crate) struct Lower<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) constants: &'a Constants,
    pub(crate) helpers: &'a Unfoldings,
    pub(crate) layout: &'a mut Layout,
    /// What was done so far: nodes gone through, items of constants copied.
    pub(crate) work: u64,
    /// How many more nodes there may be, and pieces that are looked at one by one.
    room: usize,
    pieces: usize,
    /// How many helpers are being written out, one inside the other.
    depth: usize,
    /// Whether this is an argument of an action: its fields are read when the rule acts, and need no slot.
    acts: bool,
}

pub(crate) type Lowered<T = Expr> = Result<T, Why>;

/// Why something takes a script, for the admin.
#[derive(Clone, Debug)]
pub(crate) struct Why(pub(crate) Text);

impl Why {
    pub(crate) fn new(why: impl Into<Text>) -> Why {
        Why(why.into())
    }

    pub(crate) fn too_large() -> Why {
        Why::new("it is too large once its helpers are written out")
    }

    fn helpers_too_deep() -> Why {
        Why::new("helpers call each other too deep")
    }

    fn too_deep() -> Why {
        Why::new("it is nested too deep")
    }

    pub(crate) fn of_step(step: &Step) -> Why {
        Why::new(match step {
            Step::For { .. } => "a loop",
            Step::Let { .. } | Step::Assign { .. } => "a variable",
            Step::If { .. } => "a branch: `if`",
            Step::Switch { .. } => "a branch: `switch`",
            Step::Return { .. } | Step::Leave(_) => "it ends half-way: `return`, `break` or `;`",
            Step::Do(_) | Step::Forbidden { .. } => "more than one expression",
        })
    }
}

impl<'a> Lower<'a> {
    pub(crate) fn new(
        schema: &'a Schema,
        constants: &'a Constants,
        helpers: &'a Unfoldings,
        layout: &'a mut Layout,
    ) -> Lower<'a> {
        Lower { schema, constants, helpers, layout, work: 0, room: 0, pieces: bounds::PIECES, depth: 0, acts: false }
    }

    /// The predicate of a part of a condition. What of it only the script can say stands in it as a question to the script,
    /// so that whatever comes before that is decided without.
    pub(crate) fn part(&mut self, node: &Node) -> Expr {
        match self.piece(node) {
            expr if expr.nesting() > bounds::NESTING => self.ask(node, Why::too_deep()),
            expr => expr,
        }
    }

    fn piece(&mut self, node: &Node) -> Expr {
        self.whole(node).unwrap_or_else(|why| self.pieces(node, why))
    }

    /// What gives an argument of an action.
    ///
    /// # Errors
    ///
    /// Where only the script can say, and why.
    pub(crate) fn argument(&mut self, node: &Node) -> Lowered {
        self.acts = true;
        self.whole(node)
    }

    /// A `switch` that gives the number of the arm that is taken, from 0; nothing where it is none of them.
    ///
    /// # Errors
    ///
    /// Where only the script can say, and why.
    pub(crate) fn arm(&mut self, on: &Node, arms: &[(Node, Node)], cases: Option<&[Case]>) -> Lowered<Switch> {
        self.acts = true;
        self.room = bounds::WRITTEN_OUT;
        let switch = self.switch(on, arms, cases, |_, number, _| Ok(Expr::Const(Value::Int(number))))?;
        let nesting = 6 + switch.on.nesting();
        let ranges = switch.arms.iter().filter(|arm| !arm.ranges.is_empty()).count();
        match nesting > bounds::NESTING {
            true => Err(Why::too_deep()),
            false if ranges > bounds::RANGE_ARMS => Err(Why::new("a `switch` over many ranges")),
            false => Ok(switch),
        }
    }

    /// The predicate of `node`.
    ///
    /// # Errors
    ///
    /// Where only the script can say, and why.
    fn whole(&mut self, node: &Node) -> Lowered {
        self.room = bounds::WRITTEN_OUT;
        match self.node(node)? {
            expr if expr.nesting() > bounds::NESTING => Err(Why::too_deep()),
            expr => Ok(expr),
        }
    }

    fn pieces(&mut self, node: &Node, why: Why) -> Expr {
        let Some(left) = self.pieces.checked_sub(1) else { return self.ask(node, why) };
        self.pieces = left;
        match &node.form {
            Form::And(parts) => Expr::And(parts.iter().map(|part| self.piece(part)).collect()),
            Form::Or(parts) => Expr::Or(parts.iter().map(|part| self.piece(part)).collect()),
            Form::Operator { sign, args } if sign == "!" && args.len() == 1 => {
                Expr::Not(Box::new(self.piece(&args[0])))
            }
            Form::Block(steps) => match steps.as_slice() {
                [Step::Do(node)] => self.piece(node),
                _ => self.ask(node, why),
            },
            Form::Call { function, args } => match self.helper(function, args, |lower, body| Ok(lower.piece(body))) {
                Some(Ok(expr)) => expr,
                _ => self.ask(node, why),
            },
            _ => self.ask(node, why),
        }
    }

    fn ask(&mut self, node: &Node, Why(why): Why) -> Expr {
        let moves = self.moving(node).into_iter().chain(self.change_in_helpers(node)).collect();
        Expr::Ask(Box::new(Ask { why, moves }))
    }

    /// A function that asks what the event changed, where helpers that `node` calls do: its own text does not tell.
    fn change_in_helpers(&self, node: &Node) -> Option<Expr> {
        let (mut known, mut calls) = (SortedSet::new(), vec![]);
        node.walk(&mut |node| calls.extend(node.called()));
        while let Some(name) = calls.pop() {
            let Some(helper) = self.helpers.get(name).filter(|_| known.insert(name)) else { continue };
            let mut functions = helper.called().filter_map(Function::named);
            if let Some(function) = functions.find(|function| function.is_of_change()) {
                let args = function.params.iter().map(|_| Expr::Const(Value::Missing)).collect();
                return Some(Expr::Call(function, args));
            }
            calls.extend(helper.called());
        }
        None
    }

    /// What in `node` moves as time passes: functions of time, readings of clocks, the instant itself.
    fn moving(&mut self, node: &Node) -> Vec<Expr> {
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
                moving.extend(self.whole(node));
            }
        }
        moving
    }

    fn node(&mut self, node: &Node) -> Lowered {
        self.room = self.room.checked_sub(1).ok_or_else(Why::too_large)?;
        if let Form::Letter(_) = node.form {
            return Err(Why::new("a letter in single quotes"));
        }
        self.work += 1;
        if let Some(value) = node.constant(self.constants) {
            self.work += Held::of_value(&value).items;
            return Ok(Expr::Const(value));
        }
        if let Some(path) = node.path().filter(|path| self.is_always_readable(path)) {
            return Ok(if self.acts { Expr::Read(path) } else { Expr::Field(self.layout.slot(&path)) });
        }
        match &node.form {
            Form::Name(name) if name == "now" => Ok(Expr::Now),
            Form::And(parts) => self.nodes(parts).map(Expr::And),
            Form::Or(parts) => self.nodes(parts).map(Expr::Or),
            Form::Coalesce(choices) => self.nodes(choices).map(Expr::Coalesce),
            Form::Template(parts) => self.nodes(parts).map(Expr::Template),
            Form::List(items) => self.nodes(items).map(Expr::List),
            Form::Map(entries) => {
                let entries = entries.iter().map(|(name, value)| Ok((name.as_str().into(), self.node(value)?)));
                entries.collect::<Lowered<_>>().map(Expr::Map)
            }
            Form::Field { of, name, safely } => {
                let of = Box::new(self.node(of)?);
                Ok(Expr::Member { of, name: name.as_str().into(), safely: *safely })
            }
            Form::Call { function, .. } if self.helpers.size(function).nodes > self.room => {
                self.room = 0;
                let depth = self.helpers.size(function).depth.saturating_add(self.depth);
                Err(if depth > bounds::WRITTEN_OUT_DEPTH { Why::helpers_too_deep() } else { Why::too_large() })
            }
            Form::Call { function, args } => match self.helper(function, args, Lower::node) {
                Some(lowered) => lowered,
                None => self.call(function, args),
            },
            Form::Operator { sign, args } => self.operator(sign, args),
            Form::Block(steps) => self.steps(steps),
            Form::Index { .. } => Err(Why::new("an item that is read by its place: `[...]`")),
            Form::Name(name) => Err(Why::new(format!("`{name}` as a whole"))),
            Form::Const(_) | Form::Letter(_) | Form::Forbidden(_) => Err(Why::new("something that is no plain value")),
        }
    }

    fn nodes(&mut self, nodes: &[Node]) -> Lowered<Box<[Expr]>> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn pair(&mut self, a: &Node, b: &Node) -> Lowered<Box<(Expr, Expr)>> {
        Ok(Box::new((self.node(a)?, self.node(b)?)))
    }

    fn call(&mut self, name: &str, args: &[Node]) -> Lowered {
        let function = Function::named(name).filter(|function| function.counts().contains(&args.len()));
        let function = function.ok_or_else(|| Why::new(format!("a call of `{name}`")))?;
        Ok(Expr::Call(function, self.nodes(args)?))
    }

    /// What a helper gives, read by `read`; none where that is no helper.
    fn helper(&mut self, name: &str, args: &[Node], read: impl FnOnce(&mut Self, &Node) -> Lowered) -> Option<Lowered> {
        let helper = self.helpers.get(name)?.clone();
        if self.depth == bounds::WRITTEN_OUT_DEPTH {
            return Some(Err(Why::helpers_too_deep()));
        }
        self.depth += 1;
        let given = self.given(args);
        let gives = given.and_then(|given| {
            let room = self.room;
            let body = helper.filled(args, &mut self.room);
            self.work += as_number(room - self.room);
            let body = body?;
            let gives = read(self, &body)?;
            Ok(if given.is_empty() { gives } else { Expr::Helper(given.into(), Box::new(gives)) })
        });
        self.depth -= 1;
        Some(gives)
    }

    /// The arguments of a helper that may raise an error: a script works them out before all else.
    fn given(&mut self, args: &[Node]) -> Lowered<Vec<Expr>> {
        let is_at_hand = |arg: &Node| match &arg.form {
            Form::Name(name) => name == "now" || Root::named(name).is_some(),
            _ => arg.path().is_some_and(|path| self.is_always_readable(&path)),
        };
        let others: Vec<&Node> = args.iter().filter(|arg| !is_at_hand(arg)).collect();
        let given = others.into_iter().map(|arg| self.node(arg)).collect::<Lowered<Vec<_>>>()?;
        Ok(given.into_iter().filter(|given| !matches!(given, Expr::Const(_))).collect())
    }

    fn operator(&mut self, sign: &str, args: &[Node]) -> Lowered {
        match (sign, args) {
            ("!", [arg]) => self.node(arg).map(|arg| Expr::Not(Box::new(arg))),
            ("-", [arg]) => self.node(arg).map(|arg| Expr::Negate(Box::new(arg))),
            ("in", [item, container]) => match self.range(container) {
                Some(range) => self.node(item).map(|item| Expr::InRange(Box::new(item), range)),
                None => self.pair(item, container).map(Expr::In),
            },
            (sign, [a, b]) => match (Comparison::named(sign), Operation::named(sign)) {
                (Some(comparison), _) => {
                    let (left, right) = (self.node(a)?, self.node(b)?);
                    Ok(Expr::Compare(comparison, Box::new((compared(a, left), compared(b, right)))))
                }
                (None, Some(operation)) => Ok(Expr::Compute(operation, self.pair(a, b)?)),
                (None, None) if sign.starts_with("..") => Err(Why::new("a range whose ends are not written out")),
                (None, None) => Err(Why::new(format!("the sign `{sign}`"))),
            },
            _ => Err(Why::new(format!("the sign `{sign}`"))),
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

    /// What the statements of a block give.
    fn steps(&mut self, steps: &[Step]) -> Lowered {
        match steps {
            [] => Ok(Expr::Const(Value::Missing)),
            [Step::Do(node)] => self.node(node),
            [Step::If { test, then, otherwise }] => {
                let parts = [self.node(test)?, self.steps(then)?, self.steps(otherwise)?];
                Ok(Expr::Choose(Box::new(parts)))
            }
            [Step::Switch { on, arms, cases }] => {
                let switch = self.switch(on, arms, cases.as_deref(), |lower, _, body| lower.node(body))?;
                Ok(Expr::Switch(Box::new(switch)))
            }
            steps => {
                let odd =
                    steps.iter().find(|step| !matches!(step, Step::Do(_) | Step::If { .. } | Step::Switch { .. }));
                Err(odd.map_or_else(|| Why::new("more than one expression"), Why::of_step))
            }
        }
    }

    /// A `switch` whose arms give what `gives` makes of the number and the body of each.
    fn switch(
        &mut self,
        on: &Node,
        arms: &[(Node, Node)],
        cases: Option<&[Case]>,
        gives: impl Fn(&mut Self, i64, &Node) -> Lowered,
    ) -> Lowered<Switch> {
        let is_plain = |(guard, _): &(Node, Node)| matches!(guard.form, Form::Const(Value::Bool(true)));
        let cases = cases.filter(|_| arms.iter().all(is_plain));
        let cases = cases.ok_or_else(|| Why::new("a `switch` over more than words, whole numbers and ranges"))?;
        let mut switch = Switch { on: self.node(on)?, arms: vec![], otherwise: Expr::Const(Value::Missing) };
        for (number, (case, (_, body))) in (0..).zip(cases.iter().zip(arms)) {
            let gives = gives(self, number, body)?;
            match *case == Case::default() {
                true => switch.otherwise = gives,
                false => switch.arms.push(Arm { values: case.values.clone(), ranges: ranges(case), gives }),
            }
        }
        Ok(switch)
    }

    /// Whether reading `path` never raises: everything it lies in is a record or a declared map.
    fn is_always_readable(&self, path: &Path) -> bool {
        (1..path.names.len()).all(|length| {
            let above = Path { root: path.root, names: path.names[..length].into() };
            self.schema.field(&above).is_some_and(|field| field.kind == FieldType::Map)
        })
    }
}

fn ranges(case: &Case) -> Vec<Range> {
    case.ranges.iter().map(|&(first, end, closed)| Range { first, end, closed }).collect()
}

/// A side of a comparison: only one that is written as `()` asks for what is missing, and no name for it does.
fn compared(node: &Node, side: Expr) -> Expr {
    match side {
        Expr::Const(Value::Missing) if !matches!(node.form, Form::Const(_)) => Expr::Coalesce(Box::new([side])),
        side => side,
    }
}
