//! The cycles of one metric of one class: what starts, holds up, stops and moves its clock.
//!
//! Within one event the order is: stop, cancel, reset, pause, resume, start.

use tierline_calendar::Due;
use tierline_model::{
    Class, Metric, Text, Timestamp, Value,
    agreement::{Act, Amount, MidFlight, Policy, Reopen, Shift, UpdateMode},
    reading::{ChangeKind, SetByHand},
};

use crate::{
    Cond,
    agreements::Agreements,
    clock::{Clock, End, Goal, Phase, Span},
    hours::{Hours, wall},
    moment::Moment,
    select::NONE,
    signals::{Hold, Signals},
};

/// What a track works with.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) agreements: &'a Agreements,
    /// Seconds left of the customer's clocks that targets take a share of.
    pub(crate) left: &'a [(Metric, i64)],
    /// Where the past is lived through for a policy that came later: the moment at which it came, whose target counts.
    pub(crate) as_of: Option<&'a Moment>,
}

impl<'a> Ground<'a> {
    /// What a moment means in the words of a policy.
    fn signals(self, policy: &'a Policy<Cond>, now: &'a Moment, before: Option<&'a Moment>) -> Signals<'a> {
        Signals { policy, now, before, reads: &self.agreements.reads }
    }

    /// What is owed under a target, where that can be said.
    fn goal(&self, policy: usize, target: usize, now: &Moment) -> Option<Goal> {
        Some(match &self.agreements.policies.get(policy)?.targets.get(target)?.amount {
            Amount::Open(seconds) | Amount::Wall(seconds) => Goal::Seconds(*seconds),
            Amount::WorkingDays { days, end_of_day } => Goal::Days { days: *days, end_of_day: *end_of_day },
            Amount::CalendarDays { days } => Goal::Dates(*days),
            Amount::By(path) => {
                let index = self.agreements.fields.iter().position(|field| field == path)?;
                match now.fields.get(index)? {
                    Value::Instant(at) => Goal::At(*at),
                    _ => return None,
                }
            }
            Amount::Share { percent, of } => {
                let (_, left) = self.left.iter().find(|(metric, _)| metric == of)?;
                let left = left.max(&0);
                Goal::Seconds(left.saturating_mul(*percent) / 100)
            }
        })
    }

    /// The target of a metric and what it owes, where that can be said.
    fn owed(&self, policy: usize, metric: Metric, now: &Moment) -> Option<(usize, Goal)> {
        let now = self.as_of.unwrap_or(now);
        let target = self.agreements.target(policy, metric, now)?;
        Some((target, self.goal(policy, target, now)?))
    }
}

/// Policies that come and go make a clock live through the past again so often at most; after that it counts from when they
/// come.
const MOST_ARRIVALS: u32 = 50;

/// All cycles of one metric of one class.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    pub(crate) class: Class,
    pub(crate) metric: Metric,
    pub(crate) open: Option<Clock>,
    pub(crate) past: Vec<Clock>,
    cycles: u32,
    /// Whether the requester has had an answer, or the desk wrote first.
    answered: bool,
    /// Whether a message came in while the ticket was resolved.
    pending: bool,
    /// Whether the last contact was the requester's.
    theirs: bool,
    /// Whether it has ever been owed.
    pub(crate) owed: bool,
    /// Whether the last clock ended because no policy owed it any more.
    left: bool,
    /// The policy that a pinned clock does not follow.
    pinned: Option<usize>,
    /// How often a policy came to owe this.
    arrivals: u32,
}

impl Track {
    pub(crate) fn new(class: Class, metric: Metric) -> Track {
        let (open, past, cycles, pinned, arrivals) = Default::default();
        let (answered, pending, theirs, owed, left) = Default::default();
        Track { class, metric, open, past, cycles, answered, pending, theirs, owed, left, pinned, arrivals }
    }

    /// Whether a policy owes this metric for the first time, or again after none did.
    pub(crate) fn arrives(&self, ground: Ground<'_>, policy: usize, now: &Moment) -> bool {
        let had_none = !self.owed || self.open.is_none() && self.left && !self.metric.is_presence();
        had_none && ground.owed(policy, self.metric, now).is_some()
    }

