//! When a clock reaches what a step of a ladder says: in the time that it counts, and never in a pause.
//!
//! A step is reached once: what a clock has reached before its deadline moves is kept with it ([`Clock::about_to_move`]). What a
//! change puts into the past is reached at the change; where time alone brought the change about, as a step does that raises
//! the priority, the rest of the ladder comes after it at its own pace ([`Clock::has_moved`]).

use tierline_calendar::{Beyond, Due};
use tierline_model::{
    Timestamp,
    agreement::{Amount, Reach},
    reading::ChangeKind,
};

use crate::{
    agreements::Agreements,
    clock::Clock,
    due::Goal,
    hours::{Hours, wall},
    moment::Moment,
    steps::watching,
};

/// A step that was reached before the deadline of its clock moved.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    /// The number of its ladder, and its own.
    pub(crate) step: (usize, usize),
    /// For which time, and when.
    pub(crate) nth: u32,
    pub(crate) at: Timestamp,
    /// How often the deadline had moved until then.
    pub(crate) moves: u32,
}

/// By how much the steps of a ladder come later than their deadline says.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    ladder: usize,
    /// Seconds that count.
    later: i64,
}

/// What a clock owed before it went over to something else.
pub(crate) struct Stood {
    due: Option<Timestamp>,
    goal: Goal,
}

impl Clock {
    /// When the step of a ladder is reached for the `nth` time, if it counts from now on without a further pause.
    pub(crate) fn reaches_step(&self, ladder: usize, reach: &Reach, nth: u32) -> Option<Timestamp> {
        let at = self.at_its_pace(ladder, self.reach(reach, nth).ok()?).ok()?;
        // A deadline that was moved reaches the step when it was moved, not before.
        self.behind_pauses(at.max(self.moved_at.unwrap_or(at)).max(self.started))
    }

    /// When the deadline says that something is reached.
    fn reach(&self, reach: &Reach, nth: u32) -> Result<Timestamp, Beyond> {
        match reach {
            Reach::Percent(percent) => self.reaches_percent(*percent),
            Reach::Before(amount) => self.reaches_before(amount),
            Reach::After(amount) => self.reaches_behind(self.deadline()?, amount, 1),
            Reach::Every { amount, .. } => self.reaches_behind(self.deadline()?, amount, i64::from(nth)),
            Reach::Since(Amount::Open(seconds)) => self.reaches(*seconds, Due::Close),
            Reach::Since(amount) => self.reaches_behind(self.started, amount, 1),
        }
    }

    /// The instant at which the clock has used so much of its target, of a hundred.
    fn reaches_percent(&self, percent: i64) -> Result<Timestamp, Beyond> {
        if percent == 100 || self.by_hand.is_some() && percent > 100 {
            return self.deadline();
        }
        let reached = self.reaches_share(percent, self.due_rule)?;
        // What a person or a day's end put off or forward does not come after the deadline, nor before it.
        let deadline = self.deadline()?;
        let bound = matches!(self.goal, Goal::Seconds(_)) && self.by_hand.is_none();
        Ok(if bound || percent > 100 { reached } else { reached.min(deadline) })
    }

    /// The first instant at which no more than this was left to the deadline that stood then: a pause puts the deadline off,
    /// and what was reached before it stays reached.
    fn reaches_before(&self, amount: &Amount) -> Result<Timestamp, Beyond> {
        let at = self.offset(self.deadline()?, amount, -1)?;
        let since = self.changes.last().map_or(self.started, |change| change.at);
        if at >= since || self.by_hand.is_some() {
            return Ok(at);
        }
        let since_move = self.moved_at.unwrap_or(self.started);
        let mut stood: Option<(Timestamp, Timestamp)> = None;
        for change in self.changes.iter().filter(|change| change.what != ChangeKind::Breach) {
            if let Some((from, due)) = stood.filter(|_| change.at > since_move) {
                let then = self.offset(due, amount, -1)?;
                if then < change.at {
                    return Ok(then.max(from));
                }
            }
            stood = change.due_after.map(|due| (change.at, due));
        }
        Ok(at)
    }

    /// So long after an instant, so many times, the pauses since then apart.
    fn reaches_behind(&self, from: Timestamp, amount: &Amount, times: i64) -> Result<Timestamp, Beyond> {
        let at = self.offset(from, amount, times)?;
        let last_pause = self.spans.iter().rev().find(|span| !span.counts);
        if last_pause.is_none_or(|pause| pause.to().is_some_and(|to| to <= from)) {
            return Ok(at);
        }
        match amount {
            Amount::Open(seconds) => {
                self.reaches(self.used(from)?.saturating_add(seconds.saturating_mul(times)), Due::Close)
            }
            Amount::Wall(_) => self.behind_pauses_since(from, at, &Hours::Wall),
            _ => self.behind_pauses_since(from, at, &self.hours),
        }
    }

    /// An instant, put off by what these hours count of the pauses that began since another and before it.
    fn behind_pauses_since(&self, from: Timestamp, at: Timestamp, hours: &Hours) -> Result<Timestamp, Beyond> {
        let first = self.spans.partition_point(|span| span.to().is_some_and(|to| to <= from));
        let spans = (first..self.spans.len()).filter_map(|index| self.spans.get(index));
        let mut at = at;
        for pause in spans.filter(|span| !span.counts) {
            let (began, Some(over)) = (pause.from.max(from), pause.to()) else { break };
            if began > at {
                break;
            }
            let held_up = hours.between(began, over)?;
            if held_up > 0 {
                at = hours.add(at, held_up, Due::Close)?;
            }
        }
        Ok(at)
    }

