//! What a desk says to what a case asks.

use rust_decimal::Decimal;
use serde_json::Value as Json;
use tierline::{Timestamp, Value};
use tierline_model::{
    Class, Metric, Reading,
    reading::{ClockState, StepReading},
    sort::sort_by,
};

use super::{
    case::{Case, Party},
    expect::{Ask, ClockAsk},
    play::Played,
    rules::{asked_name, step_ladder},
};

/// What is said: by a case, or by a desk.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// There is none.
    Nothing,
    Instant(Timestamp),
    Number(i64),
    Decimal(Decimal),
    /// So much of so much, in percent.
    Percent(i64, i64),
    Text(String),
    Words(Vec<String>),
}

impl Said {
    /// The names of clocks, each once and in the order of the reference.
    pub(super) fn clocks(mut metrics: Vec<Metric>) -> Said {
        sort_by(&mut metrics, Ord::cmp);
        metrics.dedup();
        Said::Words(metrics.into_iter().map(|metric| metric.name().to_owned()).collect())
    }

    /// Whether this is what was expected, give or take so many seconds.
    pub(super) fn is(&self, expected: &Said, tolerance: i64) -> bool {
        match (self, expected) {
            (Said::Nothing, Said::Nothing) => true,
            (Said::Instant(a), Said::Instant(b)) => (a.second() - b.second()).abs() <= tolerance,
            (Said::Number(a), Said::Number(b)) => a.checked_sub(*b).is_some_and(|apart| apart.abs() <= tolerance),
            (Said::Percent(part, whole), Said::Decimal(percent)) => {
                let part = Decimal::from(*part).checked_mul(Decimal::ONE_HUNDRED);
                part.is_some() && part == percent.checked_mul(Decimal::from(*whole))
            }
            (Said::Text(a), Said::Text(b)) => a == b,
            (Said::Words(a), Said::Words(b)) => a == b,
            _ => false,
        }
    }

    pub(super) fn to_json(&self) -> Json {
        match self {
            Said::Nothing => Json::Null,
            Said::Instant(at) => Json::from(at.to_string()),
            Said::Number(number) => Json::from(*number),
            Said::Decimal(decimal) => Value::Decimal(*decimal).to_json(),
            Said::Percent(part, whole) => {
                let percent = Decimal::from(*part).checked_mul(Decimal::ONE_HUNDRED);
                let percent = percent.and_then(|part| part.checked_div(Decimal::from(*whole)));
                percent.map_or(Json::Null, |percent| Value::Decimal(percent).to_json())
            }
            Said::Text(text) => Json::from(text.as_str()),
            Said::Words(words) => words.iter().map(String::as_str).collect(),
        }
    }
}

fn instant(at: Option<Timestamp>) -> Said {
    at.map_or(Said::Nothing, Said::Instant)
}

/// What a desk said about a case.
pub(super) struct Found<'a> {
    pub(super) case: &'a Case,
    pub(super) played: &'a Played,
}

impl<'a> Found<'a> {
    /// What it says to what the case asks.
    pub(super) fn said(&self, class: Class, ask: Ask) -> Said {
        match ask {
            Ask::Clock(metric, ask) => match self.last(class, metric) {
                Some(reading) => self.clock(reading, ask),
                None => Said::Nothing,
            },
            Ask::Breached => self.clocks(class, |reading| reading.breach.is_some()),
            Ask::Rebased => self.clocks(class, |reading| reading.breach.as_ref().is_some_and(|breach| breach.rebased)),
            Ask::Warned => self.clocks(class, |reading| reading.warning.is_some()),
            Ask::EscalatesAt => {
                instant(self.owed(class).filter(|reading| is_open(reading)).filter_map(|it| it.due).min())
            }
            Ask::StartsAt => instant(self.of(class).filter_map(|reading| reading.counts_from).min()),
            Ask::WakeAt => instant(self.played.answer.wake_at),
            Ask::Fired => Said::Words(self.played.fired.iter().filter_map(|ladder| self.step_name(ladder)).collect()),
            Ask::NextStep => self.next_step().map_or(Said::Nothing, Said::Text),
            Ask::Priority => match self.played.answer.ticket.get("level") {
                Some(Value::Int(number)) => Said::Number(*number),
                Some(Value::Text(word)) => Said::Text(word.to_string()),
                _ => Said::Nothing,
            },
            Ask::Step(number, put_off) => instant(self.step(number).and_then(|step| match put_off {
                true => step.put_off_to,
                false => Some(step.at),
            })),
        }
    }

