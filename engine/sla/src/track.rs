//! The cycles of one metric of one class, and how they live through the moments of a ticket.
//!
//! Within one moment the order is: stop, cancel, reset, go over to another target, pause, resume, start.

use tierline_calendar::Due;
use tierline_model::{
    Class, Metric, SortedSet, Timestamp,
    agreement::{Act, Policy, UpdateMode},
    metrics::{Course, MetricRow},
    reading::{ChangeKind, SetByHand},
};

use crate::{
    Cond,
    clock::{Clock, End, Phase},
    ground::{Ground, Owed},
    grown::Grown,
    hours::Hours,
    moment::{Cause, Moment},
    signals::{Hold, Signals},
    span::Span,
};

/// Policies that come and go make a clock live through the past again so often at most; after that it counts from when they
/// come.
const MOST_ARRIVALS: u32 = 50;

/// Work that it takes to live through a moment.
pub(crate) const WORK_OF_A_TRACK: u64 = 2;

/// What was lived through before a moment.
#[derive(Clone, Copy)]
pub(crate) struct Lived<'a> {
    /// The moments of the ticket.
    pub(crate) moments: &'a Grown<Moment>,
    /// How many of them were lived through.
    pub(crate) before: usize,
}

impl<'a> Lived<'a> {
    /// The moment that comes now.
    pub(crate) fn next(self) -> Option<&'a Moment> {
        self.moments.get(self.before)
    }

    /// The last one that was lived through.
    pub(crate) fn last(self) -> Option<&'a Moment> {
        self.moments.get(self.before.checked_sub(1)?)
    }

    fn iter(self) -> impl Iterator<Item = &'a Moment> {
        self.moments.iter().take(self.before)
    }
}

/// All cycles of one metric of one class.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    pub(crate) class: Class,
    pub(crate) metric: Metric,
    /// What there is to know of the metric.
    pub(crate) row: &'static MetricRow,
    /// Its clocks; only the last one can be open.
    pub(crate) clocks: Grown<Clock>,
    /// How many of the first ones were looked through, and which of them are still of interest.
    looked_through: (usize, Vec<usize>),
    pub(crate) cycles: u32,
    /// Whether the requester has had an answer, or the desk wrote first.
    pub(crate) answered: bool,
    /// Whether a message came in while the ticket was resolved.
    pub(crate) pending: bool,
    /// Whether a contact that begins a cycle came in while the ticket was over, or with its end.
    pub(crate) begun: bool,
    /// Whether the last contact was the requester's.
    pub(crate) theirs: bool,
    /// Whether a policy owed it at the moment before.
    was_owed: bool,
    /// Whether the last clock ended because no policy owed it any more.
    left: bool,
    /// The policy that a pinned clock does not follow.
    pub(crate) pinned: Option<usize>,
    /// How often a policy came to owe this.
    arrivals: u32,
}

impl Track {
    pub(crate) fn new(class: Class, metric: Metric) -> Track {
        let (clocks, looked_through, cycles, pinned, arrivals) = Default::default();
        let (answered, pending, begun, theirs, was_owed, left) = Default::default();
        let row = metric.row();
        Track {
            class,
            metric,
            row,
            clocks,
            looked_through,
            cycles,
            answered,
            pending,
            begun,
            theirs,
            was_owed,
            left,
            pinned,
            arrivals,
        }
    }

    /// Lets copies share the clocks that there are by now.
    pub(crate) fn settle_clocks(&mut self) {
        self.clocks.let_go();
        for clock in self.clocks.new_ones() {
            clock.spans.settle();
            clock.changes.settle();
        }
        self.clocks.settle();
        // Only the last clock changes any more.
        let noted = self.noted().into_iter().map(|(index, _)| index).filter(|index| index + 1 < self.clocks.len());
        self.looked_through = (self.clocks.len().saturating_sub(1), noted.collect());
    }

    /// The clocks that were missed and the last one of each holder, with their numbers.
    pub(crate) fn noted(&self) -> Vec<(usize, &Clock)> {
        let (looked_through, known) = &self.looked_through;
        let numbers = known.iter().copied().chain(*looked_through..self.clocks.len());
        let (mut holders, mut is_behind) = (SortedSet::new(), false);
        let mut noted: Vec<(usize, &Clock)> = numbers
            .rev()
            .filter_map(|number| {
                let clock = self.clocks.get(number)?;
                let is_last = match &clock.of {
                    Some(of) => holders.insert(of),
                    None => !std::mem::replace(&mut is_behind, true),
                };
                (is_last || clock.breach.is_some()).then_some((number, clock))
            })
            .collect();
        noted.reverse();
        noted
    }

