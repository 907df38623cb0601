//! Steps of ladders that come too early to be a warning, or that no ticket reaches.

use tierline_condition::Condition;
use tierline_model::{
    Metric, Text,
    agreement::{Amount, Ladder, LadderStep, Policy, Reach},
};
use tierline_sla::Cond;

use tierline_model::quoted;

use crate::{Finding, reason::Formula, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let agreements = survey.desk.agreements();
    let mut found = vec![];
    for ladder in agreements.ladders.iter().filter(|ladder| survey.is_asked(&ladder.place)) {
        let policies: Vec<&Policy<Cond>> = agreements.policies.iter().filter(|policy| climbs(ladder, policy)).collect();
        for step in &ladder.steps {
            found.extend(too_early(survey, ladder, step, &policies));
            found.extend(never_reached(survey, ladder, step, &policies));
        }
    }
    found
}

fn climbs(ladder: &Ladder<Condition>, policy: &Policy<Cond>) -> bool {
    let is_named = |names: &[Text]| names.is_empty() || names.contains(&policy.name);
    is_named(&ladder.policies) && policy.targets.iter().any(|target| target.metric == ladder.metric)
}

/// A step so long before the deadline that the clock has not begun yet.
fn too_early(
    survey: &Survey<'_>,
    ladder: &Ladder<Condition>,
    step: &LadderStep<Condition>,
    policies: &[&Policy<Cond>],
) -> Option<Finding> {
    let Reach::Before(before) = &step.reach else { return None };
    let targets = policies.iter().flat_map(|policy| &policy.targets).filter(|target| target.metric == ladder.metric);
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
    policies: &[&Policy<Cond>],
) -> Option<Finding> {
    let conditions = &survey.desk.agreements().conditions;
    let of =
        |condition: Option<&Condition>| condition.map_or(Formula::TRUE, |condition| survey.in_the_end(condition).0);
    let (own, of_ladder) = (of(step.when.as_ref()), of(ladder.when.as_ref()));
    let is_apart = |policy: &&Policy<Cond>| {
        let of_policy = of(conditions.get(policy.when.0));
        // Once the ticket is under it, a policy stays where its condition reads what the event was.
        survey.never(&[&own, &of_ladder, &of_policy])
    };
    let asks = step.when.is_some() || ladder.when.is_some();
    (asks && !policies.is_empty() && policies.iter().all(is_apart)).then(|| {
        let message = format!(
            "no ticket reaches this step of the ladder {}: what it asks for excludes what its SLA is for",
            quoted(&ladder.name)
        );
        survey.finding(&step.place, "step-never-reached", message, "loosen its `when`, or take the step away")
    })
}
