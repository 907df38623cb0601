//! Waits that end before what they wait for: comparisons with what counts whole hours or minutes down.

use tierline_condition::{
    Comparison, Expr,
    functions::{Function, Witness},
};
use tierline_model::{Diagnostic, Value, quoted};

use crate::Desk;

const DAY: i64 = 86_400;

impl Desk {
    /// Conditions of rules that hold, or hold no more, up to an hour or a minute before the instant that they name.
    pub(crate) fn early_waits(&self) -> Vec<Diagnostic> {
        let mut found = vec![];
        for rule in self.rules.rules() {
            let mut early = vec![];
            rule.condition.parts.iter().for_each(|part| find(&part.expr, &mut early));
            found.extend(early.into_iter().map(|Early { function, comparison, count, unit }| {
                let (name, unit) = (function.name, if unit == 60 { "minute" } else { "hour" });
                let (sign, does) = match comparison {
                    Comparison::More => (">", "ceases to hold"),
                    Comparison::Equal => ("==", "holds"),
                    _ => ("<=", "holds"),
                };
                let message = format!(
                    "`{name}(…) {sign} {count}` in {} {does} up to {} before the instant: whole {unit}s still to go are counted, and a begun one is none",
                    quoted(&rule.name),
                    if unit == "hour" { "an hour" } else { "a minute" },
                );
                Diagnostic::error(rule.place.clone(), "early-wait", message).help(instead(function, sign, count)).warning()
            }));
        }
        found
    }
}

/// What to write for the instant itself: `_since` counts whole units that have passed.
fn instead(function: &Function, sign: &str, count: i64) -> String {
    let since = Function::named(&function.name.replace("_until", "_since")).map_or(function.name, |since| since.name);
    let sign = if sign == ">" { "<" } else { ">=" };
    format!("write `{since}(…) {sign} {}`, which turns at the very instant", -count)
}

/// A comparison that turns too early.
struct Early {
    function: &'static Function,
    comparison: Comparison,
    count: i64,
    /// Seconds of what it counts.
    unit: i64,
}

fn find(expr: &Expr, early: &mut Vec<Early>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) | Expr::Coalesce(parts) => parts.iter().for_each(|part| find(part, early)),
        Expr::Not(inner) | Expr::Helper(_, inner) => find(inner, early),
        Expr::Compare(comparison, sides) => early.extend(match &**sides {
            (Expr::Call(function, _), Expr::Const(Value::Int(count))) => of(function, *comparison, *count),
            (Expr::Const(Value::Int(count)), Expr::Call(function, _)) => of(function, comparison.turned(), *count),
            _ => None,
        }),
        _ => {}
    }
}

/// What a call counts down, compared with a number. Dates count by the day, and a day begins at its midnight.
fn of(function: &'static Function, comparison: Comparison, count: i64) -> Option<Early> {
    let Witness::Back(unit) = *function.witness else { return None };
    let is_early = match comparison {
        Comparison::AtMost | Comparison::More => true,
        Comparison::Equal => count == 0,
        _ => false,
    };
    (-DAY < unit && unit < 0 && is_early).then_some(Early { function, comparison, count, unit: -unit })
}