    /// Lives through all that happened before `policy` came to be the one, as if it always had been; where the policy does
    /// not count from creation, only to know who has written and who waits.
    pub(crate) fn catch_up(&mut self, ground: Ground<'_>, policy: usize, earlier: &[Moment], now: &Moment) {
        self.arrivals += 1;
        if self.metric.is_presence() || self.arrivals > MOST_ARRIVALS {
            return;
        }
        let ground = Ground { as_of: Some(now), ..ground };
        let mut lived = Track::new(self.class, self.metric);
        for (index, moment) in earlier.iter().enumerate() {
            lived.live(ground, Some(policy), moment, index.checked_sub(1).map(|before| &earlier[before]), false);
            lived.absorb(ground, moment);
        }
        (self.answered, self.pending, self.theirs) = (lived.answered, lived.pending, lived.theirs);
        let from_creation = ground.agreements.policies.get(policy).is_some_and(|policy| policy.settings.from_creation);
        if !from_creation {
            return;
        }
        if !self.owed {
            lived.past.iter_mut().for_each(|past| past.came_late(now.at));
            self.past = lived.past;
            self.cycles = lived.cycles;
        }
        if let Some(mut open) = lived.open {
            self.cycles = self.cycles.max(u32::try_from(self.past.len()).unwrap_or(u32::MAX).saturating_add(1));
            open.cycle = self.cycles;
            open.breach_before(now.at);
            self.open = Some(open);
        }
        (self.owed, self.left) = (true, false);
    }

