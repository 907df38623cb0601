//! When the steps of ladders are reached.

use tierline_calendar::{Beyond, Due};
use tierline_condition::Condition;
use tierline_model::{
    SortedSet, Text, Timestamp,
    agreement::{Amount, Ladder, LadderStep, Reach},
    reading::StepReading,
    sort::sort_by,
};

use crate::{agreements::Agreements, clock::Clock, due::Goal, fold::Clocks, hours::wall};

/// A step that is to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueStep {
    /// The number of its ladder.
    pub ladder: usize,
    /// Its number in the ladder.
    pub step: usize,
    /// The idempotency key: clock, cycle, ladder, step, occurrence.
    pub key: Text,
    /// When it was reached.
    pub at: Timestamp,
    /// When it is to be taken: later than it was reached, where quiet hours put it off.
    pub take_at: Timestamp,
}

/// The keys of what the host has dealt with, and of what it is asked to deal with now.
#[derive(Clone, Debug)]
pub struct Done<'a> {
    before: &'a SortedSet<Text>,
    now: SortedSet<Text>,
}

impl<'a> Done<'a> {
    /// What the host has dealt with.
    pub const fn before(before: &'a SortedSet<Text>) -> Done<'a> {
        Done { before, now: SortedSet::new() }
    }

    /// Whether a key is among them.
    pub fn contains(&self, key: &str) -> bool {
        self.before.contains(key) || self.now.contains(key)
    }

    /// The host is asked to deal with this now.
    pub fn insert(&mut self, key: Text) {
        self.now.insert(key);
    }

    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.now.is_empty()
    }
}

