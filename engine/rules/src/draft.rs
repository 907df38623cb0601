//! What one rule asks for, before it counts.

use tierline_model::{Bytes, Effect, Path, Place, Roster, Text, Timestamp, Value};

use tierline_condition::{Condition, Extent, Facts, Refused, Trouble, equal};

use crate::{
    ledger::Ledger,
    seen::{Look, Seen},
};

/// What one rule asks for. It counts as a whole once all actions of the rule went well, or not at all.
#[derive(Debug)]
pub struct Draft<'a> {
    facts: &'a Facts,
    pub(crate) steps: Vec<Step>,
    pub(crate) stopped: bool,
    /// Bytes that it may add to the answer, and those that it does.
    room: u64,
    pub(crate) bytes: u64,
    /// What it was refused. It goes on, with nothing in place of what it asked for, and does not count.
    refused: Option<TooMuch>,
    /// What it is made beside; nothing where an action is only tried.
    occasion: Option<Occasion<'a>>,
    /// The facts with the writes of the first so many steps, once something was read that they touch.
    after: Option<(Facts, usize)>,
    pub(crate) seen: Seen,
}

/// What a draft is made beside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occasion<'a> {
    /// What rules of this event asked for before.
    pub(crate) ledger: &'a Ledger,
    /// The condition of its rule.
    pub(crate) condition: &'a Condition,
}

/// What a draft was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooMuch {
    /// Work.
    Work(Refused),
    /// Bytes of the answer: what was needed, and what was left.
    Bytes(u64, u64),
}

/// Nobody: in place of a roster that is too large to be gone through.
static NOBODY: Roster = Roster { teams: vec![], agents: vec![] };

/// Work that an agent of the roster takes, who is looked at.
const AGENT: u64 = 2;
/// Bytes of an effect that a unit of work writes.
const WRITTEN: u64 = 64;
/// Bytes around an effect: the rule that asks for it, and the marks.
const AROUND: u64 = 64;
/// How often a list is gone through and copied where an item is added or taken away.
const LIST_COPIES: u64 = 6;
/// Fields of a ticket that take no time to make room among.
const MANY: usize = 1_000;
/// Fields of a ticket that a unit of work makes room among.
const MOVED: u64 = 16;

/// One thing that a rule asks for.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// An effect that writes nothing.
    Ask(Effect),
    /// An effect that a later write of the field, or finding that it holds what it should, makes pointless.
    AskAbout(Path, Effect),
    /// An effect and the write that goes with it.
    Write(Write, Effect),
    /// An effect about an item that a list has noted already.
    Note(Path, Text, Effect),
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
    /// Whether the item only notes what was asked for, so that taking it away and asking anew is two things.
    pub(crate) is_note: bool,
}

impl<'a> Draft<'a> {
    /// A draft of what so many calls ask for, which may add `room` bytes to the answer.
    pub(crate) fn new(facts: &'a Facts, calls: usize, room: u64) -> Draft<'a> {
        let (stopped, bytes, refused, occasion, after, seen) = Default::default();
        Draft { facts, steps: Vec::with_capacity(calls), stopped, room, bytes, refused, occasion, after, seen }
    }

    /// The same, made beside what rules before asked for.
    pub(crate) fn beside(mut self, ledger: &'a Ledger, condition: &'a Condition) -> Draft<'a> {
        self.occasion = Some(Occasion { ledger, condition });
        self
    }

    /// What it was refused.
    pub(crate) fn refused(&self) -> Option<TooMuch> {
        self.refused
    }

    /// Whether there is work left for something that is about to be done.
    pub(crate) fn may(&mut self, work: u64) -> bool {
        let may = work == 0 || self.facts.charge(work);
        self.granted(may)
    }

    /// Whether work was granted; where it was not, the draft is refused.
    fn granted(&mut self, may: bool) -> bool {
        if !may && self.refused.is_none() {
            self.refused = self.facts.refused().map(TooMuch::Work);
        }
        may
    }

