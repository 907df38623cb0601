//! Expressions that are no calls.

use tierline_condition::{Arm, Comparison, Expr, Operation, Range, Switch};
use tierline_model::Value;

use crate::{SIZES, Subject, request};

pub fn all() -> Vec<Subject> {
    [0].into_iter().chain(SIZES).flat_map(of_size).collect()
}

fn of_size(size: usize) -> Vec<Subject> {
    let text = || Value::text("screen stays black ".repeat(size / 19 + 1));
    let list = || Value::texts((0..size / 16).map(|at| format!("tag-{at:06}")));
    let consts = |values: Vec<Value>| values.into_iter().map(Expr::Const).collect::<Box<[Expr]>>();
    let both = |a: Value, b: Value| Box::new((Expr::Const(a), Expr::Const(b)));
    let named = |at: usize| Value::text(format!("tag-{at:06}"));
    let arms = (0..size / 64).map(|at| Arm { values: vec![named(at)], ranges: vec![], gives: Expr::Now });
    let switch = Switch { on: Expr::Const(Value::text("none")), arms: arms.collect(), otherwise: Expr::Now };
    let entries = (0..size / 64).map(|at| (format!("tag-{at:06}").into(), Expr::Const(Value::Int(1)))).collect();
    let is = |a: i64, b: i64| Expr::Compare(Comparison::Equal, both(Value::Int(a), Value::Int(b)));
    let ranges = Range { first: 3, end: 9, closed: true };
    let of = |what: &str, of: &'static str, expr: Expr| Subject {
        what: format!("*{what}*"),
        of,
        size,
        expr,
        request: request(&[], &[]),
    };
    let mut all = vec![
        of("`==`", "texts", Expr::Compare(Comparison::Equal, both(text(), text()))),
        of("`==`", "lists", Expr::Compare(Comparison::Equal, both(list(), list()))),
        of("`in`", "text", Expr::In(both(Value::text("screens"), text()))),
        of("`in`", "list", Expr::In(both(Value::text("none"), list()))),
        of("template", "text", Expr::Template(consts(vec![Value::text("about: "), text()]))),
        of("template", "list", Expr::Template(consts(vec![Value::text("tags: "), list()]))),
        of("`+`", "texts", Expr::Compute(Operation::Add, both(Value::text("about: "), text()))),
        of("`switch`", "texts", Expr::Switch(Box::new(switch))),
        of("list", "texts", Expr::List(consts((0..size / 64).map(named).collect()))),
        of("map", "numbers", Expr::Map(entries)),
        of("`||`", "comparisons", Expr::Or((0..size / 64).map(|_| is(1, 2)).collect())),
    ];
    if size == 0 {
        all.extend([
            of("`==`", "numbers", is(1, 2)),
            of("`in`", "range", Expr::InRange(Box::new(Expr::Const(Value::Int(7))), ranges)),
            of("`+`", "numbers", Expr::Compute(Operation::Add, both(Value::Int(1), Value::Int(2)))),
        ]);
    }
    all
}
