//! How SLAs were kept and where time went, counted over clocks.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use tierline_wire::model::{Class, Map, Metric, Reading, Text, Value, metrics, reading::ClockState};

/// By what clocks are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// All clocks of a class.
    Total,
    /// By what they measure.
    Clock,
    /// By policy.
    Policy,
    /// By the priority of the ticket as the log leaves it.
    Priority,
    /// By the queue of the ticket as the log leaves it; clocks of one queue by that queue.
    Queue,
}

impl By {
    /// All of them, in the order of the report.
    pub const ALL: [By; 5] = [By::Total, By::Policy, By::Clock, By::Priority, By::Queue];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            By::Total => "total",
            By::Clock => "clock",
            By::Policy => "policy",
            By::Priority => "priority",
            By::Queue => "queue",
        }
    }
}

/// What a line of the report is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// By what is counted.
    pub by: By,
    /// The policy, priority or queue; empty for totals, and for tickets without.
    pub name: Text,
    /// Who owes whom.
    pub class: Class,
    /// The clock; none for totals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<Metric>,
}

/// How clocks ended, or have not yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Stopped in time.
    pub met: u64,
    /// The deadline has passed and what is owed is still owed.
    pub missed_open: u64,
    /// Stopped too late.
    pub missed_closed: u64,
    /// Neither met nor missed yet; those that are paused too.
    pub running: u64,
    /// Ended without met or missed.
    pub cancelled: u64,
}

impl Count {
    fn add(&mut self, state: ClockState) {
        let count = match state {
            ClockState::Met => &mut self.met,
            ClockState::MissedOpen => &mut self.missed_open,
            ClockState::MissedClosed => &mut self.missed_closed,
            ClockState::Running | ClockState::Paused => &mut self.running,
            ClockState::Cancelled => &mut self.cancelled,
        };
        *count += 1;
    }

    /// Of a hundred that are decided how many were met, in tenths, rounded down: only what was never missed is 1000. `None`
    /// where nothing is decided.
    pub fn tenths_met(self) -> Option<u64> {
        let decided = self.met + self.missed_open + self.missed_closed;
        (self.met * 1_000).checked_div(decided)
    }

    /// `97.4`; empty where nothing is decided.
    pub fn percent_met(self) -> String {
        self.tenths_met().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).unwrap_or_default()
    }
}

/// What time went by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Holder {
    /// What the time was.
    pub time: Spent,
    /// Who owes whom.
    pub class: Class,
    /// The clock that measured it.
    pub clock: Metric,
    /// The queue or tier; empty where that is nobody in particular.
    pub of: Text,
}

/// What time was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spent {
    /// A queue, tier or supplier had tickets.
    Held,
    /// Clocks were held up.
    Paused,
}

/// How much time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Time {
    /// How often somebody got a ticket, or how many clocks were held up.
    pub times: u64,
    /// Open seconds of the calendars.
    pub seconds: i64,
}

/// What tickets are grouped by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The priority; empty where there is none.
    pub priority: Text,
    /// The queue; empty where there is none.
    pub queue: Text,
}

impl Group {
    /// The group of a ticket.
    pub fn of(ticket: &Map) -> Group {
        let text = |name: &str| ticket.get(name).and_then(Value::as_text).map(Text::from).unwrap_or_default();
        Group { priority: text("priority"), queue: text("queue") }
    }
}

/// The whole count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compliance {
    /// How many tickets were looked at.
    pub tickets: u64,
    /// Clocks, by what they are counted.
    #[serde(serialize_with = "counts")]
    pub counts: BTreeMap<Key, Count>,
    /// Time, by who had it.
    #[serde(serialize_with = "times")]
    pub times: BTreeMap<Holder, Time>,
}

impl Compliance {
    /// Counts the clocks of one more ticket.
    pub fn add(&mut self, Group { priority, queue }: &Group, readings: &[Reading]) {
        self.tickets += 1;
        for reading in readings {
            let (class, clock) = (reading.class, Some(reading.clock));
            let is_of_queue = reading.clock.row().held().is_some_and(|held| held.by == metrics::Holder::Queue);
            let queue = reading.of.as_ref().filter(|_| is_of_queue).unwrap_or(queue).clone();
            let keys = [
                (By::Total, Text::default(), None),
                (By::Policy, reading.policy.clone(), clock),
                (By::Clock, Text::from(reading.clock.name()), clock),
                (By::Priority, priority.clone(), clock),
                (By::Queue, queue, clock),
            ];
            for (by, name, clock) in keys {
                self.counts.entry(Key { by, name, class, clock }).or_default().add(reading.state);
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

    /// The lines of one kind, in order.
    pub fn of(&self, by: By) -> impl Iterator<Item = (&Key, Count)> {
        self.counts.iter().filter(move |(key, _)| key.by == by).map(|(key, count)| (key, *count))
    }
}

/// A line of the report as JSON.
#[derive(Serialize)]
struct Counted<'a> {
    #[serde(flatten)]
    key: &'a Key,
    #[serde(flatten)]
    count: Count,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent_met: Option<serde_json::Number>,
}

fn counts<S: Serializer>(counts: &BTreeMap<Key, Count>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(counts.iter().map(|(key, count)| {
        // A number with its digits, never a float.
        Counted { key, count: *count, percent_met: count.percent_met().parse().ok() }
    }))
}

fn times<S: Serializer>(times: &BTreeMap<Holder, Time>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Timed<'a> {
        #[serde(flatten)]
        holder: &'a Holder,
        #[serde(flatten)]
        time: Time,
    }
    serializer.collect_seq(times.iter().map(|(holder, time)| Timed { holder, time: *time }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_never_missed_is_a_hundred() {
        let percent = |met, missed_closed| Count { met, missed_closed, ..Count::default() }.percent_met();
        assert_eq!(percent(0, 0), "");
        assert_eq!(percent(3, 0), "100.0");
        assert_eq!(percent(9_999, 1), "99.9");
        assert_eq!(percent(2, 1), "66.6");
        assert_eq!(percent(0, 5), "0.0");
    }
}
