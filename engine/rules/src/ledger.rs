//! What all rules so far ask for.

use std::sync::Arc;

use tierline_condition::{Facts, equal};
use tierline_model::{Effect, Override, Path, SortedMap, Text, Timestamp, Value, answer::Asked};

use crate::{
    draft::{Step, Write},
    told::Told,
};

/// Effects that one ticket event may ask for; a rule that would ask for more is a fault.
pub const MOST_EFFECTS: usize = 1_000;

/// Effects and fields that a unit of work looks at.
const LOOKED_AT: u64 = 32;
/// Items of a list that a unit of work puts in order.
const SORTED: u64 = 2;

/// The effects that count, and the facts as they are after them.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) facts: Arc<Facts>,
    entries: Vec<Entry>,
    /// What written fields held when the ticket came in: as it came, and as rules read it.
    at_first: SortedMap<Path, (Value, Value)>,
    /// Effects that others have replaced, where somebody wants to know.
    overrides: Option<Vec<Override>>,
    /// Bytes that rules may still add to the answer.
    pub(crate) room: u64,
}

/// What marks the effects of a step of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its idempotency key.
    pub key: Text,
    /// When it was reached.
    pub at: Timestamp,
}

#[derive(Debug)]
struct Entry {
    asked: Asked,
    settles: Settles,
}

/// What an effect settles, and a later one may settle anew.
#[derive(Debug)]
enum Settles {
    Nothing,
    /// What a field holds.
    Field(Path, Value),
    /// Whether a list has an item.
    Item(Path, Text),
    /// It is about an item of a list, which notes that it was asked for.
    Noted(Path, Text),
    /// It is about a field without writing it.
    About(Path),
}

impl Ledger {
    /// A ledger over these facts; one that `tells` of what was replaced, or does not.
    pub(crate) fn new(facts: Facts, tells: bool) -> Ledger {
        let overrides = tells.then(Vec::new);
        let room = facts.answer_bytes() - Told::kept_for_faults(facts.answer_bytes());
        Ledger { facts: Arc::new(facts), entries: vec![], at_first: SortedMap::new(), overrides, room }
    }

    /// The work of going through what is asked for, once for each of so many steps.
    pub(crate) fn work(&self, steps: usize) -> u64 {
        (self.entries.len() + self.at_first.len()) as u64 / LOOKED_AT * steps as u64
    }

    /// Lets the steps of `rule` count.
    ///
    /// # Errors
    ///
    /// Where that would be more effects than an event may ask for; nothing of it counts then.
    pub(crate) fn commit(
        &mut self,
        rule: &Text,
        mark: Option<&Mark>,
        steps: Vec<Step>,
        bytes: u64,
    ) -> Result<(), String> {
        if self.entries.len() + steps.len() > MOST_EFFECTS {
            return Err(format!("a ticket event may ask for at most {MOST_EFFECTS} effects"));
        }
        self.room = self.room.saturating_sub(bytes);
        for step in steps {
            let (key, at) = (mark.map(|mark| mark.key.clone()), mark.map(|mark| mark.at));
            let asked = |effect: Effect| Asked { effect, rule: rule.clone(), key, at };
            match step {
                Step::Ask(effect) => self.entries.push(Entry { asked: asked(effect), settles: Settles::Nothing }),
                Step::AskAbout(field, effect) => {
                    self.entries.push(Entry { asked: asked(effect), settles: Settles::About(field) });
                }
                Step::Write(write, effect) => self.write(asked(effect), write),
                Step::Note(field, item, effect) => {
                    self.entries.push(Entry { asked: asked(effect), settles: Settles::Noted(field, item) });
                }
                Step::Holds(field) => self.forget_about(&field),
            }
        }
        Ok(())
    }

    /// The effects that are left, in order, what was replaced, and the facts after them.
    pub(crate) fn close(self) -> (Vec<Asked>, Vec<Override>, Arc<Facts>) {
        let effects = self.entries.into_iter().map(|entry| entry.asked).collect();
        (effects, self.overrides.unwrap_or_default(), self.facts)
    }

    /// Whether this was asked for already.
    pub(crate) fn asks_for(&self, effect: &Effect) -> bool {
        self.entries.iter().any(|entry| entry.asked.effect == *effect)
    }

