//! The past of a ticket, played back event by event.

use std::sync::Arc;

use tierline_condition::{Facts, Guest, equal};
use tierline_model::{Fault, Map, Path, Root, SortedSet, Text, Ticket, Timestamp, Value, event::within, sort::sort_by};

use crate::{
    agreements::Agreements,
    fold::Clocks,
    grown::Grown,
    moment::Moment,
    snapshot::Snapshot,
    timeline::{Changes, Event, Timeline, Wrong, created_at, named, timeline},
    watch::{is_looked_at, is_status, watch},
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
    /// Whether the ticket holds otherwise what it says last of a field.
    is_contradicted: bool,
    /// What is wrong with it as a whole, so that nobody knows what its clocks read.
    too_much: Option<Fault>,
}

/// What was played so far.
#[derive(Clone, Debug)]
struct Played {
    facts: Arc<Facts>,
    moments: Grown<Moment>,
    /// What is wrong with events.
    wrong: Vec<Fault>,
    /// What is wrong with conditions.
    faults: Vec<Fault>,
}

impl Past {
    /// Plays the events of a ticket back that no rule has written to yet.
    ///
    /// The fields of the ticket that no event sets are taken to have held what they hold now ever since.
    pub fn of(agreements: &Agreements, facts: &Facts, guest: &mut dyn Guest) -> Past {
        let (mut past, events, clocks) = Past::from_the_beginning(agreements, facts, timeline(facts, None));
        past.live_through(agreements, clocks, events, guest);
        past
    }

    /// As [`Past::of`], where `facts` have the part of the history that `from` does not cover, or without it all of the history;
    /// and what whoever asks next can go on from, where that can be said. `unread` are fields of the ticket that may change
    /// though no event says so: [`Agreements::unread_fields`].
    ///
    /// None where the facts do not go on from there: then all of the history must be played.
    pub fn going_on(
        agreements: &Agreements,
        facts: &Facts,
        from: Option<Snapshot>,
        unread: &[Text],
        guest: &mut dyn Guest,
    ) -> Option<(Past, Option<Snapshot>)> {
        let told = timeline(facts, from.as_ref());
        let keeps = Keeps::of(&told, facts, from.as_ref());
        let (mut past, mut events, mut clocks) = match from {
            None => Past::from_the_beginning(agreements, facts, told),
            Some(from) => Past::from_a_snapshot(agreements, facts, told, from, unread)?,
        };
        let Some(keeps) = keeps.filter(|_| past.span.is_some() && !past.is_contradicted) else {
            past.live_through(agreements, clocks, events, guest);
            return Some((past, None));
        };
        let last = events.pop_if(|event| event.is_last);
        past.live_through(agreements, clocks, events, guest);
        if past.too_much.is_some() {
            return Some((past, None));
        }
        let snapshot = past.snapshot(facts, keeps);
        clocks = Clocks::clone(&snapshot.clocks);
        past.live_through(agreements, clocks, last.into_iter().collect(), guest);
        Some((past, Some(snapshot)))
    }

    /// Before the first event, with all events and the clocks that nobody has started yet.
    fn from_the_beginning(agreements: &Agreements, facts: &Facts, told: Timeline) -> (Past, Vec<Event>, Clocks) {
        let Timeline { mut events, happens, wrong } = told;
        let creation = match events.as_slice() {
            [only] if only.at == facts.now() || happens => events.pop(),
            _ => None,
        };
        let span = events.first().zip(events.last()).map(|(first, last)| (first.at, last.at));
        let played = Played {
            facts: Arc::new(facts.without_clocks()),
            moments: Grown::default(),
            wrong: wrong.into_iter().map(|wrong| wrong.fault).collect(),
            faults: vec![],
        };
        let (came, clocks) = (facts.ticket().clone(), Arc::default());
        let (mentioned, is_contradicted, too_much) = Default::default();
        let mut past = Past { came, creation, span, happens, mentioned, played, clocks, is_contradicted, too_much };
        past.go_back(&events);
        let contradicted = past.contradicted(agreements, facts, &events);
        past.is_contradicted = !contradicted.is_empty();
        past.played.wrong.extend(contradicted);
        if let Some((created, last)) = span {
            events.extend(shifts(agreements, |at| created < at && at < last));
            sort_by(&mut events, |a, b| a.at.cmp(&b.at));
        }
        (past, events, Clocks::new(agreements))
    }

