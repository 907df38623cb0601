//! Predicates over slots.

use std::borrow::Cow;

use tierline_model::{Map, Path, Text, Value, keep_enum, keep_struct};

use crate::{
    Comparison, Facts, Operation, Slot, compare::order, compute::negated, equal, functions::Function, made::fits,
    template::Template,
};

/// An expression that needs no interpreter.
///
/// It gives exactly what the script it was made from would give, or says that it is [`Unsure`]; it never invents an error.
/// Where the script would raise one, it is unsure, and the script is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Const(Value),
    /// What a field holds.
    Field(Slot),
    /// What a field holds that is read only here, where a rule acts.
    Read(Path),
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
    /// `a + b` and its like.
    Compute(Operation, Box<(Expr, Expr)>),
    /// `-a`
    Negate(Box<Expr>),
    /// `if a { b } else { c }`
    Choose(Box<[Expr; 3]>),
    /// `switch a { … }`
    Switch(Box<Switch>),
    /// A template: what its parts give, shown one after the other.
    Template(Box<[Expr]>),
    /// `[a, b]`
    List(Box<[Expr]>),
    /// `#{ name: a }`
    Map(Box<[(Text, Expr)]>),
    /// What `of` has under a name. A missing `of` has nothing where it is asked `safely`, as `of?.name`.
    Member {
        /// What is asked.
        of: Box<Expr>,
        /// The name.
        name: Text,
        /// Whether it may be missing.
        safely: bool,
    },
    /// What a helper gives. Its arguments come first, for a script works them out whether or not they are used.
    Helper(Box<[Expr]>, Box<Expr>),
    /// What only the script can say.
    Ask(Box<Ask>),
}

/// `switch`: the first arm that has the value; those that name it go before those that have it in a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// What is looked at.
    pub on: Expr,
    /// The arms, as written.
    pub arms: Vec<Arm>,
    /// What it gives where no arm fits.
    pub otherwise: Expr,
}

/// An arm of a `switch`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The values that it names: texts, whole numbers, true and false.
    pub values: Vec<Value>,
    /// The ranges that it names.
    pub ranges: Vec<Range>,
    /// What it gives.
    pub gives: Expr,
}

/// What only the script can say.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Why, for the admin: `a loop`.
    pub why: Text,
    /// What of it moves as time passes; and a call that asks what the event changed, where its helpers do.
    pub moves: Vec<Expr>,
}

keep_enum!(Expr {
    0 => Const(value),
    1 => Field(slot),
    2 => Read(path),
    3 => Now,
    4 => And(parts),
    5 => Or(parts),
    6 => Not(part),
    7 => Coalesce(choices),
    8 => Compare(comparison, sides),
    9 => In(sides),
    10 => InRange(item, range),
    11 => Call(function, args),
    12 => Compute(operation, sides),
    13 => Negate(part),
    14 => Choose(parts),
    15 => Switch(switch),
    16 => Template(parts),
    17 => List(items),
    18 => Map(entries),
    19 => Member { of, name, safely },
    20 => Helper(args, gives),
    21 => Ask(ask),
});
keep_struct!(Switch { on, arms, otherwise });
keep_struct!(Arm { values, ranges, gives });
keep_struct!(Ask { why, moves });
keep_struct!(Range { first, end, closed });

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
                let (a, b) = (sides.0.value(facts)?, sides.1.value(facts)?);
                facts.may_compare(&a, &b)?;
                comparison.between(sides, &a, &b).ok_or(Unsure)
            }
            Expr::In(sides) => {
                let (item, container) = (sides.0.value(facts)?, sides.1.value(facts)?);
                facts.may_seek(&item, &container)?;
                is_in(&item, &container)
            }
            Expr::InRange(item, range) => range.has(&*item.value(facts)?).ok_or(Unsure),
            Expr::Helper(args, gives) => all_give(args, facts).and_then(|()| gives.holds(facts)),
            Expr::Ask(_) => Err(Unsure),
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
            Expr::Read(path) => {
                facts.may_copy(facts.raw(path))?;
                Cow::Owned(facts.read(path))
            }
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
                let values = args.iter().map(|arg| arg.value(facts)).collect::<Result<Vec<_>, _>>()?;
                for (value, arg) in values.iter().zip(args) {
                    if !matches!(arg, Expr::Const(_)) {
                        facts.may_count(value)?;
                    }
                }
                facts.may(function.cost(facts, &values))?;
                match (function.call)(facts, &values) {
                    Ok(value) if fits(&value) => Cow::Owned(value),
                    _ => return Err(Unsure),
                }
            }
            Expr::Compute(operation, sides) => {
                let (a, b) = (sides.0.value(facts)?, sides.1.value(facts)?);
                if *operation == Operation::Add && (a.as_text().is_some() || b.as_text().is_some()) {
                    let mut text = Template::new(facts);
                    text.push(&a)?;
                    text.push(&b)?;
                    return Ok(Cow::Owned(Value::text(text.text)));
                }
                Cow::Owned(operation.of(&a, &b).ok_or(Unsure)?)
            }
            Expr::Negate(part) => Cow::Owned(negated(&*part.value(facts)?).ok_or(Unsure)?),
            Expr::Choose(parts) => {
                let [test, then, otherwise] = &**parts;
                return if test.holds(facts)? { then } else { otherwise }.value(facts);
            }
            Expr::Switch(switch) => {
                let on = switch.on.value(facts)?;
                facts.may_choose(switch)?;
                return switch.arm(&on)?.value(facts);
            }
            Expr::Template(parts) => {
                let mut text = Template::new(facts);
                for part in parts {
                    text.push(&*part.value(facts)?)?;
                }
                Cow::Owned(Value::text(text.text))
            }
            Expr::List(items) => {
                let items = items.iter().map(|item| facts.own(item.value(facts)?));
                made(Value::List(items.collect::<Result<Vec<_>, _>>()?))?
            }
            Expr::Map(entries) => {
                let mut map = Map::new();
                for (name, value) in entries {
                    map.insert(name.clone(), facts.own(value.value(facts)?)?);
                }
                made(Value::Map(map))?
            }
            Expr::Member { of, name, safely } => match (of.value(facts)?, safely) {
                (Cow::Borrowed(Value::Map(map)), _) => Cow::Borrowed(map.get(name).unwrap_or(&Value::Missing)),
                (Cow::Owned(Value::Map(mut map)), _) => Cow::Owned(map.remove(name).unwrap_or_default()),
                (of, true) if of.is_missing() => Cow::Owned(Value::Missing),
                _ => return Err(Unsure),
            },
            Expr::Helper(args, gives) => {
                all_give(args, facts)?;
                return gives.value(facts);
            }
            predicate => Cow::Owned(Value::Bool(predicate.holds(facts)?)),
        })
    }
}

