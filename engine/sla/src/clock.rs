//! One clock: its spans, what it has used, its breach.

use tierline_calendar::{Beyond, Due};
use tierline_model::{
    Class, Metric, Text, Timestamp,
    reading::{Breach, ChangeKind, SetByHand},
};

use crate::{
    changes::Change,
    due::Goal,
    grown::Grown,
    hours::{Hours, wall},
    moment::Cause,
    reached::{Pace, Reached},
    span::{self, Span},
};

/// What a clock is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Running,
    Paused,
    Ended(End),
}

/// How a clock ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Met,
    Missed,
    Cancelled,
}

/// One cycle of one clock of a ticket.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Who owes whom.
    pub class: Class,
    /// What it measures.
    pub metric: Metric,
    /// The queue or tier that it is about.
    pub of: Option<Text>,
    /// Which cycle, from 1.
    pub cycle: u32,
    /// How often whoever has it got it in this cycle.
    pub visits: u32,
    /// The number of its policy.
    pub policy: usize,
    /// The number of its target in the policy.
    pub target: usize,
    /// By what it counts now.
    pub hours: Hours,
    /// What is owed.
    pub goal: Goal,
    /// When it started: after the grace that its policy gives.
    pub started: Timestamp,
    /// When what started it happened.
    pub(crate) born: Timestamp,
    /// Which version of its calendar counts: the one of this instant.
    pub(crate) hours_as_of: Timestamp,
    /// Whether nobody says when the ticket was made, from which it counts.
    pub assumed: bool,
    /// The breach, which stays on record.
    pub breach: Option<Breach>,
    /// The policy that it was under when it was breached, once it is under another.
    pub missed_under: Option<usize>,
    /// A deadline that a person set.
    pub by_hand: Option<Box<(SetByHand, Timestamp)>>,
    /// How often its deadline was moved by policy or hand.
    pub moves: u32,
    /// The seconds of the longest exchange before this one, where its cycles are exchanges: questions and their answers.
    pub(crate) longest: Option<i64>,
    /// When the deadline moved last, or what is owed changed.
    pub moved_at: Option<Timestamp>,
    /// What its ladders had reached by then.
    pub(crate) reached: Vec<Reached>,
    /// How its ladders go on from there.
    pub(crate) paces: Vec<Pace>,
    /// Its time since it started, without gaps.
    pub(crate) spans: Grown<Span>,
    /// What happened to it.
    pub(crate) changes: Grown<Change>,
    pub(crate) phase: Phase,
    pub(crate) due_rule: Due,
    /// Whether its deadline is kept in sight while it is paused.
    pub(crate) keeps_due: bool,
    /// When the date was promised that it is due by, where that is so.
    pub(crate) promised_at: Timestamp,
    /// Whether some of its time was counted by other hours.
    pub(crate) counted_otherwise: bool,
    /// Its deadline, as long as nothing happens to it; none where its calendar does not reach that far.
    pub(crate) due: Option<Timestamp>,
    /// Its deadline without pauses, where that is not counted in seconds and can be said.
    pub(crate) first: Option<Timestamp>,
    /// Whether a `pause when` holds it up.
    pub(crate) latched: bool,
    pub(crate) stopped: Option<Timestamp>,
    /// Whether it ended because the ticket was resolved or closed, and can be reopened.
    pub(crate) ended_by_resolution: bool,
}

