//! Actions, as rules write them.

use crate::{
    Checked, FieldType, PRIORITIES, Path, Place, SortedSet, TIERS, Text, Value,
    effect::EffectSpec,
    quoted, suggest,
    touch::{Ends, Fails, Reads, Tells, Writes},
};

/// What one argument of an action may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// Any text that is not empty.
    Text,
    /// A queue of the desk.
    Queue,
    /// The name of an SLA.
    Sla,
    /// A priority, `P1` to `P5`.
    Priority,
    /// A tier, `L1` to `L3`.
    Tier,
    /// The name of a field of the ticket that no other action writes.
    FreeField,
    /// An instant, or a text that is one.
    Instant,
    /// How far up a chain of managers, from 1.
    Level,
    /// Named values.
    Map,
    /// Text, or named values whose names are among these.
    TextOrNamed(&'static [&'static str]),
    /// Anything.
    Any,
}

impl ParamKind {
    /// Whether it takes every text that is not empty.
    pub fn takes_any_text(self) -> bool {
        matches!(self, ParamKind::Text | ParamKind::Sla | ParamKind::TextOrNamed(_) | ParamKind::Any)
    }

    /// What it wants, as part of a sentence.
    pub fn wanted(self) -> &'static str {
        match self {
            ParamKind::Text | ParamKind::Sla => "text that is not empty",
            ParamKind::Queue => "the name of a queue",
            ParamKind::Priority => "a priority from \"P1\" to \"P5\"",
            ParamKind::Tier => "a tier: \"L1\", \"L2\" or \"L3\"",
            ParamKind::FreeField => "the name of a ticket field",
            ParamKind::Instant => "an instant such as \"2026-11-23T10:00:00Z\"",
            ParamKind::Level => "a whole number from 1 to 20",
            ParamKind::Map => "named values such as #{ skill: \"vpn\" }",
            ParamKind::TextOrNamed(_) => "text, or named values such as #{ skill: \"vpn\" }",
            ParamKind::Any => "a value",
        }
    }
}

/// One argument of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name in the reference.
    pub name: &'static str,
    /// What it may be.
    pub kind: ParamKind,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Param {
    /// An argument that must be there.
    pub const fn needed(name: &'static str, kind: ParamKind) -> Param {
        Param { name, kind, optional: false }
    }

    /// An argument that may be left out.
    pub const fn optional(name: &'static str, kind: ParamKind) -> Param {
        Param { name, kind, optional: true }
    }

    /// Why `value` cannot be this argument; `None` where it can. No queues at all means that any queue will do.
    ///
    /// The checker says it of constants when the desk is compiled, the engine of everything else when the rule fires.
    pub fn misfit(&self, value: &Value, queues: &SortedSet<Text>) -> Option<String> {
        if self.optional && value.is_missing() {
            return None;
        }
        let is_text = value.as_text().is_some_and(|text| !text.trim().is_empty());
        let one_of = |words: &[&str]| value.as_text().is_some_and(|text| words.contains(&text));
        let fits = match self.kind {
            ParamKind::Any => true,
            ParamKind::Text | ParamKind::Sla => is_text,
            ParamKind::Level => matches!(value, Value::Int(1..=20)),
            ParamKind::Map => value.as_map().is_some(),
            ParamKind::Priority => one_of(PRIORITIES),
            ParamKind::Tier => one_of(TIERS),
            ParamKind::Instant => FieldType::Instant.read(value).is_some_and(|instant| !instant.is_missing()),
            ParamKind::FreeField => value.as_text().is_some_and(|text| Path::parse_in_ticket(text).is_some()),
            ParamKind::Queue => match value.as_text() {
                Some(queue) if !queues.is_empty() && !queues.contains(queue) => {
                    return Some(unknown("queue", queue, queues.iter().map(|known| &**known)));
                }
                _ => is_text,
            },
            ParamKind::TextOrNamed(names) => match value {
                Value::Map(map) => match map.keys().find(|name| !names.contains(&&***name)) {
                    Some(name) => return Some(unknown("name", name, names.iter().copied())),
                    None => true,
                },
                _ => is_text,
            },
        };
        (!fits).then(|| format!("`{}` must be {}, not {}", self.name, self.kind.wanted(), value.described()))
    }
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    format!("there is no {what} {word} here{}", suggest::behind(word, known, "\""), word = quoted(word))
}

/// What the language, the checker and the reference must know of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionSpec {
    /// Its name in a rule.
    pub name: &'static str,
    /// Where it stands among the actions of the reference.
    pub place: u16,
    /// What it does, in one or two sentences.
    pub help: &'static str,
    /// Its arguments, in order; optional ones come last.
    pub params: &'static [Param],
    /// A call, as in a rule.
    pub example: &'static str,
    /// What it looks at beside its arguments.
    pub reads: Checked<&'static [Reads]>,
    /// What it writes to the ticket.
    pub writes: &'static [Writes],
    /// Whom it gives word of the ticket.
    pub tells: Tells,
    /// What it ends.
    pub ends: Ends,
    /// In which ways it can be a fault although its arguments fit.
    pub fails: Checked<&'static [Fails]>,
    /// What it may ask of the host.
    pub effects: Checked<&'static [&'static EffectSpec]>,
}

impl ActionSpec {
    /// How many arguments it takes, least and most.
    pub fn arity(&self) -> (usize, usize) {
        (self.params.iter().filter(|param| !param.optional).count(), self.params.len())
    }

    /// The fields of the ticket that it may write, as far as the table says.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.writes.iter().flat_map(Writes::fields).copied()
    }

    /// Whether it may write this field of the ticket.
    pub fn may_write(&self, field: &str) -> bool {
        self.writes.iter().any(|writes| writes.fields().contains(&field))
    }

    /// The call with the names of its arguments, as in `notify(who, message?)`.
    pub fn signature(&self) -> String {
        let params = self.params.iter().map(|param| format!("{}{}", param.name, if param.optional { "?" } else { "" }));
        format!("{}({})", self.name, params.collect::<Vec<_>>().join(", "))
    }
}

/// An action as a rule asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionCall {
    /// Its place in the table of actions.
    pub action: usize,
    /// Its arguments.
    pub args: Vec<Value>,
    /// Where the call stands.
    pub place: Place,
}
