//! Which policy a ticket is under.

use tierline_condition::{Facts, Guest, Outcome};
use tierline_model::{
    Class, Text, Timestamp,
    agreement::Policy,
    reading::{Loser, Lost},
};

use crate::{Cond, agreements::Agreements, moment::Moment};

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

    /// The policies of which no newer version counts, in order.
    fn in_force(&self, at: Timestamp) -> impl Iterator<Item = (usize, &Policy<Cond>)> {
        let has_begun = move |policy: &Policy<Cond>| policy.since.is_none_or(|since| since <= at);
        self.policies.iter().enumerate().zip(&self.newer).filter_map(move |((index, policy), newer)| {
            let is_replaced = newer.iter().filter_map(|newer| self.policies.get(*newer)).any(has_begun);
            (has_begun(policy) && !is_replaced).then_some((index, policy))
        })
    }
}

/// The policies of a class but the chosen one, and why each lost.
pub fn losers(
    agreements: &Agreements,
    class: Class,
    chosen: Option<usize>,
    facts: &std::sync::Arc<Facts>,
    applied: Option<&Text>,
    guest: &mut dyn Guest,
) -> Vec<Loser> {
    let in_force: Vec<usize> = agreements.in_force(facts.now()).map(|(index, _)| index).collect();
    let of_class = agreements.policies.iter().enumerate().filter(|(_, policy)| policy.class == class);
    let others = of_class.filter(|(index, _)| Some(*index) != chosen);
    others
        .map(|(index, policy)| {
            let condition = agreements.conditions.get(policy.when.0);
            let missed = condition.and_then(|condition| match condition.decide(facts, guest) {
                Ok(Outcome::Missed(part)) => condition.parts.get(part),
                _ => None,
            });
            let because = match missed {
                _ if !in_force.contains(&index) => Lost::OtherVersion,
                _ if applied.is_some() => Lost::NotApplied,
                Some(part) => Lost::Missed { part: part.text.clone(), saw: part.saw(facts) },
                None => Lost::Later,
            };
            Loser { policy: policy.name.clone(), because }
        })
        .collect()
}
