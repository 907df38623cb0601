//! What a moment means to a metric of a policy.

use tierline_model::{
    Metric,
    agreement::{Act, Policy, Trigger},
    metrics::PerMetric,
};

use crate::{Cond, agreements::Reads, grown::Grown, moment::Moment};

/// A moment, the one before it, and the policy whose words to a metric count.
#[derive(Clone, Copy)]
pub(crate) struct Signals<'a> {
    pub(crate) policy: &'a Policy<Cond>,
    pub(crate) now: &'a Moment,
    pub(crate) before: Option<&'a Moment>,
    pub(crate) heeds: &'a Heeds,
    pub(crate) reads: &'a [Reads],
}

/// How a clock is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    /// Whether the time is given back.
    pub(crate) credit: bool,
}

impl Signals<'_> {
    pub(crate) fn answer(self) -> bool {
        self.policy.meanings.answer.map_or(self.now.answer, |when| self.comes(when))
    }

    pub(crate) fn message(self) -> bool {
        self.policy.meanings.message.map_or(self.now.message, |when| self.comes(when))
    }

    /// Whether the requester makes the ticket and waits for an answer from then on.
    pub(crate) fn asks_at_creation(self) -> bool {
        self.now.created && self.now.by_requester && !self.now.silent
    }

    /// Whether the requester makes the ticket by a message that waits for an answer.
    pub(crate) fn writes_at_creation(self) -> bool {
        self.asks_at_creation() && !self.now.unwritten
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

    /// Whether the policy says itself what does this to the metric.
    pub(crate) fn says(self, act: Act) -> bool {
        !self.heeds.all(act).is_empty()
    }

    /// Whether a condition that does this holds.
    pub(crate) fn holds(self, act: Act) -> bool {
        self.heeds.all(act).iter().any(|when| self.now.is(*when))
    }

    /// Whether a condition that does this has just come to hold.
    pub(crate) fn onset(self, act: Act) -> bool {
        self.heeds.all(act).iter().any(|when| self.comes(*when))
    }

    /// Whether a clock that started now would be ended at the next look, with nothing happening in between.
    pub(crate) fn ends_at_once(self) -> bool {
        let holds_on = |when: &Cond| self.now.is(*when) && !self.is_of_event(*when);
        self.over()
            || self.heeds.all(Act::Stop).iter().any(holds_on)
            || self.heeds.all(Act::Cancel).iter().any(holds_on)
    }

    /// Whether a condition has just come to hold. What an event says holds for that event only: the next one that says so
    /// is another.
    fn comes(self, when: Cond) -> bool {
        self.now.is(when) && (self.is_of_event(when) || !self.before.is_some_and(|before| before.is(when)))
    }

    fn is_of_event(self, when: Cond) -> bool {
        self.reads.get(when.0).is_some_and(|reads| reads.event)
    }

    /// How the ticket's state holds the clock up.
    pub(crate) fn hold(self) -> Option<Hold> {
        let credit = self.holds(Act::PauseWhile { credit: true });
        (credit || self.holds(Act::PauseWhile { credit: false })).then_some(Hold { credit })
    }
}

/// The conditions that a policy has for a metric, those of each act together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heeds([Box<[Cond]>; ACTS.len()]);

/// All acts, each at its [`place`].
const ACTS: [Act; 8] = [
    Act::Start,
    Act::PauseWhile { credit: true },
    Act::PauseWhile { credit: false },
    Act::Pause,
    Act::Resume,
    Act::Stop,
    Act::Cancel,
    Act::Reset,
];

/// The place of an act in [`ACTS`].
fn place(act: Act) -> usize {
    match act {
        Act::Start => 0,
        Act::PauseWhile { credit: true } => 1,
        Act::PauseWhile { credit: false } => 2,
        Act::Pause => 3,
        Act::Resume => 4,
        Act::Stop => 5,
        Act::Cancel => 6,
        Act::Reset => 7,
    }
}

impl Heeds {
    /// Those of a policy.
    pub(crate) fn of(policy: &Policy<Cond>) -> PerMetric<Heeds> {
        let heeds = |trigger: &Trigger<Cond>, metric: Metric| {
            trigger.metrics.contains(&metric) || trigger.metrics.is_empty() && metric.row().pauses_unless_said
        };
        let of_act = |act: Act, metric: Metric| {
            let of_act = policy.triggers.iter().filter(|trigger| trigger.act == act && heeds(trigger, metric));
            of_act.map(|trigger| trigger.when).collect()
        };
        PerMetric::new(|metric| Heeds(ACTS.map(|act| of_act(act, metric))))
    }

    /// The condition that holds clocks up at a moment, and the number of the moment since which it does.
    pub(crate) fn held_since(&self, number: usize, moments: &Grown<Moment>) -> Option<(Cond, usize)> {
        let holds = |when: Cond, at: usize| moments.get(at).is_some_and(|moment| moment.is(when));
        let began = |when: Cond, from: usize| (0..=from).rev().take_while(|at| holds(when, *at)).last();
        let while_held = [Act::PauseWhile { credit: true }, Act::PauseWhile { credit: false }];
        let now =
            while_held.into_iter().flat_map(|act| self.all(act)).find_map(|when| Some((*when, began(*when, number)?)));
        // A `pause when` may have come to hold before, and hold no more.
        let latest = |when: &Cond| Some((*when, (0..=number).rev().find(|at| holds(*when, *at))?));
        now.or_else(|| {
            let (when, last) = self.all(Act::Pause).iter().filter_map(latest).max_by_key(|(_, last)| *last)?;
            Some((when, began(when, last)?))
        })
    }

    fn all(&self, act: Act) -> &[Cond] {
        &self.0[place(act)]
    }
}
