//! What one rule asks for, before it counts.

use tierline_model::{Effect, Path, Root, Text, Value};

use tierline_condition::{Facts, equal};

/// What one rule asks for. It counts as a whole once all actions of the rule went well, or not at all.
#[derive(Debug)]
pub struct Draft<'a> {
    facts: &'a Facts,
    pub(crate) steps: Vec<Step>,
    pub(crate) stopped: bool,
}

/// An effect and the write that goes with it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) effect: Effect,
    pub(crate) write: Option<Write>,
    /// A field that it is about without writing it: whoever writes that later replaces the effect.
    pub(crate) about: Option<Path>,
}

/// A field of the ticket and what it is to hold.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    pub(crate) field: Path,
    pub(crate) value: Value,
    /// The item of a list that is added or taken away; `None` where the field holds a single value.
    pub(crate) item: Option<Text>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(facts: &'a Facts) -> Draft<'a> {
        Draft { facts, steps: Vec::new(), stopped: false }
    }

    /// What is known, without what this draft asks for.
    pub fn facts(&self) -> &'a Facts {
        self.facts
    }

    /// What a field of the ticket holds once this draft counts.
    pub fn read(&self, field: &Path) -> Value {
        let writes = self.steps.iter().rev().filter_map(|step| step.write.as_ref());
        let written = writes.into_iter().find(|write| write.field == *field);
        written.map_or_else(|| self.facts.read(field), |write| write.value.clone())
    }

    /// Asks for `effect`.
    pub fn ask(&mut self, effect: Effect) {
        self.steps.push(Step { effect, write: None, about: None });
    }

    /// Asks for `effect` unless a later write of `field` makes it pointless.
    pub fn ask_about(&mut self, field: &Path, effect: Effect) {
        self.steps.push(Step { effect, write: None, about: Some(field.clone()) });
    }

    /// Sets `field` to `value`, which `effect` asks the host to do; nothing where it holds that already.
    ///
    /// # Errors
    ///
    /// Where the field cannot hold the value.
    pub fn set(&mut self, field: &Path, value: Value, effect: Effect) -> Result<(), String> {
        let declared = self.facts.frame().schema.field(field);
        if let Some(declared) = declared.filter(|declared| declared.kind.read(&value).is_none()) {
            let wanted = declared.kind.wanted();
            return Err(format!("`{field}` must be {wanted}, not {}", value.described()));
        }
        if !equal(&self.read(field), &value) {
            let write = Write { field: field.clone(), value, item: None };
            self.steps.push(Step { effect, write: Some(write), about: None });
        }
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

    fn items(&self, field: &Path) -> Vec<Value> {
        self.read(field).as_list().map(<[Value]>::to_vec).unwrap_or_default()
    }

    fn write_list(&mut self, field: &Path, items: Vec<Value>, item: Text, effect: Effect) {
        let write = Write { field: field.clone(), value: Value::List(items), item: Some(item) };
        self.steps.push(Step { effect, write: Some(write), about: None });
    }
}

/// The field `name` of the ticket itself.
pub(crate) fn ticket(name: &str) -> Path {
    Path { root: Root::Ticket, names: vec![name.into()] }
}
