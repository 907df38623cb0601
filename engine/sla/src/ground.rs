//! What tracks work with: the policies, and what they owe at a moment.

use tierline_model::{
    Metric, Value,
    agreement::{Amount, Policy},
};

use crate::{Cond, agreements::Agreements, clock::Goal, moment::Moment, signals::Signals};

/// What a track works with.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) agreements: &'a Agreements,
    /// Seconds left of the customer's clocks that targets take a share of.
    pub(crate) left: &'a [(Metric, i64)],
    /// Where the past is lived through for a policy that came later: the moment at which it came, whose target counts.
    pub(crate) as_of: Option<&'a Moment>,
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

    /// What is owed under a target, where that can be said.
    pub(crate) fn goal(self, policy: usize, target: usize, now: &Moment) -> Option<Goal> {
        Some(match &self.policy(policy)?.targets.get(target)?.amount {
            Amount::Open(seconds) | Amount::Wall(seconds) => Goal::Seconds(*seconds),
            Amount::WorkingDays { days, end_of_day } => Goal::Days { days: *days, end_of_day: *end_of_day },
            Amount::CalendarDays { days } => Goal::Dates(*days),
            Amount::By(path) => {
                let index = self.agreements.fields.iter().position(|field| field == path)?;
                match now.fields.get(index)? {
                    at @ (Value::Instant(_) | Value::Date(_)) => Goal::At(at.as_instant()?),
                    _ => return None,
                }
            }
            Amount::Share { percent, of } => {
                let (_, left) = self.left.iter().find(|(metric, _)| metric == of)?;
                let left = left.max(&0);
                Goal::Seconds(left.saturating_mul(*percent) / 100)
            }
        })
    }

    /// Whether a policy owes the metric.
    pub(crate) fn owes(self, policy: usize, metric: Metric, now: &Moment) -> bool {
        self.agreements.is_fixed(policy, metric) || self.owed(policy, metric, now).is_some()
    }

    /// The target of a metric and what it owes, where that can be said.
    pub(crate) fn owed(self, policy: usize, metric: Metric, now: &Moment) -> Option<(usize, Goal)> {
        let now = self.as_of.unwrap_or(now);
        let target = self.agreements.target(policy, metric, now)?;
        Some((target, self.goal(policy, target, now)?))
    }
}
