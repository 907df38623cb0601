//! SLA policies that no ticket comes under: those above them take every ticket that they are for.

use tierline_condition::Expr;
use tierline_model::{
    ParamKind, SortedMap, SortedSet, Value,
    agreement::{Class, Policy},
    quoted,
};
use tierline_sla::Cond;

use super::listed;
use crate::{
    Finding, deeds,
    overlaps::{Bounded, Member, Overlaps, Side},
    reason::{Bounds, Formula},
    survey::Survey,
};

/// SLAs that are named where all above take what another one is for; of more, the first are.
const MOST_NAMED: usize = 20;

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let Some(applied) = applied(survey) else { return vec![] };
    let asked: Vec<Asked> = survey.of_policies().iter().map(|(holds, _)| Asked(survey.bounds_of(holds))).collect();
    let above = above(survey);
    let overlaps: SortedMap<Class, Overlaps<'_, Asked>> =
        above.iter().map(|(class, above)| (*class, Overlaps::new(&asked, above, &survey.work))).collect();
    let mut found = vec![];
    for (number, policy) in survey.desk.agreements().policies.iter().enumerate() {
        if !survey.is_asked(&policy.place) || applied.contains(&*policy.name) {
            continue;
        }
        if !survey.turns_to(&policy.name, &policy.place) {
            break;
        }
        let holds = &survey.of_policies()[number].0;
        if survey.never(&[holds]) {
            found.push(never_holds(survey, policy));
            continue;
        }
        let near = overlaps.get(&policy.class).map(|all| all.near(Member { number, kind: 1 }, Side::Above));
        let none = near.into_iter().flatten().map(|above| &survey.of_policies()[above].1);
        let wanted: Vec<&Formula> = [holds].into_iter().chain(none).collect();
        if wanted.len() > 1 && survey.never(&wanted) {
            let above = above[&policy.class].iter().map(|above| above.number).take_while(|above| *above < number);
            found.push(covered(survey, policy, &above.collect::<Vec<_>>()));
        }
    }
    found
}

/// What an SLA asks of single fields.
struct Asked(Option<Bounds>);

impl Bounded for Asked {
    fn bounds(&self) -> Option<&Bounds> {
        self.0.as_ref()
    }
}

/// The SLAs of each class that may keep others below them from being chosen: those of which there is one version, from the
/// beginning, and which surely hold for some tickets.
fn above(survey: &Survey<'_>) -> SortedMap<Class, Vec<Member>> {
    let agreements = survey.desk.agreements();
    let mut versions: SortedMap<&str, usize> = SortedMap::new();
    agreements.policies.iter().for_each(|policy| *versions.get_or_default(&*policy.name) += 1);
    let mut above: SortedMap<Class, Vec<Member>> = SortedMap::new();
    for (number, (policy, (_, holds_not))) in agreements.policies.iter().zip(survey.of_policies()).enumerate() {
        let says = !holds_not.is_true() || agreements.conditions[policy.when.0].parts.is_empty();
        if policy.since.is_none() && versions.get(&*policy.name) == Some(&1) && says {
            above.get_or_default(policy.class).push(Member { number, kind: 0 });
        }
    }
    above
}

fn never_holds(survey: &Survey<'_>, policy: &Policy<Cond>) -> Finding {
    let message =
        format!("the SLA {} is never chosen: no ticket is all that its `when` asks for", quoted(&policy.name));
    let help = "two parts of its condition exclude each other; loosen one, or take the SLA away";
    survey.finding(&policy.place, "never-chosen", message, help)
}

fn covered(survey: &Survey<'_>, policy: &Policy<Cond>, above: &[usize]) -> Finding {
    let policies = &survey.desk.agreements().policies;
    let mut names: Vec<String> =
        above.iter().take(MOST_NAMED).map(|other| quoted(&policies[*other].name).to_string()).collect();
    if above.len() > MOST_NAMED {
        names.push(format!("{} more", above.len() - MOST_NAMED));
    }
    let message = format!(
        "the SLA {} is never chosen: {} above it take every ticket that it is for",
        quoted(&policy.name),
        listed(names)
    );
    let help = "move it above them; only `apply_sla` and hosts can still name it";
    survey.finding(&policy.place, "never-chosen", message, help)
}

/// The SLAs that rules apply by their names; `None` where that may be any.
fn applied<'a>(survey: &Survey<'a>) -> Option<SortedSet<&'a str>> {
    let rules = survey.rules.iter().map(|rule| rule.rule).chain(survey.desk.rules().steps.iter().flatten());
    let mut applied = SortedSet::new();
    for rule in rules {
        if deeds::is_scripted(rule) {
            return None;
        }
        for (_, sla) in deeds::args_of_kind(rule, |kind| kind == ParamKind::Sla) {
            match sla {
                Expr::Const(Value::Text(name)) => drop(applied.insert(&**name)),
                _ => return None,
            }
        }
    }
    Some(applied)
}
