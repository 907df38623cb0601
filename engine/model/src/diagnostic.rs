//! What is said about rule files.

use serde::Serialize;

use crate::Text;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The desk does not compile.
    Error,
    /// The desk compiles; this is hardly what was meant.
    Warning,
}

/// A place in a file of a desk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The file, by its name within the desk.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub file: Text,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column in characters, from 1; 0 for the line as a whole.
    pub column: u32,
    /// How many characters are meant, at least 1 where a column is named.
    pub length: u32,
}

/// A place within a file: line and column from 1, column and length in characters.
///
/// In JSON it is a list of the three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// How many characters are meant, at least 1.
    pub length: u32,
}

impl Spot {
    /// A spot of at least one character.
    pub fn new(line: u32, column: u32, length: u32) -> Spot {
        Spot { line, column, length: length.max(1) }
    }

    /// The same spot, `lines` further down.
    pub fn below(self, lines: u32) -> Spot {
        Spot { line: self.line.saturating_add(lines), ..self }
    }

    /// The spot in its file.
    pub fn of(self, file: &Text) -> Place {
        Place { file: file.clone(), line: self.line, column: self.column, length: self.length }
    }
}

impl Place {
    /// Where in its file it is.
    pub fn spot(&self) -> Spot {
        Spot { line: self.line, column: self.column, length: self.length }
    }

    /// A file as a whole.
    pub fn file(file: impl Into<Text>) -> Place {
        Place { file: file.into(), line: 0, column: 0, length: 0 }
    }
}

/// `file:line:column`.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.column),
        }
    }
}

/// One thing that is wrong, or looks wrong, with a file of a desk.
///
/// It shows itself as one line: `rules.rhai:2:15: error[unknown-field]: …; did you mean …?`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// How bad it is.
    pub severity: Severity,
    /// A name for programs to branch on. It never changes; the message may.
    pub code: String,
    /// What, in the admin's own words, on one line.
    pub message: String,
    /// The line it is about, without its line break; empty where the place is a file.
    pub snippet: String,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `place`.
    pub fn error(place: Place, code: &str, message: impl Into<String>) -> Diagnostic {
        let (code, message, snippet) = (code.to_owned(), message.into(), String::new());
        Diagnostic { place, severity: Severity::Error, code, message, snippet, help: None }
    }

    /// The same with the line of `text` that it is about.
    pub fn showing(self, text: &str) -> Diagnostic {
        let line = text.lines().nth((self.place.line as usize).saturating_sub(1));
        Diagnostic { snippet: line.unwrap_or_default().to_owned(), ..self }
    }

    /// The same as a warning.
    pub fn warning(self) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..self }
    }

    /// The same with help.
    pub fn help(self, help: impl Into<Option<String>>) -> Diagnostic {
        Diagnostic { help: help.into().or(self.help), ..self }
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}: {severity}[{}]: {}", self.place, self.code, self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}