impl Clock {
    /// Whether it has not ended.
    pub fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Ended(_))
    }

    /// Whether nobody owes it any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.phase == Phase::Ended(End::Cancelled)
    }

    /// Whether it counts.
    pub fn is_running(&self) -> bool {
        self.phase == Phase::Running
    }

    /// Whether its time is used up: it runs, or a pause gives no time back.
    pub(crate) fn counts_now(&self) -> bool {
        self.is_running() || self.is_open() && self.spans.last().is_some_and(|span| span.counts)
    }

    /// Seconds that counted up to `at`.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn used(&self, at: Timestamp) -> Result<i64, Beyond> {
        self.sum(at, true)
    }

    /// Seconds held up up to `at` that would have counted.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn paused(&self, at: Timestamp) -> Result<i64, Beyond> {
        self.sum(at, false)
    }

    fn sum(&self, at: Timestamp, counts: bool) -> Result<i64, Beyond> {
        if let Some(last) = self.spans.last().filter(|last| last.from <= at)
            && let Some(earlier) = last.earlier
        {
            let seconds = if last.counts == counts { last.seconds(at, &self.hours)? } else { 0 };
            return Ok(earlier.of(counts) + seconds);
        }
        let spans = self.spans.iter().filter(|span| span.counts == counts);
        spans.map(|span| span.seconds(at, &self.hours)).sum()
    }

    /// Whether it counts as the other does: the same is reached at the same instants.
    pub(crate) fn counts_as(&self, other: &Clock) -> bool {
        let which = |clock: &Clock| (clock.class, clock.metric, clock.cycle, clock.policy, clock.target);
        let when = |clock: &Clock| (clock.started, clock.due, clock.first, clock.moves, clock.moved_at, clock.goal);
        let state = |clock: &Clock| (clock.phase, clock.due_rule, clock.spans.len(), clock.by_hand.is_some());
        let span = |clock: &Clock| clock.spans.last().map(|span| (span.from, span.over, span.counts));
        let is_same = which(self) == which(other) && when(self) == when(other) && state(self) == state(other);
        is_same && span(self) == span(other) && self.of == other.of && self.hours.is(&other.hours)
    }

    /// Adds a span behind the others, all of which are over.
    pub(crate) fn add_span(&mut self, mut span: Span) {
        if let Some(last) = self.spans.last() {
            span.earlier = last.and_earlier();
        }
        self.spans.push(span);
    }

    /// Adds a span before all others.
    pub(crate) fn begin_with(&mut self, span: Span) {
        let spans = self.spans.all_mut();
        spans.insert(0, span);
        span::add_up(spans);
    }

    /// Ends the span that goes on.
    fn end_span(&mut self, at: Timestamp) {
        if let Some(last) = self.spans.last_mut().filter(|last| last.over.is_none()) {
            last.end(at, &self.hours);
        }
    }

    /// Ends the span that goes on and begins the next at `at`.
    pub(crate) fn turn(&mut self, at: Timestamp, (counts, paused): (bool, bool), because: Cause) {
        let next = Span::new(at, self.started, (counts, paused), &self.hours, because);
        if let Some(last) = self.spans.last_mut().filter(|last| last.over.is_none()) {
            last.end_at(&next);
        }
        self.add_span(next);
        // A pause that begins moves no deadline; one that is over does.
        if counts {
            self.refresh_deadline();
        }
    }

    /// Goes over to other hours and another start as if it had always counted by them.
    pub(crate) fn recount(&mut self, hours: Hours, started: Timestamp) {
        (self.hours, self.started, self.counted_otherwise) = (hours, started, false);
        span::recount(self.spans.all_mut(), &self.hours, started);
    }

    /// Goes over to other hours from `at` on, and to the grace of another start; what is used stays used.
    pub(crate) fn go_on_by(&mut self, hours: Hours, started: Timestamp, at: Timestamp) {
        let going_on = self.spans.last().map(|span| (span.counts, span.paused, span.because.clone()));
        self.end_span(at);
        let former = std::mem::replace(&mut self.hours, hours);
        let spans = self.spans.all_mut();
        spans.iter_mut().for_each(|span| span.keep_to(&former, at));
        span::add_up(spans);
        (self.started, self.counted_otherwise) = (started, true);
        if let Some((counts, paused, began)) = going_on {
            self.turn(at, (counts, paused), began);
        }
    }

    /// Ends it: met or missed, where `end` is none.
    pub(crate) fn finish(&mut self, at: Timestamp, end: Option<End>, because: Cause) {
        let due = self.shown_deadline();
        self.breach_before(at);
        self.end_span(at);
        let end = end.unwrap_or(if self.breach.is_some() { End::Missed } else { End::Met });
        (self.phase, self.stopped) = (Phase::Ended(end), Some(at));
        let what = if end == End::Cancelled { ChangeKind::Cancel } else { ChangeKind::Fulfill };
        self.note(at, what, because, due);
    }

    /// Notes a breach, where the deadline lies before `at` and can be missed.
    pub(crate) fn breach_before(&mut self, at: Timestamp) {
        if let Some(due) = self.missed_by(at).filter(|_| self.can_be_missed()) {
            self.breach = Some(Breach { at: due, rebased: false });
        }
    }

    /// Whether its deadline can be missed: its time is used up, or no pause moves the date.
    pub(crate) fn can_be_missed(&self) -> bool {
        self.counts_now() || self.is_open() && self.has_fixed_date()
    }

    /// Before it goes over to another policy: a breach that is on record stays one of this.
    pub(crate) fn keep_breach_under_its_policy(&mut self) {
        if self.breach.is_some() {
            self.missed_under.get_or_insert(self.policy);
        }
    }

    /// Notes a breach at `at`, where a change has just put the deadline before it, or before the pause that it lies in.
    pub(crate) fn breach_by_change(&mut self, at: Timestamp) {
        let counted = self.held_up_since().filter(|_| !self.has_fixed_date()).unwrap_or(at);
        if self.is_open() && self.missed_by(counted).is_some() {
            self.breach = Some(Breach { at, rebased: true });
        }
    }

    /// The deadline, where it lies before `at` and no breach is on record.
    fn missed_by(&self, at: Timestamp) -> Option<Timestamp> {
        self.due.filter(|due| *due < at && self.breach.is_none())
    }

    /// Its policy came only at `at`: a breach before that is one of `at`.
    pub(crate) fn came_late(&mut self, at: Timestamp) {
        if self.breach.as_ref().is_some_and(|breach| breach.at < at) {
            self.moved_at = Some(at);
            self.breach = Some(Breach { at, rebased: true });
        }
    }

    /// The first instant at which it is breached: a second after its deadline.
    pub(crate) fn breaches_at(&self) -> Option<Timestamp> {
        let due = self.due.filter(|_| self.breach.is_none() && self.can_be_missed())?;
        Some(wall(due, 1))
    }

    /// The breach by `at`: on record by then, or a deadline that has passed since.
    pub fn breach_by(&self, at: Timestamp) -> Option<Breach> {
        match &self.breach {
            Some(breach) => {
                let is_known = if breach.rebased { breach.at <= at } else { breach.at < at };
                is_known.then(|| breach.clone())
            }
            None => {
                let due = self.missed_by(at).filter(|_| self.can_be_missed())?;
                Some(Breach { at: due, rebased: false })
            }
        }
    }
}
