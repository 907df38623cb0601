//! What is known while a ticket is decided.

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use tierline_model::{
    Field, Limits, Map, Path, Request, Root, Roster, Schema, SortedMap, SortedSet, Text, Ticket, Timestamp, Value,
    keep_struct,
    kept::{Keep, Reader, Writer},
};

use crate::{Matrix, Onlooker, OpenTime, Patterns, budget::Budget, by_path::ByPath, changes::Changes, equal};

/// Where a field stands among those that the conditions of a desk read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u32);

keep_struct!(Slot(number));

impl Slot {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// The fields that the conditions of a desk read, each with its slot.
///
/// Bundles keep the list of the fields.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    paths: Vec<Path>,
    /// How rules write them.
    names: Vec<Text>,
    /// The numbers of all, in the order of their paths.
    sorted: Vec<u32>,
}

impl Keep for Layout {
    fn keep(&self, to: &mut Writer) {
        self.paths.keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Layout {
        let paths: Vec<Path> = Keep::read(from);
        let mut layout = Layout::default();
        for path in paths {
            let place = layout.place(&path).unwrap_or_else(|known| known);
            layout.add(path, place);
        }
        layout
    }
}

impl Layout {
    /// The slot of `path`; a new one where it has none yet.
    pub fn slot(&mut self, path: &Path) -> Slot {
        match self.place(path) {
            Ok(known) => Slot(self.sorted[known]),
            Err(place) => self.add(path.clone(), place),
        }
    }

    /// Where a path stands among the sorted ones, or where it would.
    fn place(&self, path: &Path) -> Result<usize, usize> {
        self.sorted.binary_search_by(|slot| self.paths[*slot as usize].cmp(path))
    }

    fn add(&mut self, path: Path, place: usize) -> Slot {
        // INVARIANT: a desk reads fewer fields than 32 bits count.
        let slot = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        self.sorted.insert(place, slot);
        self.names.push(path.to_string().into());
        self.paths.push(path);
        Slot(slot)
    }

    /// The slot of a field that conditions read.
    pub fn slot_of(&self, path: &Path) -> Option<Slot> {
        self.place(path).ok().map(|known| Slot(self.sorted[known]))
    }

    /// The field of a slot.
    pub fn path(&self, slot: Slot) -> Option<&Path> {
        self.paths.get(slot.index())
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
    pub matrices: SortedMap<Text, Matrix>,
    /// The patterns of `matches`.
    pub patterns: Patterns,
    /// The calendars.
    pub calendars: Arc<dyn OpenTime>,
    onlooker: Option<Arc<dyn Onlooker>>,
    /// The declared field of each slot.
    fields: Vec<Option<Field>>,
    by_path: ByPath,
}

impl Frame {
    /// What a desk lends to the facts of its tickets.
    pub fn new(
        schema: Schema,
        layout: Layout,
        matrices: SortedMap<Text, Matrix>,
        patterns: Patterns,
        calendars: Arc<dyn OpenTime>,
    ) -> Frame {
        let fields = layout.paths.iter().map(|path| schema.field(path).cloned()).collect();
        let by_path = ByPath::new(&layout.paths);
        Frame { schema, layout, matrices, patterns, calendars, onlooker: None, fields, by_path }
    }

    /// The same, with somebody who looks on.
    #[must_use]
    pub fn watched_by(&self, onlooker: Arc<dyn Onlooker>) -> Frame {
        Frame { onlooker: Some(onlooker), ..self.clone() }
    }

    /// Who looks on.
    pub fn onlooker(&self) -> Option<&dyn Onlooker> {
        self.onlooker.as_deref()
    }

    /// The slots whose fields a write at `path` can change.
    pub fn slots_of<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = Slot> + 'a {
        // INVARIANT: a desk reads fewer fields than 32 bits count.
        self.by_path.overlapping(&self.layout.paths, path).map(|slot| Slot(u32::try_from(slot).unwrap_or(u32::MAX)))
    }
}

/// What conditions must know of the SLA clocks of a ticket: another hole that the desk fills.
pub trait Clocks: Send + Sync {
    /// What they read at an instant, by the names of the fields below `sla`.
    fn readings(&self, at: Timestamp) -> Map;

    /// What one of those fields reads; missing where there is none.
    fn reading(&self, names: &[Text], at: Timestamp) -> Value;

    /// The next instant after `after` at which the field `names` changes, or where it is a number, at which it reaches
    /// or passes `value`. `None` where it never does by time alone.
    fn next(&self, names: &[Text], value: Option<i64>, after: Timestamp) -> Option<Timestamp>;
}

impl fmt::Debug for dyn Clocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("clocks")
    }
}

