//! How rules compare values.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use tierline_model::{Value, keep_enum};

use crate::Expr;

/// A comparison, as written between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

keep_enum!(Comparison { 0 => Equal, 1 => NotEqual, 2 => Less, 3 => AtMost, 4 => More, 5 => AtLeast });

impl Comparison {
    /// The comparison written so.
    pub fn named(sign: &str) -> Option<Comparison> {
        Some(match sign {
            "==" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::More,
            ">=" => Comparison::AtLeast,
            _ => return None,
        })
    }

    /// The comparison that holds between `b` and `a` where this one does between `a` and `b`.
    pub fn turned(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::More,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::More => Comparison::Less,
            Comparison::AtLeast => Comparison::AtMost,
            same => same,
        }
    }

    /// Whether it asks for order rather than for equality.
    pub fn is_ordering(self) -> bool {
        !matches!(self, Comparison::Equal | Comparison::NotEqual)
    }

    /// Whether it holds between `a` and `b`.
    ///
    /// Numbers compare exactly, texts by their bytes, instants by time, where a date stands for its midnight in UTC; `false` is
    /// below `true`. Values of different kinds are not equal and have no order: every ordering of them is false. A missing value
    /// equals nothing, not even a missing value, and has no order; `x == ()`, where the
    /// `()` is written there, asks for it. `None` where two lists or two maps are ordered: rules have no answer to that.
    pub fn holds(self, a: &Value, b: &Value) -> Option<bool> {
        let is_equal = || !a.is_missing() && equal(a, b);
        match self {
            Comparison::Equal => Some(is_equal()),
            Comparison::NotEqual => Some(!is_equal()),
            _ => match (a, b) {
                (Value::List(_), Value::List(_)) | (Value::Map(_), Value::Map(_)) => None,
                _ => Some(order(a, b).is_some_and(|order| self.accepts(order))),
            },
        }
    }

    /// Whether it holds between what two sides give. A side that is written as `()` asks for what is missing.
    pub(crate) fn between(self, sides: &(Expr, Expr), a: &Value, b: &Value) -> Option<bool> {
        match a.is_missing() && b.is_missing() && asks_for_missing(sides) {
            true => Some(self == Comparison::Equal),
            false => self.holds(a, b),
        }
    }

    fn accepts(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::More => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

/// Whether one of two sides is written as `()`.
pub fn asks_for_missing(sides: &(Expr, Expr)) -> bool {
    [&sides.0, &sides.1].iter().any(|side| matches!(side, Expr::Const(Value::Missing)))
}

/// Whether two values are the same; two missing ones are.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Missing, Value::Missing) => true,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((name, a), (other, b))| name == other && equal(a, b))
        }
        _ => order(a, b) == Some(Ordering::Equal),
    }
}

/// The order of two values of one kind that has an order.
pub(crate) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    Some(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Int(a), Value::Decimal(b)) => Decimal::from(*a).cmp(b),
        (Value::Decimal(a), Value::Int(b)) => a.cmp(&Decimal::from(*b)),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Instant(_) | Value::Date(_), Value::Instant(_) | Value::Date(_)) => a.as_instant().cmp(&b.as_instant()),
        _ => return None,
    })
}
