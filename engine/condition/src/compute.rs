//! How rules compute.

use rust_decimal::Decimal;
use tierline_model::{Value, keep_enum};

use crate::made::{LONGEST_TEXT, shown};

/// A computation, as written between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

keep_enum!(Operation { 0 => Add, 1 => Subtract, 2 => Multiply, 3 => Divide, 4 => Remainder });

impl Operation {
    /// The computation written so.
    pub fn named(sign: &str) -> Option<Operation> {
        Some(match sign {
            "+" => Operation::Add,
            "-" => Operation::Subtract,
            "*" => Operation::Multiply,
            "/" => Operation::Divide,
            "%" => Operation::Remainder,
            _ => return None,
        })
    }

    /// What it gives for two numbers, or where one side of `+` is text, for anything beside it.
    ///
    /// `None` for everything else, and where the outcome would be too large, or divided by nothing: the script raises an
    /// error then.
    pub fn of(self, a: &Value, b: &Value) -> Option<Value> {
        match (self, a, b) {
            (_, Value::Int(a), Value::Int(b)) => self.of_integers(*a, *b).map(Value::Int),
            (_, Value::Decimal(a), Value::Decimal(b)) => self.of_decimals(*a, *b),
            (_, Value::Int(a), Value::Decimal(b)) => self.of_decimals((*a).into(), *b),
            (_, Value::Decimal(a), Value::Int(b)) => self.of_decimals(*a, (*b).into()),
            (Operation::Add, Value::Text(_), _) | (Operation::Add, _, Value::Text(_)) => {
                let text = format!("{}{}", shown(a), shown(b));
                (text.len() <= LONGEST_TEXT).then(|| Value::text(text))
            }
            _ => None,
        }
    }

    fn of_integers(self, a: i64, b: i64) -> Option<i64> {
        match self {
            Operation::Add => a.checked_add(b),
            Operation::Subtract => a.checked_sub(b),
            Operation::Multiply => a.checked_mul(b),
            Operation::Divide => a.checked_div(b),
            Operation::Remainder => a.checked_rem(b),
        }
    }

    fn of_decimals(self, a: Decimal, b: Decimal) -> Option<Value> {
        let made = match self {
            Operation::Add => a.checked_add(b),
            Operation::Subtract => a.checked_sub(b),
            Operation::Multiply => a.checked_mul(b),
            Operation::Divide => a.checked_div(b),
            Operation::Remainder => a.checked_rem(b),
        };
        made.map(Value::Decimal)
    }
}

/// `-a`, for numbers.
pub(crate) fn negated(value: &Value) -> Option<Value> {
    match value {
        Value::Int(int) => int.checked_neg().map(Value::Int),
        Value::Decimal(decimal) => Some(Value::Decimal(-*decimal)),
        _ => None,
    }
}
