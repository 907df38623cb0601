//! Matrices with empty cells, or without a row or column for what their fields may hold.

use tierline_condition::Matrix;
use tierline_model::{FieldType, Path, SortedSet, Text, quoted};

use crate::{Finding, survey::Survey, vocabulary};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let words = vocabulary::words(survey);
    let mut found = vec![];
    for matrix in survey.frame().matrices.values() {
        let Some(place) = survey.declared_at("matrix", &matrix.name) else { continue };
        if !survey.is_asked(&place) {
            continue;
        }
        let empty = empty_cells(matrix);
        if let Some((row, column)) = empty.first() {
            let (name, more) = (&matrix.name, empty.len() - 1);
            let more = if more == 0 { String::new() } else { format!(", nor in {more} more") };
            let message = format!(
                "the matrix {name} says nothing where {} is {row} and {} is {column}{more}",
                matrix.row,
                matrix.column,
                row = quoted(row),
                column = quoted(column)
            );
            found.push(survey.finding(
                &place,
                "matrix-hole",
                message,
                "fill the cell, or catch such tickets in a rule of their own",
            ));
        }
        for (field, labels, what) in [(&matrix.row, &matrix.rows, "row"), (&matrix.column, &matrix.columns, "column")] {
            let written =
                words.get(field).into_iter().flatten().filter(|word| word.is_written).map(|word| word.text.clone());
            let known: SortedSet<Text> = declared(survey, field).into_iter().chain(written).collect();
            let without: Vec<Text> = known.into_iter().filter(|word| !labels.contains(word)).collect();
            if let Some(word) = without.first() {
                let message = format!(
                    "the matrix {} has no {what} for {word}, which `{field}` may hold",
                    matrix.name,
                    word = quoted(word)
                );
                found.push(survey.finding(
                    &place,
                    "matrix-hole",
                    message,
                    format!("add the {what}, or mind how the word is spelt"),
                ));
            }
        }
    }
    found
}

fn empty_cells(matrix: &Matrix) -> Vec<(&Text, &Text)> {
    let rows = matrix.rows.iter().zip(&matrix.cells);
    let cells =
        rows.flat_map(|(row, cells)| matrix.columns.iter().zip(cells).map(move |(column, cell)| (row, column, cell)));
    cells
        .filter(|(.., cell)| cell.is_missing() || cell.as_text() == Some(""))
        .map(|(row, column, _)| (row, column))
        .collect()
}

/// The words that a field is declared to be one of.
fn declared(survey: &Survey<'_>, field: &Path) -> Vec<Text> {
    match survey.desk.schema().field(field).map(|field| &field.kind) {
        Some(FieldType::OneOf(words)) => words.clone(),
        _ => vec![],
    }
}
