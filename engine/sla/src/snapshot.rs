//! The past of a ticket up to one of its events, to go on from.

use std::sync::Arc;

use tierline_condition::Facts;
use tierline_model::{Fault, Map, Path, Root, SortedSet, Text, Ticket, Timestamp};

use crate::{
    fold::Clocks,
    timeline::{Event, Timeline, Wrong, created_at},
    watch::is_status,
};

/// The past of a ticket, played up to one of its events: whoever plays its events one after the other goes on from there
/// instead of from the beginning.
///
/// It is of one desk and one ticket, and is no longer of use where the history is another one up to there. What was before
/// the first event that says so is read from the ticket as it comes; where that has changed since, all is played anew.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// How many events of the history it covers.
    pub(crate) events: usize,
    /// The last of those, as the history has them.
    pub(crate) last: Arc<Map>,
    /// When the ticket was created, and whether the history says so.
    pub(crate) created: Timestamp,
    pub(crate) is_created: bool,
    /// When the ticket says that it was.
    pub(crate) created_at: Option<Timestamp>,
    /// When the event after those that it covers happened: all that came into force before is covered.
    pub(crate) until: Timestamp,
    /// The ticket as it was then.
    pub(crate) ticket: Ticket,
    /// The fields that the events change.
    pub(crate) mentioned: Vec<Path>,
    /// What is wrong with the events, and with conditions that were decided.
    pub(crate) wrong: Vec<Fault>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) clocks: Clocks,
}

impl Snapshot {
    /// How many events of the history it covers: what it is asked about next has those that come after.
    pub fn events(&self) -> usize {
        self.events
    }

    /// Whether one of its events says something of the ticket's status.
    pub(crate) fn tells_of_status(&self) -> bool {
        self.mentioned.iter().any(is_status)
    }

    /// Whether what these facts tell goes on where it ends, as far as their events say.
    pub(crate) fn goes_on(&self, facts: &Facts, timeline: &Timeline) -> bool {
        let events = &timeline.events;
        let knows_creation = self.is_created || self.created_at == created_at(facts);
        let may_come = |event: &Event| event.at >= self.until && (self.is_created || !event.creates());
        !events.is_empty()
            && knows_creation
            && events.iter().all(may_come)
            && timeline.wrong.iter().all(Wrong::is_of_creation)
    }

    /// The facts as they were when it ends, and the fields that its events and these change; none where something else than
    /// these events changed the ticket.
    pub(crate) fn facts(&self, facts: Facts, events: &[Event], unread: &[Text]) -> Option<(Facts, Vec<Path>)> {
        let mut facts = facts;
        let mut mentioned = self.mentioned.clone();
        let mut known: SortedSet<Path> = SortedSet::new();
        for (path, before) in events.iter().flat_map(Event::held_before) {
            if known.insert(path.clone()) && !self.mentioned.contains(path) {
                // A record that is set as a whole holds fields that others name.
                let is_record =
                    path.root == Root::Ticket && path.names.first().and_then(|name| Root::of_record(name)).is_some();
                if is_record {
                    return None;
                }
                facts.write(path, before);
                mentioned.push(path.clone());
            }
        }
        for path in &self.mentioned {
            let held = self.ticket.get(path);
            if facts.ticket().get(path) != held {
                facts.write(path, held.clone());
            }
        }
        is_alike(facts.ticket(), &self.ticket, unread).then_some((facts, mentioned))
    }
}

/// Whether two tickets hold the same, apart from what the engine says of its clocks.
fn is_alike(one: &Ticket, other: &Ticket, unread: &[Text]) -> bool {
    let of = |ticket: &Ticket| -> usize { ticket.0.keys().filter(|name| !unread.contains(name)).count() };
    let mut names = one.0.iter().filter(|(name, _)| !unread.contains(name));
    of(one) == of(other) && names.all(|(name, value)| other.0.get(name).is_some_and(|held| held == value))
}