    /// Whether something was asked for that an item of a list notes.
    pub(crate) fn notes(&self, field: &Path, item: &Text) -> bool {
        self.entries.iter().any(|entry| match &entry.settles {
            Settles::Item(noted, known) | Settles::Noted(noted, known) => noted == field && known == item,
            _ => false,
        })
    }

    fn write(&mut self, asked: Asked, Write { field, value, as_read: now, item, is_note }: Write) {
        // Taken away, and asked for anew: the host does both.
        let is_asked_anew = is_note && item.as_ref().is_some_and(|item| self.had(&field, item));
        if !is_asked_anew {
            self.replace(&field, item.as_ref(), &value, &asked.rule);
        }
        let held = || (self.facts.ticket().get(&field).clone(), self.facts.read(&field));
        let (raw, as_read) = self.at_first.get_or_insert_with(field.clone(), held);
        Arc::make_mut(&mut self.facts).write(&field, value.clone());
        let now = if matches!(now, Value::Map(_)) { self.facts.read(&field) } else { now };
        let is_as_it_came = equal(&now, as_read) || (item.is_some() && has_the_same(&now, as_read, &self.facts));
        if is_as_it_came {
            Arc::make_mut(&mut self.facts).write(&field, raw.clone());
        }
        let changes_nothing = match &item {
            None => is_as_it_came,
            Some(item) => !is_asked_anew && has(as_read, item) == has(&value, item),
        };
        // Where parts of a field are written apart from the whole, hosts carry out every step.
        let stands_alone = !self.at_first.keys().any(|other| other != &field && other.overlaps(&field));
        // INVARIANT: no entry writes what a later one writes, and none leaves the ticket as it came.
        if !(changes_nothing && stands_alone) {
            let settles = match item {
                None => Settles::Field(field, value),
                Some(item) => Settles::Item(field, item),
            };
            self.entries.push(Entry { asked, settles });
        }
    }

    /// Takes away the effects that a write of the same field, or of the same item of a list, makes pointless.
    fn replace(&mut self, field: &Path, item: Option<&Text>, value: &Value, by: &Text) {
        let pointless = |settles: &Settles| match (settles, item) {
            (Settles::Field(settled, _) | Settles::About(settled), None) => settled == field,
            (Settles::Item(settled, known) | Settles::Noted(settled, known), Some(item)) => {
                settled == field && known == item
            }
            _ => false,
        };
        for Entry { asked, settles } in self.entries.extract_if(.., |entry| pointless(&entry.settles)) {
            if let (Settles::Field(field, was), Some(overrides)) = (settles, &mut self.overrides) {
                let (field, now) = (field.to_string().into(), value.clone());
                overrides.push(Override { field, was, rule: asked.rule, now, by: by.clone() });
            }
        }
    }

    /// Whether a list had an item when the ticket came in.
    fn had(&self, field: &Path, item: &Text) -> bool {
        match self.at_first.get(field) {
            Some((_, as_read)) => has(as_read, item),
            None => has(&self.facts.read(field), item),
        }
    }

    fn forget_about(&mut self, field: &Path) {
        self.entries.retain(|entry| !matches!(&entry.settles, Settles::About(about) if about == field));
    }
}

/// Whether a list has an item.
fn has(list: &Value, item: &str) -> bool {
    list.as_list().is_some_and(|items| items.iter().any(|known| known.as_text() == Some(item)))
}

/// Whether two lists have the same items, in whatever order.
fn has_the_same(a: &Value, b: &Value, facts: &Facts) -> bool {
    let items = |list: &Value| list.as_list().map_or(0, <[Value]>::len);
    if items(a) != items(b) {
        return false;
    }
    facts.spend(items(a) as u64 / SORTED);
    let known = texts(b);
    texts(a).iter().all(|item| known.binary_search(item).is_ok())
}

/// The texts of a list, in order.
fn texts(list: &Value) -> Vec<&str> {
    let mut texts: Vec<&str> = list.as_list().into_iter().flatten().filter_map(Value::as_text).collect();
    texts.sort_unstable();
    texts
}
