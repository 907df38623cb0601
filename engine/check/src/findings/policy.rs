//! SLA policies that no ticket comes under: those above them take every ticket that they are for.

use tierline_condition::Expr;
use tierline_model::{ParamKind, Value, quoted};

use super::listed;
use crate::{Finding, deeds, reason::Formula, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let agreements = survey.desk.agreements();
    let policies = &agreements.policies;
    let formulas: Vec<(Formula, Formula)> = policies
        .iter()
        .map(|policy| {
            agreements
                .conditions
                .get(policy.when.0)
                .map_or((Formula::TRUE, Formula::TRUE), |when| survey.in_the_end(when))
        })
        .collect();
    let mut found = vec![];
    for (number, policy) in policies.iter().enumerate() {
        let is_asked = survey.is_asked(&policy.place);
        if !is_asked || is_applied(survey, &policy.name) {
            continue;
        }
        let holds = &formulas[number].0;
        if survey.never(&[holds]) {
            let message =
                format!("the SLA {} is never chosen: no ticket is all that its `when` asks for", quoted(&policy.name));
            let help = "two parts of its condition exclude each other; loosen one, or take the SLA away";
            found.push(survey.finding(&policy.place, "never-chosen", message, help));
            continue;
        }
        let above: Vec<usize> = (0..number)
            .filter(|other| {
                let other = &policies[*other];
                let is_one = policies.iter().filter(|version| version.name == other.name).count() == 1;
                other.class == policy.class && other.name != policy.name && other.since.is_none() && is_one
            })
            .filter(|other| {
                !formulas[*other].1.is_true() || agreements.conditions[policies[*other].when.0].parts.is_empty()
            })
            .collect();
        let wanted: Vec<&Formula> = [holds].into_iter().chain(above.iter().map(|other| &formulas[*other].1)).collect();
        if !above.is_empty() && survey.never(&wanted) {
            let names: Vec<String> = above.iter().map(|other| quoted(&policies[*other].name).to_string()).collect();
            let message = format!(
                "the SLA {} is never chosen: {} above it take every ticket that it is for",
                quoted(&policy.name),
                listed(names)
            );
            let help = "move it above them; only `apply_sla` and hosts can still name it";
            found.push(survey.finding(&policy.place, "never-chosen", message, help));
        }
    }
    found
}

/// Whether a rule may apply an SLA by its name.
fn is_applied(survey: &Survey<'_>, name: &str) -> bool {
    let rules = || survey.rules.iter().map(|rule| rule.rule).chain(survey.desk.rules().steps.iter().flatten());
    let mut applied = rules().flat_map(|rule| deeds::args_of_kind(rule, |kind| kind == ParamKind::Sla));
    applied.any(|(_, applied)| match applied {
        Expr::Const(Value::Text(applied)) => **applied == *name,
        _ => true,
    }) || rules().any(deeds::is_scripted)
}
