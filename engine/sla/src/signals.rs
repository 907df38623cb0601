//! What a moment means to a metric of a policy.

use tierline_model::{
    Metric,
    agreement::{Act, Policy, Trigger},
};

use crate::{Cond, agreements::Reads, moment::Moment};

/// A moment, the one before it, and the policy whose words count.
#[derive(Clone, Copy)]
pub(crate) struct Signals<'a> {
    pub(crate) policy: &'a Policy<Cond>,
    pub(crate) now: &'a Moment,
    pub(crate) before: Option<&'a Moment>,
    pub(crate) reads: &'a [Reads],
}

/// How a clock is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    /// Whether the time is given back.
    pub(crate) credit: bool,
}

impl<'a> Signals<'a> {
    pub(crate) fn answer(self) -> bool {
        self.policy.meanings.answer.map_or(self.now.answer, |when| self.now.is(when))
    }

    pub(crate) fn message(self) -> bool {
        self.policy.meanings.message.map_or(self.now.message, |when| self.now.is(when))
    }

    /// Whether the requester makes the ticket and waits for an answer from then on.
    pub(crate) fn asks_at_creation(self) -> bool {
        self.now.created && self.now.by_requester && !self.now.silent
    }

    pub(crate) fn resolved(self) -> bool {
        self.policy.meanings.resolved.map_or(self.now.resolved, |when| self.now.is(when))
    }

    pub(crate) fn closed(self) -> bool {
        self.policy.meanings.closed.map_or(self.now.closed, |when| self.now.is(when))
    }

    pub(crate) fn supplied(self) -> bool {
        self.policy.meanings.supplied.map_or(self.now.supplied, |when| self.now.is(when))
    }

    /// Whether the ticket is resolved or closed.
    pub(crate) fn over(self) -> bool {
        self.resolved() || self.closed()
    }

    /// Whether it was so just before.
    pub(crate) fn was_over(self) -> bool {
        self.before.is_some_and(|before| Signals { now: before, before: None, ..self }.over())
    }

    fn triggers(self, metric: Metric, which: impl Fn(Act) -> bool) -> impl Iterator<Item = &'a Trigger<Cond>> {
        self.policy.triggers.iter().filter(move |trigger| {
            let heeds = trigger.metrics.contains(&metric) || trigger.metrics.is_empty() && metric.pauses_unless_said();
            which(trigger.act) && heeds
        })
    }

    /// Whether the policy says itself what does this to the metric.
    pub(crate) fn says(self, metric: Metric, act: Act) -> bool {
        self.triggers(metric, |known| known == act).next().is_some()
    }

    /// Whether a condition that does this holds.
    pub(crate) fn holds(self, metric: Metric, act: Act) -> bool {
        self.triggers(metric, |known| known == act).any(|trigger| self.now.is(trigger.when))
    }

    /// Whether a condition that does this has just come to hold.
    pub(crate) fn onset(self, metric: Metric, act: Act) -> bool {
        // What an event says holds for that event only: the next one that says so is another.
        let of_event = |when: Cond| self.reads.get(when.0).is_some_and(|reads| reads.event);
        let held = |when| !of_event(when) && self.before.is_some_and(|before| before.is(when));
        self.triggers(metric, |known| known == act).any(|trigger| self.now.is(trigger.when) && !held(trigger.when))
    }

    /// How the ticket's state holds the clock up.
    pub(crate) fn hold(self, metric: Metric) -> Option<Hold> {
        let pauses = self.triggers(metric, |act| matches!(act, Act::PauseWhile { .. }));
        let credits = pauses.filter(|trigger| self.now.is(trigger.when)).map(|trigger| trigger.act);
        credits
            .map(|act| Hold { credit: act == Act::PauseWhile { credit: true } })
            .reduce(|a, b| Hold { credit: a.credit || b.credit })
    }
}