    /// The clock that has not ended.
    pub(crate) fn open(&self) -> Option<&Clock> {
        self.clocks.last().filter(|last| last.is_open())
    }

    pub(crate) fn open_mut(&mut self) -> Option<&mut Clock> {
        self.open()?;
        self.clocks.last_mut()
    }

    /// Whether a policy owes this metric now, and none did at the moment before.
    pub(crate) fn arrives(&self, ground: Ground<'_>, policy: usize, now: &Moment) -> bool {
        let had_none = !self.was_owed && self.open().is_none() && self.row.held().is_none();
        had_none && ground.owes(policy, self.metric, now)
    }

    /// Whether policies have come and gone too often for the past to be lived through again.
    pub(crate) fn comes_too_often(&self) -> bool {
        self.arrivals > MOST_ARRIVALS
    }

    /// Lives through all that happened before `policy` came to be the one, as if it always had been; where the policy does
    /// not count from creation, only to know who has written and who waits. How much work that was.
    pub(crate) fn catch_up(&mut self, ground: Ground<'_>, policy: usize, earlier: Lived<'_>, now: &Moment) -> u64 {
        self.arrivals += 1;
        if self.comes_too_often() {
            return 0;
        }
        self.live_again(ground, policy, earlier, now);
        (earlier.before as u64).saturating_mul(WORK_OF_A_TRACK)
    }

    fn live_again(&mut self, ground: Ground<'_>, policy: usize, earlier: Lived<'_>, now: &Moment) {
        let ground = Ground { as_of: Some(now), ..ground };
        let mut lived = Track::new(self.class, self.metric);
        let mut before = None;
        for moment in earlier.iter() {
            lived.live(ground, Some(policy), moment, before, false);
            lived.absorb(ground, moment);
            before = Some(moment);
        }
        (self.answered, self.pending, self.theirs) = (lived.answered, lived.pending, lived.theirs);
        self.begun = lived.begun;
        if !ground.policy(policy).is_some_and(|policy| policy.settings.from_creation) {
            return;
        }
        let open = lived.clocks.all_mut().pop_if(|last| last.is_open());
        if self.cycles == 0 {
            lived.clocks.all_mut().iter_mut().for_each(|past| past.came_late(now.at));
            self.looked_through = Default::default();
            (self.clocks, self.cycles) = (lived.clocks, lived.cycles);
        } else if open.is_none() && self.left {
            // A ticket that was resolved in between can be reopened.
            let resolved = lived.clocks.all_mut().pop().filter(|last| last.ended_by_resolution);
            resolved.into_iter().for_each(|mut resolved| {
                resolved.came_late(now.at);
                self.take_over(resolved);
            });
        }
        // What ran and ended before the gap stays as it was.
        let ended = self.clocks.last().filter(|_| !self.left).and_then(|last| last.stopped);
        if let Some(mut open) = open.filter(|open| ended.is_none_or(|ended| open.started >= ended)) {
            open.breach_before(now.at);
            self.take_over(open);
        }
        self.left = false;
    }

    /// Adds a clock that was lived through as the next cycle.
    fn take_over(&mut self, clock: Clock) {
        self.cycles = self.cycles.max(u32::try_from(self.clocks.len()).unwrap_or(u32::MAX).saturating_add(1));
        self.clocks.push(Clock { cycle: self.cycles, ..clock });
    }

    /// A policy that comes late breaches when it comes, not before.
    pub(crate) fn came_late(&mut self, at: Timestamp) {
        if let Some(open) = self.open_mut() {
            open.came_late(at);
        }
    }

    /// Lives through a moment under `policy`.
    pub(crate) fn live(
        &mut self,
        ground: Ground<'_>,
        policy: Option<usize>,
        now: &Moment,
        before: Option<&Moment>,
        arriving: bool,
    ) {
        self.note_breach(now.at);
        self.was_owed = policy.is_some_and(|policy| ground.owes(policy, self.metric, now));
        match self.row.course {
            Course::Held(held) => self.live_presence(ground, held, policy, now, before),
            Course::Cycles(cycles) => self.live_cycle(ground, cycles, policy, now, before, arriving),
        }
        self.hold_up(ground, now, before);
        self.set_by_hand(ground, now);
    }