/// What is known while one ticket event is decided: the request, changed by the effects of the rules so far.
#[derive(Clone, Debug)]
pub struct Facts {
    frame: Arc<Frame>,
    /// What was asked, without its ticket, event and history: they stand beside it.
    request: Arc<Request>,
    now: Timestamp,
    ticket: Ticket,
    event: Arc<Map>,
    history: Arc<[Arc<Map>]>,
    /// What the event changed, where anybody says so.
    changes: Option<Arc<Changes>>,
    /// The SLA clocks, and what they read now, where somebody asked for all of it.
    clocks: Option<(OnceLock<Map>, Arc<dyn Clocks>)>,
    slots: Vec<Value>,
    revision: u64,
    reads_revision: u64,
    /// How many revisions all copies of the facts of one evaluation had together.
    revisions: Arc<AtomicU64>,
    /// What all of them may still take together.
    pub(crate) budget: Arc<Budget>,
}

impl Facts {
    /// What `request` says. What is done to decide about it stays within `limits`.
    pub fn new(frame: Arc<Frame>, mut request: Request, limits: Limits) -> Facts {
        let slots = Vec::with_capacity(frame.layout.paths.len());
        let changes = Changes::of(&request).map(Arc::new);
        let (ticket, event) = (std::mem::take(&mut request.ticket), Arc::new(std::mem::take(&mut request.event)));
        let history = std::mem::take(&mut request.history).into_iter().map(Arc::new).collect();
        let mut facts = Facts {
            frame,
            now: request.now,
            request: Arc::new(request),
            ticket,
            event,
            history,
            changes,
            clocks: None,
            slots,
            revision: 0,
            reads_revision: 0,
            revisions: Arc::default(),
            budget: Arc::new(Budget::new(limits)),
        };
        facts.slots = (0..facts.frame.layout.paths.len()).map(|slot| facts.read_slot(slot)).collect();
        facts
    }

    /// What the desk lends to all tickets.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The instant of the evaluation.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The event, as it came.
    pub fn event(&self) -> &Map {
        &self.event
    }

    /// What happened before.
    pub fn history(&self) -> &[Arc<Map>] {
        &self.history
    }

    /// The keys of what the host has dealt with.
    pub fn done(&self) -> &SortedSet<Text> {
        &self.request.done
    }

    /// The instant of the evaluation before this one.
    pub fn since(&self) -> Option<Timestamp> {
        self.request.since
    }

    /// The same facts at another instant, at which nothing happens.
    pub fn at(&self, now: Timestamp) -> Facts {
        let mut facts = self.clone();
        facts.wait_until(now);
        facts
    }

    /// Lets time pass, and nothing happen.
    pub(crate) fn wait_until(&mut self, now: Timestamp) {
        let timer = [("kind".into(), Value::text("timer")), ("at".into(), Value::Instant(now))];
        self.play(Arc::new(timer.into_iter().collect()), now);
    }

    /// Lets `event` happen at `now`. What it changes is written next; [`told`](Facts::told) or [`seen`](Facts::seen) says
    /// that this was the event's doing.
    pub fn play(&mut self, event: Arc<Map>, now: Timestamp) {
        (self.event, self.now, self.changes) = (event, now, None);
        if let Some((readings, _)) = &mut self.clocks {
            readings.take();
        }
        self.read_slots_of(&[Root::Event, Root::Sla]);
    }

    /// The event changed what its `before` names, up to the ticket as it is by now.
    pub fn told(&mut self) {
        self.changes = Some(Arc::new(Changes::Told));
    }

    /// The event changed these fields, each of which held that before, up to the ticket as it is by now.
    pub fn seen(&mut self, fields: Vec<(Path, Value)>) {
        self.changes = Some(Arc::new(Changes::Seen(fields)));
    }

    /// Says what the SLA clocks read.
    pub fn set_clocks(&mut self, clocks: Arc<dyn Clocks>) {
        self.clocks = Some((OnceLock::new(), clocks));
        self.read_slots_of(&[Root::Sla]);
    }

    /// The same facts before anybody said what the SLA clocks read.
    pub fn without_clocks(&self) -> Facts {
        let mut facts = self.clone();
        if facts.clocks.take().is_some() {
            facts.read_slots_of(&[Root::Sla]);
        }
        facts
    }

    /// The SLA clocks, where they were set.
    pub fn clocks(&self) -> Option<&Arc<dyn Clocks>> {
        self.clocks.as_ref().map(|(_, clocks)| clocks)
    }

    fn read_slots_of(&mut self, roots: &[Root]) {
        self.revise();
        self.reads_revision += 1;
        let frame = self.frame.clone();
        for slot in roots.iter().flat_map(|root| frame.by_path.of_root(&frame.layout.paths, *root)) {
            self.slots[slot] = self.read_slot(slot);
        }
    }

    /// The ticket as it is by now.
    pub fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// Gives the ticket back.
    pub fn into_ticket(self) -> Ticket {
        self.ticket
    }