    fn offset(&self, from: Timestamp, amount: &Amount, times: i64) -> Result<Timestamp, Beyond> {
        let count = |units: i64| units.saturating_mul(times);
        match amount {
            Amount::Open(seconds) => self.hours.add(from, count(*seconds), Due::Close),
            Amount::Wall(seconds) => Ok(wall(from, count(*seconds))),
            Amount::WorkingDays { days, end_of_day } => self.hours.add_days(from, count(*days), *end_of_day),
            Amount::CalendarDays { days } => self.hours.add_dates(from, count(*days)),
            Amount::By(_) | Amount::Share { .. } => Ok(from),
        }
    }

    /// The instant, or the end of the pause that it lies in; none where that is not over.
    fn behind_pauses(&self, at: Timestamp) -> Option<Timestamp> {
        let mut at = at;
        let mut index = self.spans.partition_point(|span| span.from <= at).checked_sub(1)?;
        while let Some(span) = self.spans.get(index).filter(|span| span.paused) {
            let over = span.to()?;
            at = at.max(over);
            index += 1;
        }
        Some(at)
    }

    /// An instant by the deadline, at the pace of a ladder whose clock went over to less time: what lies ahead stays as it is
    /// as long as the deadline does.
    fn at_its_pace(&self, ladder: usize, at: Timestamp) -> Result<Timestamp, Beyond> {
        let pace = self.paces.iter().find(|pace| pace.ladder == ladder);
        let Some((pace, moved)) = pace.zip(self.moved_at) else { return Ok(at) };
        let due = self.deadline()?;
        if due > moved && at > moved {
            return Ok(at);
        }
        let later = self.reaches(self.used(at)?.saturating_add(pace.later), Due::Close)?;
        Ok(if due > moved { later.min(due) } else { later })
    }

    /// Keeps what its ladders have reached, before a moment makes the deadline another.
    pub(crate) fn about_to_move(&mut self, agreements: &Agreements, now: &Moment) -> Stood {
        let mut reached = vec![];
        for (ladder, words) in watching(agreements, self) {
            for (number, step) in words.steps.iter().enumerate() {
                let is_reached = |nth: u32| {
                    let at = self.reaches_step(ladder, &step.reach, nth);
                    // What time brings about comes after what has been reached by then, what anybody does before it.
                    at.filter(|at| *at < now.at || now.by_time && *at == now.at)
                };
                let known = self.kept((ladder, number)).map_or(0, |kept| kept.nth);
                let last = match step.reach {
                    Reach::Every { most, .. } => last_of(known, most, |nth| is_reached(nth).is_some()),
                    _ => 1,
                };
                let at = Some(last).filter(|nth| *nth > known).and_then(is_reached);
                let step = (ladder, number);
                reached.extend(at.map(|at| Reached { step, nth: last, at, moves: self.moves }));
            }
        }
        self.reached.retain(|kept| reached.iter().all(|new| new.step != kept.step));
        self.reached.extend(reached);
        Stood { due: self.due, goal: self.goal }
    }

    /// Notes that its deadline may be another, and how its ladders go on.
    pub(crate) fn has_moved(&mut self, agreements: &Agreements, stood: &Stood, now: &Moment) {
        let is_moved = self.due != stood.due;
        if is_moved {
            self.moves += 1;
        }
        if is_moved || self.goal != stood.goal {
            self.moved_at = Some(now.at);
        }
        self.paces.clear();
        if now.by_time {
            self.paces =
                watching(agreements, self).filter_map(|(ladder, _)| self.pace(agreements, ladder, now.at)).collect();
        }
    }

    /// By how much a ladder is late at `now`: as if the step that was reached last, or else the first one that the change put
    /// into the past, were reached now.
    fn pace(&self, agreements: &Agreements, ladder: usize, now: Timestamp) -> Option<Pace> {
        let steps = agreements.ladders.get(ladder)?.steps.iter().enumerate();
        let by_the_deadline = steps.filter_map(|(number, step)| {
            let kept = self.kept((ladder, number));
            let at = self.reach(&step.reach, kept.map_or(1, |kept| kept.nth)).ok()?;
            Some((kept.is_some(), at))
        });
        let (kept, ahead): (Vec<_>, Vec<_>) = by_the_deadline.partition(|(is_kept, _)| *is_kept);
        let last = kept.into_iter().map(|(_, at)| at).max();
        let first = last.or_else(|| ahead.into_iter().map(|(_, at)| at).min())?;
        let later = self.used(now).ok()?.saturating_sub(self.used(first).ok()?);
        (first <= now && later > 0).then_some(Pace { ladder, later })
    }

    /// What is kept of a step that was reached before the deadline moved.
    pub(crate) fn kept(&self, step: (usize, usize)) -> Option<&Reached> {
        self.reached.iter().find(|kept| kept.step == step)
    }
}

/// The last of the numbers up to `most` that is so, from `known` on, where those that are stand before those that are not.
/// Mostly none is: the first is looked at first.
pub(crate) fn last_of(known: u32, most: u32, is_so: impl Fn(u32) -> bool) -> u32 {
    if known >= most || !is_so(known + 1) {
        return known;
    }
    let (mut last, mut over) = (known + 1, most + 1);
    while last + 1 < over {
        let middle = last + (over - last) / 2;
        match is_so(middle) {
            true => last = middle,
            false => over = middle,
        }
    }
    last
}
