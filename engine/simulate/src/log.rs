//! What happened to tickets.

use std::sync::Arc;

use tierline_model::{Map, Request, Root, Text, Ticket, Timestamp, Value};

/// What happened to one ticket, in the order of time.
#[derive(Clone, Debug)]
pub struct TicketLog {
    /// The ticket's id.
    pub id: Text,
    /// Its events.
    pub events: Vec<Happened>,
}

/// An event of a log.
#[derive(Clone, Debug)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// The line of the log that tells of it: of what happens at one instant, the first line comes first.
    pub line: u64,
    /// What, in the form of the history of a request; `set` says what it changed.
    pub event: Map,
}

impl TicketLog {
    /// The ticket before anything happened to it, to play the events to. It has met nobody yet.
    pub fn beginning(&self) -> Request {
        let first = self.events.first().map_or(Timestamp::MIN, |first| first.at);
        Request { roster: Arc::default(), ..Request::new(self.with_id_only(), first) }
    }

    /// Its events up to `until`, where that is said.
    pub fn up_to(&self, until: Option<Timestamp>) -> &[Happened] {
        let count = self.events.partition_point(|happened| until.is_none_or(|until| happened.at <= until));
        self.events.get(..count).unwrap_or_default()
    }

    /// The ticket after all that happened up to `now`, with its history.
    pub fn request(&self, now: Timestamp) -> Request {
        let mut ticket = self.with_id_only();
        let events = self.up_to(Some(now));
        events.iter().for_each(|happened| happened.change(&mut ticket));
        let history = events.iter().map(|happened| happened.event.clone()).collect();
        Request { history, ..Request::new(ticket, now) }
    }

    pub(crate) fn with_id_only(&self) -> Ticket {
        Ticket([("id".into(), Value::Text(self.id.clone()))].into_iter().collect())
    }
}

impl Happened {
    /// Sets the fields that it set.
    pub(crate) fn change(&self, ticket: &mut Ticket) {
        if let Some(Value::Map(set)) = self.event.get("set") {
            put(&mut ticket.0, set);
        }
    }
}

/// Sets fields of a ticket and of the records in it.
fn put(ticket: &mut Map, set: &Map) {
    for (name, value) in set {
        let is_record = Root::named(name).is_some_and(Root::is_part_of_ticket);
        match (ticket.get_mut(name), value) {
            (_, Value::Missing) => drop(ticket.remove(name)),
            (Some(Value::Map(record)), Value::Map(more)) if is_record => put(record, more),
            _ => drop(ticket.insert(name.clone(), value.clone())),
        }
    }
}
