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

/// Goes through a text from spot to spot, never back: as far as the text is long, whatever it is asked.
pub(crate) struct Walk<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str) -> Walk<'a> {
        Walk { text, at: 0, line: 1, column: 1 }
    }

    /// How many bytes stand before a line and column; where the walk stands, if that is behind them.
    pub(crate) fn to(&mut self, line: usize, column: usize) -> usize {
        for c in self.text.get(self.at..).unwrap_or_default().chars() {
            if (self.line, self.column) >= (line, column) {
                break;
            }
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
            self.at += c.len_utf8();
        }
        self.at
    }
}

/// How many bytes stand before a spot. It goes through the text: tokens know their own.
pub(crate) fn offset(text: &str, spot: Spot) -> usize {
    Walk::new(text).to(spot.line as usize, spot.column as usize)
}