    /// A policy that comes late breaches when it comes, not before.
    pub(crate) fn came_late(&mut self, at: Timestamp) {
        if let Some(open) = &mut self.open {
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
        if let Some(open) = &mut self.open {
            let was = open.breach.is_some();
            open.breach_before(now.at);
            if let (false, Some(breach)) = (was, open.breach.clone()) {
                open.note(breach.at, ChangeKind::Breach, &"the deadline passed".into(), None);
            }
        }
        if self.metric.is_presence() {
            return self.live_presence(ground, policy, now, before);
        }
        let own = self.open.as_ref().map(|open| open.policy);
        if let Some(words) = own.or(policy).and_then(|policy| ground.agreements.policies.get(policy)) {
            let signals = ground.signals(words, now, before);
            self.stop(ground, signals);
            self.settle(ground, signals, policy, now);
            if let Some(policy) = policy {
                self.start_or_reopen(ground, policy, now, before, arriving);
            }
            self.remember(signals);
        }
        self.hold_up(ground, now, before);
        self.set_by_hand(ground, now);
    }

    fn remember(&mut self, signals: Signals<'_>) {
        let wrote_first = signals.now.created && !signals.now.by_requester;
        // A resolution answers as well, unless the policy says otherwise.
        let resolved = signals.resolved() && !signals.policy.settings.resolved_cancels_response;
        self.answered |= signals.answer() || wrote_first || resolved;
        if signals.answer() {
            self.pending = false;
        }
        let theirs = signals.message() || signals.asks_at_creation();
        self.theirs = theirs || self.theirs && !signals.answer();
    }

    /// Stops, cancels or resets what runs.
    fn stop(&mut self, ground: Ground<'_>, signals: Signals<'_>) {
        let now = signals.now;
        let Some(metric) = self.open.as_ref().map(|open| open.metric) else { return };
        if let Some(gone) = &now.gone {
            return self.end(now.at, Some(End::Cancelled), gone, false);
        }
        match self.what_stops(signals) {
            Some((end, over)) => self.end(now.at, end, &now.because, over),
            None if signals.holds(metric, Act::Cancel) => {
                self.end(now.at, Some(End::Cancelled), &"a condition of the policy".into(), false);
            }
            None if signals.onset(metric, Act::Reset) => {
                let policy = self.open.as_ref().map(|open| open.policy);
                self.end(now.at, Some(End::Cancelled), &"it was reset".into(), false);
                if let Some(policy) = policy {
                    self.start(ground, policy, now, now.at);
                }
            }
            None => {}
        }
    }

    /// How the moment ends the clock, if it does, `None` for met or missed; and whether that is because the ticket is over.
    fn what_stops(&self, signals: Signals<'_>) -> Option<(Option<End>, bool)> {
        let metric = self.metric;
        let done = if signals.says(metric, Act::Stop) {
            signals.holds(metric, Act::Stop)
        } else {
            match metric {
                Metric::FirstResponse | Metric::NextResponse => signals.answer(),
                Metric::Update => self.is_contact(signals),
                Metric::Assignment => signals.now.assigned || self.leaves_its_queue(signals),
                _ => signals.over(),
            }
        };
        if done {
            return Some((None, signals.over()));
        }
        let settings = &signals.policy.settings;
        match metric {
            Metric::FirstResponse if signals.resolved() => {
                Some((settings.resolved_cancels_response.then_some(End::Cancelled), true))
            }
            Metric::FirstResponse if signals.closed() => Some((Some(End::Cancelled), true)),
            Metric::NextResponse | Metric::Update | Metric::Assignment if signals.over() => Some((None, true)),
            Metric::Update if settings.update == UpdateMode::CadenceUnlessWaiting && signals.message() => {
                Some((Some(End::Cancelled), false))
            }
            _ => None,
        }
    }

    /// Whether another queue has the ticket now. What the one before owed as a team is over then.
    fn leaves_its_queue(&self, signals: Signals<'_>) -> bool {
        self.enters_a_queue(signals) && signals.before.is_some_and(|before| before.queue.is_some())
    }

    /// Whether a queue has just got the ticket, where teams owe each other something.
    fn enters_a_queue(&self, signals: Signals<'_>) -> bool {
        self.class != Class::Customer && signals.before.is_some_and(|before| before.queue != signals.now.queue)
    }

    /// Whether the moment is a contact that the periodic update asks for.
    fn is_contact(&self, signals: Signals<'_>) -> bool {
        match signals.policy.settings.update {
            UpdateMode::LastContact => signals.answer() || signals.message() && !self.theirs,
            _ => signals.answer(),
        }
    }

    fn end(&mut self, at: Timestamp, end: Option<End>, because: &Text, ended_by_resolution: bool) {
        let Some(mut clock) = self.open.take() else { return };
        let due = clock.shown_deadline();
        clock.breach_before(at);
        clock.turn(at, None, because);
        let end = end.unwrap_or(if clock.breach.is_some() { End::Missed } else { End::Met });
        (clock.phase, clock.stopped, clock.ended_by_resolution) = (Phase::Ended(end), Some(at), ended_by_resolution);
        let what = if end == End::Cancelled { ChangeKind::Cancel } else { ChangeKind::Fulfill };
        clock.note(at, what, because, due);
        self.past.push(clock);
    }

    /// Cancels the clock: nobody owes this any more. Where somebody does again, that counts as a policy that comes late.
    fn leave(&mut self, at: Timestamp, because: &str) {
        self.end(at, Some(End::Cancelled), &because.into(), false);
        self.left = true;
    }

    /// Goes over to another policy, target or calendar, or leaves it.
    fn settle(&mut self, ground: Ground<'_>, signals: Signals<'_>, policy: Option<usize>, now: &Moment) {
        if self.open.is_none() {
            return;
        }
        // A status that holds the clock up may well be none that the policy is for: the pause wins.
        let is_held = self.is_held(signals);
        let chosen_at = ground.as_of.unwrap_or(now);
        let policy = policy.map(|policy| self.followed(ground, policy, now));
        let target = policy.and_then(|policy| ground.agreements.target(policy, self.metric, chosen_at));
        let (Some(policy), Some(target)) = (policy, target) else {
            if !is_held || policy.is_some() || now.applied.as_deref() == Some(NONE) {
                let because =
                    if policy.is_some() { "the policy owes this no more" } else { "no policy is for the ticket" };
                self.leave(now.at, because);
            }
            return;
        };
        let agreements = ground.agreements;
        let Some(clock) = &self.open else { return };
        let (Some(new), Some(old)) = (agreements.policies.get(policy), agreements.policies.get(clock.policy)) else {
            return;
        };
        let goal = match new.targets[target].amount {
            Amount::Share { .. } if (policy, target) == (clock.policy, clock.target) => Some(clock.goal),
            _ => ground.goal(policy, target, chosen_at),
        };
        let Some(goal) = goal else {
            return self.leave(now.at, "the field of the deadline is empty");
        };
        let pins_hours =
            new.settings.mid_flight(self.class, Shift::Calendar, self.metric) == MidFlight::Pin && !now.rebase;
        let same_calendar = calendar(new, target) == calendar(old, clock.target);
        let hours = match same_calendar && pins_hours {
            true => clock.hours.clone(),
            false => agreements.hours(policy, target, now.at).clone(),
        };
        let shift = match () {
            () if new.name != old.name => Shift::Policy,
            () if policy != clock.policy => Shift::Version,
            () if target != clock.target || goal != clock.goal => Shift::Target,
            () if !hours.is(&clock.hours) => Shift::Calendar,
            () => return,
        };
        let rule = match new.settings.mid_flight(self.class, shift, self.metric) {
            MidFlight::Pin if now.rebase => MidFlight::Retroactive,
            rule => rule,
        };
        let because: Text = match shift {
            Shift::Policy => format!("now under the SLA {:?}", &*new.name).into(),
            Shift::Version => format!("a newer version of the SLA {:?}", &*new.name).into(),
            Shift::Target => format!("now {}", &new.targets[target].amount).into(),
            Shift::Calendar => "a newer version of the calendar".into(),
        };
        self.go_over(ground, (policy, target), (goal, hours), rule, now, &because);
    }

    /// The policy that the clock follows where `policy` is the one for the ticket: not a newer version, where that is pinned.
    fn followed(&mut self, ground: Ground<'_>, policy: usize, now: &Moment) -> usize {
        let (class, metric) = (self.class, self.metric);
        let Some(clock) = &mut self.open else { return policy };
        let policies = &ground.agreements.policies;
        let (Some(new), Some(old)) = (policies.get(policy), policies.get(clock.policy)) else { return policy };
        let is_newer = policy != clock.policy && new.name == old.name;
        if !is_newer || now.rebase || new.settings.mid_flight(class, Shift::Version, metric) != MidFlight::Pin {
            return policy;
        }
        if self.pinned.replace(policy) != Some(policy) {
            let due = clock.shown_deadline();
            let because = format!("a newer version of the SLA {:?}", &*new.name).into();
            clock.note(now.at, ChangeKind::Pin, &because, due);
        }
        clock.policy
    }

    /// Whether the policy's words hold the clock up.
    fn is_held(&self, signals: Signals<'_>) -> bool {
        let latched = self.open.as_ref().is_some_and(|open| open.latched);
        let latched = (latched || signals.onset(self.metric, Act::Pause)) && !signals.onset(self.metric, Act::Resume);
        latched || signals.hold(self.metric).is_some()
    }

    fn go_over(
        &mut self,
        ground: Ground<'_>,
        (policy, target): (usize, usize),
        (goal, hours): (Goal, Hours),
        rule: MidFlight,
        now: &Moment,
        because: &Text,
    ) {
        let Some(clock) = &mut self.open else { return };
        let due = clock.shown_deadline();
        match rule {
            MidFlight::Pin => {
                if self.pinned.replace(policy) != Some(policy) {
                    clock.note(now.at, ChangeKind::Pin, because, due);
                }
                return;
            }
            MidFlight::Restart => {
                let latched = clock.latched;
                self.end(now.at, Some(End::Cancelled), because, false);
                self.start(ground, policy, now, now.at);
                self.open.iter_mut().for_each(|open| open.latched = latched);
                return;
            }
            MidFlight::Retroactive => clock.spans.iter_mut().for_each(|span| span.recount(&hours)),
            MidFlight::KeepElapsed => {
                let last = clock.spans.last().map(|span| (span.counts, span.paused, span.because.clone()));
                clock.hours = hours.clone();
                if let Some((counts, paused, began)) = last {
                    clock.turn(now.at, Some((counts, paused)), &began);
                }
            }
        }
        (clock.hours, clock.goal, clock.policy, clock.target) = (hours, goal, policy, target);
        clock.due_rule = due_rule(ground.agreements.policies.get(policy));
        clock.refresh();
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::ApplySla, because, due);
    }

