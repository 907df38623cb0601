//! Rules that no ticket can make fire, whatever the others do.

use tierline_model::quoted;

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let asked = survey.rules.iter().filter(|rule| survey.is_asked(&rule.rule.place));
    let looked_at = asked.take_while(|rule| survey.turns_to_rule(rule.rule));
    let never = looked_at.filter(|rule| rule.bounds.is_none() || survey.never(&[&rule.holds]));
    let told = never.map(|rule| {
        let message = format!("the rule {} can never hold: no ticket is all that it asks for", quoted(&rule.rule.name));
        let help = "two parts of its condition exclude each other; loosen one, or take the rule away";
        survey.finding(&rule.rule.place, "never-holds", message, help).about([rule.rule])
    });
    told.take(super::MOST).collect()
}