    /// Notes the breach of a deadline that has passed since.
    fn note_breach(&mut self, now: Timestamp) {
        let Some(open) = self.open_mut().filter(|open| open.breach.is_none()) else { return };
        open.breach_before(now);
        if let Some(at) = open.breach.as_ref().map(|breach| breach.at) {
            open.note(at, ChangeKind::Breach, Cause::Words("the deadline passed"), None);
        }
    }

    /// Ends the open clock: met or missed, where `end` is none.
    pub(crate) fn end(&mut self, at: Timestamp, end: Option<End>, because: Cause, ended_by_resolution: bool) {
        if let Some(clock) = self.open_mut() {
            clock.finish(at, end, because);
            clock.ended_by_resolution = ended_by_resolution;
        }
    }

    pub(crate) fn cancel(&mut self, at: Timestamp, because: Cause) {
        self.end(at, Some(End::Cancelled), because, false);
    }

    /// Cancels the clock: nobody owes this any more. Where somebody does again, that counts as a policy that comes late.
    pub(crate) fn leave(&mut self, at: Timestamp, because: &'static str) {
        self.cancel(at, Cause::Words(because));
        self.left = true;
    }

    pub(crate) fn start(&mut self, ground: Ground<'_>, policy: usize, now: &Moment) {
        let Some(Owed { target, goal, hours }) = ground.owed(policy, self.metric, now) else { return };
        let Some(words) = ground.policy(policy) else { return };
        let hours = hours.clone();
        let started = begins(words, &hours, now.at);
        self.cycles += 1;
        self.left = false;
        let span = Span::new(now.at, started, (true, false), &hours, now.cause());
        let mut clock = Clock {
            class: self.class,
            metric: self.metric,
            of: self.key(now),
            cycle: self.cycles,
            visits: 1,
            policy,
            target,
            hours,
            goal,
            started,
            born: now.at,
            hours_as_of: now.at,
            assumed: now.assumed,
            spans: vec![span].into(),
            breach: None,
            missed_under: None,
            by_hand: None,
            moves: 0,
            moved_at: None,
            longest: self.longest_before(words, now.at),
            reached: vec![],
            paces: vec![],
            // Most are started and stopped, and that is all.
            changes: Vec::with_capacity(2).into(),
            phase: Phase::Running,
            due_rule: due_rule(words),
            keeps_due: words.settings.due_while_paused,
            promised_at: now.at,
            counted_otherwise: false,
            due: None,
            first: None,
            latched: false,
            stopped: None,
            ended_by_resolution: false,
        };
        clock.refresh();
        // A date that had passed before anybody owed it is missed from then on.
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::Activate, now.cause(), None);
        self.pinned = None;
        self.clocks.push(clock);
    }

    /// The seconds of its longest exchange by now, where its cycles are exchanges.
    fn longest_before(&self, policy: &Policy<Cond>, now: Timestamp) -> Option<i64> {
        let is_exchange = self.row.stops_at_a_contact() && policy.settings.update == UpdateMode::Unanswered;
        let by_now = || self.clocks.last().and_then(|last| last.longest_by(last.stopped.unwrap_or(now)));
        is_exchange.then(|| by_now().unwrap_or(0))
    }

    /// Cancels the clock and starts the next; what holds the one up holds up the other.
    pub(crate) fn start_anew(&mut self, ground: Ground<'_>, policy: usize, now: &Moment, because: Cause) {
        let latched = self.open().is_some_and(|open| open.latched);
        self.cancel(now.at, because);
        self.start(ground, policy, now);
        self.open_mut().into_iter().for_each(|open| open.latched = latched);
    }

    /// Takes a clock that has ended up again; the time since counts or was a pause.
    pub(crate) fn resume_past(&mut self, index: usize, now: &Moment, counts: bool, what: ChangeKind) {
        if index + 1 < self.clocks.len() {
            self.looked_through = Default::default();
            self.clocks.all_mut()[index..].rotate_left(1);
        }
        let Some(clock) = self.clocks.last_mut() else { return };
        let ended = clock.stopped.take().unwrap_or(now.at);
        let because = Cause::Words("it was out of hands");
        let mut between = Span::new(ended, clock.started, (counts, !counts), &clock.hours, because);
        between.end(now.at, &clock.hours);
        clock.add_span(between);
        clock.turn(now.at, (true, false), now.cause());
        (clock.phase, clock.ended_by_resolution, clock.latched) = (Phase::Running, false, false);
        clock.breach_by_change(now.at);
        clock.note(now.at, what, now.cause(), None);
    }

    /// Whether the policy's words hold the clock up.
    pub(crate) fn is_held(&self, signals: Signals<'_>) -> bool {
        let latched = self.open().is_some_and(|open| open.latched);
        let latched = (latched || signals.onset(Act::Pause)) && !signals.onset(Act::Resume);
        latched || signals.hold().is_some()
    }

    /// Holds the clock up, or lets it go on.
    fn hold_up(&mut self, ground: Ground<'_>, now: &Moment, before: Option<&Moment>) {
        let metric = self.metric;
        let Some(clock) = self.open_mut() else { return };
        let Some(signals) = ground.signals(clock.policy, metric, now, before) else { return };
        clock.latched |= signals.onset(Act::Pause);
        clock.latched &= !signals.onset(Act::Resume);
        let hold = signals.hold().or(clock.latched.then_some(Hold { credit: true }));
        let due = clock.shown_deadline();
        match (clock.phase, hold) {
            (Phase::Running, Some(hold)) => {
                clock.turn(now.at, (!hold.credit, true), now.cause());
                clock.phase = Phase::Paused;
                clock.note(now.at, ChangeKind::Pause, now.cause(), due);
            }
            (Phase::Paused, None) => {
                clock.turn(now.at, (true, false), now.cause());
                clock.phase = Phase::Running;
                clock.breach_by_change(now.at);
                clock.note(now.at, ChangeKind::Resume, now.cause(), due);
            }
            (Phase::Paused, Some(hold)) if clock.spans.last().is_some_and(|span| span.counts == hold.credit) => {
                clock.turn(now.at, (!hold.credit, true), now.cause());
            }
            _ => {}
        }
    }

    /// A deadline that a person sets is the customer's, where the customer is owed such a thing at all.
    fn set_by_hand(&mut self, ground: Ground<'_>, now: &Moment) {
        let metric = self.metric;
        let Some(by_hand) = now.by_hand.as_ref().filter(|hand| metric.is_called(&hand.clock)) else {
            return;
        };
        let first_owed = Class::ALL.into_iter().find(|class| ground.agreements.is_owed(*class, metric));
        let Some(clock) = self.open_mut().filter(|clock| first_owed == Some(clock.class)) else { return };
        let (due, stood) = (clock.shown_deadline(), clock.about_to_move(ground.agreements, now));
        clock.by_hand = by_hand.due.map(|set| {
            let set = clock.set_to(set);
            let instead_of = clock.own_deadline().ok();
            let note = SetByHand { at: now.at, by: by_hand.by.clone(), reason: by_hand.reason.clone(), instead_of };
            Box::new((note, set))
        });
        clock.refresh();
        clock.has_moved(ground.agreements, &stood, now);
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::SetByHand, Cause::Text(by_hand.reason.clone()), due);
    }

    /// Counts from an older ticket's creation, where that was merged into this one and the policy says so.
    pub(crate) fn absorb(&mut self, ground: Ground<'_>, now: &Moment) {
        let can_go_on = |last: &&mut Clock| last.is_open() || last.ended_by_resolution;
        let (Some(opened), Some(clock)) = (now.absorbed, self.clocks.last_mut().filter(can_go_on)) else { return };
        let Some(policy) = ground.policy(clock.policy).filter(|policy| policy.settings.merge_keeps_earliest) else {
            return;
        };
        let started = begins(policy, &clock.hours, opened);
        if !self.row.merges_back || clock.cycle > 1 || started >= clock.started {
            return;
        }
        let because = Cause::Words("a ticket was merged into this one");
        let (due, stood) = (clock.shown_deadline(), clock.about_to_move(ground.agreements, now));
        let mut span = Span::new(opened, started, (true, false), &clock.hours, because.clone());
        span.end(clock.started, &clock.hours);
        clock.begin_with(span);
        (clock.started, clock.born) = (started, opened);
        clock.refresh();
        clock.has_moved(ground.agreements, &stood, now);
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::Merge, because, due);
    }
}

/// When a clock begins to count of what happens at an instant.
pub(crate) fn begins(policy: &Policy<Cond>, hours: &Hours, at: Timestamp) -> Timestamp {
    match policy.settings.start_after {
        0 => at,
        after => hours.add(at, after, Due::Close).unwrap_or(at),
    }
}

pub(crate) fn due_rule(policy: &Policy<Cond>) -> Due {
    if policy.settings.due_at_next_opening { Due::NextOpen } else { Due::Close }
}
