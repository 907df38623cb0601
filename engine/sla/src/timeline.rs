//! The events of a ticket in order, as far as they can have been.

use std::sync::Arc;

use tierline_condition::{Facts, equal};
use tierline_model::{Fault, Map, Path, Text, Ticket, Timestamp, Value, sort::sort_by};

use crate::{snapshot::Snapshot, watch::is_status};

/// What says of a ticket's creation that nobody knows when it was. No rule can name it.
pub(crate) const ASSUMED: &str = "@assumed";

/// An event, read.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) at: Timestamp,
    pub(crate) record: Arc<Map>,
    pub(crate) set: Vec<(Path, Value)>,
    pub(crate) before: Vec<(Path, Value)>,
    /// Whether it made the ticket what it is as it comes in.
    pub(crate) is_last: bool,
    /// Whether it happens now, and stands in no history yet.
    pub(crate) happens_now: bool,
    /// Its number in the history, from 0.
    pub(crate) number: Option<usize>,
}

/// Who says what an event changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    /// It does itself.
    Told,
    /// Whoever plays it back sees it.
    Seen,
    /// Nobody: it made the ticket, which has held nothing before.
    Nothing,
}

impl Event {
    fn new(at: Timestamp, record: Arc<Map>) -> Event {
        let fields = |name: &str| record.get(name).and_then(Value::as_map).map(Ticket::named_in).unwrap_or_default();
        Event {
            at,
            set: fields("set"),
            before: fields("before"),
            record,
            is_last: false,
            happens_now: false,
            number: None,
        }
    }

    /// What it changed, and what that was before, as far as it says so.
    pub(crate) fn held_before(&self) -> impl Iterator<Item = (&Path, Value)> {
        let before = self.before.iter().map(|(path, value)| (path, value.clone()));
        before.chain(self.set.iter().map(|(path, _)| (path, Value::Missing)))
    }

    /// Whether somebody says that it happened: the history, or whoever asks.
    pub(crate) fn is_told(&self) -> bool {
        self.happens_now || self.number.is_some()
    }

    /// Whether it makes the ticket.
    pub(crate) fn creates(&self) -> bool {
        is_kind(&self.record, "created")
    }

    /// Whether something was changed and nobody says what.
    pub(crate) fn may_change_anything(&self) -> bool {
        is_kind(&self.record, "updated") && self.set.is_empty() && self.before.is_empty()
    }

    /// Whether it says anything of the ticket's status, or may.
    pub(crate) fn tells_of_status(&self) -> bool {
        let is_status = |(path, _): &(Path, Value)| is_status(path);
        let may_tell = self.ends() || is_kind(&self.record, "reopened") || self.may_change_anything();
        may_tell || self.set.iter().chain(&self.before).any(is_status)
    }

    /// Whether the ticket may have this status after it, as far as it says.
    fn leaves_status(&self, status: &Value) -> bool {
        let said = self.set.iter().find(|(path, _)| is_status(path));
        self.ends() || said.map_or(!is_kind(&self.record, "reopened"), |(_, said)| equal(said, status))
    }

    fn sets_status(&self) -> bool {
        self.set.iter().any(|(path, _)| is_status(path))
    }

    fn ends(&self) -> bool {
        is_kind(&self.record, "resolved") || is_kind(&self.record, "closed")
    }

    /// Who says what it changed.
    pub(crate) fn changes(&self) -> Changes {
        match self.record.get("before").and_then(Value::as_map) {
            Some(_) => Changes::Told,
            None if self.creates() => Changes::Nothing,
            None => Changes::Seen,
        }
    }

    pub(crate) fn of_kind(at: Timestamp, kind: &str) -> Event {
        Event::new(at, Arc::new(record(at, kind).collect()))
    }
}

/// What an event says at least.
fn record(at: Timestamp, kind: &str) -> impl Iterator<Item = (Text, Value)> {
    [("kind".into(), Value::text(kind)), ("at".into(), Value::Instant(at))].into_iter()
}

/// The events of a ticket in order, and what is wrong with those that cannot be.
pub(crate) struct Timeline {
    pub(crate) events: Vec<Event>,
    /// Whether one of them happens now.
    pub(crate) happens: bool,
    pub(crate) wrong: Vec<Wrong>,
}

