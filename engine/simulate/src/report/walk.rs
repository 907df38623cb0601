//! A ticket as it was at one instant after the other.

use tierline_model::{Ticket, Timestamp};

use crate::{Happened, TicketLog};

/// Goes through the log of a ticket, from instant to instant.
pub(crate) struct Walk<'a> {
    events: std::iter::Peekable<std::slice::Iter<'a, Happened>>,
    before: Ticket,
    after: Ticket,
    at: Timestamp,
}

impl<'a> Walk<'a> {
    /// Before the first event.
    pub(crate) fn of(log: &'a TicketLog) -> Walk<'a> {
        let events = log.events.iter().peekable();
        Walk { events, before: log.with_id_only(), after: log.with_id_only(), at: Timestamp::MIN }
    }

    /// The ticket before and after what happened at an instant, which is not before the last that was asked for.
    pub(crate) fn to(&mut self, at: Timestamp) -> (&Ticket, &Ticket) {
        if at > self.at {
            while let Some(happened) = self.events.next_if(|happened| happened.at < at) {
                happened.change(&mut self.after);
            }
            self.before.clone_from(&self.after);
            while let Some(happened) = self.events.next_if(|happened| happened.at == at) {
                happened.change(&mut self.after);
            }
            self.at = at;
        }
        (&self.before, &self.after)
    }
}