    fn start_or_reopen(
        &mut self,
        ground: Ground<'_>,
        policy: usize,
        now: &Moment,
        before: Option<&Moment>,
        arriving: bool,
    ) {
        let Some(words) = ground.agreements.policies.get(policy) else { return };
        let signals = ground.signals(words, now, before);
        if self.open.is_some() || now.gone.is_some() {
            return;
        }
        if !signals.over()
            && self.past.last().is_some_and(|last| last.ended_by_resolution)
            && self.reopen(ground, signals, policy)
        {
            return;
        }
        if signals.says(self.metric, Act::Start) {
            if signals.onset(self.metric, Act::Start) {
                self.start(ground, policy, now, now.at);
            }
            return;
        }
        if signals.message() && signals.over() {
            self.pending = true;
        }
        if signals.over() {
            return;
        }
        let late = arriving && !words.settings.from_creation;
        let was_pending = std::mem::take(&mut self.pending);
        let waits = signals.message() || was_pending;
        let starts = match self.metric {
            Metric::FirstResponse => {
                // A ticket that was made without a message waits for an answer from the first one on.
                let first_message = self.cycles == 0 && signals.message();
                signals.asks_at_creation() || (late || first_message) && !self.answered
            }
            Metric::NextResponse => waits && self.answered && !signals.answer(),
            Metric::Update => match words.settings.update {
                UpdateMode::Cadence | UpdateMode::CadenceUnlessWaiting => signals.answer(),
                UpdateMode::LastContact => now.created || self.is_contact(signals),
                UpdateMode::Unanswered => (signals.asks_at_creation() || waits) && !signals.answer(),
            },
            Metric::Assignment => !now.assigned && (now.created || late || self.enters_a_queue(signals)),
            // A ticket may first be seen when it is reopened.
            _ => now.created || late || self.past.is_empty() && signals.was_over(),
        };
        if starts {
            self.start(ground, policy, now, now.at);
        }
    }