    /// Who can be given work.
    pub fn roster(&self) -> &Roster {
        &self.request.roster
    }

    /// The groups of rules that are switched off.
    pub fn without_groups(&self) -> &SortedSet<Text> {
        &self.request.without_groups
    }

    /// Whose turn it was last under `key`.
    pub fn turn(&self, key: &str) -> Option<&Text> {
        self.request.turns.get(key)
    }

    /// Which facts these are: no others of the evaluation have the number, but for copies that nothing was written to.
    /// Whoever keeps something made of them must make it anew when this changes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    fn revise(&mut self) {
        self.revision = self.revisions.fetch_add(1, Ordering::Relaxed) + 1;
    }

    /// How often what conditions read has been written to.
    pub fn reads_revision(&self) -> u64 {
        self.reads_revision
    }

    /// The fields of a record as they came.
    pub fn record(&self, root: Root) -> Option<&Map> {
        match root {
            Root::Event => Some(&self.event),
            Root::Context => Some(&self.request.context),
            Root::Sla => {
                let (readings, clocks) = self.clocks.as_ref()?;
                Some(readings.get_or_init(|| clocks.readings(self.now)))
            }
            root => self.ticket.record(root),
        }
    }

    /// What stands at `path`, as it came.
    pub fn raw(&self, path: &Path) -> &Value {
        self.record(path.root).map_or(&Value::Missing, |record| path.follow(record))
    }

    /// What a rule reads at `path`: the value as its field reads it, or the field's default.
    pub fn read(&self, path: &Path) -> Value {
        self.as_read(path, self.raw(path))
    }

    fn read_slot(&self, slot: usize) -> Value {
        let Some(path) = self.frame.layout.paths.get(slot) else { return Value::Missing };
        if let (Root::Sla, Some((_, clocks))) = (path.root, &self.clocks) {
            let reading = clocks.reading(&path.names, self.now);
            return self.held(self.frame.fields.get(slot).and_then(Option::as_ref), path, &reading);
        }
        let raw = self.record(path.root).map_or(&Value::Missing, |record| path.follow(record));
        self.held(self.frame.fields.get(slot).and_then(Option::as_ref), path, raw)
    }

    /// As [`read`](Facts::read), where the field is at hand.
    pub fn read_field(&self, field: &Field) -> Value {
        self.held(Some(field), &field.path, self.raw(&field.path))
    }

    /// What a rule reads where `path` holds `raw`.
    pub fn as_read(&self, path: &Path, raw: &Value) -> Value {
        self.held(self.frame.schema.field(path), path, raw)
    }

    fn held(&self, field: Option<&Field>, path: &Path, raw: &Value) -> Value {
        let value = match field {
            Some(field) if raw.is_missing() => field.default.clone(),
            // A value that does not fit its field was refused with the request, or written by a checked action; where
            // nobody checked, it reads as a missing one does.
            Some(field) => field.kind.read(raw).unwrap_or_else(|| field.default.clone()),
            None => raw.clone(),
        };
        match value {
            Value::Map(mut map) => {
                for part in self.frame.schema.parts(path) {
                    let below = Path { root: path.root, names: part.path.names[path.names.len()..].into() };
                    let held = self.held(Some(part), &part.path, below.follow(&map));
                    below.put(&mut map, held);
                }
                Value::Map(map)
            }
            value => value,
        }
    }

    /// How rules write the field of a slot.
    pub(crate) fn name_of(&self, slot: Slot) -> Text {
        self.frame.layout.names.get(slot.index()).cloned().unwrap_or_default()
    }

    /// The field of a slot.
    pub fn field_of(&self, slot: Slot) -> Option<&Path> {
        self.frame.layout.path(slot)
    }

    /// What a rule reads in a slot.
    pub fn slot(&self, slot: Slot) -> &Value {
        self.slots.get(slot.index()).unwrap_or(&Value::Missing)
    }

    /// Sets a field of the ticket.
    pub fn write(&mut self, path: &Path, value: Value) {
        self.ticket.put(path, value);
        self.revise();
        let frame = self.frame.clone();
        for slot in frame.by_path.overlapping(&frame.layout.paths, path) {
            self.slots[slot] = self.read_slot(slot);
            self.reads_revision += 1;
        }
    }

    /// What a field of the ticket held before the event and what it held after it, as they came, where anybody says so.
    pub(crate) fn change_of(&self, path: &Path) -> Option<(&Value, &Value)> {
        self.changes.as_ref()?.of_field(path, &self.event, &self.ticket)
    }

    /// What a field of the ticket held before the event, where the event changed it: whatever rules have done since does
    /// not count.
    pub fn before(&self, path: &Path) -> Option<Value> {
        let (before, after) = self.change_of(path)?;
        let (before, after) = (self.as_read(path, before), self.as_read(path, after));
        (!equal(&before, &after)).then_some(before)
    }
}