impl Clock {
    /// The clock and its cycle as one word: `customer.resolution/1`.
    pub fn key(&self) -> String {
        let (class, metric, cycle) = (self.class.name(), self.metric.name(), self.cycle.to_string());
        match &self.of {
            Some(of) => [class, ".", metric, ".", of, "/", &cycle].concat(),
            None => [class, ".", metric, "/", &cycle].concat(),
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

    fn offset(&self, from: Timestamp, amount: &Amount, sign: i64, times: i64) -> Result<Timestamp, Beyond> {
        let count = |units: i64| units.saturating_mul(sign).saturating_mul(times);
        match amount {
            Amount::Open(seconds) => self.hours.add(from, count(*seconds), Due::Close),
            Amount::Wall(seconds) => Ok(wall(from, count(*seconds))),
            Amount::WorkingDays { days, end_of_day } => self.hours.add_days(from, count(*days), *end_of_day),
            Amount::CalendarDays { days } => self.hours.add_dates(from, count(*days)),
            Amount::By(_) | Amount::Share { .. } => Ok(from),
        }
    }

    /// When the step is reached for the `nth` time, if it counts from now on without a further pause.
    fn reached(&self, reach: &Reach, nth: u32) -> Result<Timestamp, Beyond> {
        match reach {
            Reach::Percent(percent) => self.reaches_percent(*percent),
            Reach::Before(amount) => self.offset(self.deadline()?, amount, -1, 1),
            Reach::After(amount) => self.offset(self.deadline()?, amount, 1, 1),
            Reach::Since(Amount::Open(seconds)) => self.reaches(*seconds, Due::Close),
            Reach::Since(amount @ Amount::Wall(_)) => self.offset(self.started, amount, 1, 1),
            Reach::Since(days) => {
                let reached = self.offset(self.started, days, 1, 1)?;
                self.put_off(reached)
            }
            Reach::Every { amount, .. } => self.offset(self.deadline()?, amount, 1, i64::from(nth)),
        }
    }
}

impl Clocks {
    /// The steps of all ladders that are to be taken by `now` and are not done, in the order in which they are to be; and
    /// the next instant at which a further one is.
    pub fn steps(&self, agreements: &Agreements, done: &Done<'_>, now: Timestamp) -> (Vec<DueStep>, Option<Timestamp>) {
        let mut due = vec![];
        let mut next: Option<Timestamp> = None;
        for clock in self.open().filter(|clock| clock.is_running()) {
            let clock_key = clock.key();
            for (ladder, step, climb) in climbs(agreements, clock, &clock_key) {
                for Occurrence { nth, at, mut take_at } in climb.occurrences(now) {
                    let is_counted_on = climb.is_repeated() && take_at > now;
                    if !is_counted_on && climb.is_done(nth, done) {
                        continue;
                    }
                    // What waited for a pause or a condition heeds quiet hours as well.
                    if take_at <= now && climb.taken(now) > now {
                        take_at = climb.taken(now);
                    }
                    match take_at <= now {
                        true => due.push(DueStep { ladder, step, key: climb.key(nth), at, take_at }),
                        false => next = Some(next.map_or(take_at, |next| next.min(take_at))),
                    }
                }
            }
        }
        let key = |step: &DueStep| (step.take_at, step.at, step.ladder, step.step);
        sort_by(&mut due, |a, b| key(a).cmp(&key(b)));
        (due, next)
    }

    /// How many steps the ladders have that watch clocks that run: as many are looked at to find those that are due.
    pub fn steps_watched(&self, agreements: &Agreements) -> u64 {
        let running = self.open().filter(|clock| clock.is_running());
        let steps =
            |clock: &Clock| watching(agreements, clock).map(|(_, ladder)| ladder.steps.len() as u64).sum::<u64>();
        running.map(steps).sum()
    }

    /// Whether steps are reached as with these clocks: nothing has happened in between to a clock that has not ended.
    pub fn reach_as(&self, other: &Clocks) -> bool {
        let both = || self.open().zip(other.open());
        self.open().count() == other.open().count() && both().all(|(one, other)| one.counts_as(other))
    }

    /// The next instant after `now` at which a clock is breached by time alone.
    pub fn next_breach(&self, now: Timestamp) -> Option<Timestamp> {
        self.open().filter_map(Clock::breaches_at).filter(|at| *at > now).min()
    }
}

/// The steps of a clock for whoever reads it, as many as there is room for; and how many are left out.
pub(crate) fn readings(
    agreements: &Agreements,
    clock: &Clock,
    done: &Done<'_>,
    now: Timestamp,
    room: &mut usize,
) -> (Vec<StepReading>, usize) {
    if !clock.is_running() {
        return (vec![], 0);
    }
    let clock_key = clock.key();
    let of = |(_, _, climb): (usize, usize, Climb<'_>)| climb.reading(done, now);
    let steps: Vec<StepReading> = climbs(agreements, clock, &clock_key).filter_map(of).take(*room).collect();
    *room -= steps.len();
    let all: usize = watching(agreements, clock).map(|(_, ladder)| ladder.steps.len()).sum();
    let left_out = if *room == 0 { all - steps.len() } else { 0 };
    (steps, left_out)
}

/// The ladders that watch a clock, with their numbers.
fn watching<'a>(
    agreements: &'a Agreements,
    clock: &Clock,
) -> impl Iterator<Item = (usize, &'a Ladder<Condition>)> + use<'a> {
    let policy = agreements.policies.get(clock.policy).map(|policy| &policy.name);
    let metric = clock.metric;
    let watches = move |ladder: &&Ladder<Condition>| {
        let is_for = ladder.policies.is_empty() || policy.is_some_and(|policy| ladder.policies.contains(policy));
        ladder.metric == metric && is_for
    };
    agreements.ladders.iter().enumerate().filter(move |(_, ladder)| watches(ladder))
}

/// A time at which a step is reached.
struct Occurrence {
    /// Which, from 1.
    nth: u32,
    at: Timestamp,
    /// Later than `at`, where quiet hours put it off.
    take_at: Timestamp,
}

/// A step of a ladder and the clock it watches.
struct Climb<'a> {
    agreements: &'a Agreements,
    clock: &'a Clock,
    clock_key: &'a str,
    ladder: &'a Ladder<Condition>,
    step: &'a LadderStep<Condition>,
}

/// The steps of all ladders that watch a clock, each with the numbers of its ladder and of itself.
fn climbs<'a>(
    agreements: &'a Agreements,
    clock: &'a Clock,
    clock_key: &'a str,
) -> impl Iterator<Item = (usize, usize, Climb<'a>)> {
    watching(agreements, clock).flat_map(move |(index, ladder)| {
        let steps = ladder.steps.iter().enumerate();
        steps.map(move |(number, step)| (index, number, Climb { agreements, clock, clock_key, ladder, step }))
    })
}

impl Climb<'_> {
    fn key(&self, nth: u32) -> Text {
        let of_all_cycles = || self.clock_key.rsplit_once('/').map(|(clock, _)| clock);
        let clock = of_all_cycles().filter(|_| self.ladder.once_per_ticket).unwrap_or(self.clock_key);
        let rearmed = match self.ladder.rearm && self.clock.moves > 0 {
            true => format!("/moved-{}", self.clock.moves),
            false => String::new(),
        };
        [clock, "/", &self.ladder.name, "/", &self.step.label, "/", &nth.to_string(), &rearmed].concat().into()
    }