    /// Goes on with the clock that ended when the ticket was resolved; whether that was all there is to do.
    fn reopen(&mut self, ground: Ground<'_>, signals: Signals<'_>, policy: usize) -> bool {
        let unanswered = self.metric == Metric::FirstResponse && !self.answered;
        let Some(last) = self.past.last() else { return false };
        let was_cancelled = last.phase == Phase::Ended(End::Cancelled);
        if !(self.metric.is_lifelong() || unanswered && was_cancelled) {
            return false;
        }
        let settings = &signals.policy.settings;
        let now = signals.now;
        let in_time =
            last.stopped.is_none_or(|stopped| within(settings.reopen_within.as_ref(), &last.hours, stopped, now.at));
        let rule = match settings.reopen {
            // What nobody answered is still owed: the time it was closed was a pause.
            _ if unanswered => Reopen::Continue,
            rule if in_time || rule == Reopen::Stay => rule,
            _ => Reopen::Restart,
        };
        match rule {
            Reopen::Stay => {}
            Reopen::Restart => self.start(ground, policy, now, now.at),
            Reopen::Continue | Reopen::Count => {
                let counts = rule == Reopen::Count;
                self.resume_past(self.past.len() - 1, now, counts, ChangeKind::Reopen);
                self.settle(ground, signals, Some(policy), now);
            }
        }
        true
    }

    /// Takes a clock that has ended up again; the time since counts or was a pause.
    fn resume_past(&mut self, index: usize, now: &Moment, counts: bool, what: ChangeKind) {
        let mut clock = self.past.remove(index);
        let ended = clock.stopped.take().unwrap_or(now.at);
        let hours = clock.hours.clone();
        let because = "it was out of hands".into();
        clock.spans.push(Span::new(ended, counts, !counts, hours, because).until(now.at));
        clock.turn(now.at, Some((true, false)), &now.because);
        (clock.phase, clock.ended_by_resolution, clock.latched) = (Phase::Running, false, false);
        clock.breach_by_change(now.at);
        clock.note(now.at, what, &now.because, None);
        self.open = Some(clock);
    }

