//! What all rules so far ask for.

use std::{collections::BTreeMap, sync::Arc};

use tierline_condition::{Facts, equal};
use tierline_model::{Override, Path, Text, Value, answer::Asked};

use crate::draft::{Step, Write};

/// The effects that count, and the facts as they are after them.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) facts: Arc<Facts>,
    entries: Vec<Entry>,
    at_first: BTreeMap<Path, Value>,
    pub(crate) overrides: Vec<Override>,
}

#[derive(Debug)]
struct Entry {
    asked: Asked,
    settles: Option<(Path, Value)>,
}

impl Ledger {
    pub(crate) fn new(facts: Facts) -> Ledger {
        Ledger { facts: Arc::new(facts), entries: vec![], at_first: BTreeMap::new(), overrides: vec![] }
    }

    /// Lets the steps of `rule` count.
    pub(crate) fn commit(&mut self, rule: &Text, steps: Vec<Step>) {
        for Step { effect, write } in steps {
            let asked = Asked { effect, rule: rule.clone() };
            match write {
                None => self.entries.push(Entry { asked, settles: None }),
                Some(write) => self.write(asked, write),
            }
        }
    }

    /// The effects that are left, in order.
    pub(crate) fn effects(self) -> (Vec<Asked>, Vec<Override>, Arc<Facts>) {
        (self.entries.into_iter().map(|entry| entry.asked).collect(), self.overrides, self.facts)
    }

    fn write(&mut self, asked: Asked, write: Write) {
        let Write { field, value, replaces } = write;
        let before = self.facts.read(&field);
        let at_first = self.at_first.entry(field.clone()).or_insert(before).clone();
        Arc::make_mut(&mut self.facts).write(&field, value.clone());
        if !replaces {
            self.entries.push(Entry { asked, settles: None });
            return;
        }
        self.replace(&field, &value, &asked.rule);
        // INVARIANT: at most one entry settles a field, and none that leaves the field as it came.
        if !equal(&at_first, &value) {
            self.entries.push(Entry { asked, settles: Some((field, value)) });
        }
    }

    fn replace(&mut self, field: &Path, value: &Value, by: &Text) {
        let settled = |entry: &Entry| entry.settles.as_ref().is_some_and(|(settled, _)| settled == field);
        let Some(index) = self.entries.iter().position(settled) else { return };
        let earlier = self.entries.remove(index);
        if let Some((field, was)) = earlier.settles {
            let (rule, by, now) = (earlier.asked.rule, by.clone(), value.clone());
            self.overrides.push(Override { field: field.to_string().into(), was, rule, now, by });
        }
    }
}
