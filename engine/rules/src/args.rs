//! Arguments of actions.

use std::borrow::Cow;

use tierline_condition::Expr;
use tierline_model::{ActionSpec, FieldType, Map, Path, Said, SortedSet, Text, Timestamp, Value};

/// The arguments of one call, which fit the action's parameters.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    spec: &'a ActionSpec,
    values: Values<'a>,
}

/// What a call is made with.
#[derive(Clone, Copy, Debug)]
pub enum Values<'a> {
    /// Constants, as the rule has them.
    Written(&'a [Expr]),
    /// What was worked out for the ticket.
    Made(&'a [Cow<'a, Value>]),
}

impl<'a> Values<'a> {
    fn len(self) -> usize {
        match self {
            Values::Written(values) => values.len(),
            Values::Made(values) => values.len(),
        }
    }

    fn get(self, index: usize) -> Option<&'a Value> {
        match self {
            Values::Written(values) => match values.get(index)? {
                Expr::Const(value) => Some(value),
                _ => None,
            },
            Values::Made(values) => values.get(index).map(|value| &**value),
        }
    }
}

impl<'a> Args<'a> {
    /// The arguments `values` for `spec`.
    ///
    /// # Errors
    ///
    /// Where there are too few or too many, or one does not fit.
    pub fn check(spec: &'a ActionSpec, values: Values<'a>, queues: &SortedSet<Text>) -> Result<Args<'a>, String> {
        let (least, most) = spec.arity();
        if !(least..=most).contains(&values.len()) {
            return Err(format!("`{}` is written {}, not with {} values", spec.name, spec.signature(), values.len()));
        }
        let given = spec.params.iter().enumerate().filter_map(|(index, param)| Some((param, values.get(index)?)));
        let misfit = given.into_iter().find_map(|(param, value)| param.misfit(value, queues));
        match misfit {
            Some(misfit) => Err(format!("`{}`: {misfit}", spec.name)),
            None => Ok(Args { spec, values }),
        }
    }

    /// The value at `index`; missing where it was left out.
    pub fn value(&self, index: usize) -> &'a Value {
        self.values.get(index).unwrap_or(&Value::Missing)
    }

    /// The value at `index`, for an effect to say.
    pub fn said(&self, index: usize) -> Said {
        self.value(index).clone().into()
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
            Some(value @ (Value::Instant(_) | Value::Date(_))) => value.as_instant(),
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
        Path::parse_in_ticket(&name)
            .filter(|path| path.root.is_of_ticket())
            .ok_or_else(|| format!("`{}`: `{name}` is no field of the ticket", self.spec.name))
    }
}
