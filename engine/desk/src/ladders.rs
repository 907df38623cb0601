//! Taking the steps of ladders that are due.

use std::sync::Arc;

use tierline_condition::{Condition, Facts, Guest, Outcome};
use tierline_model::{Fault, Text, Timestamp};
use tierline_rules::{Evaluation, Mark, Taken};
use tierline_sla::{Clocks, Done, DueStep, Past};

use crate::{
    Desk,
    clocks::{Dealt, Settled},
};

/// Steps that one evaluation takes at most: a ladder has few, and each is taken once.
const MOST_STEPS: usize = 1_000;
/// Steps of one evaluation that may be faults because the event has no room for them.
const MOST_FAILED: usize = 100;
/// So many steps are looked at for a unit of work.
const STEPS_OF_A_UNIT: u64 = 2;

/// How often the ticket is copied, or compared with what it was, for a step that writes to it.
const COPIES_OF_A_STEP: u64 = 5;

/// The steps that are due, one after the other.
struct Due {
    /// Those still to be looked at, the next one last.
    ahead: Vec<DueStep>,
    /// Those whose condition did not hold when they were looked at, in order.
    waiting: Vec<DueStep>,
    /// When a further step is to be taken.
    next: Option<Timestamp>,
}

impl Due {
    /// Looks at those that wait once more: something has changed.
    fn look_again(&mut self) {
        self.ahead.extend(self.waiting.drain(..).rev());
    }
}

impl Desk {
    /// Folds the clocks of the ticket as the rules leave it, and takes the steps that are due, each seeing what those
    /// before it did. Those that there is no room for are put off to the next second.
    pub(crate) fn settle<'a>(
        &self,
        run: &mut Evaluation<'_>,
        past: &Past,
        dealt: Dealt<'a>,
        guest: &mut dyn Guest,
    ) -> Settled<'a> {
        let mut done = Done::before(dealt.done);
        let mut taken: Vec<Text> = vec![];
        let (mut failed, mut rest_at) = (0, None);
        let mut revision = run.facts().revision();
        let mut clocks = self.fold(run, past, guest);
        let mut due = self.due(run, &clocks, &done);
        let mut facts = self.facts_with(run.facts(), &clocks);
        while let Some(step) = due.ahead.pop() {
            if done.contains(&step.key) {
                continue;
            }
            if !self.may_take(&step, &facts, guest) {
                due.waiting.push(step);
                continue;
            }
            let limit = match self.take(run, &step, (taken.len(), failed), guest) {
                Taken::Well => {
                    taken.push(step.key.clone());
                    None
                }
                Taken::Fault => None,
                Taken::NoRoom(limit) => {
                    failed += 1;
                    Some(limit)
                }
            };
            if let Some(limit) = limit.filter(|_| !taken.is_empty() || failed > MOST_FAILED) {
                due.ahead.push(step);
                // Where nothing was taken, what is in the way will be there again in a second.
                rest_at = (!taken.is_empty()).then(|| Timestamp::from_second(run.facts().now().second() + 1));
                let steps = self.named(&due.ahead);
                run.add_faults(vec![put_off(&steps, due.ahead.len(), &limit, rest_at)]);
                break;
            }
            done.insert(step.key);
            if revision == run.facts().revision() {
                continue;
            }
            revision = run.facts().revision();
            run.facts().spend_on_copies(COPIES_OF_A_STEP);
            let before = std::mem::replace(&mut clocks, self.fold(run, past, guest));
            match clocks.reach_as(&before) {
                true => due.look_again(),
                false => due = self.due(run, &clocks, &done),
            }
            facts = self.facts_with(run.facts(), &clocks);
        }
        let Due { waiting, next, .. } = due;
        Settled { clocks, done, taken, next_step: next, waiting, rest_at }
    }

    /// Takes a step, where there is room for a further one after so many, of which some failed for want of room.
    fn take(
        &self,
        run: &mut Evaluation<'_>,
        step: &DueStep,
        (taken, failed): (usize, usize),
        guest: &mut dyn Guest,
    ) -> Taken {
        if taken == MOST_STEPS || failed == MOST_FAILED {
            return Taken::NoRoom(format!("a ticket event may take at most {MOST_STEPS} steps of ladders"));
        }
        if taken > 0 && run.facts().work_left() == 0 {
            let limit = "all that decides about a ticket event has taken the work that it may (event_work)";
            return Taken::NoRoom(limit.to_owned());
        }
        let Some(rule) = self.rules.steps.get(step.ladder).and_then(|ladder| ladder.get(step.step)) else {
            return Taken::Fault;
        };
        run.take_step(rule, &Mark { key: step.key.clone(), at: step.at }, taken > 0, guest)
    }

    fn fold(&self, run: &mut Evaluation<'_>, past: &Past, guest: &mut dyn Guest) -> Arc<Clocks> {
        let (clocks, faults) = past.clocks(&self.agreements, run.facts(), guest);
        run.add_faults(faults);
        clocks
    }

    fn due(&self, run: &Evaluation<'_>, clocks: &Clocks, done: &Done<'_>) -> Due {
        run.facts().charge(clocks.steps_watched(&self.agreements) / STEPS_OF_A_UNIT);
        let (mut ahead, next) = clocks.steps(&self.agreements, done, run.facts().now());
        ahead.reverse();
        Due { ahead, waiting: vec![], next }
    }

    /// What must hold for a step to be taken.
    pub(crate) fn guards(&self, step: &DueStep) -> impl Iterator<Item = &Condition> {
        let ladder = self.agreements.ladders.get(step.ladder);
        let of_step = ladder.and_then(|ladder| ladder.steps.get(step.step)).and_then(|step| step.when.as_ref());
        ladder.and_then(|ladder| ladder.when.as_ref()).into_iter().chain(of_step)
    }

    fn may_take(&self, step: &DueStep, facts: &Arc<Facts>, guest: &mut dyn Guest) -> bool {
        self.guards(step).all(|guard| {
            let decided = guard.decide(facts, guest);
            if let (Some(onlooker), Ok(outcome), Some(script)) = (self.frame.onlooker(), &decided, guard.script) {
                onlooker.decided(script, *outcome);
            }
            decided == Ok(Outcome::Held)
        })
    }

    /// The names of the first steps of these, the next one last.
    fn named(&self, ahead: &[DueStep]) -> String {
        const MOST_NAMED: usize = 3;
        let name = |step: &DueStep| {
            let rule = self.rules.steps.get(step.ladder).and_then(|ladder| ladder.get(step.step))?;
            Some(format!("`{}`", rule.name))
        };
        let names: Vec<String> = ahead.iter().rev().filter_map(name).take(MOST_NAMED).collect();
        let more = ahead.len() - names.len();
        match more {
            0 => names.join(", "),
            more => format!("{} and {more} more", names.join(", ")),
        }
    }
}

/// That steps are put off.
fn put_off(steps: &str, count: usize, limit: &str, until: Option<Timestamp>) -> Fault {
    let until = until.map(|until| format!(" to {until}")).unwrap_or_default();
    let reason = format!("{count} steps that are due are put off{until}: {limit}. They are {steps}");
    Fault::without_place("the ladders", "too-many-steps", reason)
}
