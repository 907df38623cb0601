//! Predicates over slots.

use std::borrow::Cow;

use tierline_model::Value;

use crate::{Comparison, Facts, Slot, equal, functions::Function};

/// An expression that needs no interpreter.
///
/// It gives exactly what the script it was made from would give, or says that it is [`Unsure`]; it never invents an error.
/// Where the script would raise one, it is unsure, and the script is asked.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A constant.
    Const(Value),
    /// What a field holds.
    Field(Slot),
    /// The instant of the evaluation.
    Now,
    /// `a && b && …`
    And(Box<[Expr]>),
    /// `a || b || …`
    Or(Box<[Expr]>),
    /// `!a`
    Not(Box<Expr>),
    /// `a ?? b ?? …`
    Coalesce(Box<[Expr]>),
    /// `a == b` and its like.
    Compare(Comparison, Box<(Expr, Expr)>),
    /// `item in container`
    In(Box<(Expr, Expr)>),
    /// `a in first..=last`
    InRange(Box<Expr>, i64, i64),
    /// A function of the language.
    Call(&'static Function, Box<[Expr]>),
}

/// An [`Expr`] cannot say; the script can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsure;

impl Expr {
    /// Whether it holds.
    ///
    /// # Errors
    ///
    /// [`Unsure`] where the script must be asked.
    pub fn holds(&self, facts: &Facts) -> Result<bool, Unsure> {
        match self {
            Expr::And(parts) => all(parts, facts, true),
            Expr::Or(parts) => all(parts, facts, false).map(|none| !none),
            Expr::Not(part) => part.holds(facts).map(|holds| !holds),
            Expr::Compare(comparison, sides) => {
                comparison.holds(&*sides.0.value(facts)?, &*sides.1.value(facts)?).ok_or(Unsure)
            }
            Expr::In(sides) => is_in(&*sides.0.value(facts)?, &*sides.1.value(facts)?),
            Expr::InRange(item, first, last) => match &*item.value(facts)? {
                Value::Int(int) => Ok(first <= int && int <= last),
                Value::Missing => Ok(false),
                _ => Err(Unsure),
            },
            _ => match &*self.value(facts)? {
                Value::Bool(holds) => Ok(*holds),
                _ => Err(Unsure),
            },
        }
    }

    /// What it gives.
    ///
    /// # Errors
    ///
    /// [`Unsure`] where the script must be asked.
    pub fn value<'a>(&'a self, facts: &'a Facts) -> Result<Cow<'a, Value>, Unsure> {
        Ok(match self {
            Expr::Const(value) => Cow::Borrowed(value),
            Expr::Field(slot) => Cow::Borrowed(facts.slot(*slot)),
            Expr::Now => Cow::Owned(Value::Instant(facts.now())),
            Expr::Coalesce(choices) => {
                for choice in choices {
                    let value = choice.value(facts)?;
                    if !value.is_missing() {
                        return Ok(value);
                    }
                }
                Cow::Owned(Value::Missing)
            }
            Expr::Call(function, args) => {
                let args = args.iter().map(|arg| arg.value(facts)).collect::<Result<Vec<_>, _>>()?;
                Cow::Owned((function.call)(facts, &args).map_err(|_| Unsure)?)
            }
            predicate => Cow::Owned(Value::Bool(predicate.holds(facts)?)),
        })
    }
}

/// Whether every part is `wanted`, looking no further than the first that is not.
fn all(parts: &[Expr], facts: &Facts, wanted: bool) -> Result<bool, Unsure> {
    for part in parts {
        if part.holds(facts)? != wanted {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `item in container`: an item of a list, a part of a text as written, a name in a map; nothing is in a missing value.
pub(crate) fn is_in(item: &Value, container: &Value) -> Result<bool, Unsure> {
    match (container, item) {
        (Value::List(items), item) => Ok(items.iter().any(|known| equal(known, item))),
        (Value::Text(text), Value::Text(part)) => Ok(text.contains(&**part)),
        (Value::Map(map), Value::Text(name)) => Ok(map.contains_key(name)),
        (Value::Missing, _) => Ok(false),
        (Value::Text(_), Value::Missing) => Ok(false),
        _ => Err(Unsure),
    }
}
