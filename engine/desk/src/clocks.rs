//! The clocks of a ticket: folded before the rules where rules read them, and after; steps taken, breaches told, the next
//! instant found.

use std::{cell::LazyCell, sync::Arc};

use tierline_condition::{Facts, Guest};
use tierline_model::{
    Answer, Class, Effect, Map, Metric, Reading, Request, SortedSet, Text, Timestamp, Value, answer::Asked,
    effect::ClockEffect,
};
use tierline_sla::{Agreements, Clocks, Detail, Done, DueStep, Grown, Moment, Past};

use crate::Desk;

/// The clocks as they are after an evaluation.
pub(crate) struct Settled<'a> {
    pub(crate) clocks: Arc<Clocks>,
    pub(crate) done: Done<'a>,
    pub(crate) taken: Vec<Text>,
    pub(crate) next_step: Option<Timestamp>,
    /// Steps that are due and whose condition does not hold.
    pub(crate) waiting: Vec<DueStep>,
    /// When to take the steps that are due and that there was no room for.
    pub(crate) rest_at: Option<Timestamp>,
}

/// What the host has dealt with.
#[derive(Clone, Copy)]
pub(crate) struct Dealt<'a> {
    /// All keys.
    pub(crate) done: &'a SortedSet<Text>,
    /// Those of breaches, where somebody has sorted them out.
    pub(crate) breaches: Option<&'a SortedSet<Text>>,
}

impl<'a> Settled<'a> {
    /// Where nothing is owed.
    pub(crate) fn nothing(dealt: Dealt<'a>) -> Settled<'a> {
        let (clocks, done) = (Arc::default(), Done::before(dealt.done));
        Settled { clocks, done, taken: vec![], next_step: None, waiting: vec![], rest_at: None }
    }
}

impl<'a> Dealt<'a> {
    /// The breaches that it was told of.
    fn breaches(self) -> impl Iterator<Item = &'a Text> {
        self.breaches.unwrap_or(self.done).iter().filter(|key| tells_breach(key))
    }
}

impl Desk {
    /// Lets the rules see what the clocks read.
    pub(crate) fn show_clocks(&self, facts: &mut Facts, past: &Past, guest: &mut dyn Guest) {
        if self.asks_clocks {
            facts.set_clocks(past.clocks(&self.agreements, facts, guest).0);
        }
    }

    /// The past of a ticket that no rule has written to yet; none where nothing is owed.
    pub(crate) fn past(&self, facts: &Facts, guest: &mut dyn Guest) -> Option<Past> {
        (!self.agreements.is_empty()).then(|| Past::of(&self.agreements, facts, guest))
    }

    /// What the desk owes: its policies, ladders and calendars.
    pub fn agreements(&self) -> &Agreements {
        &self.agreements
    }

    /// The moments of a ticket that its clocks are folded from, without asking any rule.
    pub fn moments(&self, request: &Request) -> Grown<Moment> {
        let facts = self.facts(request.clone());
        let mut session = self.session();
        let past = Past::of(&self.agreements, &facts, &mut session);
        let (mut moments, _) = past.moments(&self.agreements, &facts, &mut session);
        moments.settle();
        moments
    }

    pub(crate) fn facts_with(&self, facts: &Arc<Facts>, clocks: &Arc<Clocks>) -> Arc<Facts> {
        if !self.asks_clocks {
            return facts.clone();
        }
        let mut facts = Facts::clone(facts);
        facts.set_clocks(clocks.clone());
        Arc::new(facts)
    }

