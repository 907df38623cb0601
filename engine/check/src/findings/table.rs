//! Tables with holes: of all combinations of the words that their columns name, a few have no row.

use tierline_rules::Rule;

use tierline_model::{SortedMap, quoted};

use crate::{
    Finding,
    reason::{Formula, TermId},
    survey::{Survey, Surveyed, fired},
};

/// Combinations that are looked at.
const MOST_COMBINATIONS: usize = 4_096;

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut tables: SortedMap<(usize, usize), Vec<&Surveyed<'_>>> = SortedMap::new();
    for rule in &survey.rules {
        if let Some(row) = rule.rule.row {
            tables.get_or_default((rule.stage.stage as usize, row.table)).push(rule);
        }
    }
    tables.values().filter_map(|rows| hole(survey, rows)).collect()
}

/// The first combination without a row, where nearly all have one and nothing else deals with it.
fn hole(survey: &Survey<'_>, rows: &[&Surveyed<'_>]) -> Option<Finding> {
    let first = rows.first()?.rule;
    if !survey.is_asked(&first.place) {
        return None;
    }
    let columns = columns(rows)?;
    let count: usize = columns.iter().map(|(_, words)| words.len()).product();
    if columns.len() < 2 || count > MOST_COMBINATIONS {
        return None;
    }
    let mut without = vec![];
    for number in 0..count {
        let mut left = number;
        let chosen = columns.iter().map(|(term, words)| {
            let word = &words[left % words.len()];
            left /= words.len();
            Formula::Is(*term, (*word).clone())
        });
        let chosen = Formula::all(chosen);
        let is_covered = rows.iter().any(|row| !survey.never(&[&chosen, &row.holds]));
        if !is_covered {
            without.push(chosen);
        }
    }
    // A table of a few combinations among many is meant to be one.
    const NEARLY_ALL: usize = 4;
    if without.is_empty() || without.len() * NEARLY_ALL > count {
        return None;
    }
    let of_stage: Vec<&Rule> =
        survey.rules.iter().filter(|rule| rule.stage.stage == rows[0].stage.stage).map(|rule| rule.rule).collect();
    let witness = without.iter().find_map(|chosen| {
        survey.witness(&[chosen], &of_stage, &|answer| !of_stage.iter().any(|rule| fired(answer, rule)))
    })?;
    let table = first.name.rsplit_once(", ").map_or(&*first.name, |(table, _)| table);
    let message = format!(
        "the table {table} has no row for {} of {count} combinations of what its columns name: {}",
        without.len(),
        witness.told(),
        table = quoted(table)
    );
    let help = "add the row, or an `otherwise` to the stage";
    let place = survey.declared_at("table", table).unwrap_or_else(|| first.place.clone());
    Some(survey.finding(&place, "table-hole", message, help).shown_by(witness))
}

/// What single fields every row asks for: for each field, the domains that rows name, none of which says less than the field.
fn columns(rows: &[&Surveyed<'_>]) -> Option<Vec<(TermId, Vec<crate::reason::Domain>)>> {
    let mut columns: SortedMap<TermId, Vec<crate::reason::Domain>> = SortedMap::new();
    for row in rows {
        for domain in row.bounds.as_ref()?.iter() {
            let words = columns.get_or_default(*domain.0);
            for word in domain.1.single()? {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
    }
    Some(columns.into_iter().collect())
}