    /// Whether there is work left to go through a value so many times over.
    pub(crate) fn may_go_through(&mut self, value: &Value, times: u64) -> bool {
        match value {
            Value::List(_) | Value::Map(_) => {
                let copying = |extent: Extent| times.saturating_mul(extent.copied());
                let least = copying(Extent::at_least(value));
                if least > self.facts.work_at_hand() {
                    return self.may(least);
                }
                let extent = self.facts.counted(value);
                self.granted(extent.is_some()) && self.may(extent.map_or(0, copying))
            }
            _ => true,
        }
    }

    /// Whether there is room in the answer for so many bytes more.
    fn has_room(&mut self, bytes: u64) -> bool {
        let needed = self.bytes.saturating_add(bytes);
        let has_room = needed <= self.room;
        match has_room {
            true => self.bytes = needed,
            false => self.refused = self.refused.or(Some(TooMuch::Bytes(needed, self.room))),
        }
        has_room
    }

    /// Whether there is room and work for an effect, which writes so many bytes beside.
    fn may_ask(&mut self, effect: &Effect, written: u64) -> bool {
        let bytes = AROUND + effect.bytes() + written;
        self.has_room(bytes) && self.may(bytes / WRITTEN)
    }

    /// Who works here.
    pub fn roster(&mut self) -> &'a Roster {
        self.seen.note(|| Look::Roster);
        let roster = self.facts.roster();
        let people = roster.agents.len() + roster.teams.len();
        if self.may(AGENT.saturating_mul(people as u64)) { roster } else { &NOBODY }
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
        if !self.may_go_through(self.facts.raw(field), 1) {
            return Value::Missing;
        }
        if !self.steps.iter().filter_map(Step::write).any(|write| write.field.overlaps(field)) {
            return self.facts.read(field);
        }
        if self.after.is_none() && !self.may_copy_the_ticket() {
            return Value::Missing;
        }
        let (after, written) = self.after.get_or_insert_with(|| (self.facts.clone(), 0));
        for write in self.steps.iter().skip(*written).filter_map(Step::write) {
            after.write(&write.field, write.value.clone());
        }
        *written = self.steps.len();
        after.read(field)
    }

    fn may_copy_the_ticket(&mut self) -> bool {
        self.facts.ticket().0.values().all(|value| self.may_go_through(value, 2))
    }

    /// Whether there is work left to write a value into a field, and to read anew what that changes.
    fn may_write(&mut self, field: &Path, value: &Value) -> bool {
        let ticket = &self.facts.ticket().0;
        let is_new = || field.names.first().is_some_and(|name| !ticket.contains_key(name));
        let moved = if ticket.len() > MANY && is_new() { ticket.len() as u64 / MOVED } else { 0 };
        self.may(moved) && self.may_go_through(value, 3) && self.may_go_through(whole(self.facts, field), 2)
    }

    /// Asks for `effect`.
    pub fn ask(&mut self, effect: Effect) {
        if !self.may_ask(&effect, 0) {
            return;
        }
        self.steps.push(Step::Ask(effect));
    }

    /// Asks for `effect` unless a later write of `field` makes it pointless.
    pub fn ask_about(&mut self, field: &Path, effect: Effect) {
        if !self.may_ask(&effect, 0) {
            return;
        }
        self.steps.push(Step::AskAbout(field.clone(), effect));
    }

    /// Sets `field` to `value`, which `effect` asks the host to do; nothing where it holds that already.
    ///
    /// # Errors
    ///
    /// Where the field cannot hold the value.
    pub fn set(&mut self, field: &Path, value: Value, effect: Effect) -> Result<(), String> {
        if !self.may_write(field, &value) {
            return Ok(());
        }
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
            false if !self.may_ask(&effect, value.bytes()) => return Ok(()),
            false => Step::Write(Write { field: field.clone(), value, as_read, item: None, is_note: false }, effect),
        };
        self.steps.push(step);
        Ok(())
    }

    /// Adds `item` to the list `field`, which `effect` asks the host to do; nothing where the list has it already.
    pub fn add(&mut self, field: &Path, item: Text, effect: Effect) {
        let mut items = self.items(field);
        if !has(&items, &item) {
            items.push(Value::Text(item.clone()));
            self.write_list(field, items, item, effect, false);
        }
    }

    /// Asks for `effect`, and notes `item` in the list `field`.
    ///
    /// Where the list has the item already, that was asked for before, and is not asked for again; unless a rule of this event asked
    /// for it with other particulars, or what the event changed is the occasion of the rule.
    pub fn note(&mut self, field: &Path, item: Text, effect: Effect) {
        let mut items = self.items(field);
        if !has(&items, &item) {
            items.push(Value::Text(item.clone()));
            self.write_list(field, items, item, effect, true);
        } else if self.is_something_else(field, &item, &effect) && self.may_ask(&effect, 0) {
            self.steps.push(Step::Note(field.clone(), item, effect));
        }
    }

    /// Whether an effect about an item that is noted already is none of those that were asked for.
    fn is_something_else(&mut self, field: &Path, item: &Text, effect: &Effect) -> bool {
        let before = self.occasion.map_or(0, |occasion| occasion.ledger.work(1));
        if !self.may(before + self.steps.len() as u64 / WRITTEN) {
            return false;
        }
        let is_asked_here = self.steps.iter().any(|step| step.effect() == Some(effect));
        let is_noted_here = self.steps.iter().any(|step| step.notes(field, item));
        match self.occasion {
            _ if is_asked_here => false,
            Some(Occasion { ledger, condition }) => {
                let is_other = is_noted_here || ledger.notes(field, item) || condition.needs_a_change();
                is_other && !ledger.asks_for(effect)
            }
            None => is_noted_here,
        }
    }

    /// Takes `item` out of the list `field`, which `effect` asks the host to do; nothing where the list lacks it.
    pub fn remove(&mut self, field: &Path, item: &str, effect: Effect) {
        let mut items = self.items(field);
        let before = items.len();
        items.retain(|known| known.as_text() != Some(item));
        if items.len() < before {
            self.write_list(field, items, item.into(), effect, false);
        }
    }

    /// Ends the evaluation after this rule.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    fn items(&mut self, field: &Path) -> Vec<Value> {
        if !self.may_go_through(self.facts.raw(field), LIST_COPIES) {
            return vec![];
        }
        self.held(field).as_list().map(<[Value]>::to_vec).unwrap_or_default()
    }

    fn write_list(&mut self, field: &Path, items: Vec<Value>, item: Text, effect: Effect, is_note: bool) {
        if !self.may_ask(&effect, Bytes::bytes(&*item)) {
            return;
        }
        let items = Value::List(items);
        let write = Write { field: field.clone(), as_read: items.clone(), value: items, item: Some(item), is_note };
        self.steps.push(Step::Write(write, effect));
    }
}

