//! How SLAs were kept, where time went, and how tickets went, counted over a log.

mod by;
mod clocks;
mod durations;
mod json;
mod tickets;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tierline::{Desk, Fault, Reading, Request, Text, Timestamp, Value};
use tierline_model::Path;

use self::{by::Sight, tickets::Course, walk::Walk};
use crate::TicketLog;

pub use self::{
    by::{By, Naming},
    clocks::{Count, Holder, Key, Spent, Time},
    durations::{Durations, Spread},
    tickets::{Figures, Group, Satisfaction, Took},
};

/// What is counted, ticket by ticket.
///
/// A clock that was breached is missed, whatever becomes of it later, and belongs to the groups that its ticket was in when it
/// was breached. One that ended in time belongs to those it was in until then, one that runs to those it is in.
#[derive(Clone, Debug)]
pub struct Report {
    /// By what is counted.
    pub by: BTreeSet<By>,
    /// What names of groups are found with.
    pub naming: Naming,
    /// The field that says what people thought of it, where one does.
    pub satisfaction: Option<Path>,
    /// As of when.
    pub until: Timestamp,
    /// How many tickets were looked at.
    pub tickets: u64,
    /// Those that `ticket.test` calls trials, which are not counted.
    pub trials: u64,
    /// Clocks, by what they are counted.
    pub counts: BTreeMap<Key, Count>,
    /// Time, by who had it.
    pub times: BTreeMap<Holder, Time>,
    /// Tickets, by what they are counted.
    pub figures: BTreeMap<Group, Figures>,
}

impl Report {
    /// Before the first ticket.
    pub fn new(by: BTreeSet<By>, naming: Naming, satisfaction: Option<Path>, until: Timestamp) -> Report {
        let (tickets, trials, counts, times, figures) = Default::default();
        Report { by, naming, satisfaction, until, tickets, trials, counts, times, figures }
    }

    /// Counts one more ticket, as its log leaves it; what is wrong with its events.
    pub fn add(&mut self, desk: &Desk, log: &TicketLog) -> Vec<Fault> {
        let request = log.request(self.until);
        if request.history.is_empty() {
            return vec![];
        }
        if request.ticket.0.get("test") == Some(&Value::Bool(true)) {
            self.trials += 1;
            return vec![];
        }
        self.tickets += 1;
        let ticket = request.ticket.clone();
        // Every cycle counts, not just the last: only with its reasons does a desk give them all.
        let request = Request { roster: Arc::clone(&self.naming.roster), ..request };
        let (deadlines, moments) = desk.course(request, true);
        self.add_clocks(log, &deadlines.readings);
        let course = Course::of(desk, &ticket, &moments, &deadlines.readings, self.satisfaction.as_ref());
        if let Some(course) = course {
            let sight = Sight { after: &ticket, before: None, at: course.created, of: None };
            for by in self.by.iter().copied().filter(|by| by.is_of_tickets()) {
                let name = self.naming.group(by, sight);
                self.figures.entry(Group { by, name }).or_default().add(&course);
            }
        }
        deadlines.faults
    }

    fn add_clocks(&mut self, log: &TicketLog, readings: &[Reading]) {
        let mut decided: Vec<(Timestamp, &Reading)> =
            readings.iter().map(|reading| (decided_at(reading, self.until), reading)).collect();
        decided.sort_by_key(|(at, _)| *at);
        let mut walk = Walk::of(log);
        for (at, reading) in decided {
            let (before, after) = walk.to(at);
            let of = reading.clock.row().held().map(|held| held.by).zip(reading.of.as_ref());
            // What a clock measured until it stopped is what was before; a breach is of what was then.
            let has_stopped = reading.breach.is_none() && reading.stopped_at.is_some();
            let sight = Sight { after, before: has_stopped.then_some(before), at, of };
            for by in &self.by {
                let name = match by {
                    By::Policy => reading.missed_under.as_ref().unwrap_or(&reading.policy).clone(),
                    By::Clock => Text::from(reading.clock.name()),
                    by => self.naming.group(*by, sight),
                };
                let clock = Some(reading.clock).filter(|_| *by != By::Total);
                let key = Key { by: *by, name, class: reading.class, clock };
                self.counts.entry(key).or_default().add(reading);
            }
            self.spend(reading);
        }
    }

    fn spend(&mut self, reading: &Reading) {
        let mut spend = |time, of: Text, times, seconds: i64| {
            let holder = Holder { time, class: reading.class, clock: reading.clock, of };
            let sum = self.times.entry(holder).or_default();
            (sum.times, sum.seconds) = (sum.times + times, sum.seconds.saturating_add(seconds));
        };
        if reading.clock.is_presence() {
            let of = reading.of.clone().unwrap_or_default();
            spend(Spent::Held, of, u64::from(reading.visits), reading.elapsed_seconds);
        } else if reading.paused_seconds > 0 {
            spend(Spent::Paused, Text::default(), 1, reading.paused_seconds);
        }
    }

    /// The lines about clocks of one kind, in order.
    pub fn clocks(&self, by: By) -> impl Iterator<Item = (&Key, Count)> {
        self.counts.iter().filter(move |(key, _)| key.by == by).map(|(key, count)| (key, *count))
    }

    /// The lines about tickets of one kind, in order.
    pub fn groups(&self, by: By) -> impl Iterator<Item = (&Text, &Figures)> {
        self.figures.iter().filter(move |(group, _)| group.by == by).map(|(group, figures)| (&group.name, figures))
    }
}

/// When it was decided what a clock is counted as.
fn decided_at(reading: &Reading, until: Timestamp) -> Timestamp {
    reading.breach.as_ref().map(|breach| breach.at).or(reading.stopped_at).unwrap_or(until)
}

/// Of a thousand, rounded down; `None` of nothing.
fn tenths(some: u64, all: u64) -> Option<u64> {
    some.saturating_mul(1_000).checked_div(all)
}

/// Tenths as people write them: `97.4`.
pub fn in_tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_never_missed_is_a_hundred() {
        let percent = |met, missed_closed| {
            Count { met, missed_closed, ..Count::default() }.tenths_met().map(in_tenths).unwrap_or_default()
        };
        assert_eq!(percent(0, 0), "");
        assert_eq!(percent(3, 0), "100.0");
        assert_eq!(percent(9_999, 1), "99.9");
        assert_eq!(percent(2, 1), "66.6");
        assert_eq!(percent(0, 5), "0.0");
    }
}
