//! What a host is asked to do.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{Aloud, Checked, Class, Metric, Text, Value, touch::Reaches};

/// Something for the host to do. In JSON, `do` names which.
///
/// Where an effect sets a field of the ticket, the ticket in the answer has it set already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What an action asked for.
    Deed(Deed),
    /// What came of a clock.
    Clock(ClockEffect),
}

/// What a clock asks for; no rule does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ClockEffect {
    /// A deadline passed; no rule asks for it.
    Breach {
        /// The clock.
        clock: Metric,
        /// Who owes whom.
        class: Class,
        /// The queue or tier that it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<Text>,
        /// Which cycle.
        cycle: u32,
        /// Whether the deadline was moved into the past.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "schema", schemars(default))]
        rebased: bool,
    },
    /// A breach that the host has dealt with is none, by what has come to be known since. It stays on the host's record.
    CorrectBreach {
        /// The key of the breach.
        breach: Text,
    },
}

/// An effect of an action: what it is, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its row.
    pub spec: &'static EffectSpec,
    /// Its first value: most effects have no other.
    first: Said,
    /// The others, in the order of the row, where one of them is said.
    rest: Box<[Said]>,
}

/// What hosts, explanations and the reference must know of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectSpec {
    /// Its name in `do`.
    pub name: &'static str,
    /// Where it stands among the effects of the reference.
    pub place: u16,
    /// What it asks for, in one or two sentences.
    pub help: Checked<&'static str>,
    /// What it says, in order.
    pub values: &'static [EffectValue],
    /// By which name tests and tables call it: that of the action that mainly asks for it, or its own.
    pub called: &'static str,
    /// The value that it is mainly about.
    pub about: Option<u8>,
    /// Whom it reaches, beside those whom its values name.
    pub reaches: Checked<&'static [Reaches]>,
    /// How it is said behind `asks`: values stand in braces, and what is in brackets is left out with a value in it. Behind a
    /// colon stands how a value is said: `quoted`, as `words`, or as a rule would write the `value`.
    pub aloud: Aloud,
    /// How it is shown in a table of answers.
    pub shown: Shown,
}

/// A value of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectValue {
    /// Its name in JSON.
    pub name: &'static str,
    /// What it may be.
    pub kind: SaidKind,
    /// What it is, in a sentence.
    pub help: Checked<&'static str>,
    /// Whether it may be missing.
    pub optional: bool,
}

/// What a value of an effect may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidKind {
    /// Text.
    Text,
    /// A person, team or role.
    Person,
    /// A whole number.
    Integer,
    /// An instant.
    Instant,
    /// Named values; left out where there are none and they are optional.
    Map,
    /// Anything.
    Any,
    /// Whose turn it was.
    Turn,
    /// Agents who were not chosen.
    TurnedAway,
}

/// How an effect is shown in a table of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Not by itself: the field that it sets says it.
    ByField,
    /// In words.
    InWords,
    /// In words, behind the others.
    InWordsLast,
}

/// What an effect says under one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A value; missing where it is not said.
    Value(Value),
    /// Whose turn it was.
    Turn(Box<Turn>),
    /// Agents who were not chosen, by id.
    TurnedAway(Vec<TurnedAway>),
}

/// Whose turn it was, for round robin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    /// Under which key to keep it.
    pub key: Text,
    /// The agent whose turn it was.
    pub agent: Text,
}

/// An agent who was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TurnedAway {
    /// The agent's id.
    pub agent: Text,
    /// The first thing that the agent lacks.
    pub lacks: Text,
}

impl EffectValue {
    /// A value that is always there.
    pub const fn needed(name: &'static str, kind: SaidKind, help: Checked<&'static str>) -> EffectValue {
        EffectValue { name, kind, help, optional: false }
    }

    /// A value that may be missing.
    pub const fn optional(name: &'static str, kind: SaidKind, help: Checked<&'static str>) -> EffectValue {
        EffectValue { name, kind, help, optional: true }
    }
}

