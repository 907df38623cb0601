//! The grids of `matrix` and `table`: rows of cells between bars, or lines of a CSV file.

use crate::{
    bounds,
    rhai::{Slip, typeset},
    source::Spot,
};

/// A cell: its text without blanks around it, and whether it stood in quotes as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) spot: Spot,
}

/// A row of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) spot: Spot,
}

/// What stands before the rows: up to the line that ends in `{`, or all of it where none does.
pub(crate) fn head(text: &str) -> &str {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        length += line.len();
        if without_comment(line).trim().ends_with('{') {
            break;
        }
    }
    text.get(..length).unwrap_or(text)
}

/// The rows between `{` and `}`; a line of dashes under the header is left out.
///
/// # Errors
///
/// The first line that is no row.
pub(crate) fn rows(text: &str) -> Result<Vec<Row>, Slip> {
    let mut rows = vec![];
    let above = head(text).lines().count();
    let mut closed = false;
    for (number, line) in (1..).zip(text.lines()).skip(above) {
        let content = without_comment(line);
        match content.trim() {
            "" => {}
            "}" if !closed => closed = true,
            other if closed => {
                return Err(Slip::new("stray", format!("`{other}` stands behind the end of the table"))
                    .help("each block starts in the first column, with a word such as `rule`")
                    .at(Spot::new(number, 1, width(line))));
            }
            row if row.starts_with('|') => rows.extend(row_of(content, number)?),
            other => {
                let column = u32::try_from(content.chars().take_while(|c| c.is_whitespace()).count() + 1).unwrap_or(1);
                if let Some(slip) = typeset(text, number).filter(|slip| slip.code == "comment") {
                    return Err(slip);
                }
                return Err(Slip::new("table-row", format!("`{other}` is no row"))
                    .help("every row starts and ends with `|`, and a `}` ends the table")
                    .at(Spot::new(number, column, width(other))));
            }
        }
    }
    if closed {
        return bounded(rows);
    }
    Err(Slip::new("open-end", "the table has no closing `}`").help("write `}` on a line of its own after the last row"))
}

fn bounded(rows: Vec<Row>) -> Result<Vec<Row>, Slip> {
    match rows.get(bounds::TABLE_ROWS) {
        None => Ok(rows),
        Some(row) => Err(too_many_rows().at(row.spot)),
    }
}

pub(crate) fn too_many_rows() -> Slip {
    Slip::new("too-large", format!("a table may have at most {} rows", bounds::TABLE_ROWS))
}

fn row_of(line: &str, number: u32) -> Result<Option<Row>, Slip> {
    let mut cells = vec![];
    let mut cell = String::new();
    let mut start = 0;
    let mut in_quotes = false;
    let mut closed = false;
    for (column, c) in (1u32..).zip(line.trim_end().chars()) {
        match c {
            '|' if !in_quotes => {
                if start > 0 {
                    cells.push(trimmed(&cell, number, start));
                }
                cell.clear();
                start = column + 1;
                closed = true;
            }
            _ => {
                in_quotes ^= c == '"';
                cell.push(c);
                closed = closed && c.is_whitespace();
            }
        }
    }
    let spot = Spot::new(number, 1, width(line));
    if in_quotes {
        return Err(Slip::new("open-text", "a cell of this row has no closing \"").at(spot));
    }
    if !closed {
        return Err(Slip::new("table-row", "this row does not end with `|`").at(spot));
    }
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    Ok((!is_ruler(&texts)).then_some(Row { cells, spot }))
}

/// Whether these are the cells of a line of dashes.
pub(crate) fn is_ruler(cells: &[&str]) -> bool {
    cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':')) && cell.len() >= 3)
}

/// The cells of a row that is right, as they are written.
pub(crate) fn split(row: &str) -> Vec<&str> {
    let mut in_quotes = false;
    let is_bar = |c: char| {
        in_quotes ^= c == '"';
        c == '|' && !in_quotes
    };
    let inner = row.strip_prefix('|').and_then(|row| row.strip_suffix('|'));
    inner.map(|row| row.split(is_bar).map(str::trim).collect()).unwrap_or_default()
}

/// Where in the rows of a grid its closing brace stands: it has a line of its own.
pub(crate) fn end(rows: &str) -> Option<usize> {
    let mut at = 0;
    for line in rows.split_inclusive('\n') {
        if without_comment(line).trim() == "}" {
            return line.find('}').map(|column| at + column);
        }
        at += line.len();
    }
    None
}

fn trimmed(cell: &str, line: u32, start: u32) -> Cell {
    let before = cell.chars().take_while(|c| c.is_whitespace()).count();
    let text = cell.trim().to_owned();
    let spot = Spot::new(line, start + u32::try_from(before).unwrap_or(0), width(&text));
    Cell { text, spot }
}

fn width(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(1).max(1)
}

/// The line up to a `//` that is not in quotes.
pub(crate) fn without_comment(line: &str) -> &str {
    let mut in_quotes = false;
    let mut last = ' ';
    for (offset, c) in line.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            '/' if !in_quotes && last == '/' => return &line[..offset - 1],
            _ => {}
        }
        last = c;
    }
    line
}

/// The rows of a CSV file.
///
/// # Errors
///
/// The first line that is no CSV.
pub(crate) fn csv_rows(text: &str) -> Result<Vec<Row>, Slip> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = vec![];
    for record in reader.records() {
        let at = |line: u64| Spot::new(u32::try_from(line).unwrap_or(u32::MAX), 1, 1);
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Slip::new("csv", format!("this line is no CSV: {error}")).at(at(line))
        })?;
        let spot = at(record.position().map_or(1, csv::Position::line));
        let cells: Vec<Cell> = record.iter().map(|text| Cell { text: text.trim().to_owned(), spot }).collect();
        // Spreadsheets leave rows of nothing but commas behind.
        if cells.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        rows.push(Row { cells, spot });
        if rows.len() > bounds::TABLE_ROWS + 1 {
            return Err(too_many_rows().at(spot));
        }
    }
    Ok(rows)
}

/// The words of a cell: parts between commas, each without its quotes.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut in_quotes = false;
    for c in text.chars() {
        match c {
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.iter().map(|word| word.trim().to_owned()).collect()
}

/// The cell as one word, without its quotes.
pub(crate) fn word(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_places_and_quotes_hold_bars() {
        let rows =
            rows("matrix m by a, b {\n  |  | \"a | b\" | c |  // why\n  |---|---|---|\n  | d | e | |\n}").unwrap();
        let texts: Vec<Vec<&str>> =
            rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["", "\"a | b\"", "c"], vec!["d", "e", ""]]);
        assert_eq!(rows[0].cells[1].spot, Spot::new(2, 8, 7));
    }

    #[test]
    fn rows_that_are_none_are_named() {
        assert_eq!(rows("table t {\n| a |\nb\n}").unwrap_err().at.line, 3);
        assert_eq!(rows("table t {\n| a\n}").unwrap_err().code, "table-row");
        assert_eq!(rows("table t {\n| a |\n").unwrap_err().code, "open-end");
    }

    #[test]
    fn words_are_split_at_commas_outside_quotes() {
        assert_eq!(words(r#"a, "b, c", d e"#), ["a", "b, c", "d e"]);
    }
}