    fn party(&self, class: Class) -> Option<&'a Party> {
        self.case.parties.iter().find(|party| party.class == class)
    }

    fn of(&self, class: Class) -> impl Iterator<Item = &'a Reading> {
        self.played.answer.readings.iter().filter(move |reading| reading.class == class)
    }

    /// The clocks that the case's policies owe.
    fn owed(&self, class: Class) -> impl Iterator<Item = &'a Reading> {
        let party = self.party(class);
        self.of(class).filter(move |reading| party.is_some_and(|party| party.owes(reading.clock)))
    }

    fn last(&self, class: Class, metric: Metric) -> Option<&'a Reading> {
        self.owed(class).filter(|reading| reading.clock == metric).last()
    }

    fn clocks(&self, class: Class, which: impl Fn(&Reading) -> bool) -> Said {
        Said::clocks(self.owed(class).filter(|reading| which(reading)).map(|reading| reading.clock).collect())
    }

    fn clock(&self, reading: &Reading, ask: ClockAsk) -> Said {
        let until = reading.stopped_at.unwrap_or(self.case.as_of);
        match ask {
            ClockAsk::Due => instant(reading.due.filter(|_| is_open(reading))),
            ClockAsk::State => Said::Text(reading.state.name().to_owned()),
            ClockAsk::Elapsed => Said::Number(reading.longest_seconds.unwrap_or(reading.elapsed_seconds)),
            ClockAsk::Remaining => Said::Number(reading.remaining_seconds),
            ClockAsk::Overdue => Said::Number(reading.remaining_seconds.saturating_neg().max(0)),
            ClockAsk::Paused => Said::Number(reading.paused_seconds),
            ClockAsk::Working => Said::Number(reading.elapsed_seconds.saturating_add(reading.paused_seconds)),
            ClockAsk::Wall => Said::Number(until.second() - reading.started_at.second()),
            ClockAsk::Percent if reading.goal_seconds <= 0 => Said::Nothing,
            ClockAsk::Percent => Said::Percent(reading.elapsed_seconds, reading.goal_seconds),
            ClockAsk::BreachedAt => instant(reading.breach.as_ref().map(|breach| breach.at)),
            ClockAsk::StoppedAt => instant(reading.stopped_at),
            ClockAsk::StartedAt => Said::Instant(reading.started_at),
            ClockAsk::Cycle => Said::Number(reading.cycle.into()),
            ClockAsk::Visits => Said::Number(reading.visits.into()),
            ClockAsk::InsteadOf => instant(reading.set_by_hand.as_ref().and_then(|hand| hand.instead_of)),
            ClockAsk::Policy => {
                let version = reading.policy.strip_prefix("policy ").and_then(|version| version.parse().ok());
                version.map_or(Said::Text(reading.policy.to_string()), Said::Number)
            }
        }
    }

    /// The steps that the clocks of the ticket show.
    fn steps(&self) -> impl Iterator<Item = &'a StepReading> {
        self.played.answer.readings.iter().flat_map(|reading| &reading.steps)
    }

    fn step(&self, number: usize) -> Option<&'a StepReading> {
        let asked = self.case.expect.steps.get(number)?;
        let ladders = match &asked.name {
            Some(name) => self.ladders(name),
            None => vec![asked_name(number)],
        };
        self.steps().find(|step| ladders.iter().any(|ladder| *ladder == *step.ladder))
    }

    /// The ladders of the steps of policies of that name.
    fn ladders(&self, name: &str) -> Vec<String> {
        self.named_ladders().filter(|(known, _)| known == name).map(|(_, ladder)| ladder).collect()
    }

    /// The names of the steps of policies, and their ladders.
    fn named_ladders(&self) -> impl Iterator<Item = (String, String)> {
        self.case.parties.iter().flat_map(|party| {
            party.versions.iter().enumerate().flat_map(move |(version, policy)| {
                let steps = policy.iter().flat_map(|policy| &policy.steps);
                steps.map(move |step| (step.name.clone(), step_ladder(party, version, step)))
            })
        })
    }

    /// What a policy calls the step of that ladder; `None` where the ladder is none of a policy.
    fn step_name(&self, ladder: &str) -> Option<String> {
        self.named_ladders().find(|(_, known)| known == ladder).map(|(name, _)| name)
    }

    /// The step of a policy that is taken next.
    fn next_step(&self) -> Option<String> {
        let to_come = self.steps().filter(|step| !step.done);
        let of_policies = to_come.filter_map(|step| Some((step.at, self.step_name(&step.ladder)?)));
        of_policies.min_by_key(|(at, _)| *at).map(|(_, name)| name)
    }
}

fn is_open(reading: &Reading) -> bool {
    matches!(reading.state, ClockState::Running | ClockState::Paused | ClockState::MissedOpen)
}
