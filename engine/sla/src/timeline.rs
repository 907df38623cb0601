//! The events of a ticket in order, as far as they can have been.

use std::sync::Arc;

use tierline_condition::Facts;
use tierline_model::{Fault, Map, Path, Place, Text, Ticket, Timestamp, Value, sort::sort_by};

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
    /// Its number in the history, from 0; none for what happens now.
    number: Option<usize>,
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
        Event { at, set: fields("set"), before: fields("before"), record, is_last: false, number: None }
    }

    /// Who says what it changed.
    pub(crate) fn changes(&self) -> Changes {
        match self.record.get("before").and_then(Value::as_map) {
            Some(_) => Changes::Told,
            None if is_kind(&self.record, "created") => Changes::Nothing,
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

/// All events of a ticket in order, at least its creation; and whether one of them happens now.
pub(crate) fn timeline(facts: &Facts, faults: &mut Vec<Fault>) -> (Vec<Event>, bool) {
    let now = facts.now();
    let mut events = vec![];
    for (index, record) in facts.history().iter().enumerate() {
        let at = record.get("at").and_then(Value::as_instant);
        match at {
            Some(at) if at <= now => events.push(Event { number: Some(index), ..Event::new(at, record.clone()) }),
            Some(at) => faults.push(fault("event-to-come", Some(index), format!("it happens at {at}, after {now}"))),
            None => faults.push(fault(
                "event-without-time",
                Some(index),
                "it says in `at` no instant at which it happened".into(),
            )),
        }
    }
    if facts.history().is_empty() {
        events.extend(dated(facts.ticket()).filter(|event| event.at <= now));
    }
    sort_by(&mut events, |a, b| a.at.cmp(&b.at));
    let current = facts.event();
    let happens = current.get("kind").and_then(Value::as_text).is_some_and(|kind| kind != "timer");
    if happens && facts.history().last().is_none_or(|last| **last != *current) {
        let at = current.get("at").and_then(Value::as_instant).unwrap_or(now);
        if at <= now {
            let after = events.iter().filter(|event| event.at <= at).count();
            events.insert(after, Event::new(at, Arc::new(current.clone())));
        } else {
            faults.push(fault("event-to-come", None, format!("it happens at {at}, after {now}")));
        }
    }
    if let Some(last) = events.last_mut() {
        last.is_last = true;
    }
    let created_at = facts.ticket().0.get("created_at").and_then(Value::as_instant);
    let created = events.iter().find(|event| is_kind(&event.record, "created")).map(|event| event.at);
    match created {
        Some(created) => {
            let mut is_created = false;
            events.retain(|event| {
                let again = is_kind(&event.record, "created") && std::mem::replace(&mut is_created, true);
                let wrong = if event.at < created {
                    let reason = format!("it happened at {}, before the ticket was created at {created}", event.at);
                    Some(("event-before-creation", reason))
                } else if again {
                    Some(("created-twice", format!("the ticket was created at {created} already")))
                } else {
                    None
                };
                faults.extend(wrong.iter().map(|(code, reason)| fault(code, event.number, reason.clone())));
                wrong.is_none()
            });
        }
        None => {
            let first = events.first().map(|event| event.at);
            let at = created_at.into_iter().chain(first).min().unwrap_or(now).min(now);
            let assumed = [(ASSUMED.into(), Value::Bool(created_at.is_none()))];
            events.insert(0, Event::new(at, Arc::new(record(at, "created").chain(assumed).collect())));
        }
    }
    (events, happens)
}

/// What the dates of a ticket without history tell of it.
fn dated(ticket: &Ticket) -> impl Iterator<Item = Event> {
    let at = |name: &str| ticket.0.get(name).and_then(Value::as_instant);
    let status = ticket.0.get("status").cloned().unwrap_or_default();
    let is_over = matches!(status.as_text(), None | Some("resolved" | "closed"));
    let answered = at("responded_at").map(|at| {
        let said = [("author".into(), Value::text("agent")), ("public".into(), Value::Bool(true))];
        Event::new(at, Arc::new(record(at, "message").chain(said).collect()))
    });
    let status = move |at, kind| {
        let field = Path::of_ticket("status");
        Event { set: vec![(field, status.clone())], ..Event::of_kind(at, kind) }
    };
    let resolved = at("resolved_at").filter(|_| is_over).map(|at| (at, "resolved"));
    let closed = at("closed_at").filter(|_| is_over).map(|at| (at, "closed"));
    let ended = resolved.into_iter().chain(closed).map(move |(at, kind)| status(at, kind));
    answered.into_iter().chain(ended)
}

fn is_kind(record: &Map, kind: &str) -> bool {
    record.get("kind").and_then(Value::as_text) == Some(kind)
}

fn fault(code: &str, number: Option<usize>, reason: String) -> Fault {
    let rule = number.map_or("the event".to_owned(), |index| format!("history, event {}", index + 1)).into();
    Fault { rule, place: Place::file(""), code: code.into(), reason }
}
