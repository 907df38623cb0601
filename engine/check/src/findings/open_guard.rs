//! Guards that stand open where their condition cannot be decided: rules that end the evaluation or hold something back, and do
//! not say what a fault means for them.

use tierline_condition::{Doing, OnFault};
use tierline_model::{Ends, quoted};
use tierline_rules::Rule;

use crate::{Finding, deeds, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let rules = survey.rules.iter().map(|rule| rule.rule).filter(|rule| survey.is_asked(&rule.place));
    rules.filter_map(|rule| unsaid(survey, rule).or_else(|| unkept(survey, rule))).take(super::MOST).collect()
}

/// A guard that is passed over where its condition cannot be decided, and does not say that it is to be.
fn unsaid(survey: &Survey<'_>, rule: &Rule) -> Option<Finding> {
    let does = match deeds::ends(rule)? {
        Ends::Nothing => return None,
        Ends::Evaluation => "ends the evaluation",
        Ends::Purpose => "holds back what the ticket is for",
    };
    let doubt = rule.condition.first_doubt(survey.frame()).filter(|_| rule.condition.on_fault == OnFault::Unsaid)?;
    let message = format!(
        "the rule {} {does}, but where `{}` cannot be decided, it is passed over and all goes on",
        quoted(&rule.name),
        doubt.text
    );
    let help = "write `on fault fire` on a line above `then`, so that it fires then, as where a long text or a missing value is met; `on fault skip` says that this is meant";
    Some(survey.finding(&rule.place, "open-guard", message, help).about([rule]))
}

/// A rule that is to fire where it cannot be decided, and of which only a script knows what it then asks for: where the script
/// is a fault, it asks for nothing.
fn unkept(survey: &Survey<'_>, rule: &Rule) -> Option<Finding> {
    let Doing::Script { why, .. } = &rule.doing else { return None };
    if !rule.condition.fires_on_fault() {
        return None;
    }
    let message = format!(
        "the rule {} says `on fault fire`, but its actions take a script ({why}): where that is a fault, nothing of it counts",
        quoted(&rule.name)
    );
    let help = "let it only stop or hold, and do the rest in a rule of its own above it";
    Some(survey.finding(&rule.place, "open-guard", message, help).about([rule]))
}
