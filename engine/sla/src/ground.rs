//! What tracks work with: the policies, and what they owe at a moment.

use tierline_model::{
    Class, Metric, Timestamp,
    agreement::{Amount, Policy},
};

use crate::{
    Cond, agreements::Agreements, clock::Clock, due::Goal, hours::Hours, moment::Moment, signals::Signals, track::Track,
};

/// What a track works with.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) agreements: &'a Agreements,
    /// The other tracks of the ticket: targets take a share of the customer's clocks among them.
    pub(crate) others: [&'a [Track]; 2],
    /// Where the past is lived through for a policy that came later: the moment at which it came, whose target counts.
    pub(crate) as_of: Option<&'a Moment>,
}

/// What a policy owes in a metric.
pub(crate) struct Owed<'a> {
    pub(crate) target: usize,
    pub(crate) goal: Goal,
    pub(crate) hours: &'a Hours,
}

impl<'a> Ground<'a> {
    pub(crate) fn policy(self, policy: usize) -> Option<&'a Policy<Cond>> {
        self.agreements.policies.get(policy)
    }

    /// What a moment means to a metric in the words of a policy.
    pub(crate) fn signals(
        self,
        policy: usize,
        metric: Metric,
        now: &'a Moment,
        before: Option<&'a Moment>,
    ) -> Option<Signals<'a>> {
        let heeds = self.agreements.heeds(policy, metric)?;
        Some(Signals { policy: self.policy(policy)?, now, before, heeds, reads: &self.agreements.reads })
    }

    /// What is owed under a target at a moment by a clock that starts at `start`, where that can be said.
    pub(crate) fn goal(self, policy: usize, target: usize, now: &Moment, start: Timestamp) -> Option<Goal> {
        Some(match &self.policy(policy)?.targets.get(target)?.amount {
            Amount::Open(seconds) | Amount::Wall(seconds) => Goal::Seconds(*seconds),
            Amount::WorkingDays { days, end_of_day } => Goal::Days { days: *days, end_of_day: *end_of_day },
            Amount::CalendarDays { days } => Goal::Dates(*days),
            Amount::By(promise) => {
                let index = self.agreements.fields.iter().position(|field| *field == promise.field)?;
                let date = (*now.dates.get(index)?)?;
                Goal::By { date, end_of_day: promise.end_of_day, moves: promise.moves_with_pauses }
            }
            Amount::Share { percent, of } => {
                let left = self.left_of(*of, policy, target, start)?.max(0);
                Goal::Seconds(left.saturating_mul(*percent) / 100)
            }
        })
    }

    /// The hours that a clock counts by under a target, as its calendar is at an instant: those of the clock that it has a
    /// share of, unless the target names a calendar.
    pub(crate) fn hours(self, policy: usize, target: usize, as_of: Timestamp) -> &'a Hours {
        let own = self.agreements.hours(policy, target, as_of);
        match self.policy(policy).and_then(|policy| policy.targets.get(target)) {
            Some(words) => match words.amount {
                Amount::Share { of, .. } if words.calendar.is_none() => {
                    self.shared(of).map_or(own, |clock| &clock.hours)
                }
                _ => own,
            },
            None => own,
        }
    }

    /// Seconds that the customer's clock has left at an instant, by the hours of a target that has a share of it.
    fn left_of(self, metric: Metric, policy: usize, target: usize, at: Timestamp) -> Option<i64> {
        let clock = self.shared(metric)?;
        let hours = self.hours(policy, target, at);
        match hours.is(&clock.hours) {
            true => clock.left(at).ok(),
            false => hours.between(at, clock.deadline().ok()?).ok(),
        }
    }

    /// The customer's clock of a metric that is owed.
    fn shared(self, metric: Metric) -> Option<&'a Clock> {
        let mut tracks = self.others.into_iter().flatten();
        let track = tracks.find(|track| (track.class, track.metric) == (Class::Customer, metric))?;
        track.clocks.last().filter(|clock| !clock.is_cancelled())
    }

    /// Whether a policy owes the metric.
    pub(crate) fn owes(self, policy: usize, metric: Metric, now: &Moment) -> bool {
        self.agreements.is_fixed(policy, metric) || self.owed(policy, metric, now).is_some()
    }

    /// The target of a metric, what it owes to a clock that starts now and by which hours, where that can be said.
    pub(crate) fn owed(self, policy: usize, metric: Metric, now: &Moment) -> Option<Owed<'a>> {
        let chosen = self.as_of.unwrap_or(now);
        let target = self.agreements.target(policy, metric, chosen)?;
        let goal = self.goal(policy, target, chosen, now.at)?;
        Some(Owed { target, goal, hours: self.hours(policy, target, now.at) })
    }
}