/// Something wrong with an event.
pub(crate) struct Wrong {
    /// Its number in the history; none for what happens now.
    pub(crate) number: Option<usize>,
    pub(crate) fault: Fault,
}

/// The events that the history of a ticket and what happens now tell of, at least its creation; those after a snapshot, where
/// the history goes on from one.
pub(crate) fn timeline(facts: &Facts, from: Option<&Snapshot>) -> Timeline {
    let now = facts.now();
    let (mut events, mut wrong) = (vec![], vec![]);
    let earlier = from.map_or(0, |from| from.events);
    for (index, record) in facts.history().iter().enumerate().map(|(index, record)| (earlier + index, record)) {
        let at = record.get("at").and_then(Value::as_instant);
        match at {
            Some(at) if at <= now => events.push(Event { number: Some(index), ..Event::new(at, record.clone()) }),
            Some(at) => wrong.push(Wrong::of("event-to-come", Some(index), format!("it happens at {at}, after {now}"))),
            None => wrong.push(Wrong::of(
                "event-without-time",
                Some(index),
                "it says in `at` no instant at which it happened".into(),
            )),
        }
    }
    let last = facts.history().last().or(from.map(|from| &from.last));
    if last.is_none() {
        let (past, to_come_all): (Vec<_>, Vec<_>) = dated(facts.ticket()).partition(|(_, event)| event.at <= now);
        events.extend(past.into_iter().map(|(_, event)| event));
        let to_come = |(field, event): (&str, Event)| {
            Wrong::of_ticket(field, "date-to-come", format!("it says {}, after {now}", event.at))
        };
        wrong.extend(to_come_all.into_iter().map(to_come));
    }
    sort_by(&mut events, |a, b| a.at.cmp(&b.at));
    let current = facts.event();
    let happens = current.get("kind").and_then(Value::as_text).is_some_and(|kind| kind != "timer");
    if happens && last.is_none_or(|last| **last != *current) {
        let at = current.get("at").and_then(Value::as_instant).unwrap_or(now);
        if at <= now {
            let after = events.iter().filter(|event| event.at <= at).count();
            events.insert(after, Event { happens_now: true, ..Event::new(at, Arc::new(current.clone())) });
        } else {
            wrong.push(Wrong::of("event-to-come", None, format!("it happens at {at}, after {now}")));
        }
    }
    if last.is_some() {
        wrong.extend(fill_in(&mut events, facts, from));
    }
    if let Some(last) = events.last_mut() {
        last.is_last = true;
    }
    match from {
        Some(from) => drop_impossible(&mut events, from.created, from.is_created, &mut wrong),
        None => begin(&mut events, facts, &mut wrong),
    }
    Timeline { events, happens, wrong }
}

/// Lets the events begin with the ticket's creation.
fn begin(events: &mut Vec<Event>, facts: &Facts, wrong: &mut Vec<Wrong>) {
    match events.iter().find(|event| event.creates()).map(|event| event.at) {
        Some(created) => drop_impossible(events, created, false, wrong),
        None => {
            let (now, created_at) = (facts.now(), created_at(facts));
            let first = events.first().map(|event| event.at);
            if let Some((created, first)) = created_at.zip(first).filter(|(created, first)| first < created) {
                let reason = format!(
                    "it says {created}, and something happened to the ticket at {first}: it counts as made then"
                );
                wrong.push(Wrong::of_ticket("created_at", "event-before-creation", reason));
            }
            let at = created_at.into_iter().chain(first).min().unwrap_or(now).min(now);
            let assumed = [(ASSUMED.into(), Value::Bool(created_at.is_none()))];
            events.insert(0, Event::new(at, Arc::new(record(at, "created").chain(assumed).collect())));
        }
    }
}

/// When the ticket says that it was made.
pub(crate) fn created_at(facts: &Facts) -> Option<Timestamp> {
    facts.ticket().0.get("created_at").and_then(Value::as_instant)
}

/// Takes out what happened before the ticket's creation, and further creations.
fn drop_impossible(events: &mut Vec<Event>, created: Timestamp, mut is_created: bool, wrong: &mut Vec<Wrong>) {
    events.retain(|event| {
        let again = event.creates() && std::mem::replace(&mut is_created, true);
        let found = if event.at < created {
            let reason = format!("it happened at {}, before the ticket was created at {created}", event.at);
            Some(("event-before-creation", reason))
        } else if again {
            Some(("created-twice", format!("the ticket was created at {created} already")))
        } else {
            None
        };
        wrong.extend(found.iter().map(|(code, reason)| Wrong::of(code, event.number, reason.clone())));
        found.is_none()
    });
}

