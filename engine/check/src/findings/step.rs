//! Steps of ladders that come too early to be a warning, or that no ticket reaches.

use std::rc::Rc;

use tierline_condition::Condition;
use tierline_model::{
    Metric, SortedMap, SortedSet, Text,
    agreement::{Amount, Ladder, LadderStep, Policy, Reach},
    quoted,
};
use tierline_sla::Cond;

use crate::{Finding, reason::Formula, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let agreements = survey.desk.agreements();
    let climbed = Climbed::of(survey);
    let mut found = vec![];
    for ladder in agreements.ladders.iter().filter(|ladder| survey.is_asked(&ladder.place)) {
        let policies = climbed.policies_of(ladder);
        for step in &ladder.steps {
            if !survey.turns_to(&ladder.name, &step.place) {
                return found;
            }
            found.extend(too_early(survey, ladder, step, &policies));
            found.extend(never_reached(survey, ladder, step, &policies));
        }
    }
    found
}

/// The SLAs that ladders climb to the targets of, by their numbers.
struct Climbed<'a> {
    policies: &'a [Policy<Cond>],
    by_name: SortedMap<&'a Text, Vec<usize>>,
    by_metric: SortedMap<Metric, Rc<[usize]>>,
}

impl<'a> Climbed<'a> {
    fn of(survey: &Survey<'a>) -> Climbed<'a> {
        let policies = survey.desk.agreements().policies.as_slice();
        let mut by_name: SortedMap<&Text, Vec<usize>> = SortedMap::new();
        let mut by_metric: SortedMap<Metric, SortedSet<usize>> = SortedMap::new();
        for (number, policy) in policies.iter().enumerate() {
            by_name.get_or_default(&policy.name).push(number);
            for target in &policy.targets {
                by_metric.get_or_default(target.metric).insert(number);
            }
        }
        let by_metric = by_metric.into_iter().map(|(metric, policies)| (metric, policies.into_iter().collect()));
        Climbed { policies, by_name, by_metric: by_metric.collect() }
    }

    /// The SLAs that a ladder is for and that have a target for what it climbs on.
    fn policies_of(&self, ladder: &Ladder<Condition>) -> Rc<[usize]> {
        if ladder.policies.is_empty() {
            return self.by_metric.get(&ladder.metric).cloned().unwrap_or_default();
        }
        let named: SortedSet<usize> =
            ladder.policies.iter().filter_map(|name| self.by_name.get(name)).flatten().copied().collect();
        let has_target =
            |policy: &usize| self.policies[*policy].targets.iter().any(|target| target.metric == ladder.metric);
        named.into_iter().filter(has_target).collect()
    }
}

/// A step so long before the deadline that the clock has not begun yet.
fn too_early(
    survey: &Survey<'_>,
    ladder: &Ladder<Condition>,
    step: &LadderStep<Condition>,
    policies: &[usize],
) -> Option<Finding> {
    let Reach::Before(before) = &step.reach else { return None };
    let all = &survey.desk.agreements().policies;
    survey.work.charge(policies.len() as u64);
    let targets = policies.iter().flat_map(|policy| &all[*policy].targets);
    let targets = targets.filter(|target| target.metric == ladder.metric);
    let amounts: Vec<&Amount> = targets.map(|target| &target.amount).collect();
    let is_longer = |amount: &&Amount| match (before, amount) {
        (Amount::Open(before), Amount::Open(target)) | (Amount::Wall(before), Amount::Wall(target)) => before >= target,
        (Amount::WorkingDays { days: before, .. }, Amount::WorkingDays { days: target, .. }) => before >= target,
        _ => false,
    };
    (!amounts.is_empty() && amounts.iter().all(is_longer)).then(|| {
        let message = format!(
            "this step is taken as soon as the clock starts: {before} before the deadline is before the beginning of every target for `{}`",
            Metric::verb(ladder.metric)
        );
        survey.finding(&step.place, "step-too-early", message, "take less than the shortest target, or a percentage")
    })
}

/// A step whose condition excludes that of the ladder, or of every SLA that the ladder is for.
fn never_reached(
    survey: &Survey<'_>,
    ladder: &Ladder<Condition>,
    step: &LadderStep<Condition>,
    policies: &[usize],
) -> Option<Finding> {
    let of =
        |condition: Option<&Condition>| condition.map_or(Formula::TRUE, |condition| survey.in_the_end(condition).0);
    let (own, of_ladder) = (of(step.when.as_ref()), of(ladder.when.as_ref()));
    let is_apart = |policy: &usize| survey.never(&[&own, &of_ladder, &survey.of_policies()[*policy].0]);
    let asks = step.when.is_some() || ladder.when.is_some();
    (asks && !policies.is_empty() && policies.iter().all(is_apart)).then(|| {
        let message = format!(
            "no ticket reaches this step of the ladder {}: what it asks for excludes what its SLA is for",
            quoted(&ladder.name)
        );
        survey.finding(&step.place, "step-never-reached", message, "loosen its `when`, or take the step away")
    })
}