impl Expr {
    /// What stands right below it.
    pub fn below(&self) -> Vec<&Expr> {
        match self {
            Expr::Const(_) | Expr::Field(_) | Expr::Read(_) | Expr::Now | Expr::Ask(_) => vec![],
            Expr::And(parts) | Expr::Or(parts) | Expr::Coalesce(parts) | Expr::Call(_, parts) => parts.iter().collect(),
            Expr::Template(parts) | Expr::List(parts) => parts.iter().collect(),
            Expr::Not(part) | Expr::InRange(part, _) | Expr::Negate(part) | Expr::Member { of: part, .. } => vec![part],
            Expr::Compare(_, sides) | Expr::In(sides) | Expr::Compute(_, sides) => vec![&sides.0, &sides.1],
            Expr::Choose(parts) => parts.iter().collect(),
            Expr::Switch(switch) => {
                let arms = switch.arms.iter().map(|arm| &arm.gives);
                [&switch.on].into_iter().chain(arms).chain([&switch.otherwise]).collect()
            }
            Expr::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            Expr::Helper(args, gives) => args.iter().chain([&**gives]).collect(),
        }
    }

    /// How deep it is nested: what holds more in itself counts more.
    pub fn nesting(&self) -> usize {
        let own = match self {
            Expr::Const(value) => return 1 + nesting(value),
            Expr::Field(_) | Expr::Read(_) | Expr::Now => 1,
            Expr::Not(_) | Expr::Negate(_) => 1,
            Expr::And(_) | Expr::Or(_) | Expr::Coalesce(_) | Expr::Template(_) | Expr::List(_) => 2,
            Expr::In(_) | Expr::InRange(..) | Expr::Choose(_) | Expr::Member { .. } => 2,
            Expr::Compare(..) | Expr::Compute(..) | Expr::Call(..) | Expr::Map(_) | Expr::Helper(..) => 3,
            Expr::Switch(_) => 6,
            Expr::Ask(ask) => return 3 + ask.moves.iter().map(Expr::nesting).max().unwrap_or_default(),
        };
        own + self.below().into_iter().map(Expr::nesting).max().unwrap_or_default()
    }

    /// What in it only the script can say.
    pub fn asks(&self) -> Vec<&Ask> {
        match self {
            Expr::Ask(ask) => vec![ask],
            _ => self.below().into_iter().flat_map(Expr::asks).collect(),
        }
    }
}

/// How deep a value is nested, as [`Expr::nesting`] counts it.
pub fn nesting(value: &Value) -> usize {
    match value {
        Value::List(items) => 2 + items.iter().map(nesting).max().unwrap_or_default(),
        Value::Map(map) => 3 + map.values().map(nesting).max().unwrap_or_default(),
        _ => 1,
    }
}

impl Switch {
    fn arm(&self, value: &Value) -> Result<&Expr, Unsure> {
        if !matches!(value, Value::Missing | Value::Bool(_) | Value::Int(_) | Value::Text(_)) {
            return Err(Unsure);
        }
        let named = self.arms.iter().find(|arm| arm.values.contains(value));
        let is_within = |arm: &&Arm| arm.ranges.iter().any(|range| range.has(value) == Some(true));
        let arm = named.or_else(|| self.arms.iter().find(is_within));
        Ok(arm.map_or(&self.otherwise, |arm| &arm.gives))
    }
}

/// What was put together, unless a script may not make anything so large.
fn made<'a>(value: Value) -> Result<Cow<'a, Value>, Unsure> {
    if fits(&value) { Ok(Cow::Owned(value)) } else { Err(Unsure) }
}

/// That all of them give something.
fn all_give(parts: &[Expr], facts: &Facts) -> Result<(), Unsure> {
    parts.iter().try_for_each(|part| part.value(facts).map(drop))
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
