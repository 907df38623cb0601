//! The text of a rule file, and places in it.

pub(crate) use tierline_model::Spot;
use tierline_model::{Diagnostic, Place, Text};

/// Whether a character is a quotation mark as word processors set it, in any of the languages that rules are written in.
pub(crate) fn is_typeset_quote(c: char) -> bool {
    matches!(c, '\u{ab}' | '\u{bb}' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}' | '\u{300c}'..='\u{300f}' | '\u{ff02}')
}

/// A rule file or a table file.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) name: &'a str,
    /// The name, as all places share it.
    shared_name: Text,
    pub(crate) text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(name: &'a str, text: &'a str) -> Source<'a> {
        Source { name, shared_name: name.into(), text, lines: text.lines().collect() }
    }

    pub(crate) fn place(&self, spot: Spot) -> Place {
        spot.of(&self.shared_name)
    }

    /// An error at `spot`, with the line it is about.
    pub(crate) fn error(&self, spot: Spot, code: &str, message: impl Into<String>) -> Diagnostic {
        let line = self.lines.get((spot.line as usize).saturating_sub(1)).copied().unwrap_or_default();
        Diagnostic { snippet: line.to_owned(), ..Diagnostic::error(self.place(spot), code, message) }
    }
}

/// How many bytes stand before a spot.
pub(crate) fn offset(text: &str, spot: Spot) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(spot.line as usize - 1).map(str::len).sum();
    let line = text.get(line_start..).unwrap_or_default();
    let in_line = line.char_indices().nth(spot.column as usize - 1).map_or(line.len(), |(offset, _)| offset);
    line_start + in_line
}
