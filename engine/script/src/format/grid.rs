//! Grids: matrices and tables with their columns under each other.

use super::{
    nodes::Node,
    page::{Above, Page},
};
use crate::{
    cells,
    rhai::{Lexeme, LexemeKind, lexemes},
};

/// Wider cells stand out of their column: one long list of words shall not draw a table apart.
const WIDEST: usize = 60;
const INDENT: usize = 4;

/// A line of a grid.
struct Line<'a> {
    cells: Vec<&'a str>,
    comment: Option<&'a str>,
    /// Line breaks before it, as of lexemes.
    breaks: u8,
}

/// Lays out a grid, which has rows; what follows its closing brace is left. None where that cannot be told.
pub(super) fn grid<'a>(page: &mut Page<'a>, text: &'a str) -> Option<Vec<Node<'a>>> {
    let head = cells::head(text);
    let words = lexemes(head)?;
    let open = words.iter().position(|word| word.is("{"))?;
    words[..=open].iter().for_each(|word| page.lexeme(word));
    words[open + 1..].iter().for_each(|comment| page.aside(comment));
    let rest = text.get(head.len()..)?;
    let close = cells::end(rest)?;
    rows(page, rest.get(..close)?);
    page.newline(0);
    page.put("}");
    let behind = lexemes(rest.get(close + 1..)?)?;
    Some(behind.into_iter().map(Node::Leaf).collect())
}

fn rows<'a>(page: &mut Page<'a>, text: &'a str) {
    let mut lines: Vec<Line<'a>> = vec![];
    let mut breaks = 1;
    for text in text.lines() {
        let said = cells::without_comment(text);
        let comment = text.get(said.len()..).map(str::trim).filter(|comment| !comment.is_empty());
        let cells = cells::split(said.trim());
        let is_empty = cells.is_empty() && comment.is_none();
        if !is_empty {
            lines.push(Line { cells, comment, breaks });
        }
        breaks = if is_empty { 2 } else { 1 };
    }
    let widths = widths(&lines);
    let mut above = Above::Nothing;
    for line in &lines {
        page.newline_below(above, line.breaks, INDENT);
        above = Above::Line;
        if !line.cells.is_empty() {
            page.put(&row(&line.cells, &widths));
        }
        let Some(text) = line.comment else { continue };
        let comment = Lexeme { kind: LexemeKind::Comment, text, breaks: 0, is_tight: false };
        if line.cells.is_empty() { page.comment(&comment) } else { page.aside(&comment) }
    }
}

/// How wide each column is.
fn widths(lines: &[Line<'_>]) -> Vec<usize> {
    let mut widths: Vec<usize> = vec![];
    for line in lines.iter().filter(|line| !cells::is_ruler(&line.cells)) {
        widths.resize(widths.len().max(line.cells.len()), 1);
        for (width, cell) in widths.iter_mut().zip(&line.cells) {
            *width = (*width).max(cell.chars().count().min(WIDEST));
        }
    }
    widths
}

fn row(cells: &[&str], widths: &[usize]) -> String {
    let is_ruler = cells::is_ruler(cells);
    let mut row = String::from("|");
    for (cell, width) in cells.iter().zip(widths.iter().chain(std::iter::repeat(&1))) {
        match is_ruler {
            true => row.push_str(&ruler(cell, width + 2)),
            false => row.push_str(&format!(" {cell:width$} ")),
        }
        row.push('|');
    }
    row
}

/// A cell of a line of dashes: `---`, `:--`, `:-:`.
fn ruler(cell: &str, width: usize) -> String {
    let mark = |is_there: bool| if is_there { ":" } else { "-" };
    format!("{}{}{}", mark(cell.starts_with(':')), "-".repeat(width - 2), mark(cell.ends_with(':')))
}
