//! Arguments of actions.

use std::{borrow::Cow, collections::BTreeSet};

use tierline_model::{ActionSpec, FieldType, Map, Path, Text, Timestamp, Value};

/// The arguments of one call, which fit the action's parameters.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    spec: &'static ActionSpec,
    values: &'a [Cow<'a, Value>],
}

impl<'a> Args<'a> {
    /// The arguments `values` for `spec`.
    ///
    /// # Errors
    ///
    /// Where there are too few or too many, or one does not fit.
    pub fn check(
        spec: &'static ActionSpec,
        values: &'a [Cow<'a, Value>],
        queues: &BTreeSet<Text>,
    ) -> Result<Args<'a>, String> {
        let (least, most) = spec.arity();
        if !(least..=most).contains(&values.len()) {
            return Err(format!("`{}` is written {}, not with {} values", spec.name, spec.signature(), values.len()));
        }
        let misfit = spec.params.iter().zip(values).find_map(|(param, value)| param.misfit(value, queues));
        match misfit {
            Some(misfit) => Err(format!("`{}`: {misfit}", spec.name)),
            None => Ok(Args { spec, values }),
        }
    }

    /// The value at `index`; missing where it was left out.
    pub fn value(&self, index: usize) -> &'a Value {
        self.values.get(index).map_or(&Value::Missing, |value| &**value)
    }

    /// The text at `index`; empty where it was left out.
    pub fn text(&self, index: usize) -> Text {
        self.optional_text(index).unwrap_or_default()
    }

    /// The text at `index`, if given.
    pub fn optional_text(&self, index: usize) -> Option<Text> {
        match self.value(index) {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The whole number at `index`; 0 where it was left out.
    pub fn int(&self, index: usize) -> i64 {
        match self.value(index) {
            Value::Int(int) => *int,
            _ => 0,
        }
    }

    /// The named values at `index`; none where they were left out.
    pub fn map(&self, index: usize) -> Map {
        self.value(index).as_map().cloned().unwrap_or_default()
    }

    /// The instant at `index`, if given.
    pub fn instant(&self, index: usize) -> Option<Timestamp> {
        match FieldType::Instant.read(self.value(index)) {
            Some(Value::Instant(instant)) => Some(instant),
            _ => None,
        }
    }

    /// The field of the ticket named at `index`.
    ///
    /// # Errors
    ///
    /// Where the name leads out of the ticket.
    pub fn field(&self, index: usize) -> Result<Path, String> {
        let name = self.text(index);
        let inside = |path: &Path| path.root == tierline_model::Root::Ticket || path.root.is_part_of_ticket();
        Path::parse_in_ticket(&name)
            .filter(inside)
            .ok_or_else(|| format!("`{}`: `{name}` is no field of the ticket", self.spec.name))
    }
}
