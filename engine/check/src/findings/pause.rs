//! Pauses that can last for ever: while a clock stands still, nothing that time brings about ends the wait.

use tierline_model::{
    Metric, Path, SortedSet,
    agreement::{Act, Policy, Trigger},
    quoted,
    sort::sort_by,
};
use tierline_rules::Rule;
use tierline_sla::Cond;

use super::listed;
use crate::{
    Finding,
    by_path::ByPath,
    deeds,
    reason::paths,
    survey::{Survey, Surveyed},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let agreements = survey.desk.agreements();
    if survey.rules.is_empty() {
        // A file with nothing but SLAs is meant to go with the rules of another.
        return vec![];
    }
    let enders = Enders::of(survey);
    let mut told: SortedSet<Vec<Path>> = SortedSet::new();
    let mut found = vec![];
    for policy in &agreements.policies {
        for trigger in policy.triggers.iter().filter(|trigger| is_pause(trigger)) {
            let fields = waited_for(survey, trigger);
            // The same wait in several SLAs is one.
            if fields.is_empty() || told.contains(&fields) {
                continue;
            }
            if !survey.turns_to(&policy.name, &policy.place) {
                return found;
            }
            let ends = enders.end(trigger, &fields);
            if !ends && !survey.work.is_spent() {
                found.extend(survey.is_asked(&policy.place).then(|| finding(survey, policy, &fields)));
                told.insert(fields);
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

/// Who may end a wait: rules that time can bring about, and steps of ladders, which write what is waited for, or tell somebody.
struct Enders<'s, 'a> {
    survey: &'s Survey<'a>,
    rules: Vec<&'s Surveyed<'a>>,
    acts_of_rules: Acts,
    acts_of_steps: Acts,
    /// What SLAs have targets for.
    metrics: SortedSet<Metric>,
}

/// What some rules do.
#[derive(Default)]
struct Acts {
    /// Those that tell somebody, or do what only their script knows.
    telling: SortedSet<usize>,
    writing: ByPath,
}

impl Acts {
    fn of<'r>(rules: impl Iterator<Item = &'r Rule>) -> Acts {
        let mut acts = Acts::default();
        for (number, rule) in rules.enumerate() {
            if deeds::is_scripted(rule) || deeds::calls(rule).iter().any(deeds::tells) {
                acts.telling.insert(number);
            }
            deeds::calls(rule).iter().flat_map(deeds::writes).for_each(|path| acts.writing.add(path, number));
        }
        acts
    }

    /// The rules that tell somebody, or write one of these fields.
    fn on(&self, fields: &[Path]) -> SortedSet<usize> {
        let writing = fields.iter().flat_map(|field| self.writing.overlapping(field)).flatten();
        self.telling.iter().chain(writing).copied().collect()
    }
}

impl<'s, 'a> Enders<'s, 'a> {
    fn of(survey: &'s Survey<'a>) -> Enders<'s, 'a> {
        let layout = &survey.frame().layout;
        let rules: Vec<_> = survey.rules.iter().filter(|rule| rule.rule.condition.moves(layout)).collect();
        let targets = survey.desk.agreements().policies.iter().flat_map(|policy| &policy.targets);
        Enders {
            survey,
            acts_of_rules: Acts::of(rules.iter().map(|rule| rule.rule)),
            acts_of_steps: Acts::of(survey.desk.rules().steps.iter().flatten()),
            rules,
            metrics: targets.map(|target| target.metric).collect(),
        }
    }

    /// Whether one of them surely or maybe ends a wait.
    fn end(&self, trigger: &Trigger<Cond>, fields: &[Path]) -> bool {
        let survey = self.survey;
        let Some(condition) = survey.desk.agreements().conditions.get(trigger.when.0) else { return true };
        // A pause by time ends by time.
        if condition.moves(&survey.frame().layout) {
            return true;
        }
        // Another clock that runs on may have a ladder that ends the wait.
        let runs_on =
            !trigger.metrics.is_empty() && self.metrics.iter().any(|metric| !trigger.metrics.contains(metric));
        if runs_on && !self.acts_of_steps.on(fields).is_empty() {
            return true;
        }
        let (waits, _) = survey.in_the_end(condition);
        self.acts_of_rules.on(fields).iter().any(|number| {
            let now = survey.holds_in_the_end(self.rules[*number]);
            !survey.never(&[&now, &waits])
        })
    }
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
