//! Evaluations of one ticket, each going on from the one before it.

use std::sync::Arc;

use tierline_condition::{Facts, Guest};
use tierline_model::{Answer, Map, Request, SortedSet, Tell, Text};
use tierline_sla::{Detail, Past, Snapshot};

use crate::{
    Desk,
    clocks::{Dealt, is_breach_of, tells_breach},
};

/// What is kept from one evaluation of a ticket to the next, so that it goes on from there.
#[derive(Debug)]
pub(crate) struct Kept {
    snapshot: Option<Snapshot>,
    /// The breaches that the host knows of and that were not taken back.
    breaches: SortedSet<Text>,
}

impl Kept {
    /// Before the first evaluation.
    pub(crate) fn of(request: &Request) -> Kept {
        let mut kept = Kept { snapshot: None, breaches: SortedSet::new() };
        request.done.iter().for_each(|key| kept.note(key));
        kept
    }

    /// Notes what the host has dealt with.
    pub(crate) fn note(&mut self, key: &Text) {
        if tells_breach(key) {
            self.breaches.insert(key.clone());
        }
        if let Some(breach) = is_breach_of(key) {
            self.breaches.remove(breach);
        }
    }
}

impl Desk {
    /// What to do about a request that came after this history: it goes on from what was kept of the evaluation before. And
    /// the work that it took.
    pub(crate) fn answer_on(
        &self,
        request: &Request,
        history: &[Map],
        kept: &mut Kept,
        (tell, detail): (&Tell, Detail),
    ) -> (Answer, u64) {
        let mut session = self.session();
        let (facts, past) = self.facts_on(request, history, kept, &mut session);
        let dealt = Dealt { done: &request.done, breaches: Some(&kept.breaches) };
        let (answer, took) = self.decide(facts, past, dealt, (tell, detail), &mut session);
        (answer, took.event)
    }

    /// What such a request says, and the past of its ticket.
    pub(crate) fn facts_on(
        &self,
        request: &Request,
        history: &[Map],
        kept: &mut Kept,
        guest: &mut dyn Guest,
    ) -> (Facts, Option<Past>) {
        let facts = |history: &[Map]| self.facts(after(request, history));
        if self.agreements.is_empty() {
            return (facts(&[]), None);
        }
        // Whoever looks on sees every condition decided that decides about the ticket, as in an evaluation by itself.
        if self.frame.onlooker().is_some() {
            let facts = facts(history);
            let past = self.past(&facts, guest);
            return (facts, past);
        }
        let unread = self.unread_fields();
        let from = kept.snapshot.take();
        if let Some(further) = from.as_ref().and_then(|from| history.get(from.events()..)) {
            let facts = facts(further);
            if let Some((past, snapshot)) = Past::going_on(&self.agreements, &facts, from, unread, guest) {
                kept.snapshot = snapshot;
                return (facts, Some(past));
            }
        }
        let facts = facts(history);
        let played = Past::going_on(&self.agreements, &facts, None, unread, guest);
        let (past, snapshot) = played.map(|(past, snapshot)| (Some(past), snapshot)).unwrap_or_default();
        kept.snapshot = snapshot;
        (facts, past)
    }

    /// The fields of a ticket that change though no event says so, and that nobody reads who decides about the past.
    fn unread_fields(&self) -> &[Text] {
        self.unread.get_or_init(|| self.agreements.unread_fields(|name| self.is_named(name)).into())
    }

    /// Whether a rule file names a field, as far as its text says.
    fn is_named(&self, field: &str) -> bool {
        let is_field = |before: &str| before.trim_end().ends_with(['.', '"', '`']);
        let names = |text: &str| text.match_indices(field).any(|(at, _)| text.get(..at).is_none_or(is_field));
        self.pack.rule_files().any(|(_, text)| names(text))
    }
}

/// A request after this history; what was done is asked elsewhere.
fn after(request: &Request, history: &[Map]) -> Request {
    Request {
        ticket: request.ticket.clone(),
        event: request.event.clone(),
        history: history.to_vec(),
        done: SortedSet::new(),
        since: request.since,
        context: request.context.clone(),
        roster: Arc::clone(&request.roster),
        turns: request.turns.clone(),
        without_groups: request.without_groups.clone(),
        now: request.now,
    }
}
