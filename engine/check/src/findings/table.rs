//! Tables with holes: of all combinations of the words that their columns name, a few have no row.

use tierline_rules::Rule;

use tierline_model::{Answer, SortedMap, SortedSet, Text, Verdict as Became, quoted};

use crate::{
    Finding,
    overlaps::Member,
    reason::{Domain, Formula, TermId, Word},
    survey::{Survey, Surveyed},
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
    let looked_at = tables.values().take_while(|rows| rows.first().is_none_or(|row| survey.turns_to_rule(row.rule)));
    looked_at.filter_map(|rows| hole(survey, rows)).collect()
}

/// The first combination without a row, where nearly all have one and nothing else deals with it.
fn hole(survey: &Survey<'_>, rows: &[&Surveyed<'_>]) -> Option<Finding> {
    let first = rows.first()?.rule;
    if !survey.is_asked(&first.place) {
        return None;
    }
    let columns = columns(rows)?;
    let count = columns.iter().fold(1, |count: usize, (_, words)| count.saturating_mul(words.len()));
    if columns.len() < 2 || count > MOST_COMBINATIONS {
        return None;
    }
    let members: Vec<Member> = rows.iter().map(|row| Member { number: row.number, kind: 0 }).collect();
    let by_word = survey.overlaps(&members);
    let mut without = vec![];
    for number in 0..count {
        if survey.work.is_spent() {
            return None;
        }
        let mut left = number;
        let chosen = columns.iter().map(|(term, words)| {
            let word = &words[left % words.len()];
            left /= words.len();
            Formula::Is(*term, (*word).clone())
        });
        let chosen = Formula::all(chosen);
        let near = by_word.of(survey.bounds_of(&chosen).as_ref());
        let is_covered = near.iter().any(|row| !survey.never(&[&chosen, &survey.rules[*row].holds]));
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
    let names: SortedSet<&Text> = of_stage.iter().map(|rule| &rule.name).collect();
    let witness =
        without.iter().find_map(|chosen| survey.witness(&[chosen], &of_stage, &|answer| !fires_any(answer, &names)))?;
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

/// Whether one of some rules fired.
fn fires_any(answer: &Answer, names: &SortedSet<&Text>) -> bool {
    let stages = answer.trace.iter().flat_map(|trace| &trace.stages);
    let mut rules = stages.flat_map(|stage| &stage.rules);
    rules.any(|trace| matches!(trace.verdict, Became::Fired { .. }) && names.contains(&trace.rule))
}

/// What single fields every row asks for: for each field, the domains that rows name, none of which says less than the field.
fn columns(rows: &[&Surveyed<'_>]) -> Option<Vec<(TermId, Vec<Domain>)>> {
    let mut columns: SortedMap<TermId, (SortedSet<Word>, Vec<Domain>)> = SortedMap::new();
    for row in rows {
        for (term, domain) in row.bounds.as_ref()? {
            let (known, words) = columns.get_or_default(*term);
            for word in domain.single()? {
                if known.insert(word.words(1)?.pop()?) {
                    words.push(word);
                }
            }
        }
    }
    Some(columns.into_iter().map(|(term, (_, words))| (term, words)).collect())
}
