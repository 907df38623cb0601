//! Clocks at an instant.

use tierline_calendar::Due;
use tierline_condition::Clocks as ClocksHole;
use tierline_model::{
    Map, Metric, Reading, Text, Timestamp, Value, quoted,
    reading::{ClockState, ClockTrace, SpanTrace},
    sort::sort_by,
};

use crate::{
    agreements::Agreements,
    clock::{Clock, End, Phase},
    fold::Clocks,
    grown::Grown,
    hours::Hours,
    moment::{Cause, Moment},
    select::in_words,
    span::Span,
    steps::{self, Done},
};

/// Which clocks are read, and how much of each is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The last clock of each metric.
    Current,
    /// The last clock of each metric and holder, and every earlier one that was missed.
    Last,
    /// All clocks.
    All,
    /// All clocks, each with its history.
    Why,
}

impl Clocks {
    /// What the clocks read at `now`.
    pub fn readings(&self, agreements: &Agreements, done: &Done<'_>, now: Timestamp, detail: Detail) -> Vec<Reading> {
        let mut readings = Vec::with_capacity(self.tracks.len());
        let shown: Vec<&Clock> = match detail {
            Detail::Current => self.tracks.iter().filter_map(|track| track.clocks.last()).collect(),
            Detail::Last => self.noted().collect(),
            Detail::All | Detail::Why => self.all().collect(),
        };
        let mut room = MOST_STEPS_TOLD;
        for clock in shown {
            let reading = clock.read(agreements, done, now, &mut room);
            let why = (detail == Detail::Why).then(|| clock.why(agreements, &self.moments, now));
            readings.push(Reading { why, ..reading });
        }
        sort_by(&mut readings, |a, b| (a.class, a.clock).cmp(&(b.class, b.clock)));
        readings
    }

    /// The earliest deadline that stands at `now`, passed or not.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        self.open().filter_map(|clock| clock.deadline_in_sight(now)).min()
    }
}

impl Clock {
    /// What it is doing at `now`.
    pub fn state(&self, now: Timestamp) -> ClockState {
        match self.phase {
            Phase::Ended(End::Met) => ClockState::Met,
            Phase::Ended(End::Missed) => ClockState::MissedClosed,
            Phase::Ended(End::Cancelled) => ClockState::Cancelled,
            _ if self.breach_by(now).is_some() => ClockState::MissedOpen,
            Phase::Running => ClockState::Running,
            Phase::Paused => ClockState::Paused,
        }
    }

    fn read(&self, agreements: &Agreements, done: &Done<'_>, now: Timestamp, room: &mut usize) -> Reading {
        let (steps, left_out) = steps::readings(agreements, self, done, now, room);
        let policy = agreements.policies.get(self.policy);
        let until = self.stopped.unwrap_or(now);
        let (goal, used) = (self.goal_seconds(), self.used(until));
        let beyond = [goal.as_ref().err(), used.as_ref().err()].into_iter().flatten().next().map(ToString::to_string);
        let (owes_so_much, is_known) = (goal.is_ok(), goal.is_ok() && used.is_ok());
        let (goal_seconds, elapsed_seconds) = (goal.unwrap_or_default(), used.unwrap_or_default());
        let left = || self.left_beside(goal_seconds, elapsed_seconds, until);
        let remaining_seconds = owes_so_much.then(left).unwrap_or_default();
        let used_percent = || self.percent_of(goal_seconds, elapsed_seconds, until).ok();
        let used_percent = is_known.then(used_percent).flatten().unwrap_or_default();
        let state = self.state(now);
        let stands = self.phase != Phase::Paused || self.keeps_due || self.deadline_in_sight(now).is_some();
        let due = if stands { Some(self.deadline()) } else { None };
        let beyond = beyond.or_else(|| due.as_ref().and_then(|due| due.as_ref().err()).map(ToString::to_string));
        let due = due.and_then(Result::ok);
        Reading {
            clock: self.metric,
            class: self.class,
            policy: policy.map(|policy| policy.name.clone()).unwrap_or_default(),
            version: policy.and_then(|policy| policy.since),
            of: self.of.clone(),
            cycle: self.cycle,
            visits: self.visits,
            calendar: self.hours.name(),
            state,
            paused: state == ClockState::MissedOpen && self.phase == Phase::Paused,
            target: agreements.label(self.policy, self.target),
            goal_seconds,
            elapsed_seconds,
            remaining_seconds,
            longest_seconds: self.longest_by(until),
            paused_seconds: self.paused(until).unwrap_or_default(),
            used_percent,
            started_at: self.started,
            counts_from: self.hours.next_open(self.started).ok(),
            warning: beyond
                .or_else(|| due.and_then(|due| self.past_known_holidays(due)))
                .or_else(|| self.start_unknown())
                .or_else(|| (left_out > 0).then(|| steps_left_out(left_out))),
            due,
            stopped_at: self.stopped,
            breach: self.breach_by(now),
            missed_under: self.missed_under.and_then(|policy| name_beside(agreements, policy, self.policy)),
            set_by_hand: self.by_hand.as_ref().map(|by_hand| by_hand.0.clone()),
            steps,
            why: None,
        }
    }

