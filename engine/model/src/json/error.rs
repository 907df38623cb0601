//! What is wrong with JSON text.

use std::fmt;

/// Why a text is no JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    what: &'static str,
    line: usize,
    column: usize,
}

impl JsonError {
    /// The error `what` behind so many bytes of a text.
    pub(super) fn new(what: &'static str, text: &str, behind: usize) -> JsonError {
        let before = &text.as_bytes()[..behind.min(text.len())];
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        JsonError { what, line: lines + 1, column }
    }

    /// What is wrong, without the place.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// How many bytes of the line stand before the place.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.what, self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

pub(super) const CONTROL: &str = "control character (\\u0000-\\u001F) found while parsing a string";
pub(super) const ENDS_IN_LIST: &str = "EOF while parsing a list";
pub(super) const ENDS_IN_MAP: &str = "EOF while parsing an object";
pub(super) const ENDS_IN_TEXT: &str = "EOF while parsing a string";
pub(super) const ENDS_IN_VALUE: &str = "EOF while parsing a value";
pub(super) const ESCAPE: &str = "invalid escape";
pub(super) const HALF_A_PAIR: &str = "unexpected end of hex escape";
pub(super) const KEY: &str = "key must be a string";
pub(super) const LONE_SURROGATE: &str = "lone leading surrogate in hex escape";
pub(super) const NO_COLON: &str = "expected `:`";
pub(super) const NO_LIST_END: &str = "expected `,` or `]`";
pub(super) const NO_MAP_END: &str = "expected `,` or `}`";
pub(super) const NO_VALUE: &str = "expected value";
pub(super) const NUMBER: &str = "invalid number";
pub(super) const TOO_DEEP: &str = "recursion limit exceeded";
pub(super) const TOO_LONG: &str = "the number has more digits than can be kept exactly (28)";
pub(super) const TRAILING: &str = "trailing characters";
pub(super) const TRAILING_COMMA: &str = "trailing comma";
pub(super) const WORD: &str = "expected ident";
