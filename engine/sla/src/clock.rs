//! One clock: its spans, its deadline, what it has used.

use tierline_calendar::{Beyond, Due};
use tierline_model::{
    Class, Metric, Text, Timestamp,
    reading::{Breach, ChangeKind, SetByHand},
};

use crate::{
    changes::Change,
    grown::Grown,
    hours::{Hours, wall},
    moment::Cause,
    reached::{Pace, Reached},
};

/// What is owed, settled for one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// So many seconds that count.
    Seconds(i64),
    /// So many working days, perhaps up to the last close.
    Days {
        /// How many.
        days: i64,
        /// Up to that date's last close.
        end_of_day: bool,
    },
    /// So many dates.
    Dates(i64),
    /// An instant.
    At(Timestamp),
}

/// A stretch of a clock's time.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// Its beginning.
    pub(crate) from: Timestamp,
    /// Where that is in the time that counts, if its hours reach so far.
    begun: Option<i64>,
    /// Its end and its seconds that count, once it is over; those where they are known.
    over: Option<(Timestamp, Option<i64>)>,
    /// Whether it is used time.
    pub(crate) counts: bool,
    /// Whether the clock was held up in it.
    pub(crate) paused: bool,
    /// By what it counts, where that is not what its clock counts by now.
    former: Option<Hours>,
    /// What began it.
    pub(crate) because: Cause,
    /// The seconds of the spans before it, where all of those are known.
    earlier: Option<Seconds>,
}

/// Seconds that were used, and others.
#[derive(Clone, Copy, Debug, Default)]
struct Seconds {
    used: i64,
    held_up: i64,
}

impl Seconds {
    fn of(self, counts: bool) -> i64 {
        if counts { self.used } else { self.held_up }
    }

    /// With so many more.
    fn and(mut self, counts: bool, seconds: i64) -> Seconds {
        *(if counts { &mut self.used } else { &mut self.held_up }) += seconds;
        self
    }
}

impl Span {
    /// A span of a clock that counts by `hours`.
    pub(crate) fn new(from: Timestamp, counts: bool, paused: bool, hours: &Hours, because: Cause) -> Span {
        let (begun, earlier) = (hours.position(from), Some(Seconds::default()));
        Span { from, begun, over: None, counts, paused, former: None, because, earlier }
    }

    /// The seconds of it and the spans before it, once it is over, where they are known.
    fn and_earlier(&self) -> Option<Seconds> {
        Some(self.earlier?.and(self.counts, self.over?.1?))
    }

    /// Its end, once it is over.
    pub(crate) fn to(&self) -> Option<Timestamp> {
        self.over.map(|(to, _)| to)
    }

    /// By what it counts, where its clock counts by `hours` now.
    pub(crate) fn hours<'a>(&'a self, hours: &'a Hours) -> &'a Hours {
        self.former.as_ref().unwrap_or(hours)
    }

    pub(crate) fn end(&mut self, to: Timestamp, hours: &Hours) {
        let to = to.max(self.from);
        let length = self.begun.zip(self.hours(hours).position(to)).map(|(begun, ended)| ended - begun);
        self.over = Some((to, length));
    }

    /// Ends where the next one, by the same hours, begins.
    fn end_at(&mut self, next: &Span) {
        self.over = Some((next.from, self.begun.zip(next.begun).map(|(begun, ended)| ended - begun)));
    }

    /// Goes over to the hours of its clock.
    fn recount(&mut self, hours: &Hours) {
        (self.former, self.begun) = (None, hours.position(self.from));
        if let Some((to, _)) = self.over {
            self.end(to, hours);
        }
    }

