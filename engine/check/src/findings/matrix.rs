//! Matrices with empty cells, or without a row or column for what their fields may hold.

use tierline_condition::{Expr, Matrix, functions::Says};
use tierline_model::{FieldType, Path, SortedMap, SortedSet, Text, Value, quoted};

use crate::{Finding, survey::Survey, vocabulary};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let matrices = &survey.frame().matrices;
    if matrices.is_empty() {
        return vec![];
    }
    let (written, minded) = (written(survey), minded(survey));
    let mut found = vec![];
    for matrix in matrices.values() {
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
        if minded.contains(&*matrix.name) {
            continue;
        }
        for (field, labels, what) in [(&matrix.row, &matrix.rows, "row"), (&matrix.column, &matrix.columns, "column")] {
            let mut known: SortedSet<Text> = declared(survey, field).into_iter().collect();
            known.extend(written.get(field).into_iter().flatten().cloned());
            survey.work.charge(known.len() as u64);
            let labels: SortedSet<&Text> = labels.iter().collect();
            if let Some(word) = known.iter().find(|word| !labels.contains(word)) {
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

/// What rules write to fields.
fn written(survey: &Survey<'_>) -> SortedMap<Path, SortedSet<Text>> {
    let words = vocabulary::words(survey).into_iter();
    let written = words.map(|(field, words)| {
        let written = words.into_iter().filter(|word| word.is_written);
        (field, written.map(|word| word.text).collect())
    });
    written.collect()
}

/// The matrices of which a rule looks whether there is a cell at all, or says what holds instead.
fn minded<'a>(survey: &Survey<'a>) -> SortedSet<&'a str> {
    let mut minded = SortedSet::new();
    survey.exprs().into_iter().for_each(|(_, expr)| mind(expr, &mut minded));
    minded
}

fn mind<'a>(expr: &'a Expr, minded: &mut SortedSet<&'a str>) {
    fn cell(expr: &Expr) -> Option<&str> {
        match expr {
            Expr::Call(function, args) if *function.says == Says::Cell => match args.first() {
                Some(Expr::Const(Value::Text(name))) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
    let is_nothing = |expr: &Expr| matches!(expr, Expr::Const(Value::Missing));
    match expr {
        Expr::Compare(_, sides) if is_nothing(&sides.1) => minded.extend(cell(&sides.0)),
        Expr::Compare(_, sides) if is_nothing(&sides.0) => minded.extend(cell(&sides.1)),
        Expr::Coalesce(parts) => {
            minded.extend(parts.split_last().into_iter().flat_map(|(_, before)| before.iter().filter_map(cell)));
        }
        Expr::Call(function, args) if *function.says == Says::Set => minded.extend(args.iter().filter_map(cell)),
        _ => {}
    }
    expr.below().into_iter().for_each(|part| mind(part, minded));
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
