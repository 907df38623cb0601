//! Matrices with empty cells, or without a row or column for what their fields may hold.

use tierline_condition::{Expr, Matrix, functions::Says};
use tierline_model::{FieldType, Path, SortedSet, Text, Value, quoted};

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
        if is_minded(survey, &matrix.name) {
            continue;
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

/// Whether a rule looks whether there is a cell at all, or says what holds instead.
fn is_minded(survey: &Survey<'_>, matrix: &str) -> bool {
    survey.exprs().into_iter().any(|(_, expr)| minds(expr, matrix))
}

fn minds(expr: &Expr, matrix: &str) -> bool {
    let is_cell = |expr: &Expr| match expr {
        Expr::Call(function, args) if *function.says == Says::Cell => {
            matches!(args.first(), Some(Expr::Const(Value::Text(name))) if **name == *matrix)
        }
        _ => false,
    };
    let is_nothing = |expr: &Expr| matches!(expr, Expr::Const(Value::Missing));
    let here = match expr {
        Expr::Compare(_, sides) => {
            is_cell(&sides.0) && is_nothing(&sides.1) || is_nothing(&sides.0) && is_cell(&sides.1)
        }
        Expr::Coalesce(parts) => parts.split_last().is_some_and(|(_, before)| before.iter().any(is_cell)),
        Expr::Call(function, args) if *function.says == Says::Set => args.iter().any(is_cell),
        _ => false,
    };
    here || expr.below().into_iter().any(|part| minds(part, matrix))
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