    /// Its seconds that count up to `at`.
    pub(crate) fn seconds(&self, at: Timestamp, hours: &Hours) -> Result<i64, Beyond> {
        match self.over {
            Some((to, Some(length))) if to <= at => Ok(length),
            over => self.hours(hours).between(self.from, over.map_or(at, |(to, _)| to.min(at))),
        }
    }
}

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
    /// When it started.
    pub started: Timestamp,
    /// Whether nobody says when the ticket was made, from which it counts.
    pub assumed: bool,
    /// The breach, which stays on record.
    pub breach: Option<Breach>,
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

    /// Whether its time is used up: it runs, or a pause gives no time back, or a person set the deadline.
    pub(crate) fn counts_now(&self) -> bool {
        let counts = self.spans.last().is_some_and(|span| span.counts) || self.by_hand.is_some();
        self.is_running() || self.is_open() && counts
    }

    /// Seconds that counted up to `at`.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn used(&self, at: Timestamp) -> Result<i64, Beyond> {
        self.sum(at, true)
    }

    /// Seconds that count from `at` to the deadline; below 0 once that has passed. A deadline by hand counts whatever was used.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn left(&self, at: Timestamp) -> Result<i64, Beyond> {
        self.left_by_hand(at).unwrap_or_else(|| Ok(self.goal_seconds()? - self.used(at)?))
    }

    /// Seconds that count from `at` to a deadline that a person set.
    pub(crate) fn left_by_hand(&self, at: Timestamp) -> Option<Result<i64, Beyond>> {
        let due = self.by_hand.as_ref()?.1;
        let late = || self.hours.between(due, at).map(|late| -late);
        Some(if due < at { late() } else { self.hours.between(at, due) })
    }

    /// The first instant at which so much is left, if it counts from now on without a further pause.
    pub(crate) fn leaves(&self, seconds: i64) -> Option<Timestamp> {
        match &self.by_hand {
            None => self.reaches(self.goal_seconds().ok()?.checked_sub(seconds)?, Due::Close).ok(),
            Some(by_hand) => {
                let all = self.hours.between(self.started, by_hand.1).ok()?;
                self.hours.add(self.started, all.checked_sub(seconds)?, Due::Close).ok()
            }
        }
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
    pub(crate) fn add_span(&mut self, span: Span) {
        let earlier = self.spans.last().map_or(span.earlier, Span::and_earlier);
        self.spans.push(Span { earlier, ..span });
    }

    /// Adds a span before all others.
    pub(crate) fn begin_with(&mut self, span: Span) {
        let spans = self.spans.all_mut();
        spans.insert(0, span);
        add_up(spans);
    }

    /// The seconds that it owes: those of its target, or those up to its first deadline.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn goal_seconds(&self) -> Result<i64, Beyond> {
        match self.goal {
            Goal::Seconds(seconds) => Ok(seconds),
            _ => self.hours.between(self.started, self.find_first()?),
        }
    }

    fn find_first(&self) -> Result<Timestamp, Beyond> {
        self.first.map_or_else(|| self.first_deadline(), Ok)
    }

    /// The deadline of a target in days or at an instant, pauses apart.
    fn first_deadline(&self) -> Result<Timestamp, Beyond> {
        match self.goal {
            Goal::Seconds(seconds) => self.hours.add(self.started, seconds, self.due_rule),
            Goal::Days { days, end_of_day } => self.hours.add_days(self.started, days, end_of_day),
            Goal::Dates(days) => self.hours.add_dates(self.started, days),
            Goal::At(at) => self.hours.next_open(at),
        }
    }

    /// The deadline, if it counts from now on without a further pause. A paused clock has none that stands; what this
    /// gives then is the one that it had.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn deadline(&self) -> Result<Timestamp, Beyond> {
        self.due.map_or_else(|| self.own_deadline(), Ok)
    }

    /// Finds the deadline anew, after the goal, the hours or the start have changed.
    pub(crate) fn refresh(&mut self) {
        self.first = match self.goal {
            Goal::Seconds(_) => None,
            _ => self.first_deadline().ok(),
        };
        self.refresh_deadline();
    }

    /// Finds the deadline anew, after time was given back.
    fn refresh_deadline(&mut self) {
        self.due = match &self.by_hand {
            Some(by_hand) => Some(by_hand.1),
            None => self.own_deadline().ok(),
        };
    }

    /// The deadline that its target gives, whatever a person set.
    pub(crate) fn own_deadline(&self) -> Result<Timestamp, Beyond> {
        match self.goal {
            Goal::Seconds(seconds) => self.reaches(seconds, self.due_rule),
            _ => {
                let first = self.find_first()?;
                self.put_off(first)
            }
        }
    }

    /// An instant, put off by the pauses that began before it was over.
    pub(crate) fn put_off(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        let (mut off, mut begun) = (at, 0);
        loop {
            let pauses = self.spans.partition_point(|span| span.from <= off);
            if pauses == begun {
                return Ok(off);
            }
            begun = pauses;
            off = match self.credit(pauses)? {
                0 => at,
                credit => self.hours.add(at, credit, self.due_rule)?,
            };
        }
    }

    /// Seconds of the pauses that are over, among so many first spans.
    fn credit(&self, spans: usize) -> Result<i64, Beyond> {
        if let Some(last) = spans.checked_sub(1).and_then(|last| self.spans.get(last))
            && let Some(earlier) = last.and_earlier().or(last.earlier.filter(|_| last.over.is_none()))
        {
            return Ok(earlier.held_up);
        }
        let first = self.spans.iter().take(spans);
        let over = first.filter(|span| !span.counts).filter_map(|span| Some((span, span.to()?)));
        over.map(|(span, to)| span.seconds(to, &self.hours)).sum()
    }

    /// The instant at which it has used `seconds`, if it counts from now on without a further pause.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn reaches(&self, seconds: i64, due: Due) -> Result<Timestamp, Beyond> {
        let (first, mut left) = self.uses(seconds);
        // Where a span that is over used the last second up: that instant, unless it counts again after a pause.
        let mut used_up = None;
        let mut last = None;
        let spans = (first..self.spans.len()).filter_map(|index| self.spans.get(index));
        for span in spans.filter(|span| span.counts) {
            let hours = span.hours(&self.hours);
            if let Some(at) = used_up.take().filter(|_| last == Some(span.from)) {
                return Ok(at);
            }
            let Some(to) = span.to() else { return hours.add(span.from, left, due) };
            let length = span.seconds(to, &self.hours)?;
            if left < length {
                return hours.add(span.from, left, due);
            }
            if left == length && left > 0 {
                let at = hours.add(span.from, left, due)?;
                if at < to {
                    return Ok(at);
                }
                used_up = Some(at);
            }
            left -= length;
            last = Some(to);
        }
        // It is held up or has ended: as if it had gone on where it stopped.
        used_up.map_or_else(|| self.hours.add(last.unwrap_or(self.started), left, due), Ok)
    }

    /// The number of a span that counts, before whose end none has used up `seconds`, and what is left of them there; of the
    /// first span, where that is not known.
    fn uses(&self, seconds: i64) -> (usize, i64) {
        let used = |span: &Span| span.earlier.map(|earlier| earlier.used).filter(|used| *used < seconds);
        let within = self.spans.partition_point(|span| used(span).is_some());
        let counting = (0..within).rev().find_map(|index| {
            let span = self.spans.get(index).filter(|span| span.counts)?;
            Some((index, seconds - used(span)?))
        });
        counting.unwrap_or((0, seconds))
    }

    /// Ends the span that goes on.
    fn end_span(&mut self, at: Timestamp) {
        if let Some(last) = self.spans.last_mut().filter(|last| last.over.is_none()) {
            last.end(at, &self.hours);
        }
    }

    /// Ends the span that goes on and begins the next at `at`.
    pub(crate) fn turn(&mut self, at: Timestamp, (counts, paused): (bool, bool), because: Cause) {
        let at = at.max(self.started);
        let next = Span::new(at, counts, paused, &self.hours, because);
        if let Some(last) = self.spans.last_mut().filter(|last| last.over.is_none()) {
            last.end_at(&next);
        }
        self.add_span(next);
        // A pause that begins moves no deadline; one that is over does.
        if counts {
            self.refresh_deadline();
        }
    }

    /// Goes over to other hours as if it had always counted by them.
    pub(crate) fn recount(&mut self, hours: Hours) {
        self.hours = hours;
        let spans = self.spans.all_mut();
        spans.iter_mut().for_each(|span| span.recount(&self.hours));
        add_up(spans);
    }

    /// Goes over to other hours from `at` on.
    pub(crate) fn go_on_by(&mut self, hours: Hours, at: Timestamp) {
        let going_on = self.spans.last().map(|span| (span.counts, span.paused, span.because.clone()));
        self.end_span(at);
        let former = std::mem::replace(&mut self.hours, hours);
        self.spans.all_mut().iter_mut().for_each(|span| {
            span.former.get_or_insert_with(|| former.clone());
        });
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

    /// Notes a breach, where the deadline lies before `at` and it counts.
    pub(crate) fn breach_before(&mut self, at: Timestamp) {
        if let Some(due) = self.missed_by(at).filter(|_| self.counts_now()) {
            self.breach = Some(Breach { at: due, rebased: false });
        }
    }

    /// Notes a breach at `at`, where a change has just put the deadline before it, or before the pause that it lies in.
    pub(crate) fn breach_by_change(&mut self, at: Timestamp) {
        let held_up = self.spans.iter().rev().take_while(|span| !span.counts).last().map(|span| span.from);
        let counted = held_up.filter(|_| self.by_hand.is_none()).unwrap_or(at);
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
        let due = self.due.filter(|_| self.breach.is_none() && self.counts_now())?;
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
                let due = self.missed_by(at).filter(|_| self.counts_now())?;
                Some(Breach { at: due, rebased: false })
            }
        }
    }
}

/// Says of every span what the ones before it come to.
fn add_up(spans: &mut [Span]) {
    let mut earlier = Some(Seconds::default());
    for span in spans {
        span.earlier = earlier;
        earlier = span.and_earlier();
    }
}
