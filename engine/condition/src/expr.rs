//! Predicates over slots.

use std::borrow::Cow;

use tierline_model::Value;

use crate::{Comparison, Facts, Slot, compare::order, equal, functions::Function};

/// Bytes of a text that a script may make; predicates leave longer ones to it.
pub const LONGEST_TEXT: usize = 64 * 1024;

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
    /// `a in first..=last` and `a in first..end`
    InRange(Box<Expr>, Range),
    /// A function of the language.
    Call(&'static Function, Box<[Expr]>),
}

/// Whole numbers from the first up to an end that is in it or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub first: i64,
    /// The end.
    pub end: i64,
    /// Whether the end is in it.
    pub closed: bool,
}

impl Range {
    /// Whether a number lies in it; a missing value does not. `None` for what is no number.
    pub fn has(self, value: &Value) -> Option<bool> {
        if value.is_missing() {
            return Some(false);
        }
        let at_least = order(value, &Value::Int(self.first))?.is_ge();
        let to_end = order(value, &Value::Int(self.end))?;
        Some(at_least && if self.closed { to_end.is_le() } else { to_end.is_lt() })
    }
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
            Expr::And(parts) => any_is(parts, facts, false).map(|fails| !fails),
            Expr::Or(parts) => any_is(parts, facts, true),
            Expr::Not(part) => part.holds(facts).map(|holds| !holds),
            Expr::Compare(comparison, sides) => {
                comparison.holds(&*sides.0.value(facts)?, &*sides.1.value(facts)?).ok_or(Unsure)
            }
            Expr::In(sides) => is_in(&*sides.0.value(facts)?, &*sides.1.value(facts)?),
            Expr::InRange(item, range) => range.has(&*item.value(facts)?).ok_or(Unsure),
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
                if !facts.charge(function.cost(facts, &args)) {
                    return Err(Unsure);
                }
                match (function.call)(facts, &args) {
                    Ok(Value::Text(text)) if text.len() > LONGEST_TEXT => return Err(Unsure),
                    Ok(value) => Cow::Owned(value),
                    Err(_) => return Err(Unsure),
                }
            }
            predicate => Cow::Owned(Value::Bool(predicate.holds(facts)?)),
        })
    }
}

/// Whether a part gives `wanted`, looking no further than the first that does.
fn any_is(parts: &[Expr], facts: &Facts, wanted: bool) -> Result<bool, Unsure> {
    for part in parts {
        if part.holds(facts)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
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
