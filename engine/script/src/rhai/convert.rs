//! Rhai's syntax tree into ours.

use rhai::{ASTFlags, Expr, FnCallExpr, Position, Stmt, StmtBlock};
use tierline_model::Value;

use super::{
    cases::cases,
    sandbox::{CONTAINS, IN},
    tokens::{Token, spot_of, token_at},
    values,
};
use crate::{
    source::Spot,
    tree::{Form, Node, Step},
};

const OPERATORS: [&str; 19] =
    ["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "**", "!", "..", "..=", "&", "|", "^", "<<"];

/// Written `contains` is given another name, so that it stays apart from `in`: as a name it is lost.
const CONTAINS_AS_A_NAME: Form = Form::Forbidden("`contains` as a name");

/// Makes our tree of what stands in one piece; its tokens say how long things are.
pub(super) struct Convert<'a> {
    pub(super) tokens: &'a [Token],
}

impl Convert<'_> {
    pub(super) fn spot(&self, position: Position) -> Spot {
        let spot = spot_of(position);
        token_at(self.tokens, spot).map_or(spot, |token| self.tokens[token].spot)
    }

    pub(super) fn node(&self, expr: &Expr) -> Node {
        let form = match expr {
            Expr::Dot(pair, flags, _) => return self.chain(self.node(&pair.lhs), &pair.rhs, *flags, true),
            Expr::Index(pair, flags, _) => return self.chain(self.node(&pair.lhs), &pair.rhs, *flags, false),
            Expr::BoolConstant(yes, _) => Form::Const(Value::Bool(*yes)),
            Expr::IntegerConstant(int, _) => Form::Const(Value::Int(*int)),
            Expr::StringConstant(text, _) => Form::Const(Value::text(text.as_str())),
            Expr::CharConstant(character, _) => Form::Letter(character.to_string().into()),
            Expr::Unit(_) => Form::Const(Value::Missing),
            Expr::DynamicConstant(value, _) => match values::decimal(value) {
                Some(decimal) => Form::Const(Value::Decimal(decimal.normalize())),
                None => Form::Const(values::to_value(value)),
            },
            Expr::InterpolatedString(parts, _) => Form::Template(self.nodes(parts)),
            Expr::Array(items, _) => Form::List(self.nodes(items)),
            Expr::Map(entries, _) if entries.0.iter().any(|(name, _)| name.name == CONTAINS) => CONTAINS_AS_A_NAME,
            Expr::Map(entries, _) => {
                Form::Map(entries.0.iter().map(|(name, value)| (name.name.to_string(), self.node(value))).collect())
            }
            Expr::Variable(variable, ..) if variable.1 == CONTAINS => CONTAINS_AS_A_NAME,
            Expr::Variable(variable, ..) => Form::Name(variable.1.to_string()),
            Expr::FnCall(call, _) => self.call(call),
            Expr::And(parts, _) => Form::And(self.nodes(parts)),
            Expr::Or(parts, _) => Form::Or(self.nodes(parts)),
            Expr::Coalesce(parts, _) => Form::Coalesce(self.nodes(parts)),
            Expr::Stmt(block) => Form::Block(self.steps(block)),
            Expr::ThisPtr(_) => Form::Forbidden("`this`"),
            _ => Form::Forbidden("this"),
        };
        Node { at: self.spot(expr.position()), form }
    }

    fn nodes(&self, exprs: &[Expr]) -> Vec<Node> {
        exprs.iter().map(|expr| self.node(expr)).collect()
    }

    /// `of.rest` or `of[rest]`: Rhai nests chains to the right, we to the left.
    fn chain(&self, of: Node, rest: &Expr, flags: ASTFlags, dot: bool) -> Node {
        let ends = flags.intersects(ASTFlags::BREAK);
        match rest {
            Expr::Dot(pair, next, _) if !ends => {
                let of = self.link(of, &pair.lhs, flags, dot);
                self.chain(of, &pair.rhs, *next, true)
            }
            Expr::Index(pair, next, _) if !ends => {
                let of = self.link(of, &pair.lhs, flags, dot);
                self.chain(of, &pair.rhs, *next, false)
            }
            last => self.link(of, last, flags, dot),
        }
    }

    fn link(&self, of: Node, link: &Expr, flags: ASTFlags, dot: bool) -> Node {
        let at = self.spot(link.position());
        // `?.` and `?[`.
        let safely = flags.intersects(ASTFlags::NEGATED);
        let form = match link {
            Expr::Property(property, _) if dot && property.2 == CONTAINS => CONTAINS_AS_A_NAME,
            Expr::Property(property, _) if dot => {
                Form::Field { of: Box::new(of), name: property.2.to_string(), safely }
            }
            // `ticket["category"]` is `ticket.category`.
            Expr::StringConstant(name, _) => Form::Field { of: Box::new(of), name: name.to_string(), safely },
            Expr::MethodCall(call, _) if dot => {
                let args = [of].into_iter().chain(self.nodes(&call.args)).collect();
                Form::Call { function: written(&call.name), args }
            }
            index => Form::Index { of: Box::new(of), index: Box::new(self.node(index)) },
        };
        Node { at, form }
    }

    fn call(&self, call: &FnCallExpr) -> Form {
        let args = self.nodes(&call.args);
        let name = call.name.as_str();
        // `item in container` arrives as `contains(container, item)`; what rules write as `contains` is mapped apart.
        if name == IN {
            let args = args.into_iter().rev().collect();
            return Form::Operator { sign: "in".to_owned(), args };
        }
        match OPERATORS.contains(&name) {
            true => Form::Operator { sign: name.to_owned(), args },
            false => Form::Call { function: written(name), args },
        }
    }

    pub(super) fn steps(&self, block: &StmtBlock) -> Vec<Step> {
        block.statements().iter().map(|statement| self.step(statement)).collect()
    }

    /// The statements of a block, or the one statement that is none.
    pub(super) fn steps_of(&self, statement: &Stmt) -> Vec<Step> {
        match statement {
            Stmt::Block(block) => self.steps(block),
            other => vec![self.step(other)],
        }
    }

    fn step(&self, statement: &Stmt) -> Step {
        let forbidden = |what, position: &Position| Step::Forbidden { at: self.spot(*position), what };
        match statement {
            Stmt::Noop(_) => Step::Leave(None),
            Stmt::Expr(expr) => Step::Do(self.node(expr)),
            Stmt::FnCall(call, position) => Step::Do(Node { at: self.spot(*position), form: self.call(call) }),
            Stmt::Var(variable, _, position) if variable.0.name == CONTAINS => {
                forbidden("`contains` as a name", position)
            }
            Stmt::Var(variable, ..) => Step::Let { name: variable.0.name.to_string(), value: self.node(&variable.1) },
            Stmt::If(flow, _) => Step::If {
                test: self.node(&flow.expr),
                then: self.steps(&flow.body),
                otherwise: self.steps(&flow.branch),
            },
            Stmt::For(parts, _) => Step::For {
                item: parts.0.name.to_string(),
                counter: parts.1.as_ref().map(|counter| counter.name.to_string()),
                list: self.node(&parts.2.expr),
                body: self.steps(&parts.2.body),
            },
            Stmt::Switch(parts, position) => {
                let arms = parts.1.expressions.iter().map(|arm| (self.node(&arm.lhs), self.node(&arm.rhs)));
                let arms: Vec<(Node, Node)> = arms.collect();
                let cases = cases(self.tokens, self.spot(*position)).filter(|cases| cases.len() == arms.len());
                Step::Switch { on: self.node(&parts.0), arms, cases }
            }
            Stmt::Assignment(parts) => Step::Assign { target: self.node(&parts.1.lhs), value: self.node(&parts.1.rhs) },
            Stmt::Block(block) => {
                let at = self.spot(block.position());
                Step::Do(Node { at, form: Form::Block(self.steps(block)) })
            }
            Stmt::Return(value, _, position) => {
                Step::Return { at: self.spot(*position), value: value.as_ref().map(|value| self.node(value)) }
            }
            Stmt::BreakLoop(value, ..) => Step::Leave(value.as_ref().map(|value| self.node(value))),
            Stmt::While(_, position) | Stmt::Do(_, _, position) => forbidden("`while` and `loop`", position),
            Stmt::TryCatch(_, position) => forbidden("`try`", position),
            _ => forbidden("this", &Position::NONE),
        }
    }
}

/// The name as written in the rule.
fn written(name: &str) -> String {
    if name == CONTAINS { IN.to_owned() } else { name.to_owned() }
}