    /// Where a snapshot ends, with the events after it and the clocks as they were then; none where they do not go on from there.
    fn from_a_snapshot(
        agreements: &Agreements,
        facts: &Facts,
        told: Timeline,
        mut from: Snapshot,
        unread: &[Text],
    ) -> Option<(Past, Vec<Event>, Clocks)> {
        let last = told.events.last().filter(|_| from.goes_on(facts, &told))?.at;
        let Timeline { mut events, happens, wrong } = told;
        let (then, mentioned) = from.facts(facts.without_clocks(), &events, unread)?;
        from.wrong.extend(wrong.into_iter().map(|wrong| wrong.fault));
        let (moments, clocks) = (Grown::default(), from.clocks);
        let played = Played { facts: Arc::new(then), moments, wrong: from.wrong, faults: from.faults };
        let (created, until) = (from.created, from.until);
        events.extend(shifts(agreements, |at| created < at && until <= at && at < last));
        sort_by(&mut events, |a, b| a.at.cmp(&b.at));
        let past = Past {
            came: facts.ticket().clone(),
            creation: None,
            span: Some((created, last)),
            happens,
            mentioned,
            played,
            clocks: Arc::default(),
            is_contradicted: false,
            too_much: None,
        };
        Some((past, events, clocks))
    }

    /// Lets further events happen, and folds the clocks, which are those of all moments before.
    fn live_through(&mut self, agreements: &Agreements, mut clocks: Clocks, events: Vec<Event>, guest: &mut dyn Guest) {
        let facts = self.played.facts.clone();
        // Rules that are still to come have at least half of the work that is left.
        let allowed = facts.work_left() / 2;
        let least = facts.work_left() - allowed;
        let has_room = |work: u64| {
            let is_left = facts.work_left().checked_sub(work).is_some_and(|left| left >= least);
            is_left && facts.charge(work)
        };
        let needed = agreements.work_of_a_moment().saturating_mul(events.len() as u64);
        self.played.moments = std::mem::take(&mut clocks.moments);
        for mut event in events {
            if event.is_last {
                event.set.extend(self.held_by(&self.came));
            }
            if !has_room(agreements.work_of_a_moment()) {
                return self.give_up(needed, allowed);
            }
            self.played.live(agreements, event, guest);
        }
        let moments = std::mem::take(&mut self.played.moments);
        match clocks.fold_on(agreements, moments, &mut |work| has_room(work)) {
            Some(clocks) => self.clocks = Arc::new(clocks),
            None => self.give_up(needed, allowed),
        }
    }

    /// Leaves open what the clocks read: a deadline that is not told does no harm, a wrong one does.
    fn give_up(&mut self, needed: u64, allowed: u64) {
        let needed = match needed > allowed {
            true => format!("{needed} and more"),
            false => "more than that".to_owned(),
        };
        let reason = format!(
            "playing back what happened to the ticket may take {allowed} units of work, half of what is left to its event \
             (event_work), and takes {needed}: what its SLAs owe is left open"
        );
        self.too_much = Some(Fault::without_place("the history", "too-many-steps", reason));
        self.clocks = Arc::default();
    }

    /// What whoever asks next can go on from: all that has happened so far.
    fn snapshot(&mut self, facts: &Facts, keeps: Keeps) -> Snapshot {
        let mut clocks = Arc::unwrap_or_clone(std::mem::take(&mut self.clocks));
        clocks.settle();
        let (created, until) = self.span.unwrap_or((facts.now(), facts.now()));
        Snapshot {
            events: keeps.events,
            last: keeps.last,
            created,
            is_created: keeps.is_created,
            created_at: created_at(facts),
            until,
            ticket: self.played.facts.ticket().clone(),
            mentioned: self.mentioned.clone(),
            wrong: keeps.wrong,
            faults: self.played.faults.clone(),
            clocks,
        }
    }

