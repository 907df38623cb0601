//! The functions of the language: one table from which scripts, predicates, checker and reference know them.

mod aside;
mod calendar;
mod change;
mod cost;
mod dates;
mod lists;
mod lookup;
mod numbers;
mod row;
mod text;
mod time;
#[cfg(feature = "compile")]
mod told;
mod types;

use std::{borrow::Cow, fmt, ops::RangeInclusive};

use tierline_model::{
    Value,
    kept::{Keep, Reader, Writer},
};

use crate::Facts;

pub use aside::Aside;
use aside::aside;
pub use cost::Cost;
use lists::items;
pub use row::{Asks, Beside, Example, Held, Moves, Says, Stands, Total, Witness};
pub use types::{Case, Gives, Kind, LeftOut, Param, Takes};
use types::{optional, param};

/// A function that conditions and actions may call: a row of the table, which says all there is to know of it. It is pure: it
/// reads its arguments and the facts.
pub struct Function {
    /// Its name in a rule.
    pub name: &'static str,
    /// Its parameters, in order: those that may be left out stand last.
    pub params: &'static [Param],
    /// What it gives, where it does not fail.
    pub gives: Gives,
    /// For which arguments it never fails.
    pub total: Total,
    /// What it reads beside its arguments.
    pub reads: &'static [Beside],
    /// How what it gives moves as time passes; `None` where time is nothing to it.
    pub time: Option<Moves>,
    /// What an index may ask in its place.
    pub asks: Asks,
    /// What it says of its arguments, for whoever reasons.
    pub says: Aside<Says>,
    /// How a ticket is made for which it gives what it must.
    pub witness: Aside<Witness>,
    /// What a call takes, in work.
    pub cost: Cost,
    /// What it gives, in one or two sentences.
    pub help: &'static str,
    /// A call, as in a rule.
    pub example: Aside<Example>,
    /// What it gives for these arguments, as many as [`counts`](Function::counts) says; the reason where it cannot say.
    pub call: fn(&Facts, &[Arg<'_>]) -> Result<Value, String>,
}

/// An argument.
pub type Arg<'a> = Cow<'a, Value>;

impl Function {
    /// The function of that name.
    pub fn named(name: &str) -> Option<&'static Function> {
        Function::all().find(|function| function.name == name)
    }

    /// All functions, in the order of the reference.
    pub fn all() -> impl Iterator<Item = &'static Function> {
        [text::ALL, lists::ALL, numbers::ALL, change::ALL, time::ALL, dates::ALL, calendar::ALL, lookup::ALL]
            .into_iter()
            .flatten()
    }

    /// The function that says that.
    #[cfg(feature = "compile")]
    pub fn saying(says: Says) -> Option<&'static Function> {
        Function::all().find(|function| *function.says == says)
    }

    /// The argument that must be written out, if any, and what it names.
    pub fn written_out(&self) -> Option<(usize, Takes)> {
        let takes = self.params.iter().map(|param| param.takes).enumerate();
        takes.into_iter().find(|(_, takes)| takes.is_written_out())
    }

    /// How many arguments it may have.
    pub fn counts(&self) -> RangeInclusive<usize> {
        self.params.iter().filter(|param| !param.is_optional()).count()..=self.params.len()
    }

    /// The units of work that a call takes beyond the one of every call, as far as it goes through its arguments. They are known
    /// before it is done.
    pub fn cost(&self, facts: &Facts, args: &[Arg<'_>]) -> u64 {
        self.cost.of(facts, args)
    }

    /// Whether it asks what an event has changed.
    pub fn is_of_change(&self) -> bool {
        self.reads.contains(&Beside::Before)
    }

    /// The call with the names of its arguments; those with a question mark may be left out.
    pub fn signature(&self) -> String {
        let name = |param: &Param| format!("{}{}", param.name, if param.is_optional() { "?" } else { "" });
        let names: Vec<String> = self.params.iter().map(name).collect();
        format!("{}({})", self.name, names.join(", "))
    }
}

/// Functions are known by their names.
impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// By its name.
impl Keep for &'static Function {
    fn keep(&self, to: &mut Writer) {
        to.text(self.name);
    }

    fn read(from: &mut Reader<'_>) -> &'static Function {
        let name = from.text();
        Function::named(name).unwrap_or_else(|| {
            from.refuse(format!("there is no function `{name}`"));
            &text::ALL[0]
        })
    }
}

/// How much there is of a value: its items, all the way down, and 64 bytes of text each count as one.
pub fn weight(value: &Value) -> u64 {
    const BYTES: usize = 64;
    match value {
        Value::Text(text) => u64::try_from(text.len() / BYTES).unwrap_or(u64::MAX),
        Value::List(items) => items.iter().map(|item| 1 + weight(item)).sum(),
        Value::Map(map) => map.values().map(|item| 1 + weight(item)).sum(),
        _ => 0,
    }
}

fn bool(yes: bool) -> Result<Value, String> {
    Ok(Value::Bool(yes))
}

fn unfit(wanted: &str, got: &Value) -> Result<Value, String> {
    Err(format!("{wanted} is needed here, not {}", got.described()))
}
