//! What is known while a ticket is decided.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tierline_model::{Field, Map, Path, Request, Root, Roster, Schema, Text, Ticket, Timestamp, Value};

use crate::{Matrix, Patterns, equal};

/// Where a field stands among those that the conditions of a desk read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(usize);

/// The fields that the conditions of a desk read, each with its slot.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    paths: Vec<Path>,
    slots: BTreeMap<Path, Slot>,
}

impl Layout {
    /// The slot of `path`; a new one where it has none yet.
    pub fn slot(&mut self, path: &Path) -> Slot {
        if let Some(slot) = self.slots.get(path) {
            return *slot;
        }
        let slot = Slot(self.paths.len());
        self.paths.push(path.clone());
        self.slots.insert(path.clone(), slot);
        slot
    }
}

/// What the facts of every ticket share: part of a compiled desk.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The fields that rules may name.
    pub schema: Schema,
    /// The fields that conditions read.
    pub layout: Layout,
    /// The matrices, by name.
    pub matrices: BTreeMap<Text, Matrix>,
    /// The patterns of `matches`.
    pub patterns: Patterns,
}

/// What is known while one ticket event is decided: the request, changed by the effects of the rules so far.
#[derive(Clone, Debug)]
pub struct Facts {
    frame: Arc<Frame>,
    request: Request,
    /// The ticket as it came, where the event says what it changed.
    came: Option<Ticket>,
    slots: Vec<Value>,
    revision: u64,
    steps_left: Arc<AtomicU64>,
}

impl Facts {
    /// What `request` says. All that is done to decide about it may take `steps`.
    pub fn new(frame: Arc<Frame>, request: Request, steps: u64) -> Facts {
        let slots = Vec::with_capacity(frame.layout.paths.len());
        let came = request.event.contains_key("before").then(|| request.ticket.clone());
        let mut facts = Facts { frame, request, came, slots, revision: 0, steps_left: Arc::new(AtomicU64::new(steps)) };
        facts.slots = facts.frame.layout.paths.iter().map(|path| facts.read(path)).collect();
        facts
    }

    /// What the desk lends to all tickets.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// How many steps are left for all that decides about this ticket event.
    pub fn steps_left(&self) -> u64 {
        self.steps_left.load(Ordering::Relaxed)
    }

    /// Takes steps off; whether there were enough. Where there were not, none are left.
    pub fn charge(&self, steps: u64) -> bool {
        let left = self.steps_left();
        self.steps_left.store(left.saturating_sub(steps), Ordering::Relaxed);
        steps <= left
    }

    /// The instant of the evaluation.
    pub fn now(&self) -> Timestamp {
        self.request.now
    }

    /// The ticket as it is by now.
    pub fn ticket(&self) -> &Ticket {
        &self.request.ticket
    }

    /// Gives the ticket back.
    pub fn into_ticket(self) -> Ticket {
        self.request.ticket
    }

    /// Who can be given work.
    pub fn roster(&self) -> &Roster {
        &self.request.roster
    }

    /// The groups of rules that are switched off.
    pub fn without_groups(&self) -> &BTreeSet<Text> {
        &self.request.without_groups
    }

    /// Whose turn it was last under `key`.
    pub fn turn(&self, key: &str) -> Option<&Text> {
        self.request.turns.get(key)
    }

    /// How often the ticket has been written to; whoever keeps a copy of it must make a new one when this changes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The fields of a record as they came.
    pub fn record(&self, root: Root) -> Option<&Map> {
        match root {
            Root::Event => Some(&self.request.event),
            Root::Context => Some(&self.request.context),
            root => self.request.ticket.record(root),
        }
    }

    /// What a rule reads at `path`: the value as its field reads it, or the field's default.
    pub fn read(&self, path: &Path) -> Value {
        let raw = self.record(path.root).map_or(&Value::Missing, |record| path.follow(record));
        self.as_read(path, raw)
    }

    /// As [`read`](Facts::read), where the field is at hand.
    pub fn read_field(&self, field: &Field) -> Value {
        let raw = self.record(field.path.root).map_or(&Value::Missing, |record| field.path.follow(record));
        self.held(Some(field), &field.path, raw)
    }

    /// What a rule reads where `path` holds `raw`.
    fn as_read(&self, path: &Path, raw: &Value) -> Value {
        self.held(self.frame.schema.field(path), path, raw)
    }

    fn held(&self, field: Option<&Field>, path: &Path, raw: &Value) -> Value {
        let value = match field {
            Some(field) if raw.is_missing() => field.default.clone(),
            // A value that does not fit its field was refused with the request, or written by a checked action.
            Some(field) => field.kind.read(raw).unwrap_or_default(),
            None => raw.clone(),
        };
        match value {
            Value::Map(mut map) => {
                for part in self.frame.schema.parts(path) {
                    let below = Path { root: path.root, names: part.path.names[path.names.len()..].to_vec() };
                    let held = self.held(Some(part), &part.path, below.follow(&map));
                    below.put(&mut map, held);
                }
                Value::Map(map)
            }
            value => value,
        }
    }

    /// What a rule reads in a slot.
    pub fn slot(&self, slot: Slot) -> &Value {
        self.slots.get(slot.0).unwrap_or(&Value::Missing)
    }

    /// Sets a field of the ticket.
    pub fn write(&mut self, path: &Path, value: Value) {
        self.request.ticket.put(path, value);
        self.revision += 1;
        for (index, read) in self.frame.layout.paths.iter().enumerate() {
            if read.overlaps(path) {
                let value = self.read(read);
                if let Some(slot) = self.slots.get_mut(index) {
                    *slot = value;
                }
            }
        }
    }

    /// What a field of the ticket held before the event, where the event changed it: whatever rules have done since does
    /// not count.
    pub fn before(&self, path: &Path) -> Option<Value> {
        let came = self.came.as_ref()?;
        let before = self.request.event.get("before").and_then(Value::as_map)?;
        let held = match path.root {
            Root::Ticket => path.follow_known(before)?,
            root => path.follow_known(before.get(root.name()).and_then(Value::as_map)?)?,
        };
        let (before, now) = (self.as_read(path, held), self.as_read(path, came.get(path)));
        (!equal(&before, &now)).then_some(before)
    }
}
