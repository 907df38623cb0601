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
    settles: Option<Settled>,
}

/// What an effect settles: a field, or whether a list has an item.
#[derive(Debug)]
struct Settled {
    field: Path,
    item: Option<Text>,
    value: Value,
}

impl Ledger {
    pub(crate) fn new(facts: Facts) -> Ledger {
        Ledger { facts: Arc::new(facts), entries: vec![], at_first: BTreeMap::new(), overrides: vec![] }
    }

    /// Lets the steps of `rule` count.
    pub(crate) fn commit(&mut self, rule: &Text, steps: Vec<Step>) {
        for Step { effect, write, about } in steps {
            let asked = Asked { effect, rule: rule.clone() };
            match write {
                None => self.ask(asked, about),
                Some(write) => self.write(asked, write),
            }
        }
    }

    /// The effects that are left, in order.
    pub(crate) fn effects(self) -> (Vec<Asked>, Vec<Override>, Arc<Facts>) {
        (self.entries.into_iter().map(|entry| entry.asked).collect(), self.overrides, self.facts)
    }

    fn ask(&mut self, asked: Asked, about: Option<Path>) {
        let settles = about.map(|field| Settled { value: self.facts.read(&field), field, item: None });
        self.entries.push(Entry { asked, settles });
    }

    fn write(&mut self, asked: Asked, Write { field, value, item }: Write) {
        let before = self.facts.read(&field);
        let at_first = self.at_first.entry(field.clone()).or_insert(before).clone();
        Arc::make_mut(&mut self.facts).write(&field, value.clone());
        let unchanged = match &item {
            None => equal(&at_first, &value),
            Some(item) => has(&at_first, item) == has(&value, item),
        };
        self.replace(&field, item.as_ref(), &value, &asked.rule);
        // INVARIANT: no entry writes what a later one writes, and none leaves the ticket as it came.
        if !unchanged {
            self.entries.push(Entry { asked, settles: Some(Settled { field, item, value }) });
        }
    }

    /// Takes away the effects that a write of the same field, or of the same item of a list, makes pointless.
    fn replace(&mut self, field: &Path, item: Option<&Text>, value: &Value, by: &Text) {
        let same = |settled: &Settled| settled.field == *field && settled.item.as_ref() == item;
        while let Some(index) = self.entries.iter().position(|entry| entry.settles.as_ref().is_some_and(same)) {
            let Entry { asked, settles } = self.entries.remove(index);
            if let Some(Settled { field, item: None, value: was }) = settles {
                let (field, now) = (field.to_string().into(), value.clone());
                self.overrides.push(Override { field, was, rule: asked.rule, now, by: by.clone() });
            }
        }
    }
}

/// Whether a list has an item.
fn has(list: &Value, item: &str) -> bool {
    list.as_list().is_some_and(|items| items.iter().any(|known| known.as_text() == Some(item)))
}
