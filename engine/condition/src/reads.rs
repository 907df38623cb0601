//! What a condition looks at: when it must be decided anew.

use crate::{Comparison, Condition, Expr, Layout, Part, Slot, asks_for_missing, functions::Function};

/// What a condition looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// The fields that it reads.
    pub fields: Vec<Slot>,
    /// Whether it asks what an event has changed.
    pub change: bool,
    /// Whether it can give something else although no field has changed: it asks for the time, or a script decides.
    pub more: bool,
}

impl Condition {
    /// What it looks at.
    pub fn reads(&self, layout: &Layout) -> Reads {
        let mut reads = Reads::default();
        for part in &self.parts {
            reads.fields.extend(part.reads.iter().copied());
            reads.change |= asks_for_change(part);
            reads.more |= part.expr.moves(layout) || !part.expr.asks().is_empty();
            part.expr.read_into(&mut reads);
        }
        reads
    }
}

impl Condition {
    /// Whether it holds only where the event changed something that it asks for.
    pub fn needs_a_change(&self) -> bool {
        self.parts.iter().any(|part| part.expr.needs_a_change())
    }
}

impl Expr {
    /// Whether it holds only where the event changed something that it asks for.
    fn needs_a_change(&self) -> bool {
        let changed = |expr: &Expr| matches!(expr, Expr::Call(function, _) if function.is_of_change());
        match self {
            Expr::And(parts) => parts.iter().any(Expr::needs_a_change),
            Expr::Or(parts) => !parts.is_empty() && parts.iter().all(Expr::needs_a_change),
            Expr::Helper(_, gives) => gives.needs_a_change(),
            // What it held before is missing where it did not change, and nothing missing compares.
            Expr::Compare(comparison, sides) => {
                let compares = *comparison != Comparison::NotEqual && !asks_for_missing(sides);
                compares && (changed(&sides.0) || changed(&sides.1))
            }
            other => changed(other),
        }
    }

    fn read_into(&self, reads: &mut Reads) {
        match self {
            Expr::Field(slot) => reads.fields.push(*slot),
            Expr::Ask(ask) => reads.change |= ask.moves.iter().any(Expr::asks_change),
            _ => reads.change |= self.asks_change(),
        }
        self.below().into_iter().for_each(|part| part.read_into(reads));
    }

    /// Whether it is a call that asks what the event changed.
    pub(crate) fn asks_change(&self) -> bool {
        matches!(self, Expr::Call(function, _) if function.is_of_change())
    }
}

/// Whether a script asks what has changed: nothing but its text says so.
fn asks_for_change(part: &Part) -> bool {
    let is_said = |function: &Function| function.is_of_change() && part.text.contains(function.name);
    !part.expr.asks().is_empty() && Function::all().any(is_said)
}
