//! Rules that no test of the desk fires, where it has tests. Of the rows of a table they are counted.

use tierline_model::quoted;
use tierline_rules::Rule;

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut unfired = survey.desk.unfired_rules();
    unfired.retain(|rule| survey.is_asked(&rule.place));
    let same_table =
        |one: &&Rule, other: &&Rule| one.row.is_some() && one.row == other.row && one.place.file == other.place.file;
    let told = unfired.chunk_by(same_table).filter_map(|rules| {
        let first = rules.first()?;
        let what = match rules.len() {
            1 => format!("the rule {}", quoted(&first.name)),
            count => format!("{} and {} more rows of its table", quoted(&first.name), count - 1),
        };
        let help = "write a test with a ticket that it is for: what nobody tries, nobody knows";
        Some(survey.finding(&first.place, "untested-rule", format!("no test fires {what}"), help))
    });
    told.take(super::MOST).collect()
}
