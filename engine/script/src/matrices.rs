//! `matrix`

use tierline_condition::Matrix;
use tierline_model::{FieldType, Path, Schema, SortedSet, Text, Value};

use crate::{
    cells::{self, Cell, Row},
    check::{self, Names, unknown_field},
    header::Reader,
    rhai::Slip,
    source::Spot,
};

/// Reads a matrix.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(crate) fn compile(text: &str, names: &Names<'_>) -> Result<Matrix, Vec<Slip>> {
    let (name, row, column) = head(text, names.schema)?;
    let rows = cells::rows(text).map_err(|slip| vec![slip])?;
    let Some((header, body)) = rows.split_first().filter(|(_, body)| !body.is_empty()) else {
        return Err(vec![
            Slip::new("matrix", "the matrix has no rows")
                .help("the first row names the columns; each further row starts with its own name"),
        ]);
    };
    let mut slips = widths(header, body);
    let columns = labels(header.cells.iter().skip(1), &column, names, "column", &mut slips);
    let labels_of_rows = labels(body.iter().filter_map(|row| row.cells.first()), &row, names, "row", &mut slips);
    let cells = body.iter().map(|row| row.cells.iter().skip(1).map(value).collect()).collect();
    match slips.is_empty() {
        true => Ok(Matrix { name, row, column, rows: labels_of_rows, columns, cells }),
        false => Err(slips),
    }
}

fn head(text: &str, schema: &Schema) -> Result<(Text, Path, Path), Vec<Slip>> {
    let (name, [row, column]) = fields(text).map_err(|slip| vec![slip])?;
    let unknown = |(path, at): &(Path, Spot)| (!schema.knows(path)).then(|| unknown_field(schema, path).at(*at));
    let unknown: Vec<Slip> = [&row, &column].into_iter().filter_map(unknown).collect();
    if unknown.is_empty() { Ok((name.into(), row.0, column.0)) } else { Err(unknown) }
}

/// That what stands above the rows of a matrix can be read.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn check_head(text: &str) -> Result<(), Slip> {
    fields(text).map(drop)
}

/// The name of a matrix, and the fields of its rows and columns.
fn fields(text: &str) -> Result<(String, [(Path, Spot); 2]), Slip> {
    let mut read = Reader::new(cells::head(text));
    read.takes("matrix");
    let name = read.word("the matrix's name")?;
    read.must("by", "`by` and two fields, as in `matrix priority by ticket.impact, ticket.urgency`")?;
    let row = read.path()?;
    read.must(",", "`,` and the field of the columns")?;
    let column = read.path()?;
    read.must("{", "`{` to open the matrix")?;
    Ok((name, [row, column]))
}

fn widths(header: &Row, body: &[Row]) -> Vec<Slip> {
    let wrong = body.iter().filter(|row| row.cells.len() != header.cells.len());
    wrong
        .map(|row| {
            let message = format!("this row has {} cells, the first row {}", row.cells.len(), header.cells.len());
            Slip::new("table-row", message).at(row.spot)
        })
        .collect()
}

fn labels<'a>(
    cells: impl Iterator<Item = &'a Cell>,
    field: &Path,
    names: &Names<'_>,
    what: &str,
    slips: &mut Vec<Slip>,
) -> Vec<Text> {
    let mut seen = SortedSet::new();
    let mut labels = vec![];
    for cell in cells {
        let label = Text::from(cells::word(&cell.text));
        if label.is_empty() {
            slips.push(Slip::new("matrix", format!("this {what} has no name")).at(cell.spot));
        } else if !seen.insert(label.clone()) {
            slips.push(Slip::new("declared-twice", format!("there are two {what}s called `{label}`")).at(cell.spot));
        }
        if !label.is_empty() {
            slips.extend(misfit(&label, field, names, what).map(|slip| slip.at(cell.spot)));
        }
        labels.push(label);
    }
    labels
}

/// Why a field is never looked up by a label, if it is not.
fn misfit(label: &Text, field: &Path, names: &Names<'_>, what: &str) -> Option<Slip> {
    let kind = names.schema.field(field).map(|field| &field.kind);
    let (fits, looked_up_by) = match kind {
        Some(FieldType::Integer | FieldType::Number) => (label.parse::<i64>().is_ok(), "whole numbers"),
        Some(FieldType::Boolean) => (matches!(&**label, "true" | "false"), "true and false"),
        Some(FieldType::Instant | FieldType::Date | FieldType::TextList | FieldType::List | FieldType::Map) => {
            (false, "single words")
        }
        Some(kind @ FieldType::OneOf(words)) if !words.contains(label) => {
            let slip = Slip::new("matrix-value", format!("`{field}` never holds `{label}`"));
            return Some(slip.maybe_help(check::instead_of_word(kind, label)));
        }
        Some(FieldType::Text | FieldType::Id | FieldType::OneOf(_)) | None => {
            return check::asked(names, field, "==", &Value::Text(label.clone()));
        }
    };
    if fits {
        return None;
    }
    let message = format!("`{label}` cannot be a {what}: a matrix looks `{field}` up by {looked_up_by}");
    let help = match kind {
        Some(kind @ FieldType::Boolean) => check::instead_of_word(kind, label),
        _ => None,
    };
    let help = help.unwrap_or_else(|| "a table has ranges such as `1..=9` and comparisons such as `>= 10`".to_owned());
    Some(Slip::new("matrix-value", message).help(help))
}

/// A cell's text; an empty cell or `-` is a hole.
fn value(cell: &Cell) -> Value {
    match cell.text.as_str() {
        "" | "-" => Value::Missing,
        text => Value::text(cells::word(text)),
    }
}
