//! What a clock owes and when that is due: in seconds that count, in days, or by a date that somebody promised.

use tierline_calendar::{Beyond, Due};
use tierline_model::Timestamp;

use crate::{clock::Clock, moment::Promised, span::Span};

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
    /// By a date that somebody promised.
    By {
        /// The date.
        date: Promised,
        /// Up to that date's last close.
        end_of_day: bool,
        /// Whether pauses put it off.
        moves: bool,
    },
}

impl Clock {
    /// The deadline, if it counts from now on without a further pause. That of a paused clock stands only where pauses do
    /// not move it; of another, what this gives is the one that it had.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn deadline(&self) -> Result<Timestamp, Beyond> {
        self.due.map_or_else(|| self.find_deadline(), Ok)
    }

    /// The deadline that stands: that of a clock that runs; of a paused one where no pause moves it, or where it is kept in
    /// sight and its time goes on.
    pub(crate) fn shown_deadline(&self) -> Option<Timestamp> {
        let is_kept = || self.keeps_due && self.spans.last().is_some_and(|span| span.counts);
        let stands = self.is_running() || self.is_open() && (self.has_fixed_date() || is_kept());
        self.due.filter(|_| stands)
    }

    /// The deadline that stands at an instant; of a clock that is late and held up, the one that has passed.
    pub(crate) fn deadline_in_sight(&self, at: Timestamp) -> Option<Timestamp> {
        let counts_until = if self.can_be_missed() { None } else { self.held_up_since() };
        let passed = || self.due.filter(|due| self.is_open() && *due < counts_until.map_or(at, |until| until.min(at)));
        self.shown_deadline().or_else(passed)
    }

    /// Whether it is due at a date that no pause moves: in a field of the ticket, or set by a person.
    pub(crate) fn has_fixed_date(&self) -> bool {
        (self.by_hand.is_some() || self.is_promised()) && !self.moves()
    }

    /// Whether its target is a date that somebody promised.
    pub(crate) fn is_promised(&self) -> bool {
        matches!(self.goal, Goal::By { .. })
    }

    /// Whether pauses move such a date.
    fn moves(&self) -> bool {
        matches!(self.goal, Goal::By { moves: true, .. })
    }

    /// The deadline that a person sets: an instant as it is, a day as a field would say it to the target.
    pub(crate) fn set_to(&self, date: Promised) -> Timestamp {
        match date {
            Promised::At(at) => at,
            Promised::On(day) => {
                let end_of_day = matches!(self.goal, Goal::By { end_of_day: true, .. });
                self.hours.promised(date, end_of_day).unwrap_or(day.midnight())
            }
        }
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
    pub(crate) fn refresh_deadline(&mut self) {
        self.due = self.find_deadline().ok();
    }

    fn find_deadline(&self) -> Result<Timestamp, Beyond> {
        match self.by_hand.as_deref() {
            Some((_, date)) if !self.moves() => Ok(*date),
            Some((set, date)) => self.put_off_since(*date, set.at),
            None => self.own_deadline(),
        }
    }

    /// The deadline that its target gives, whatever a person set.
    pub(crate) fn own_deadline(&self) -> Result<Timestamp, Beyond> {
        match self.goal {
            Goal::Seconds(seconds) => self.reaches(seconds, self.due_rule),
            Goal::By { moves: false, .. } => self.find_first(),
            Goal::By { moves: true, .. } => self.put_off_since(self.find_first()?, self.promised_at),
            Goal::Days { .. } | Goal::Dates(_) => self.put_off(self.find_first()?),
        }
    }

    fn find_first(&self) -> Result<Timestamp, Beyond> {
        self.first.map_or_else(|| self.first_deadline(), Ok)
    }

    /// The deadline of a target in days or by a date, pauses apart.
    fn first_deadline(&self) -> Result<Timestamp, Beyond> {
        match self.goal {
            Goal::Seconds(seconds) => self.hours.add(self.started, seconds, self.due_rule),
            Goal::Days { days, end_of_day } => self.hours.add_days(self.started, days, end_of_day),
            Goal::Dates(days) => self.hours.add_dates(self.started, days),
            Goal::By { date, end_of_day, .. } => self.hours.promised(date, end_of_day),
        }
    }

    /// An instant that is counted in days, put off by the pauses that began before it was over.
    fn put_off(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        if self.counted_otherwise {
            return self.put_off_by_each(at);
        }
        let (mut off, mut begun) = (at, 0);
        loop {
            let spans = self.spans.partition_point(|span| span.from <= off);
            if spans == begun {
                return Ok(off);
            }
            begun = spans;
            off = match self.credit(spans)? {
                0 => at,
                credit => self.hours.add(at, credit, self.due_rule)?,
            };
        }
    }

    /// The same span by span, for what was used by other hours may bring it forward as well.
    fn put_off_by_each(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        let (mut off, mut credit) = (at, 0);
        let behind = self.spans.iter().skip(1).map(Some).chain([None]);
        for (span, next) in self.spans.iter().zip(behind) {
            if span.from > off {
                break;
            }
            credit += span.puts_off(next, &self.hours, self.started)?;
            off = if credit == 0 { at } else { self.hours.add(at, credit, self.due_rule)? };
        }
        Ok(off)
    }

    /// Seconds of the pauses that are over, among so many first spans.
    fn credit(&self, spans: usize) -> Result<i64, Beyond> {
        if let Some(last) = spans.checked_sub(1).and_then(|last| self.spans.get(last))
            && let Some(earlier) = last.and_earlier().or(last.earlier.filter(|_| last.over.is_none()))
        {
            return Ok(earlier.held_up);
        }
        let behind = self.spans.iter().skip(1).map(Some).chain([None]);
        let both = self.spans.iter().zip(behind).take(spans);
        both.map(|(span, next)| span.puts_off(next, &self.hours, self.started)).sum()
    }

    /// A date, put off by the pauses since it was promised that are over and began before it was.
    fn put_off_since(&self, date: Timestamp, promised: Timestamp) -> Result<Timestamp, Beyond> {
        let since = promised.max(self.started);
        let (mut off, mut held_up) = (date, 0);
        for span in self.spans.iter().filter(|span| !span.counts) {
            let Some(to) = span.to().filter(|_| span.from <= off) else { break };
            held_up += self.hours.between(span.from.max(since), to)?;
            if held_up > 0 {
                off = self.hours.add(date, held_up, self.due_rule)?;
            }
        }
        Ok(off)
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

    /// Seconds that count from `at` to the deadline; below 0 once that has passed. Up to a date that a person set it is those,
    /// whatever was used.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub fn left(&self, at: Timestamp) -> Result<i64, Beyond> {
        match &self.by_hand {
            Some(_) => self.until(self.deadline()?, at),
            None => self.left_of_target(at),
        }
    }

    /// The same, whatever deadline a person set.
    fn left_of_target(&self, at: Timestamp) -> Result<i64, Beyond> {
        match self.goal {
            Goal::By { .. } => self.until(self.own_deadline()?, at),
            _ => Ok(self.goal_seconds()? - self.used(at)?),
        }
    }

    /// Seconds that count from `at` to a date; from the beginning of the pause, where that moves the date.
    fn until(&self, date: Timestamp, at: Timestamp) -> Result<i64, Beyond> {
        let from = self.held_up_since().filter(|_| self.moves()).map_or(at, |since| since.min(at));
        let late = || self.hours.between(date, from).map(|late| -late);
        if date < from { late() } else { self.hours.between(from, date) }
    }

    /// The beginning of the pause that gives its time back and goes on.
    pub(crate) fn held_up_since(&self) -> Option<Timestamp> {
        self.spans.iter().rev().take_while(|span| !span.counts).last().map(|span| span.from)
    }

    /// How much of the target is used, of a hundred, rounded down: of a date that somebody promised, how much of the way to it
    /// has passed.
    ///
    /// # Errors
    ///
    /// Where its calendar does not reach that far.
    pub(crate) fn used_percent(&self, at: Timestamp) -> Result<i64, Beyond> {
        self.percent_of(self.goal_seconds()?, self.used(at)?, at)
    }

    /// The same, where it is known how much it owes and has used.
    pub(crate) fn percent_of(&self, goal: i64, used: i64, at: Timestamp) -> Result<i64, Beyond> {
        let used = if self.is_promised() { goal - self.left_of_target(at)? } else { used };
        Ok(percent(used, goal))
    }

    /// What is left, where that is known: up to a date that somebody promised, or else what of the target is not used.
    pub(crate) fn left_beside(&self, goal: i64, used: i64, at: Timestamp) -> i64 {
        let by_date = self.by_hand.is_some() || self.is_promised();
        by_date.then(|| self.left(at).ok()).flatten().unwrap_or(goal - used)
    }

    /// The first instant at which so much of a hundred is used, if it counts from now on without a further pause.
    pub(crate) fn reaches_share(&self, percent: i64, due: Due) -> Result<Timestamp, Beyond> {
        let share = seconds_of(self.goal_seconds()?, percent);
        match self.is_promised() && !self.moves() {
            true => self.hours.add(self.started, share, due),
            false => self.reaches(share, due),
        }
    }

    /// The first instant at which so much is left, if it counts from now on without a further pause.
    pub(crate) fn leaves(&self, seconds: i64) -> Option<Timestamp> {
        if self.by_hand.is_none() && !self.is_promised() {
            return self.reaches(self.goal_seconds().ok()?.checked_sub(seconds)?, Due::Close).ok();
        }
        let all = self.hours.between(self.started, self.deadline().ok()?).ok()?;
        self.hours.add(self.started, all.checked_sub(seconds)?, Due::Close).ok()
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
}

/// How much of `goal` is used, of a hundred, rounded down.
fn percent(used: i64, goal: i64) -> i64 {
    if goal <= 0 {
        return 100;
    }
    i64::try_from((i128::from(used) * 100).div_euclid(i128::from(goal))).unwrap_or(i64::MAX)
}

/// So much of `goal`, rounded up: the least number of seconds that is that much.
fn seconds_of(goal: i64, percent: i64) -> i64 {
    let (goal, percent) = (i128::from(goal), i128::from(percent));
    i64::try_from((goal * percent + 99).div_euclid(100)).unwrap_or(i64::MAX)
}