    fn start(&mut self, ground: Ground<'_>, policy: usize, now: &Moment, at: Timestamp) {
        let agreements = ground.agreements;
        let Some((target, goal)) = ground.owed(policy, self.metric, now) else { return };
        let words = &agreements.policies[policy];
        let hours = agreements.hours(policy, target, now.at).clone();
        let started = match words.settings.start_after {
            0 => at,
            after => hours.add(at, after, Due::Close).unwrap_or(at),
        };
        self.cycles += 1;
        (self.owed, self.left) = (true, false);
        let span = Span::new(started, true, false, hours.clone(), now.because.clone());
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
            assumed: now.assumed,
            spans: vec![span],
            breach: None,
            by_hand: None,
            moves: 0,
            moved_at: None,
            changes: vec![],
            phase: Phase::Running,
            due_rule: due_rule(Some(words)),
            due: Ok(started),
            first: None,
            latched: false,
            stopped: None,
            ended_by_resolution: false,
        };
        clock.refresh();
        clock.note(at, ChangeKind::Activate, &now.because, None);
        self.pinned = None;
        self.open = Some(clock);
    }

    fn key(&self, now: &Moment) -> Option<Text> {
        match self.metric {
            Metric::Ownership => now.queue.clone(),
            Metric::Tier => now.tier.clone(),
            _ => None,
        }
    }

    /// Holds the clock up, or lets it go on.
    fn hold_up(&mut self, ground: Ground<'_>, now: &Moment, before: Option<&Moment>) {
        let metric = self.metric;
        let Some(clock) = &mut self.open else { return };
        let Some(policy) = ground.agreements.policies.get(clock.policy) else { return };
        let signals = ground.signals(policy, now, before);
        clock.latched |= signals.onset(metric, Act::Pause);
        clock.latched &= !signals.onset(metric, Act::Resume);
        let hold = signals.hold(metric).or(clock.latched.then_some(Hold { credit: true }));
        let due = clock.shown_deadline();
        match (clock.phase, hold) {
            (Phase::Running, Some(hold)) => {
                clock.turn(now.at, Some((!hold.credit, true)), &now.because);
                clock.phase = Phase::Paused;
                clock.note(now.at, ChangeKind::Pause, &now.because, due);
            }
            (Phase::Paused, None) => {
                clock.turn(now.at, Some((true, false)), &now.because);
                clock.phase = Phase::Running;
                clock.breach_by_change(now.at);
                clock.note(now.at, ChangeKind::Resume, &now.because, due);
            }
            (Phase::Paused, Some(hold)) if clock.spans.last().is_some_and(|span| span.counts == hold.credit) => {
                clock.turn(now.at, Some((!hold.credit, true)), &now.because);
            }
            _ => {}
        }
    }

    /// A deadline that a person sets is the customer's, where the customer is owed such a thing at all.
    fn set_by_hand(&mut self, ground: Ground<'_>, now: &Moment) {
        let Some(by_hand) = now.by_hand.as_ref().filter(|hand| Metric::named(&hand.clock) == Some(self.metric)) else {
            return;
        };
        let first_owed = Class::ALL.into_iter().find(|class| ground.agreements.is_owed(*class, self.metric));
        let Some(clock) = self.open.as_mut().filter(|clock| first_owed == Some(clock.class)) else { return };
        let due = clock.shown_deadline();
        clock.by_hand = by_hand.due.map(|set| {
            let instead_of = clock.own_deadline().ok();
            (SetByHand { at: now.at, by: by_hand.by.clone(), reason: by_hand.reason.clone(), instead_of }, set)
        });
        clock.refresh();
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::SetByHand, &by_hand.reason, due);
    }

    /// Counts from an older ticket's creation, where that was merged into this one and the policy says so.
    pub(crate) fn absorb(&mut self, ground: Ground<'_>, now: &Moment) {
        let (Some(opened), Some(clock)) = (now.absorbed, &mut self.open) else { return };
        let counts = clock.metric.is_lifelong() || clock.metric == Metric::FirstResponse;
        let policy = ground.agreements.policies.get(clock.policy);
        if !counts || opened >= clock.started || !policy.is_some_and(|policy| policy.settings.merge_keeps_earliest) {
            return;
        }
        let due = clock.shown_deadline();
        let (hours, because) = (clock.hours.clone(), Text::from("a ticket was merged into this one"));
        let span = Span::new(opened, true, false, hours, because.clone()).until(clock.started);
        clock.spans.insert(0, span);
        clock.started = opened;
        clock.refresh();
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::Merge, &because, due);
    }

    /// Lives through a moment where the clock runs as long as somebody has the ticket.
    fn live_presence(&mut self, ground: Ground<'_>, policy: Option<usize>, now: &Moment, before: Option<&Moment>) {
        let key = self.key(now);
        let words = |policy: Option<usize>| policy.and_then(|policy| ground.agreements.policies.get(policy));
        let is_inside = words(policy).is_some_and(|words| {
            let signals = ground.signals(words, now, before);
            let has_it = match self.metric {
                Metric::Supplier => signals.supplied(),
                _ => key.is_some(),
            };
            let owed = policy.is_some_and(|policy| ground.agreements.target(policy, self.metric, now).is_some());
            has_it && owed && !signals.over() && now.gone.is_none()
        });
        if let Some(clock) = &self.open {
            let same = clock.of == key;
            let own = words(Some(clock.policy)).map(|policy| ground.signals(policy, now, before));
            let has_left =
                own.is_none_or(|own| !same || own.over() || self.metric == Metric::Supplier && !own.supplied());
            let stays = policy.is_none() && own.is_some_and(|own| self.is_held(own));
            match (&now.gone, has_left, is_inside) {
                (Some(gone), ..) => self.end(now.at, Some(End::Cancelled), gone, false),
                (None, true, _) => self.end(now.at, None, &now.because, false),
                (None, false, false) if stays => {}
                // Whoever has it may be owed it again, and has used what they used.
                (None, false, false) => {
                    self.end(now.at, Some(End::Cancelled), &"no policy is for the ticket".into(), true);
                }
                (None, false, true) => {
                    if let Some(own) = own {
                        self.settle(ground, own, policy, now);
                    }
                }
            }
        }
        if let (None, true, Some(policy)) = (&self.open, is_inside, policy) {
            let can_go_on = |past: &Clock| past.phase != Phase::Ended(End::Cancelled) || past.ended_by_resolution;
            let again = self.past.iter().rposition(|past| past.of == key && can_go_on(past));
            let was_cut_off = again.and_then(|again| self.past.get(again)).is_some_and(|past| past.ended_by_resolution);
            let continues =
                was_cut_off || words(Some(policy)).is_some_and(|words| words.settings.continues_on_return(self.metric));
            match again.filter(|_| continues) {
                Some(index) => {
                    self.resume_past(index, now, false, ChangeKind::Reopen);
                    if let Some(clock) = self.open.as_mut().filter(|_| !was_cut_off) {
                        clock.visits += 1;
                    }
                    if let Some(words) = words(Some(policy)) {
                        self.settle(ground, ground.signals(words, now, before), Some(policy), now);
                    }
                }
                None => self.start(ground, policy, now, now.at),
            }
        }
        self.hold_up(ground, now, before);
        self.set_by_hand(ground, now);
    }
}

/// The calendar that a target names.
fn calendar(policy: &Policy<Cond>, target: usize) -> Option<&Text> {
    policy.targets.get(target).and_then(|target| target.calendar.as_ref()).or(policy.calendar.as_ref())
}

fn due_rule(policy: Option<&Policy<Cond>>) -> Due {
    if policy.is_some_and(|policy| policy.settings.due_at_next_opening) { Due::NextOpen } else { Due::Close }
}

/// Whether a ticket resolved at one instant can still be reopened at another.
fn within(window: Option<&Amount>, hours: &Hours, stopped: Timestamp, now: Timestamp) -> bool {
    let end = match window {
        None => return true,
        Some(Amount::Wall(seconds)) => Ok(wall(stopped, *seconds)),
        Some(Amount::Open(seconds)) => hours.add(stopped, *seconds, Due::Close),
        Some(Amount::WorkingDays { days, end_of_day }) => hours.add_days(stopped, *days, *end_of_day),
        Some(Amount::CalendarDays { days }) => hours.add_dates(stopped, *days),
        Some(Amount::By(_) | Amount::Share { .. }) => return true,
    };
    end.is_ok_and(|end| now <= end)
}
