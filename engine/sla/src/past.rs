//! The past of a ticket, played back event by event.

use std::sync::Arc;

use tierline_condition::{Facts, Guest, equal};
use tierline_model::{Fault, Map, Path, SortedSet, Text, Ticket, Timestamp, Value, sort::sort_by};

use crate::{
    agreements::Agreements,
    fold::{Clocks, fold},
    moment::Moment,
    timeline::{Changes, Event, timeline},
    watch::watch,
};

/// The past of a ticket, played back up to what happens now. Rules cannot change it: it is played once, however often they
/// write to the ticket.
#[derive(Clone, Debug)]
pub struct Past {
    /// The ticket as it came.
    came: Ticket,
    /// The ticket's creation, where it is all that happened: what rules do then belongs to it.
    creation: Option<Event>,
    /// When the ticket was made, and when something happened last.
    span: Option<(Timestamp, Timestamp)>,
    /// Whether something happens now, or time alone passes.
    happens: bool,
    /// The fields that events change.
    mentioned: Vec<Path>,
    /// What is known at the end of it; its moments stand in the clocks.
    played: Played,
    /// The clocks at the end of it.
    clocks: Arc<Clocks>,
}

/// What was played so far.
#[derive(Clone, Debug)]
struct Played {
    facts: Arc<Facts>,
    moments: Vec<Moment>,
    faults: Vec<Fault>,
}

impl Past {
    /// Plays the events of a ticket back that no rule has written to yet.
    ///
    /// The fields of the ticket that no event sets are taken to have held what they hold now ever since.
    pub fn of(agreements: &Agreements, facts: &Facts, guest: &mut dyn Guest) -> Past {
        let mut faults = vec![];
        let (mut events, happens) = timeline(facts, &mut faults);
        let creation = match events.as_slice() {
            [only] if only.at == facts.now() || happens => events.pop(),
            _ => None,
        };
        let span = events.first().zip(events.last()).map(|(first, last)| (first.at, last.at));
        let mut past = Past {
            came: facts.ticket().clone(),
            span,
            happens,
            mentioned: vec![],
            played: Played { facts: Arc::new(facts.without_clocks()), moments: vec![], faults },
            creation,
            clocks: Arc::default(),
        };
        past.go_back(&events);
        if let Some((created, last)) = span {
            events.extend(shifts(agreements, |at| created < at && at < last));
            sort_by(&mut events, |a, b| a.at.cmp(&b.at));
        }
        for mut event in events {
            if event.is_last {
                event.set.extend(past.held_by(&past.came));
            }
            past.played.live(agreements, event, guest);
        }
        past.clocks = Arc::new(fold(agreements, &std::mem::take(&mut past.played.moments).into()));
        past
    }

    /// Undoes what events changed, as far as anybody says what was before.
    fn go_back(&mut self, events: &[Event]) {
        let facts = Arc::make_mut(&mut self.played.facts);
        let mut known = SortedSet::new();
        for event in self.creation.iter().chain(events) {
            let before = event.before.iter().map(|(path, value)| (path, value.clone()));
            let set = event.set.iter().map(|(path, _)| (path, Value::Missing));
            for (path, value) in before.chain(set) {
                if known.insert(path) {
                    facts.write(path, value);
                    self.mentioned.push(path.clone());
                }
            }
        }
    }

    /// What the fields that events change hold in a ticket.
    fn held_by(&self, ticket: &Ticket) -> Vec<(Path, Value)> {
        self.mentioned.iter().map(|path| (path.clone(), ticket.get(path).clone())).collect()
    }

    /// The clocks of the ticket, where rules have left it as it is in `facts`; and what is wrong with its events.
    pub fn clocks(&self, agreements: &Agreements, facts: &Facts, guest: &mut dyn Guest) -> (Arc<Clocks>, Vec<Fault>) {
        let (moments, faults) = self.moments(agreements, facts, guest);
        let clocks = match moments.len() > self.clocks.moments.len() {
            true => Arc::new(Clocks::clone(&self.clocks).fold_on(agreements, &moments)),
            false => self.clocks.clone(),
        };
        (clocks, faults)
    }

    /// The moments that those clocks are folded from.
    pub fn moments(
        &self,
        agreements: &Agreements,
        facts: &Facts,
        guest: &mut dyn Guest,
    ) -> (Arc<[Moment]>, Vec<Fault>) {
        let (now, after) = (facts.now(), facts.ticket());
        let mut events: Vec<Event> = vec![];
        let changed = changed(&self.came, after);
        // What rules do at the ticket's creation belongs to it; what they do later happens now.
        match (&self.creation, self.span) {
            (Some(creation), _) => events.push(creation.clone()),
            _ if self.happens && changed.is_empty() => {
                return (self.clocks.moments.clone(), self.played.faults.clone());
            }
            (None, span) => {
                let (created, last) = span.unwrap_or((now, now));
                events.extend(shifts(agreements, |at| created < at && last <= at && at < now));
                events.push(Event::of_kind(now, "timer"));
            }
        }
        if let Some(last) = events.last_mut() {
            last.set.extend(self.held_by(after));
            last.set.extend(changed.into_iter().map(|path| (path.clone(), after.get(&path).clone())));
        }
        let mut played = Played { moments: self.clocks.moments.to_vec(), ..self.played.clone() };
        events.into_iter().for_each(|event| played.live(agreements, event, guest));
        (played.moments.into(), played.faults)
    }
}

impl Played {
    /// Lets an event happen.
    fn live(&mut self, agreements: &Agreements, event: Event, guest: &mut dyn Guest) {
        let changes = agreements.asks_changes.then(|| event.changes());
        let facts = Arc::make_mut(&mut self.facts);
        facts.play(event.record, event.at);
        let (mut touched, mut held) = (vec![], vec![]);
        for (path, value) in event.set {
            let before = facts.ticket().get(&path);
            if !equal(before, &value) {
                if changes == Some(Changes::Seen) {
                    held.push((path.clone(), before.clone()));
                }
                facts.write(&path, value);
                touched.push(path);
            }
        }
        match changes {
            None | Some(Changes::Nothing) => {}
            Some(Changes::Told) => facts.told(),
            Some(Changes::Seen) => facts.seen(held),
        }
        let moment = watch(agreements, &self.facts, self.moments.last(), &touched, guest, &mut self.faults);
        self.moments.push(moment);
    }
}

/// Looks at a ticket whenever a version of a policy or calendar comes into force, so that it does so whoever looks and when.
fn shifts(agreements: &Agreements, counts: impl Fn(Timestamp) -> bool) -> impl Iterator<Item = Event> {
    let shifts = agreements.shifts.iter().copied().filter(move |at| counts(*at));
    shifts.map(|at| Event::of_kind(at, "timer"))
}

/// The fields that do not hold the same in both.
fn changed(came: &Ticket, after: &Ticket) -> Vec<Path> {
    let is_other =
        |(name, value): &(&Text, &Value), other: &Ticket| !equal(value, other.0.get(*name).unwrap_or(&Value::Missing));
    let of = |ticket: &Ticket, other: &Ticket| -> Map {
        let entries = ticket.0.iter().filter(|entry| is_other(entry, other));
        entries.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let paths =
        Ticket::named_in(&of(after, came)).into_iter().chain(Ticket::named_in(&of(came, after))).map(|(path, _)| path);
    paths.filter(|path| !equal(came.get(path), after.get(path))).collect()
}
