//! What one rule asks for, before it counts.

use tierline_model::{Effect, Path, Roster, Text, Timestamp, Value};

use tierline_condition::{Facts, equal};

use crate::seen::{Look, Seen};

/// What one rule asks for. It counts as a whole once all actions of the rule went well, or not at all.
#[derive(Debug)]
pub struct Draft<'a> {
    facts: &'a Facts,
    pub(crate) steps: Vec<Step>,
    pub(crate) stopped: bool,
    /// The facts with the writes of the first so many steps, once something was read that they touch.
    after: Option<(Facts, usize)>,
    pub(crate) seen: Seen,
}

/// One thing that a rule asks for.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// An effect that writes nothing.
    Ask(Effect),
    /// An effect that a later write of the field, or finding that it holds what it should, makes pointless.
    AskAbout(Path, Effect),
    /// An effect and the write that goes with it.
    Write(Write, Effect),
    /// The field holds already what it should.
    Holds(Path),
}

/// A field of the ticket and what it is to hold.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    pub(crate) field: Path,
    pub(crate) value: Value,
    /// What rules then read, parts with a default of their own aside.
    pub(crate) as_read: Value,
    /// The item of a list that is added or taken away; `None` where the field holds a single value.
    pub(crate) item: Option<Text>,
}

impl<'a> Draft<'a> {
    /// A draft of what so many calls ask for.
    pub(crate) fn new(facts: &'a Facts, calls: usize) -> Draft<'a> {
        Draft { facts, steps: Vec::with_capacity(calls), stopped: false, after: None, seen: Seen::default() }
    }

    /// Who works here.
    pub fn roster(&mut self) -> &'a Roster {
        self.seen.note(|| Look::Roster);
        self.facts.roster()
    }

    /// The instant of the evaluation.
    pub fn now(&mut self) -> Timestamp {
        self.seen.note(|| Look::Now);
        self.facts.now()
    }

    /// Whose turn it was last, by the key that an effect named.
    pub fn turn(&mut self, key: &str) -> Option<&'a Text> {
        self.seen.note(|| Look::Turns);
        self.facts.turn(key)
    }

    /// What a field of the ticket holds once this draft counts.
    pub fn read(&mut self, field: &Path) -> Value {
        self.seen.note(|| Look::Field(field.clone()));
        self.held(field)
    }

    fn held(&mut self, field: &Path) -> Value {
        if !self.steps.iter().filter_map(Step::write).any(|write| write.field.overlaps(field)) {
            return self.facts.read(field);
        }
        let (after, written) = self.after.get_or_insert_with(|| (self.facts.clone(), 0));
        for write in self.steps.iter().skip(*written).filter_map(Step::write) {
            after.write(&write.field, write.value.clone());
        }
        *written = self.steps.len();
        after.read(field)
    }

    /// Asks for `effect`.
    pub fn ask(&mut self, effect: Effect) {
        self.steps.push(Step::Ask(effect));
    }

    /// Asks for `effect` unless a later write of `field` makes it pointless.
    pub fn ask_about(&mut self, field: &Path, effect: Effect) {
        self.steps.push(Step::AskAbout(field.clone(), effect));
    }

    /// Sets `field` to `value`, which `effect` asks the host to do; nothing where it holds that already.
    ///
    /// # Errors
    ///
    /// Where the field cannot hold the value.
    pub fn set(&mut self, field: &Path, value: Value, effect: Effect) -> Result<(), String> {
        let unfit = |wanted: String| format!("`{field}` must be {wanted}, not {}", value.described());
        if let Some(depth) = field.too_deep_for(&value) {
            let most = Path::DEEPEST;
            return Err(format!(
                "`{field}` would be nested {depth} deep, and what a ticket holds may be nested at most {most} deep"
            ));
        }
        let declared = self.facts.frame().schema.field(field);
        let as_read = match declared {
            Some(declared) if value.is_missing() => declared.default.clone(),
            Some(declared) => declared.kind.read(&value).ok_or_else(|| unfit(declared.kind.wanted()))?,
            None => value.clone(),
        };
        let held = match declared {
            Some(declared) if self.steps.is_empty() => self.facts.read_field(declared),
            _ => self.held(field),
        };
        let step = match equal(&held, &as_read) {
            true => Step::Holds(field.clone()),
            false => Step::Write(Write { field: field.clone(), value, as_read, item: None }, effect),
        };
        self.steps.push(step);
        Ok(())
    }

    /// Adds `item` to the list `field`, which `effect` asks the host to do; nothing where the list has it already.
    pub fn add(&mut self, field: &Path, item: Text, effect: Effect) {
        let mut items = self.items(field);
        if !items.iter().any(|known| known.as_text() == Some(&item)) {
            items.push(Value::Text(item.clone()));
            self.write_list(field, items, item, effect);
        }
    }

    /// Takes `item` out of the list `field`, which `effect` asks the host to do; nothing where the list lacks it.
    pub fn remove(&mut self, field: &Path, item: &str, effect: Effect) {
        let mut items = self.items(field);
        let before = items.len();
        items.retain(|known| known.as_text() != Some(item));
        if items.len() < before {
            self.write_list(field, items, item.into(), effect);
        }
    }

    /// Ends the evaluation after this rule.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    fn items(&mut self, field: &Path) -> Vec<Value> {
        self.held(field).as_list().map(<[Value]>::to_vec).unwrap_or_default()
    }

    fn write_list(&mut self, field: &Path, items: Vec<Value>, item: Text, effect: Effect) {
        let items = Value::List(items);
        let write = Write { field: field.clone(), as_read: items.clone(), value: items, item: Some(item) };
        self.steps.push(Step::Write(write, effect));
    }
}

impl Step {
    fn write(&self) -> Option<&Write> {
        match self {
            Step::Write(write, _) => Some(write),
            _ => None,
        }
    }
}