    /// Undoes what events changed, as far as anybody says what was before.
    fn go_back(&mut self, events: &[Event]) {
        let facts = Arc::make_mut(&mut self.played.facts);
        let mut known = SortedSet::new();
        for (path, before) in self.creation.iter().chain(events).flat_map(Event::held_before) {
            if known.insert(path) {
                facts.write(path, before);
                self.mentioned.push(path.clone());
            }
        }
    }

    /// What the history says last of fields that clocks look at, where the ticket holds something else: the ticket counts, from
    /// the last event on. What happens now is held to the ticket by whoever is asked.
    fn contradicted(&self, agreements: &Agreements, facts: &Facts, events: &[Event]) -> Vec<Fault> {
        let told = self.creation.iter().chain(events).rev().filter(|event| event.is_told());
        let (mut known, mut found) = (SortedSet::new(), vec![]);
        for event in told {
            let is_enough = known.len() >= self.mentioned.len() || found.len() == MOST_CONTRADICTED;
            if is_enough || event.may_change_anything() {
                break;
            }
            for (path, said) in &event.set {
                let is_last = known.insert(path) && event.number.is_some() && *event.record != *facts.event();
                if is_last && !self.holds(facts, path, said) && is_looked_at(agreements, facts, path) {
                    let field = within("set", path).to_string();
                    let field = field.strip_prefix("event.").unwrap_or(&field);
                    let rule = format!("{}, {field}", named(event.number.unwrap_or_default()));
                    let reason = self.differs(facts, path, said);
                    found.push(Fault::without_place(rule, "history-against-ticket", reason));
                }
            }
            known.extend(event.before.iter().map(|(path, _)| path));
            known.extend(self.mentioned.iter().filter(|path| is_status(path) && event.tells_of_status()));
        }
        found
    }

    /// Whether the ticket holds what is said of a field, in whatever way either is written. Of records that are set as a whole,
    /// nothing is known.
    fn holds(&self, facts: &Facts, path: &Path, said: &Value) -> bool {
        let held = self.came.get(path);
        if equal(said, held) {
            return true;
        }
        let is_whole = |path: &Path| path.root == Root::Ticket && Root::of_record(&path.names[0]).is_some();
        let in_whole = path.root != Root::Ticket && self.mentioned.iter().any(is_whole);
        is_whole(path) || in_whole || equal(&facts.as_read(path, said), &facts.as_read(path, held))
    }

    fn differs(&self, facts: &Facts, path: &Path, said: &Value) -> String {
        let (said, held) = (said.shown_short(), self.came.get(path).shown_short());
        let from = self.span.map_or(facts.now(), |(_, last)| last);
        format!(
            "it says {said}, no later event says otherwise, and {path} is {held}: the ticket counts, from {from} on"
        )
    }

    /// What the fields that events change hold in a ticket.
    fn held_by(&self, ticket: &Ticket) -> Vec<(Path, Value)> {
        self.mentioned.iter().map(|path| (path.clone(), ticket.get(path).clone())).collect()
    }

    /// The clocks of the ticket, where rules have left it as it is in `facts`; and what is wrong with its events.
    pub fn clocks(&self, agreements: &Agreements, facts: &Facts, guest: &mut dyn Guest) -> (Arc<Clocks>, Vec<Fault>) {
        let (moments, faults) = self.moments(agreements, facts, guest);
        let clocks = match moments.len() > self.clocks.moments.len() {
            true => Clocks::clone(&self.clocks).fold_on(agreements, moments, &mut |work| {
                facts.charge(work);
                true
            }),
            false => None,
        };
        (clocks.map_or_else(|| self.clocks.clone(), Arc::new), faults)
    }