    /// The seconds of the longest exchange up to `until` of this one, where its cycles are exchanges.
    pub(crate) fn longest_by(&self, until: Timestamp) -> Option<i64> {
        let used = || if self.is_cancelled() { 0 } else { self.used(until).unwrap_or_default() };
        self.longest.map(|longest| longest.max(used()))
    }

    fn start_unknown(&self) -> Option<String> {
        const UNKNOWN: &str = "nobody says when the ticket was made, so that it counts from this evaluation: hand in a `created` event, or `ticket.created_at`";
        self.assumed.then(|| UNKNOWN.to_owned())
    }

    fn past_known_holidays(&self, due: Timestamp) -> Option<String> {
        let Hours::Of(calendar) = &self.hours else { return None };
        let known = calendar.holidays_known_until()?;
        let year = calendar.local(due).ok().map(|local| chrono::Datelike::year(&local))?;
        (year > known).then(|| {
            format!(
                "the calendar {} names no holiday after {known}: the deadline may fall on one",
                quoted(calendar.name())
            )
        })
    }

    fn why(&self, agreements: &Agreements, moments: &Grown<Moment>, now: Timestamp) -> ClockTrace {
        let until = self.stopped.unwrap_or(now);
        let span = |span: &Span| SpanTrace {
            from: span.from,
            to: span.to(),
            counts: span.counts,
            seconds: span.seconds(until, &self.hours).unwrap_or_default(),
            calendar: span.hours(&self.hours).name(),
            because: self.held_up_because(agreements, span, moments).unwrap_or_else(|| span.because.text(moments)),
        };
        let changes = self.changes.iter().map(|change| change.tell(moments)).collect();
        let spans = self.spans.iter().filter(|span| span.to() != Some(span.from)).map(span).collect();
        ClockTrace { losers: vec![], spans, changes }
    }

    /// What holds the clock up from the beginning of a span on, where that did not come about only then: the clock began in it.
    fn held_up_because(&self, agreements: &Agreements, span: &Span, moments: &Grown<Moment>) -> Option<Text> {
        let Cause::Moment(number) = span.because else { return None };
        let heeds = agreements.heeds(self.policy, self.metric).filter(|_| span.paused)?;
        let (when, since) = heeds.held_since(number, moments)?;
        let (began, now) = (moments.get(since)?, moments.get(number)?);
        let words = || agreements.conditions.get(when.0).map(in_words).unwrap_or_default();
        match began.created {
            _ if since == number => None,
            true => Some(format!("`{}` since the ticket was created", words()).into()),
            false if began.at == now.at => Some(began.because.clone()),
            false => Some(format!("{} at {}", began.because, began.at).into()),
        }
    }

    fn fields(&self, now: Timestamp) -> Map {
        FIELDS.into_iter().map(|name| (name.into(), self.field(name, now))).collect()
    }

