//! How much a step of a script may copy: as much as there is of the largest value that the script names.

use std::ptr;

use rhai::{ASTNode, Expr};
use tierline_model::{Text, Value};

/// Names that a script may have before all that is in its scope counts.
const MOST_NAMED: usize = 32;
/// What is lighter is part of the step that copies it.
const LIGHT: u64 = 64;
/// How much heavier an item of a list or a map is than 64 bytes of a text, which is shared and not copied.
const ITEM: u64 = 5;
const BYTES: usize = 64;

/// A variable that a script names, or a field of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    variable: Text,
    field: Option<Text>,
}

/// The variables that an expression names, each once; `None` where there are many.
pub(super) fn named_in(expr: &Expr) -> Option<Box<[Named]>> {
    let mut all: Vec<Named> = vec![];
    let were_all_seen = expr.walk(&mut vec![], &mut |path| {
        if let Some(named) = Named::at_end_of(path).filter(|named| !all.contains(named)) {
            all.push(named);
        }
        all.len() <= MOST_NAMED
    });
    were_all_seen.then(|| all.into())
}

impl Named {
    fn at_end_of(path: &[ASTNode<'_>]) -> Option<Named> {
        let (last, above) = path.split_last()?;
        let ASTNode::Expr(variable @ Expr::Variable(parts, ..)) = last else { return None };
        let field = match above.last() {
            Some(ASTNode::Expr(Expr::Dot(pair, ..))) if ptr::eq(&raw const pair.lhs, *variable) => first_of(&pair.rhs),
            _ => None,
        };
        Some(Named { variable: parts.1.as_str().into(), field })
    }
}

/// The field that a chain begins with.
fn first_of(chain: &Expr) -> Option<Text> {
    match chain {
        Expr::Property(parts, _) => Some(parts.2.as_str().into()),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => first_of(&pair.lhs),
        _ => None,
    }
}

/// How much there is of what stands in the scope of a script.
#[derive(Debug, Default)]
pub(super) struct Copies(Vec<Held>);

#[derive(Debug)]
struct Held {
    variable: Text,
    weight: u64,
    /// Those of its fields that are not light.
    fields: Vec<(Text, u64)>,
}

impl Copies {
    /// Notes what a variable holds.
    pub(super) fn note(&mut self, variable: &str, value: &Value) {
        let weight = weight(value);
        if weight < LIGHT {
            return;
        }
        let fields = value.as_map().into_iter().flatten().map(|(name, value)| (name.clone(), self::weight(value)));
        let fields = fields.filter(|(_, weight)| *weight >= LIGHT).collect();
        self.0.push(Held { variable: variable.into(), weight, fields });
    }

    /// How many variables were noted.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets all but the first so many.
    pub(super) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// How much a step may copy of a script that names these.
    pub(super) fn most_of(&self, named: Option<&[Named]>) -> u64 {
        let each = |named: &Named| {
            let held = self.0.iter().find(|held| held.variable == named.variable);
            held.map_or(0, |held| held.of(named.field.as_ref()))
        };
        match named {
            Some(_) if self.0.is_empty() => 0,
            Some(named) => named.iter().map(each).max().unwrap_or(0),
            None => self.0.iter().map(|held| held.weight).sum(),
        }
    }
}

impl Held {
    fn of(&self, field: Option<&Text>) -> u64 {
        let Some(field) = field else { return self.weight };
        self.fields.iter().find(|(name, _)| name == field).map_or(0, |(_, weight)| *weight)
    }
}

fn weight(value: &Value) -> u64 {
    match value {
        Value::Text(text) => (text.len() / BYTES) as u64,
        Value::List(items) => items.iter().map(|item| ITEM + weight(item)).sum(),
        Value::Map(map) => map.values().map(|item| ITEM + weight(item)).sum(),
        _ => 0,
    }
}
