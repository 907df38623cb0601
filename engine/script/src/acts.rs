//! What an action block asks for, as calls that need no script: each with what must hold for it, where the block branches.

use std::sync::Arc;

use tierline_condition::{Arm, Call, Expr, Switch};
use tierline_model::Value;

use crate::{
    bounds,
    compile::Compiler,
    cut::Piece,
    lower::{Lower, Lowered, Why},
    tree::{Form, Node, Step},
};

/// What must hold for the calls of a branch.
type When = Option<Arc<[Expr]>>;

/// The action block of a piece.
pub(crate) struct Acts<'a, 'b> {
    pub(crate) compiler: &'a mut Compiler<'b>,
    pub(crate) file: usize,
    pub(crate) piece: &'a Piece<'a>,
}

impl Acts<'_, '_> {
    /// The calls of a block whose branches are taken where `when` holds.
    ///
    /// # Errors
    ///
    /// Where only a script can say what it asks for, and why.
    pub(crate) fn calls(&mut self, steps: &[Step], when: When) -> Lowered<Vec<Call>> {
        let mut calls = vec![];
        for step in steps {
            let known = calls.len();
            match step {
                Step::Do(Node { form: Form::Block(steps), .. }) => calls.extend(self.calls(steps, when.clone())?),
                Step::Do(node) => calls.push(Call { when: when.clone(), ..self.call(node)? }),
                Step::If { test, then, otherwise } => {
                    let test = self.lowered(|lower| lower.argument(test))?;
                    let is_not = Expr::Not(Box::new(test.clone()));
                    let (holds, does_not) = (self.with(&when, test), self.with(&when, is_not));
                    calls.extend(self.calls(then, holds)?);
                    calls.extend(self.calls(otherwise, does_not)?);
                }
                Step::Switch { on, arms, cases } => {
                    let arm = self.lowered(|lower| lower.arm(on, arms, cases.as_deref()))?;
                    for (number, (_, body)) in (0..).zip(arms) {
                        let is_taken = Expr::Switch(Box::new(is_taken(&arm, number)));
                        let taken = self.with(&when, is_taken);
                        calls.extend(self.calls(&[Step::Do(body.clone())], taken)?);
                    }
                }
                other => return Err(Why::of_step(other)),
            }
            // Nobody would ask whether its test can be decided.
            if calls.len() == known {
                return Err(Why::new("a branch without actions"));
            }
        }
        match calls.len() > bounds::ACTIONS {
            true => Err(Why::new("more actions than a rule may ask for, branches and all")),
            false => Ok(calls),
        }
    }

    /// The call, where the node is an action whose arguments can be worked out without a script.
    fn call(&mut self, node: &Node) -> Lowered<Call> {
        let Form::Call { function, args } = &node.form else {
            return Err(Why::new("a value that nothing is done with"));
        };
        let action = self.compiler.language.actions.iter().position(|spec| spec.name == function);
        let action = action.ok_or_else(|| Why::new(format!("a call of `{function}`, which is no action")))?;
        let args = self.lowered(|lower| args.iter().map(|arg| lower.argument(arg)).collect::<Lowered<Vec<_>>>())?;
        Ok(self.compiler.call(action, args, node.at.below(self.piece.line - 1)))
    }

    fn lowered<T>(&mut self, lower: impl FnOnce(&mut Lower<'_>) -> Lowered<T>) -> Lowered<T> {
        let compiler = &mut *self.compiler;
        let (constants, helpers) = (compiler.constants(self.file), compiler.unfoldings(self.file));
        let mut lowering = Lower::new(&compiler.out.schema, &constants, &helpers, &mut compiler.out.layout);
        let lowered = lower(&mut lowering);
        let work = lowering.work;
        compiler.budget.work(work);
        // Nothing more is made of what is refused in the end.
        if compiler.budget.is_over() { Err(Why::too_large()) } else { lowered }
    }

    /// One more test beside those of the branches outside.
    fn with(&mut self, when: &When, test: Expr) -> When {
        let outside = when.iter().flat_map(|when| when.iter()).cloned();
        Some(self.compiler.share_exprs(outside.chain([test]).collect()))
    }
}

/// Whether a `switch` that gives numbers takes the arm of that number: it names no more of the other arms than it must.
fn is_taken(switch: &Switch, number: i64) -> Switch {
    let gives = |expr: &Expr| matches!(expr, Expr::Const(Value::Int(given)) if *given == number);
    let fork = |arms: Vec<Arm>, otherwise| Switch {
        on: switch.on.clone(),
        arms,
        otherwise: Expr::Const(Value::Bool(otherwise)),
    };
    let arm = |values, ranges, gives| Arm { values, ranges, gives: Expr::Const(Value::Bool(gives)) };
    let values = |arms: &[Arm]| arms.iter().flat_map(|arm| &arm.values).cloned().collect::<Vec<_>>();
    let ranges = |arms: &[Arm]| arms.iter().flat_map(|arm| &arm.ranges).copied().collect::<Vec<_>>();
    if gives(&switch.otherwise) {
        return fork(vec![arm(values(&switch.arms), ranges(&switch.arms), false)], true);
    }
    let Some(place) = switch.arms.iter().position(|arm| gives(&arm.gives)) else { return fork(vec![], false) };
    let (before, rest) = switch.arms.split_at(place);
    let (taken, behind) = rest.split_at(1);
    let is_new = |value: &&Value| !before.iter().any(|arm| arm.values.contains(value));
    let own: Vec<Value> = taken.iter().flat_map(|arm| &arm.values).filter(is_new).cloned().collect();
    let own_ranges = ranges(taken);
    if own_ranges.is_empty() {
        return fork(vec![arm(own, vec![], true)], false);
    }
    // What is named goes before what lies in a range.
    let mut named = values(before);
    named.extend(values(behind));
    fork(vec![arm(named, ranges(before), false), arm(own, own_ranges, true)], false)
}