    /// Adds to an answer what the clocks have to say, and gives the work that the search for `wake_at` took. `facts` is the ticket as
    /// the answer leaves it.
    pub(crate) fn tell(
        &self,
        answer: &mut Answer,
        settled: Settled<'_>,
        (dealt, detail): (Dealt<'_>, Detail),
        facts: &Arc<Facts>,
        guest: &mut dyn Guest,
    ) -> u64 {
        let Settled { clocks, mut done, mut taken, next_step, waiting, rest_at } = settled;
        let facts = self.facts_with(facts, &clocks);
        if !self.agreements.is_empty() {
            self.show(&clocks);
            let (breaches, keys) = self.breaches(&clocks, &done, dealt, answer.now);
            answer.effects.extend(breaches);
            keys.iter().for_each(|key| done.insert(key.clone()));
            taken.extend(keys);
            answer.readings = clocks.readings(&self.agreements, &done, answer.now, detail);
            clocks.tell_losers(&self.agreements, &mut answer.readings, &facts, guest);
            set_deadlines(&mut answer.ticket, &clocks, &answer.readings);
        }
        answer.done = taken;
        let mut wake: Vec<Timestamp> = vec![];
        let mut work = 0;
        if !self.moving.is_empty() || !waiting.is_empty() {
            let facts = Arc::new(facts.at(facts.now()).within(self.limits.of_wake()));
            let rules = self.moving.iter().filter_map(|index| self.rules.rule(*index)).map(|rule| &rule.condition);
            let guards = waiting.iter().flat_map(|step| self.guards(step));
            wake.extend(rules.chain(guards).filter_map(|condition| condition.next_onset(&facts, guest)));
            work = self.limits.wake_work.saturating_sub(facts.work_left());
        }
        wake.extend(next_step.into_iter().chain(clocks.next_breach(answer.now)).chain(rest_at));
        wake.extend(self.agreements.next_shift(answer.now));
        answer.wake_at = wake.into_iter().filter(|at| *at > answer.now).min();
        work
    }

    /// Shows the policies of the ticket and its clocks to whoever looks on.
    fn show(&self, clocks: &Clocks) {
        let Some(onlooker) = self.frame.onlooker() else { return };
        Class::ALL.into_iter().filter_map(|class| clocks.chosen(class)).for_each(|policy| onlooker.chose(policy));
        clocks.all().for_each(|clock| onlooker.counts(clock.policy, clock.target));
    }

    /// Breaches that the host has not been told, and those that it has and that are none any more; and the keys of both.
    fn breaches(&self, clocks: &Clocks, done: &Done<'_>, dealt: Dealt<'_>, now: Timestamp) -> (Vec<Asked>, Vec<Text>) {
        let mut asked = vec![];
        let mut keys: Vec<Text> = vec![];
        let mut known: Vec<Text> = vec![];
        // Few tickets have one: where they have none, no key of one is made.
        let corrects_any = LazyCell::new(|| dealt.done.iter().any(|key| is_breach_of(key).is_some()));
        let is_taken_back = |key: &Text| *corrects_any && done.contains(&corrected(key));
        for clock in clocks.noted() {
            let Some(breach) = clock.breach_by(now) else { continue };
            let base: Text = format!("{}/breach/{}", clock.key(), breach.at).into();
            // A breach that was told and taken back is told anew where it comes about after all.
            let again = (2..).map(|number| Text::from(format!("{base}/{number}")));
            let key = [base.clone()].into_iter().chain(again).find(|key| !is_taken_back(key)).unwrap_or(base);
            known.push(key.clone());
            if !done.contains(&key) {
                let (metric, class, of, cycle) = (clock.metric, clock.class, clock.of.clone(), clock.cycle);
                let effect = ClockEffect::Breach { clock: metric, class, of, cycle, rebased: breach.rebased };
                let effect = Effect::Clock(effect);
                let rule = self.agreements.policies.get(clock.policy).map(|policy| policy.name.clone());
                let rule = rule.unwrap_or_default();
                asked.push(Asked { effect, rule, key: Some(key.clone()), at: Some(breach.at) });
                keys.push(key);
            }
        }
        let known: SortedSet<Text> = known.into_iter().collect();
        for breach in dealt.breaches().filter(|key| !known.contains(*key) && !is_taken_back(key)) {
            let key = corrected(breach);
            let effect = Effect::Clock(ClockEffect::CorrectBreach { breach: breach.clone() });
            asked.push(Asked { effect, rule: "history".into(), key: Some(key.clone()), at: None });
            keys.push(key);
        }
        (asked, keys)
    }
}

/// Whether a key is that of a breach: `…/breach/2026-06-01T11:00:00Z`, perhaps with a number behind it.
pub(crate) fn tells_breach(key: &str) -> bool {
    let numbered = key.rsplit_once('/').filter(|(_, number)| number.parse::<u32>().is_ok()).map(|(key, _)| key);
    [Some(key), numbered].into_iter().flatten().any(|key| {
        let told = key.rsplit_once('/').filter(|(_, at)| Timestamp::parse(at).is_some());
        told.is_some_and(|(clock, _)| clock.ends_with("/breach"))
    })
}

/// The key of taking a breach back.
fn corrected(breach: &Text) -> Text {
    format!("{breach}/corrected").into()
}

/// The key of the breach that is taken back by a key.
pub(crate) fn is_breach_of(key: &str) -> Option<&str> {
    key.strip_suffix("/corrected").filter(|breach| tells_breach(breach))
}

/// Says in the ticket which SLA it is under and what is due when.
fn set_deadlines(ticket: &mut Map, clocks: &Clocks, readings: &[Reading]) {
    let mut set = |name: &str, value: Option<Value>| match value {
        Some(value) => drop(ticket.insert(name.into(), value)),
        None => drop(ticket.remove(name)),
    };
    let sla = clocks.chosen_name(Class::Customer).map(|name| Value::Text(name.clone()));
    set("sla", sla);
    for metric in Metric::ALL {
        if let Some(name) = metric.deadline_field() {
            let of_metric = |reading: &&Reading| reading.clock == metric && reading.class == Class::Customer;
            let due = readings.iter().rev().find(of_metric).and_then(|reading| reading.due);
            set(name, due.map(Value::Instant));
        }
    }
}
