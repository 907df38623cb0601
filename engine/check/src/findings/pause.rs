//! Pauses that can last for ever: while a clock stands still, nothing that time brings about ends the wait.

use tierline_model::{
    Path,
    agreement::{Act, Policy, Trigger},
    sort::sort_by,
};
use tierline_sla::Cond;

use tierline_model::quoted;

use super::listed;
use crate::{Finding, deeds, reason::paths, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let agreements = survey.desk.agreements();
    if survey.rules.is_empty() {
        // A file with nothing but SLAs is meant to go with the rules of another.
        return vec![];
    }
    let mut told: Vec<Vec<Path>> = vec![];
    let mut found = vec![];
    for policy in &agreements.policies {
        for trigger in policy.triggers.iter().filter(|trigger| is_pause(trigger)) {
            let fields = waited_for(survey, trigger);
            // The same wait in several SLAs is one.
            if !fields.is_empty() && !told.contains(&fields) && !ends(survey, trigger, &fields) {
                found.extend(survey.is_asked(&policy.place).then(|| finding(survey, policy, &fields)));
                told.push(fields);
            }
        }
    }
    found
}

fn is_pause(trigger: &Trigger<Cond>) -> bool {
    matches!(trigger.act, Act::PauseWhile { .. })
}

/// The fields of the ticket that a pause waits for to change.
fn waited_for(survey: &Survey<'_>, trigger: &Trigger<Cond>) -> Vec<Path> {
    let condition = survey.desk.agreements().conditions.get(trigger.when.0);
    let parts = condition.into_iter().flat_map(|condition| condition.parts.iter());
    let mut fields: Vec<Path> = parts.flat_map(|part| paths(&part.expr, survey.frame())).collect();
    sort_by(&mut fields, Ord::cmp);
    fields.dedup();
    fields
}

/// Whether a rule that time can bring about, or a step of a ladder, writes what the pause waits for, or tells somebody.
fn ends(survey: &Survey<'_>, trigger: &Trigger<Cond>, fields: &[Path]) -> bool {
    let frame = survey.frame();
    let Some(condition) = survey.desk.agreements().conditions.get(trigger.when.0) else { return true };
    // A pause by time ends by time.
    if condition.moves(&frame.layout) {
        return true;
    }
    let (waits, _) = survey.in_the_end(condition);
    let acts = |rule: &tierline_rules::Rule| {
        let writes = |call| deeds::writes(call).iter().any(|path| fields.iter().any(|field| field.overlaps(path)));
        deeds::is_scripted(rule) || deeds::calls(rule).iter().any(|call| writes(call) || deeds::tells(call))
    };
    let by_rules = survey.rules.iter().any(|rule| {
        let now = survey.holds_in_the_end(rule);
        rule.rule.condition.moves(&frame.layout) && acts(rule.rule) && !survey.never(&[&now, &waits])
    });
    let runs_on = |policy: &Policy<Cond>| {
        policy.targets.iter().any(|target| {
            let is_paused = trigger.metrics.is_empty() || trigger.metrics.contains(&target.metric);
            !is_paused
        })
    };
    by_rules
        || survey.desk.agreements().policies.iter().any(|policy| {
            // Another clock that runs on may have a ladder that ends the wait.
            runs_on(policy) && survey.desk.rules().steps.iter().flatten().any(acts)
        })
}

fn finding(survey: &Survey<'_>, policy: &Policy<Cond>, fields: &[Path]) -> Finding {
    let names: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    let message = format!(
        "the clocks of the SLA {} can stand still for ever: no rule that time brings about ends the wait for {}",
        quoted(&policy.name),
        listed(names)
    );
    let help = "add a rule such as: when ticket.status == \"waiting-customer\" && days_since(ticket.updated_at) >= 5";
    survey.finding(&policy.place, "endless-pause", message, help)
}
