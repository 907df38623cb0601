//! Which policy a ticket is under.

use std::sync::Arc;

use tierline_condition::{Condition, Facts, Guest, Outcome};
use tierline_model::{
    Class, Reading, Text, Timestamp,
    agreement::Policy,
    reading::{Loser, Lost},
    sort::sort_by,
};

use crate::{Cond, agreements::Agreements, fold::Clocks, grown::Grown, moment::Moment};

/// What `applied_sla` holds for a ticket that shall have no customer SLA.
pub(crate) const NONE: &str = "none";

impl Agreements {
    /// The policy of a class at a moment: the one applied by name, else the first whose condition holds.
    pub(crate) fn select(&self, class: Class, moment: &Moment) -> Option<usize> {
        let of_class = || self.in_force(moment.at).filter(move |(_, policy)| policy.class == class);
        match &moment.applied {
            Some(name) if class == Class::Customer && &**name == NONE => return None,
            Some(name) => {
                if let Some((index, _)) = of_class().find(|(_, policy)| policy.name == *name) {
                    return Some(index);
                }
            }
            None => {}
        }
        of_class().find(|(_, policy)| moment.is(policy.when)).map(|(index, _)| index)
    }

    /// The policy that a reading names.
    fn policy_of(&self, reading: &Reading) -> Option<usize> {
        let is_it = |policy: &Policy<Cond>| {
            policy.class == reading.class && policy.name == reading.policy && policy.since == reading.version
        };
        self.policies.iter().position(is_it)
    }

    /// The policies of which no newer version counts, in order.
    fn in_force(&self, at: Timestamp) -> impl Iterator<Item = (usize, &Policy<Cond>)> {
        let has_begun = move |policy: &Policy<Cond>| policy.since.is_none_or(|since| since <= at);
        self.policies.iter().enumerate().zip(&self.newer).filter_map(move |((index, policy), newer)| {
            let is_replaced = newer.iter().filter_map(|newer| self.policies.get(*newer)).any(has_begun);
            (has_begun(policy) && !is_replaced).then_some((index, policy))
        })
    }
}

impl Clocks {
    /// Tells readings with reasons which policies lost when theirs was chosen last. `facts` is the ticket as it is by now.
    pub fn tell_losers(
        &self,
        agreements: &Agreements,
        readings: &mut [Reading],
        facts: &Arc<Facts>,
        guest: &mut dyn Guest,
    ) {
        let chosen_at = |(index, reading): (usize, &Reading)| {
            let policy = agreements.policy_of(reading)?;
            reading.why.as_ref()?;
            Some((self.chosen_at(agreements, policy, reading)?, policy, index))
        };
        let mut told: Vec<(usize, usize, usize)> = readings.iter().enumerate().filter_map(chosen_at).collect();
        // From the last moment back, so that the ticket is taken back once.
        sort_by(&mut told, |a, b| b.cmp(a));
        let mut then = Then { facts: facts.clone(), at: self.moments.len().saturating_sub(1) };
        let mut known: Option<(usize, usize, Vec<Loser>)> = None;
        for (number, policy, index) in told {
            let lost = match known.take().filter(|(at, chosen, _)| (*at, *chosen) == (number, policy)) {
                Some((.., lost)) => lost,
                None => {
                    then.go_back(&self.moments, number);
                    self.moments.get(number).map_or(vec![], |now| losers(agreements, policy, now, &then.facts, guest))
                }
            };
            if let Some(why) = readings.get_mut(index).and_then(|reading| reading.why.as_mut()) {
                why.losers.clone_from(&lost);
            }
            known = Some((number, policy, lost));
        }
    }

    /// The number of the moment at which the policy of a clock was last the one of its class while the clock was open; where it
    /// came to be that only later, of the first after it.
    fn chosen_at(&self, agreements: &Agreements, policy: usize, reading: &Reading) -> Option<usize> {
        let is_chosen = |number: &usize| {
            let now = self.moments.get(*number);
            now.is_some_and(|now| agreements.select(reading.class, now) == Some(policy))
        };
        let count = self.moments.len();
        let lived = reading.stopped_at.map_or(count, |end| self.moments.partition_point(|moment| moment.at <= end));
        (0..lived).rev().find(is_chosen).or_else(|| (lived..count).find(is_chosen)).or(count.checked_sub(1))
    }
}

/// A ticket taken back to an earlier moment.
struct Then {
    facts: Arc<Facts>,
    at: usize,
}

impl Then {
    fn go_back(&mut self, moments: &Grown<Moment>, number: usize) {
        if number >= self.at {
            return;
        }
        let facts = Arc::make_mut(&mut self.facts);
        for later in (number + 1..=self.at).rev().filter_map(|number| moments.get(number)) {
            later.changed.iter().rev().for_each(|(path, before)| facts.write(path, before.clone()));
        }
        if let Some(now) = moments.get(number) {
            facts.play(now.record.clone(), now.at);
        }
        self.at = number;
    }
}

/// The policies of the class of the chosen one but that, and why each lost at a moment, at which these were the facts.
fn losers(
    agreements: &Agreements,
    chosen: usize,
    now: &Moment,
    facts: &Arc<Facts>,
    guest: &mut dyn Guest,
) -> Vec<Loser> {
    let in_force: Vec<usize> = agreements.in_force(now.at).map(|(index, _)| index).collect();
    let Some(winner) = agreements.policies.get(chosen) else { return vec![] };
    let is_applied = now.applied.as_ref() == Some(&winner.name);
    let of_class = agreements.policies.iter().enumerate().filter(|(_, policy)| policy.class == winner.class);
    let others = of_class.filter(|(index, _)| *index != chosen);
    others
        .map(|(index, policy)| {
            let because = if !in_force.contains(&index) {
                Lost::OtherVersion
            } else if is_applied {
                Lost::NotApplied
            } else if now.is(policy.when) {
                Lost::Later
            } else {
                missed(agreements, policy, facts, guest)
            };
            Loser { policy: policy.name.clone(), because }
        })
        .collect()
}

/// Which part of its condition a policy lost by.
fn missed(agreements: &Agreements, policy: &Policy<Cond>, facts: &Arc<Facts>, guest: &mut dyn Guest) -> Lost {
    let Some(condition) = agreements.conditions.get(policy.when.0) else { return Lost::Later };
    let part = match condition.decide(facts, guest) {
        Ok(Outcome::Missed(part)) => condition.parts.get(part),
        _ => None,
    };
    match part {
        Some(part) => Lost::Missed { part: part.text.clone(), saw: part.saw(facts) },
        // It could not be decided then.
        None => Lost::Missed { part: in_words(condition), saw: vec![] },
    }
}

/// A condition as it was written.
pub(crate) fn in_words(condition: &Condition) -> Text {
    condition.parts.iter().map(|part| &*part.text).collect::<Vec<_>>().join(" && ").into()
}
