//! Rules whose condition every ticket meets.

use tierline_model::quoted;

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let asking = survey.rules.iter().filter(|rule| {
        let asks = !rule.rule.condition.parts.is_empty() && rule.rule.row.is_none();
        asks && survey.is_asked(&rule.rule.place) && !rule.holds_not.is_true()
    });
    let looked_at = asking.take_while(|rule| survey.turns_to_rule(rule.rule));
    let always = looked_at.filter(|rule| survey.never(&[&rule.holds_not]));
    let told = always.map(|rule| {
        let message =
            format!("the rule {} holds for every ticket: its condition says nothing", quoted(&rule.rule.name));
        let help = "where every ticket is meant, leave `when` out; otherwise look at `||` and `!`";
        survey.finding(&rule.rule.place, "always-holds", message, help).about([rule.rule])
    });
    told.take(super::MOST).collect()
}