impl EffectSpec {
    /// The effect with these values, in the order of the row.
    pub fn saying<const N: usize>(&'static self, mut values: [Said; N]) -> Effect {
        self.taking(&mut values)
    }

    /// The effect with values that are taken out.
    fn taking(&'static self, values: &mut [Said]) -> Effect {
        let (first, rest) = match values {
            [first, rest @ ..] => (std::mem::take(first), rest),
            [] => (Said::default(), values),
        };
        let rest = match rest.iter().all(Said::is_missing) {
            true => Box::default(),
            false => rest.iter_mut().map(std::mem::take).collect(),
        };
        Effect::Deed(Deed { spec: self, first, rest })
    }
}

impl Deed {
    /// What it says, by name, in the order of its row; without what is left out.
    pub fn values(&self) -> impl Iterator<Item = (&'static EffectValue, &Said)> {
        let all = self.spec.values.iter().enumerate().map(|(index, value)| (value, self.at(index)));
        all.filter(|(value, said)| !(value.optional && said.is_nothing()))
    }

    /// What it says at a place of its row.
    fn at(&self, index: usize) -> &Said {
        match index.checked_sub(1) {
            None => &self.first,
            Some(index) => self.rest.get(index).unwrap_or(&Said::Value(Value::Missing)),
        }
    }

    /// What it says under a name; `None` where that is left out.
    pub fn value(&self, name: &str) -> Option<&Said> {
        self.values().find(|(value, _)| value.name == name).map(|(_, said)| said)
    }
}

impl ClockEffect {
    /// The names of all.
    pub const NAMES: [&str; 2] = ["breach", "correct_breach"];

    /// Where they stand among the effects of the reference.
    pub const PLACE: u16 = 70;
}

impl Effect {
    /// The name by which it is called, mostly that of the action that asks for it, and what it is mainly about.
    pub fn gist(&self) -> (&'static str, Option<&Text>) {
        let [breach_name, correction_name] = ClockEffect::NAMES;
        match self {
            Effect::Deed(deed) => {
                let about = deed.spec.about.and_then(|about| deed.at(usize::from(about)).as_text());
                (deed.spec.called, about)
            }
            Effect::Clock(ClockEffect::Breach { .. }) => (breach_name, None),
            Effect::Clock(ClockEffect::CorrectBreach { breach }) => (correction_name, Some(breach)),
        }
    }

    /// How it is shown in a table of answers.
    pub fn shown(&self) -> Shown {
        match self {
            Effect::Deed(deed) => deed.spec.shown,
            Effect::Clock(_) => Shown::InWords,
        }
    }
}

impl Said {
    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Said::Value(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn is_missing(&self) -> bool {
        matches!(self, Said::Value(Value::Missing))
    }

    fn is_nothing(&self) -> bool {
        match self {
            Said::Value(Value::Map(map)) => map.is_empty(),
            Said::Value(value) => value.is_missing(),
            Said::Turn(_) | Said::TurnedAway(_) => false,
        }
    }
}

impl Default for Said {
    fn default() -> Said {
        Said::Value(Value::Missing)
    }
}

impl From<Value> for Said {
    fn from(value: Value) -> Said {
        Said::Value(value)
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Said {
        Said::Value(Value::Text(text))
    }
}

impl From<Option<Text>> for Said {
    fn from(text: Option<Text>) -> Said {
        text.map_or_else(Said::default, Said::from)
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Said::Value(value) => value.serialize(serializer),
            Said::Turn(turn) => turn.serialize(serializer),
            Said::TurnedAway(agents) => agents.serialize(serializer),
        }
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Effect::Deed(deed) => deed.serialize(serializer),
            Effect::Clock(effect) => effect.serialize(serializer),
        }
    }
}

impl Serialize for Deed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("do", self.spec.name)?;
        for (value, said) in self.values() {
            map.serialize_entry(value.name, said)?;
        }
        map.end()
    }
}

/// Of clocks only: what actions ask for stands in their table, which is not known here.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Effect {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Effect".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        ClockEffect::json_schema(generator)
    }
}