/// What the dates of a ticket tell of it, each by the name of its field.
fn dated(ticket: &Ticket) -> impl Iterator<Item = (&'static str, Event)> {
    let at = |name: &str| ticket.0.get(name).and_then(Value::as_instant);
    let answered = at("responded_at").map(|at| {
        let said = [("author".into(), Value::text("agent")), ("public".into(), Value::Bool(true))];
        ("responded_at", Event::new(at, Arc::new(record(at, "message").chain(said).collect())))
    });
    answered.into_iter().chain(ended(ticket))
}

/// What they tell of its end.
fn ended(ticket: &Ticket) -> impl Iterator<Item = (&'static str, Event)> {
    let at = |name: &str| ticket.0.get(name).and_then(Value::as_instant);
    let status = ticket.0.get("status").cloned().unwrap_or_default();
    let is_over = matches!(status.as_text(), None | Some("resolved" | "closed"));
    let resolved = at("resolved_at").filter(|_| is_over).map(|at| ("resolved_at", at, "resolved"));
    let closed = at("closed_at").filter(|_| is_over).map(|at| ("closed_at", at, "closed"));
    resolved.into_iter().chain(closed).map(move |(name, at, kind)| {
        let field = Path::of_ticket("status");
        (name, Event { set: vec![(field, status.clone())], ..Event::of_kind(at, kind) })
    })
}

/// What the history of a ticket that is resolved or closed leaves out: where none of its events says so, the ticket's dates do,
/// as far as they lie behind the last word on its status.
fn fill_in(events: &mut Vec<Event>, facts: &Facts, from: Option<&Snapshot>) -> Option<Wrong> {
    let status =
        facts.ticket().0.get("status").filter(|status| matches!(status.as_text(), Some("resolved" | "closed")))?;
    let last_word = events.iter().rev().find(|event| event.tells_of_status());
    let is_known = from.is_some_and(Snapshot::tells_of_status);
    if last_word.map_or(is_known, |last| last.leaves_status(status)) {
        return None;
    }
    if from.is_some() {
        // All of the history must be known to tell what is left out of it.
        let may_end = last_word.is_some() || ended(facts.ticket()).next().is_some();
        return may_end.then(|| Wrong::of_ticket("status", "end-untold", String::new()));
    }
    let earliest = last_word.or(events.first()).map(|event| event.at)?;
    let fits = |event: &Event| earliest <= event.at && event.at <= facts.now();
    let ends: Vec<Event> = ended(facts.ticket()).map(|(_, event)| event).filter(fits).collect();
    // What an event sets is held to the ticket elsewhere, and what none sets has always been so.
    if ends.is_empty() && last_word.is_some_and(|last| !last.sets_status()) {
        let reason = format!("it is {}, and no event says so after it was reopened", status.shown_short());
        return Some(Wrong::of_ticket("status", "end-untold", reason));
    }
    for end in ends {
        let after = events.iter().filter(|event| event.at <= end.at).count();
        events.insert(after, end);
    }
    None
}

fn is_kind(record: &Map, kind: &str) -> bool {
    record.get("kind").and_then(Value::as_text) == Some(kind)
}

impl Wrong {
    /// Whether it is that an event and the ticket's creation cannot both be: that stays so, whatever happens next.
    pub(crate) fn is_of_creation(&self) -> bool {
        matches!(&*self.fault.code, "event-before-creation" | "created-twice")
    }

    fn of(code: &str, number: Option<usize>, reason: String) -> Wrong {
        let rule = number.map_or("the event".to_owned(), named);
        Wrong { number, fault: Fault::without_place(rule, code, reason) }
    }

    /// Something wrong with a field of the ticket.
    fn of_ticket(field: &str, code: &str, reason: String) -> Wrong {
        Wrong { number: None, fault: Fault::without_place(format!("ticket.{field}"), code, reason) }
    }
}

/// What an event of the history is called.
pub(crate) fn named(number: usize) -> String {
    format!("history, event {}", number + 1)
}
