//! How clocks were kept.

use serde::Serialize;
use tierline_model::{Class, Metric, Reading, Text, reading::ClockState};

use super::By;

/// What a line about clocks is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// By what is counted.
    pub by: By,
    /// The group; empty for totals, and for tickets without.
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
    /// The deadline has passed and the clock has ended since, in whatever way.
    pub missed_closed: u64,
    /// Neither met nor missed yet; those that are paused too.
    pub running: u64,
    /// Ended without met or missed.
    pub cancelled: u64,
}

impl Count {
    /// Counts a clock. A breach stays on record, whatever became of the clock later.
    pub(crate) fn add(&mut self, reading: &Reading) {
        let count = match (reading.state, &reading.breach) {
            (ClockState::MissedOpen, _) => &mut self.missed_open,
            (ClockState::Running | ClockState::Paused, Some(_)) => &mut self.missed_open,
            (ClockState::MissedClosed, _) | (_, Some(_)) => &mut self.missed_closed,
            (ClockState::Met, None) => &mut self.met,
            (ClockState::Running | ClockState::Paused, None) => &mut self.running,
            (ClockState::Cancelled, None) => &mut self.cancelled,
        };
        *count += 1;
    }

    /// Of a hundred that are decided how many were met, in tenths, rounded down: only what was never missed is 1000. `None`
    /// where nothing is decided.
    pub fn tenths_met(self) -> Option<u64> {
        super::tenths(self.met, self.met + self.missed_open + self.missed_closed)
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

impl Spent {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Spent::Held => "held",
            Spent::Paused => "paused",
        }
    }
}

/// How much time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Time {
    /// How often somebody got a ticket, or how many clocks were held up.
    pub times: u64,
    /// Open seconds of the calendars.
    pub seconds: i64,
}
