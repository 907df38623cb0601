//! What compiling a desk may cost: counted while it is built, so that nothing larger is ever made.

use tierline_condition::Expr;
use tierline_model::{Diagnostic, Limits, Place, Value};

use crate::{
    bounds,
    tree::{Form, Node},
};

/// What compiling has cost so far, and what it may.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    work: Count,
    bytes: Count,
}

/// How much of something there was, and how much there may be.
#[derive(Clone, Copy, Debug)]
struct Count {
    used: u64,
    most: u64,
}

impl Count {
    fn is_over(self) -> bool {
        self.used > self.most
    }
}

impl Budget {
    pub(crate) fn of(limits: Limits) -> Budget {
        let count = |most| Count { used: 0, most };
        Budget { work: count(limits.compile_work), bytes: count(limits.compile_bytes) }
    }

    /// Counts work: a unit for each byte that is read, each node that is looked at, each item that is copied.
    pub(crate) fn work(&mut self, work: u64) {
        self.work.used = self.work.used.saturating_add(work);
    }

    /// Counts bytes that the desk keeps, as they would be on any machine.
    pub(crate) fn bytes(&mut self, bytes: u64) {
        self.bytes.used = self.bytes.used.saturating_add(bytes);
    }

    /// How much work was counted, and how many bytes.
    pub(crate) fn used(&self) -> (u64, u64) {
        (self.work.used, self.bytes.used)
    }

    /// Whether it is used up.
    pub(crate) fn is_over(&self) -> bool {
        self.work.is_over() || self.bytes.is_over()
    }

    /// That it is used up at a place: which limit, what was needed, what is allowed.
    pub(crate) fn exceeded(&self, place: Place) -> Diagnostic {
        let (code, takes, name, Count { used, most }) = match self.work.is_over() {
            true => ("too-costly", "takes more work", "compile_work", self.work),
            false => ("too-large", "takes more bytes", "compile_bytes", self.bytes),
        };
        let message = format!(
            "compiling this desk {takes} than its limit allows: `{name}` is {most}, and {used} were needed up to here"
        );
        let help = "helpers that call helpers, constants in many rules and large patterns cost most; or the host raises the limit";
        Diagnostic::error(place, code, message).help(help.to_owned())
    }
}

/// How much a value holds, written out: items, entries and texts inside it count together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) items: u64,
    pub(crate) bytes: u64,
}

impl Held {
    fn one(bytes: usize) -> Held {
        Held { items: 1, bytes: as_number(bytes) }
    }

    pub(crate) fn and(self, other: Held) -> Held {
        Held { items: self.items.saturating_add(other.items), bytes: self.bytes.saturating_add(other.bytes) }
    }

    pub(crate) fn of_value(value: &Value) -> Held {
        match value {
            Value::Text(text) => Held::one(text.len()),
            Value::List(items) => items.iter().map(Held::of_value).fold(Held::one(0), Held::and),
            Value::Map(map) => {
                let entries = map.iter().map(|(name, value)| Held::one(name.len()).and(Held::of_value(value)));
                entries.fold(Held::one(0), Held::and)
            }
            _ => Held::one(0),
        }
    }

    /// How much the value of a constant would hold, known before it is built: what it names holds so much.
    pub(crate) fn of_node(node: &Node, named: &impl Fn(&str) -> Held) -> Held {
        match &node.form {
            Form::Name(name) => named(name),
            Form::Const(value) => Held::of_value(value),
            Form::List(items) => items.iter().map(|item| Held::of_node(item, named)).fold(Held::one(0), Held::and),
            Form::Map(entries) => {
                let entries =
                    entries.iter().map(|(name, value)| Held::one(name.len()).and(Held::of_node(value, named)));
                entries.fold(Held::one(0), Held::and)
            }
            _ => Held::one(0),
        }
    }

    /// Bytes that it takes, as they are counted.
    pub(crate) fn size(self) -> u64 {
        self.items.saturating_mul(bounds::NODE_BYTES).saturating_add(self.bytes)
    }
}

/// How much an expression holds: its nodes, and what its constants do.
pub(crate) fn held_by(expr: &Expr) -> Held {
    let own = match expr {
        Expr::Const(value) => return Held::of_value(value),
        Expr::Switch(switch) => {
            let values = switch.arms.iter().flat_map(|arm| &arm.values).map(Held::of_value);
            let ranges = switch.arms.iter().map(|arm| Held { items: as_number(arm.ranges.len()), bytes: 0 });
            values.chain(ranges).fold(Held::one(0), Held::and)
        }
        Expr::Member { name, .. } => Held::one(name.len()),
        Expr::Ask(ask) => {
            return ask.moves.iter().map(held_by).fold(Held::one(ask.why.len()), Held::and);
        }
        _ => Held::one(0),
    };
    expr.below().into_iter().map(held_by).fold(own, Held::and)
}

pub(crate) fn as_number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