/// What the field of the ticket holds that a field lies in.
fn whole<'a>(facts: &'a Facts, field: &Path) -> &'a Value {
    let name = field.names.first().filter(|_| field.names.len() > 1);
    let held = name.zip(facts.record(field.root)).and_then(|(name, record)| record.get(name));
    held.unwrap_or(&Value::Missing)
}

impl TooMuch {
    /// Why a rule that asks for it is a fault: the code and the reason.
    pub(crate) fn said(self, place: Place) -> Trouble {
        match self {
            TooMuch::Work(refused) => Trouble::too_much_work(place, refused),
            TooMuch::Bytes(needed, left) => {
                let reason = format!(
                    "what this rule asks for takes {needed} bytes of the answer, and {left} are left of what rules may add \
                     to it (the limit `answer_bytes`)"
                );
                Trouble { place, code: "too-large-answer", reason }
            }
        }
    }
}

impl Step {
    fn write(&self) -> Option<&Write> {
        match self {
            Step::Write(write, _) => Some(write),
            _ => None,
        }
    }

    fn effect(&self) -> Option<&Effect> {
        match self {
            Step::Ask(effect) | Step::AskAbout(_, effect) | Step::Write(_, effect) | Step::Note(.., effect) => {
                Some(effect)
            }
            Step::Holds(_) => None,
        }
    }

    /// Whether it asks for something that an item of a list notes.
    fn notes(&self, field: &Path, item: &Text) -> bool {
        match self {
            Step::Write(write, _) => write.is_note && write.field == *field && write.item.as_ref() == Some(item),
            Step::Note(noted, known, _) => noted == field && known == item,
            _ => false,
        }
    }
}

fn has(items: &[Value], item: &str) -> bool {
    items.iter().any(|known| known.as_text() == Some(item))
}