    /// The moments that those clocks are folded from.
    pub fn moments(
        &self,
        agreements: &Agreements,
        facts: &Facts,
        guest: &mut dyn Guest,
    ) -> (Grown<Moment>, Vec<Fault>) {
        let (now, after) = (facts.now(), facts.ticket());
        let mut events: Vec<Event> = vec![];
        let changed = changed(&self.came, after);
        let is_settled = self.happens && changed.is_empty() && self.creation.is_none();
        if is_settled || self.too_much.is_some() {
            return (self.clocks.moments.clone(), self.faults(&self.played.faults));
        }
        // What rules do at the ticket's creation belongs to it; what they do later happens now.
        match (&self.creation, self.span) {
            (Some(creation), _) => events.push(creation.clone()),
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
        let mut played = Played { moments: self.clocks.moments.clone(), ..self.played.clone() };
        for event in events {
            facts.charge(agreements.work_of_a_moment());
            played.live(agreements, event, guest);
        }
        (played.moments, self.faults(&played.faults))
    }

    /// All that is wrong, `faults` of conditions among it.
    fn faults(&self, faults: &[Fault]) -> Vec<Fault> {
        self.played.wrong.iter().chain(faults).chain(&self.too_much).cloned().collect()
    }
}

/// So many fields of which history and ticket say different things are told of.
const MOST_CONTRADICTED: usize = 10;

/// What a snapshot keeps of the events of a ticket.
struct Keeps {
    events: usize,
    last: Arc<Map>,
    is_created: bool,
    wrong: Vec<Fault>,
}

impl Keeps {
    /// Of events that were told up to now, `known` of them in the history; none where the history may say more of what was.
    fn of(told: &Timeline, facts: &Facts, from: Option<&Snapshot>) -> Option<Keeps> {
        let known = from.map_or(0, Snapshot::events) + facts.history().len();
        let last = facts.history().last().or(from.map(|from| &from.last))?.clone();
        // What happens now is in the history next time; what happened last may be told otherwise until then.
        let events = match told.events.last()? {
            last if !last.is_last || last.happens_now => known,
            last => last.number.filter(|number| number + 1 == known)?,
        };
        let is_late = told.events.iter().any(|event| event.happens_now && !event.is_last);
        // The creation that happened last may be told otherwise as well.
        let first = told.events.first().filter(|first| from.is_some() || !first.is_last)?;
        // What is filled in between the events may be told by one of them later.
        if told.events.iter().any(|event| !event.is_told() && !event.creates()) {
            return None;
        }
        let are_read = told.wrong.iter().all(Wrong::is_of_creation);
        let of_history = told.wrong.iter().filter(|wrong| wrong.number.is_some()).map(|wrong| &wrong.fault);
        let wrong = from.into_iter().flat_map(|from| &from.wrong).chain(of_history).cloned().collect();
        let is_created = from.map_or(first.number.is_some(), |from| from.is_created);
        (are_read && !is_late).then_some(Keeps { events, last, is_created, wrong })
    }
}

impl Played {
    /// Lets an event happen.
    fn live(&mut self, agreements: &Agreements, event: Event, guest: &mut dyn Guest) {
        let changes = agreements.asks_changes.then(|| event.changes());
        let facts = Arc::make_mut(&mut self.facts);
        facts.play(event.record.clone(), event.at);
        let mut changed = vec![];
        for (path, value) in event.set {
            let before = facts.ticket().get(&path);
            if !equal(before, &value) {
                let before = before.clone();
                facts.write(&path, value);
                changed.push((path, before));
            }
        }
        match changes {
            None | Some(Changes::Nothing) => {}
            Some(Changes::Told) => facts.told(),
            Some(Changes::Seen) => facts.seen(changed.clone()),
        }
        let happened = (event.record, changed);
        self.moments.push(watch(agreements, &self.facts, self.moments.last(), happened, guest, &mut self.faults));
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
