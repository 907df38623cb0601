//! When the steps of ladders are reached.

use tierline_condition::Condition;
use tierline_model::{
    SortedSet, Text, Timestamp,
    agreement::{Ladder, LadderStep, Reach},
    reading::StepReading,
    sort::sort_by,
};

use crate::{
    agreements::Agreements,
    clock::Clock,
    fold::Clocks,
    reached::{Reached, last_of},
};

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
                for Occurrence { nth, moves, at, take_at } in climb.occurrences(now) {
                    let is_counted_on = climb.is_repeated() && take_at > now;
                    if !is_counted_on && climb.is_done((nth, moves), done) {
                        continue;
                    }
                    let take_at = climb.still_taken(take_at, now);
                    match take_at <= now {
                        true => due.push(DueStep { ladder, step, key: climb.key((nth, moves)), at, take_at }),
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
pub(crate) fn watching<'a>(
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
    /// How often the deadline had moved by then.
    moves: u32,
    at: Timestamp,
    /// Later than `at`, where quiet hours put it off.
    take_at: Timestamp,
}

/// A step of a ladder and the clock it watches.
struct Climb<'a> {
    agreements: &'a Agreements,
    clock: &'a Clock,
    clock_key: &'a str,
    /// The numbers of the ladder and of the step.
    numbers: (usize, usize),
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
        steps.map(move |(number, step)| {
            let climb = Climb { agreements, clock, clock_key, numbers: (index, number), ladder, step };
            (index, number, climb)
        })
    })
}

impl Climb<'_> {
    fn key(&self, (nth, moves): (u32, u32)) -> Text {
        let of_all_cycles = || self.clock_key.rsplit_once('/').map(|(clock, _)| clock);
        let clock = of_all_cycles().filter(|_| self.ladder.once_per_ticket).unwrap_or(self.clock_key);
        let rearmed = match self.ladder.rearm && moves > 0 {
            true => format!("/moved-{moves}"),
            false => String::new(),
        };
        [clock, "/", &self.ladder.name, "/", &self.step.label, "/", &nth.to_string(), &rearmed].concat().into()
    }

    fn is_done(&self, time: (u32, u32), done: &Done<'_>) -> bool {
        !done.is_empty() && done.contains(&self.key(time))
    }

    fn is_repeated(&self) -> bool {
        matches!(self.step.reach, Reach::Every { .. })
    }

    /// When it is reached next or was last, for whoever reads it.
    fn reading(&self, done: &Done<'_>, now: Timestamp) -> Option<StepReading> {
        let mut last = None;
        for Occurrence { nth, moves, at, take_at } in self.occurrences(now) {
            let key = self.key((nth, moves));
            let is_done = done.contains(&key);
            let take_at = if is_done { take_at } else { self.still_taken(take_at, now) };
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

    /// When something is done that was to be done at `take_at` and is not yet: what waited for a pause or a condition heeds quiet
    /// hours as well.
    fn still_taken(&self, take_at: Timestamp, now: Timestamp) -> Timestamp {
        let is_put_off = || Some(self.taken(now)).filter(|taken| *taken > now);
        (take_at <= now).then(is_put_off).flatten().unwrap_or(take_at)
    }

    /// What was reached of it before the deadline moved, and whether it is to be reached anew since.
    fn kept(&self) -> Option<(&Reached, bool)> {
        let kept = self.clock.kept(self.numbers)?;
        Some((kept, self.ladder.rearm && kept.moves < self.clock.moves))
    }

    /// When the step is reached for the `nth` time.
    fn reached(&self, nth: u32) -> Option<Timestamp> {
        match self.kept() {
            Some((kept, false)) if nth <= kept.nth => Some(kept.at),
            _ => self.clock.reaches_step(self.numbers.0, &self.step.reach, nth),
        }
    }

    fn occurrence(&self, nth: u32) -> Option<Occurrence> {
        let at = self.reached(nth)?;
        Some(Occurrence { nth, moves: self.clock.moves, at, take_at: self.taken(at) })
    }

    /// When the step is reached; of a repeated one the latest time that is to be taken by now, and the one after it. What was
    /// reached before a move after which it is reached anew comes first.
    fn occurrences(&self, now: Timestamp) -> impl Iterator<Item = Occurrence> {
        let before = self.kept().filter(|(_, is_anew)| *is_anew).map(|(kept, _)| {
            let Reached { nth, at, moves, .. } = *kept;
            Occurrence { nth, moves, at, take_at: self.taken(at) }
        });
        let times = match self.step.reach {
            Reach::Every { most, .. } => {
                let taken = last_of(0, most, |nth| self.reached(nth).is_some_and(|at| self.taken(at) <= now));
                [(taken > 0).then_some(taken), (taken < most).then_some(taken + 1)]
            }
            _ => [Some(1), None],
        };
        before.into_iter().chain(times.into_iter().flatten().filter_map(|nth| self.occurrence(nth)))
    }
}
