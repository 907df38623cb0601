//! Rhai's tree, made plain before it runs.
//!
//! Rhai lends a function the target of `x.f(y)`, and the variable in `f(x, y)`, to be changed. So it measures the value afterwards
//! as if the script had made it, and what a host sends may be larger than that; behind a `?.` it calls nothing at all. Our
//! functions change nothing: `x.f(y)` becomes `f(x, y)`, of a copy of `x`.

use std::mem;

use rhai::{ASTFlags, BinaryExpr, Expr, FlowControl, FnCallExpr, FnCallHashes, Position, Stmt};

use super::{shifts, sides, templates};

/// Makes an expression plain.
pub(super) fn make_plain(expr: &mut Expr) {
    match expr {
        Expr::Dot(..) | Expr::Index(..) => {
            let (begin, at) = (expr.start_position(), expr.position());
            let plain = Chain::of(mem::take(expr)).plain();
            *expr = if plain.position() == at { plain } else { placed(plain, begin, at) };
        }
        Expr::FnCall(call, at) => {
            make_call_plain(call);
            sides::tell_apart(call);
            if let Some(shift) = shifts::of_call(call, *at) {
                *expr = shift;
            }
        }
        Expr::InterpolatedString(parts, _) => parts.iter_mut().for_each(|part| {
            make_plain(part);
            templates::show(part);
        }),
        Expr::Array(items, _) => items.iter_mut().for_each(make_plain),
        Expr::Map(entries, _) => entries.0.iter_mut().for_each(|(_, value)| make_plain(value)),
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => parts.iter_mut().for_each(make_plain),
        Expr::Stmt(block) => make_statements_plain(block.statements_mut()),
        _ => {}
    }
}

/// Makes statements plain.
pub(super) fn make_statements_plain(statements: &mut [Stmt]) {
    statements.iter_mut().for_each(make_statement_plain);
}

fn make_statement_plain(statement: &mut Stmt) {
    match statement {
        Stmt::Expr(expr) => make_plain(expr),
        Stmt::FnCall(call, at) => {
            make_call_plain(call);
            sides::tell_apart(call);
            if let Some(shift) = shifts::of_call(call, *at) {
                *statement = Stmt::Expr(Box::new(shift));
            }
        }
        Stmt::Var(variable, ..) => make_plain(&mut variable.1),
        Stmt::If(flow, _) => make_flow_plain(flow),
        Stmt::For(parts, _) => make_flow_plain(&mut parts.2),
        Stmt::Switch(parts, _) => {
            make_plain(&mut parts.0);
            parts.1.expressions.iter_mut().for_each(make_pair_plain);
        }
        Stmt::Assignment(parts) => {
            make_pair_plain(&mut parts.1);
            let (operation, sides) = &mut **parts;
            shifts::make_assignment_safe(operation, sides);
        }
        Stmt::Block(block) => make_statements_plain(block.statements_mut()),
        Stmt::Return(Some(value), ..) | Stmt::BreakLoop(Some(value), ..) => make_plain(value),
        _ => {}
    }
}

fn make_flow_plain(flow: &mut FlowControl) {
    make_plain(&mut flow.expr);
    make_statements_plain(flow.body.statements_mut());
    make_statements_plain(flow.branch.statements_mut());
}

fn make_pair_plain(pair: &mut BinaryExpr) {
    make_plain(&mut pair.lhs);
    make_plain(&mut pair.rhs);
}

fn make_call_plain(call: &mut FnCallExpr) {
    call.args.iter_mut().for_each(make_plain);
    if let Some(first) = call.args.first_mut() {
        *first = copied(mem::take(first));
    }
}

/// `target.f(...)` as `f(target, ...)`.
fn called(target: Expr, mut call: Box<FnCallExpr>, at: Position) -> Expr {
    // Of a method Rhai looks for helpers with one parameter less, and for its own functions as for those of a plain call.
    if !call.hashes.is_native_only() {
        call.hashes = FnCallHashes::from_hash(call.hashes.native());
    }
    call.args.iter_mut().for_each(make_plain);
    call.args.insert(0, copied(target));
    Expr::FnCall(call, at)
}

/// What is handed over as a copy: a variable would be lent, and `??` with nothing but the variable gives its value.
fn copied(expr: Expr) -> Expr {
    match expr {
        Expr::Variable(.., at) => Expr::Coalesce(Box::new([expr].into_iter().collect()), at),
        other => other,
    }
}

/// `() ?? expr` is `expr`, and faults that Rhai finds in what it gives are where they would be in the chain that it was.
fn placed(expr: Expr, begin: Position, at: Position) -> Expr {
    Expr::Coalesce(Box::new([Expr::Unit(begin), expr].into_iter().collect()), at)
}

/// `of.a[b].f()`: Rhai nests it to the right.
struct Chain {
    of: Expr,
    links: Vec<Link>,
}

/// `.a`, `[b]` or `.f()`.
struct Link {
    sign: Sign,
    to: Expr,
}

/// What stands before a link.
#[derive(Clone, Copy)]
struct Sign {
    is_dot: bool,
    flags: ASTFlags,
    at: Position,
}

impl Chain {
    fn of(expr: Expr) -> Chain {
        let mut chain = Chain { of: Expr::default(), links: vec![] };
        let mut before = None;
        let mut rest = expr;
        loop {
            let ends = before.is_some_and(|sign: Sign| sign.flags.intersects(ASTFlags::BREAK));
            let (sign, pair) = match rest {
                Expr::Dot(pair, flags, at) if !ends => (Sign { is_dot: true, flags, at }, pair),
                Expr::Index(pair, flags, at) if !ends => (Sign { is_dot: false, flags, at }, pair),
                last => {
                    chain.push(before, last);
                    return chain;
                }
            };
            chain.push(before.replace(sign), pair.lhs);
            rest = pair.rhs;
        }
    }

    fn push(&mut self, sign: Option<Sign>, to: Expr) {
        match sign {
            Some(sign) => self.links.push(Link { sign, to }),
            None => self.of = to,
        }
    }

    fn plain(self) -> Expr {
        let mut plain = Chain { of: self.of, links: vec![] };
        make_plain(&mut plain.of);
        for Link { sign, mut to } in self.links {
            match to {
                Expr::MethodCall(call, at) if sign.is_dot => {
                    plain = Chain { of: called(plain.nested(), call, at), links: vec![] };
                }
                _ => {
                    make_plain(&mut to);
                    plain.links.push(Link { sign, to });
                }
            }
        }
        plain.nested()
    }

    /// As Rhai has it.
    fn nested(mut self) -> Expr {
        let Some(Link { mut sign, to: mut rest }) = self.links.pop() else { return self.of };
        // What stands in the last brackets is no part of the chain.
        sign.flags |= if sign.is_dot { ASTFlags::empty() } else { ASTFlags::BREAK };
        while let Some(link) = self.links.pop() {
            rest = sign.joined(link.to, rest);
            sign = link.sign;
        }
        sign.joined(self.of, rest)
    }
}

impl Sign {
    fn joined(self, lhs: Expr, rhs: Expr) -> Expr {
        let pair = Box::new(BinaryExpr { lhs, rhs });
        match self.is_dot {
            true => Expr::Dot(pair, self.flags, self.at),
            false => Expr::Index(pair, self.flags, self.at),
        }
    }
}
