//! Coverage for people: a table of the files, and what no test reached.

use comfy_table::{CellAlignment, Table, presets::UTF8_BORDERS_ONLY};
use tierline_wire::tierline::{Coverage, Goal, GoalKind};

use super::by_file;
use crate::{desk_files::Home, report::printable};

/// The columns and what each counts.
const COLUMNS: [(&str, &[GoalKind]); 8] = [
    ("rules", &[GoalKind::Rule]),
    ("rows", &[GoalKind::Row]),
    ("parts", &[GoalKind::Held, GoalKind::Missed]),
    ("branches", &[GoalKind::Branch]),
    ("cells", &[GoalKind::Cell]),
    ("slas", &[GoalKind::Policy]),
    ("targets", &[GoalKind::Target]),
    ("steps", &[GoalKind::Step]),
];

/// How much of each file was reached, how much of all, and what was not.
pub fn shown(coverage: &Coverage, home: &Home) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY).set_header(["file"].into_iter().chain(COLUMNS.map(|(title, _)| title)));
    for (file, goals) in by_file(coverage) {
        table.add_row([home.shown(file)].into_iter().chain(counts(&goals)));
    }
    let all: Vec<&Goal> = coverage.goals.iter().collect();
    table.add_row(["all".to_owned()].into_iter().chain(counts(&all)));
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    let (reached, goals) = (coverage.reached(), coverage.goals.len());
    let missing = coverage.missing().map(|goal| {
        let (file, place) = (home.shown(&goal.place.file), &goal.place);
        format!("{file}:{}:{}: {}\n", place.line, place.column, printable(&missing(goal)))
    });
    let missing: String = missing.collect();
    format!("{table}\nreached: {reached} of {goals} ({} %)\n{missing}", coverage.percent())
}

/// `3/4` in each column; nothing where there is nothing to reach.
fn counts(goals: &[&Goal]) -> impl Iterator<Item = String> {
    COLUMNS
        .map(|(_, kinds)| {
            let of_column = || goals.iter().filter(|goal| kinds.contains(&goal.kind));
            match of_column().count() {
                0 => String::new(),
                all => format!("{}/{all}", of_column().filter(|goal| goal.is_reached()).count()),
            }
        })
        .into_iter()
}

/// What no test did.
fn missing(goal: &Goal) -> String {
    let Goal { of, text, .. } = goal;
    match goal.kind {
        GoalKind::Rule => format!("the rule {text:?} never fires"),
        GoalKind::Row => format!("the row {text:?} never fires"),
        GoalKind::Held => format!("{of:?}: `{text}` never holds"),
        GoalKind::Missed => format!("{of:?}: `{text}` never fails"),
        GoalKind::Branch => format!("{of:?}: never goes `{text}`"),
        GoalKind::Cell => format!("the matrix `{of}` is never looked up for {text}"),
        GoalKind::Policy => format!("no ticket is under the SLA {text:?}"),
        GoalKind::Target => format!("the SLA {of:?}: no clock for `{text}`"),
        GoalKind::Step => format!("the step {text:?} is never taken"),
    }
}
