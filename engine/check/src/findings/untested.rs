//! Rules that no test of the desk fires, where it has tests.

use tierline::GoalKind;
use tierline_model::quoted;

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    if survey.desk.test_count() == 0 {
        return vec![];
    }
    let (_, coverage) = survey.desk.test_with_coverage();
    let silent = coverage.missing().filter(|goal| matches!(goal.kind, GoalKind::Rule | GoalKind::Row));
    let told = silent.filter(|goal| survey.is_asked(&goal.place)).map(|goal| {
        let message = format!("no test fires the rule {}", quoted(&goal.text));
        let help = "write a test with a ticket that it is for: what nobody tries, nobody knows";
        survey.finding(&goal.place, "untested-rule", message, help)
    });
    told.take(super::MOST).collect()
}