    /// What one of the [`FIELDS`] reads.
    fn field(&self, name: &str, now: Timestamp) -> Value {
        let until = self.stopped.unwrap_or(now);
        let int = |value: Option<i64>| value.map_or(Value::Missing, Value::Int);
        match name {
            "state" => Value::text(self.state(now).name()),
            "used" => int(self.used_percent(until).ok()),
            "left" => int(self.left(until).ok()),
            "elapsed" => int(self.used(until).ok()),
            "longest" => int(self.longest_by(until)),
            "due" => self.deadline_in_sight(now).map_or(Value::Missing, Value::Instant),
            "breached" => Value::Bool(self.breach_by(now).is_some()),
            "cycle" => Value::Int(self.cycle.into()),
            "visits" => Value::Int(self.visits.into()),
            _ => Value::Missing,
        }
    }

    /// The next instant after `after` at which a field of it changes by time alone, or reaches or passes `value`.
    fn next(&self, field: &str, value: Option<i64>, after: Timestamp) -> Option<Timestamp> {
        let first = |at: [Option<Timestamp>; 2]| at.into_iter().flatten().filter(|at| *at > after).min();
        match field {
            "used" if self.counts_now() || self.is_promised() && self.has_fixed_date() => {
                let value = value.unwrap_or(self.used_percent(after).ok()?.checked_add(1)?);
                let reach = |percent: i64| self.reaches_share(percent, Due::Close).ok();
                first([reach(value), reach(value.checked_add(1)?)])
            }
            "left" if self.counts_now() || self.has_fixed_date() => {
                let value = value.unwrap_or(self.left(after).ok()?.checked_sub(1)?);
                first([self.leaves(value), self.leaves(value.checked_sub(1)?)])
            }
            "elapsed" if self.counts_now() => {
                let value = value.unwrap_or(self.used(after).ok()?.checked_add(1)?);
                let reach = |seconds: i64| self.reaches(seconds, Due::Close).ok();
                first([reach(value), reach(value.checked_add(1)?)])
            }
            "longest" if self.counts_now() => {
                let longest = self.longest_by(after)?;
                let value = value.unwrap_or(longest.checked_add(1)?);
                let reach = |seconds: i64| self.reaches(seconds, Due::Close).ok().filter(|_| seconds > longest);
                first([reach(value), reach(value.checked_add(1)?)])
            }
            "breached" | "state" | "due" => self.breaches_at().filter(|at| *at > after),
            _ => None,
        }
    }
}

/// The name of a policy, where it is not that of the other.
fn name_beside(agreements: &Agreements, policy: usize, other: usize) -> Option<Text> {
    let name = |policy: usize| agreements.policies.get(policy).map(|policy| &policy.name);
    name(policy).filter(|named| Some(*named) != name(other)).cloned()
}

/// Steps that all readings of an answer tell together.
const MOST_STEPS_TOLD: usize = 1_000;

fn steps_left_out(count: usize) -> String {
    format!("{count} further steps of ladders are not told: an answer tells of at most {MOST_STEPS_TOLD}")
}

/// What rules can read of a clock.
const FIELDS: [&str; 9] = ["state", "used", "left", "elapsed", "longest", "due", "breached", "cycle", "visits"];

impl ClocksHole for Clocks {
    fn readings(&self, at: Timestamp) -> Map {
        let policies = self.chosen.iter().map(|(class, _, name)| (Text::from(class.name()), Value::Text(name.clone())));
        let clock = |metric: Metric| Some((metric.name().into(), Value::Map(self.clock(metric)?.fields(at))));
        policies.chain(Metric::ALL.into_iter().filter_map(clock)).collect()
    }

    fn reading(&self, names: &[Text], at: Timestamp) -> Value {
        let reading = match names {
            [metric, field] => self.clock_called(metric).map(|clock| clock.field(field, at)),
            // Where there is no such clock, a policy is known by the name of its class.
            [name] => self.clock_called(name).map(|clock| Value::Map(clock.fields(at))).or_else(|| {
                let (_, _, policy) = self.chosen.iter().find(|(class, ..)| class.name() == &**name)?;
                Some(Value::Text(policy.clone()))
            }),
            _ => None,
        };
        reading.unwrap_or_default()
    }

    fn next(&self, names: &[Text], value: Option<i64>, after: Timestamp) -> Option<Timestamp> {
        let [metric, field] = names else { return None };
        self.clock_called(metric)?.next(field, value, after)
    }
}