    fn is_done(&self, nth: u32, done: &Done<'_>) -> bool {
        !done.is_empty() && done.contains(&self.key(nth))
    }

    fn is_repeated(&self) -> bool {
        matches!(self.step.reach, Reach::Every { .. })
    }

    /// When it is reached next or was last, for whoever reads it.
    fn reading(&self, done: &Done<'_>, now: Timestamp) -> Option<StepReading> {
        let mut last = None;
        for Occurrence { nth, at, take_at } in self.occurrences(now) {
            let key = self.key(nth);
            let is_done = done.contains(&key);
            last = Some(StepReading {
                ladder: self.ladder.name.clone(),
                step: self.step.label.clone(),
                at,
                put_off_to: (take_at > at).then_some(take_at),
                done: is_done,
                key,
            });
            if !is_done {
                break;
            }
        }
        last
    }

    /// When something that is reached at `at` is done: quiet hours put it off to the next opening.
    fn taken(&self, at: Timestamp) -> Timestamp {
        let quiet = self.ladder.quiet.as_ref().and_then(|name| self.agreements.calendars.at(name, at));
        quiet.and_then(|calendar| calendar.next_open(at).ok()).unwrap_or(at)
    }

    /// When the step is reached for the `nth` time.
    fn reached(&self, nth: u32) -> Option<Timestamp> {
        let at = self.clock.reached(&self.step.reach, nth).ok()?;
        // A deadline that was moved reaches the step when it was moved, not before.
        Some(at.max(self.clock.moved_at.unwrap_or(at)).max(self.clock.started))
    }

    fn occurrence(&self, nth: u32) -> Option<Occurrence> {
        let at = self.reached(nth)?;
        Some(Occurrence { nth, at, take_at: self.taken(at) })
    }

    /// When the step is reached; of a repeated one the latest time that is to be taken by now, and the one after it.
    fn occurrences(&self, now: Timestamp) -> impl Iterator<Item = Occurrence> {
        let times = match self.step.reach {
            Reach::Every { most, .. } => {
                let (taken, to_come) = self.around(now, most);
                [(taken > 0).then_some(taken), (to_come <= most).then_some(to_come)]
            }
            _ => [Some(1), None],
        };
        times.into_iter().flatten().filter_map(|nth| self.occurrence(nth))
    }

    /// How often a repeated step is to have been taken by now, and the time after that.
    fn around(&self, now: Timestamp, most: u32) -> (u32, u32) {
        // The later one is never taken before the earlier: the last that is to be taken by now is found by halving.
        let (mut taken, mut to_come) = (0, most + 1);
        while taken + 1 < to_come {
            let middle = taken + (to_come - taken) / 2;
            match self.reached(middle).is_some_and(|at| self.taken(at) <= now) {
                true => taken = middle,
                false => to_come = middle,
            }
        }
        (taken, to_come)
    }
}
