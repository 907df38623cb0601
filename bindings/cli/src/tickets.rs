//! Tickets from a file or standard input: the pieces of it, and requests from JSON.

use std::{
    fs::Metadata,
    io::{self, BufRead, BufReader},
    path::Path,
    sync::Arc,
};

use clap::ValueEnum;
use tierline_wire::{
    model::{
        Map, Request, Roster, SortedMap, Text, Ticket, Timestamp, Value,
        json::{self, Json, JsonError},
    },
    tierline::RequestError,
};

use crate::{
    asking,
    exit::{Failure, unreadable},
    lines::{CsvCut, Cut, JsonCut, Pieces},
    read_files,
};

const BUFFER_BYTES: usize = 256 * 1024;

/// How tickets are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A JSON object a line.
    Ndjson,
    /// A list of JSON objects, or one.
    Json,
    /// A header with the names of fields, then a ticket a row.
    Csv,
}

impl Format {
    /// The format that `--format` says, or the name of the file.
    ///
    /// # Errors
    ///
    /// Where neither tells.
    fn of(asked: asking::File<'_>) -> Result<Format, Failure> {
        let (path, option) = (asked.path, asked.option);
        if let Some(said) = asked.format {
            return Ok(said);
        }
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("ndjson" | "jsonl") => Ok(Format::Ndjson),
            Some("json") => Ok(Format::Json),
            Some("csv") => Ok(Format::Csv),
            None if is_stdin(path) => Ok(Format::Ndjson),
            _ => Err(Failure::usage(format!(
                "the name `{}` does not tell the format of the tickets; add `{option} ndjson`, `{option} json` or `{option} csv`",
                path.display()
            ))),
        }
    }

    fn cut(self) -> Cut {
        match self {
            Format::Ndjson => Cut::Line,
            Format::Json => Cut::Json(JsonCut::default()),
            Format::Csv => Cut::Csv(CsvCut::default()),
        }
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// An input of tickets.
pub struct Input {
    /// What the user calls it.
    pub name: String,
    /// How the tickets are written down.
    pub format: Format,
    /// Its bytes, where that is known.
    pub size: Option<u64>,
    /// What it holds.
    pub pieces: Pieces,
}

impl Input {
    /// Opens a file, or standard input where `path` is `-`.
    ///
    /// # Errors
    ///
    /// Where it is missing or unreadable, or its format cannot be told.
    pub fn open(asked: asking::File<'_>, max_line: usize) -> Result<Input, Failure> {
        let path = asked.path;
        let name = path.display().to_string();
        let mut size = None;
        let reader: Box<dyn BufRead> = if is_stdin(path) {
            Box::new(BufReader::with_capacity(BUFFER_BYTES, read_files::stdin()?))
        } else {
            if path.is_dir() {
                return Err(Failure::trouble(format!("`{name}` is a folder; give a file of tickets")));
            }
            let file = read_files::open(path)?;
            size = file.metadata().ok().filter(Metadata::is_file).map(|meta| meta.len());
            Box::new(BufReader::with_capacity(BUFFER_BYTES, file))
        };
        let format = Format::of(asked)?;
        let pieces = Pieces::new(reader, format.cut(), max_line).map_err(|error| unreadable(&name, &error))?;
        Ok(Input { name, format, size, pieces })
    }

    /// An input of these bytes.
    ///
    /// # Errors
    ///
    /// Never: reading bytes cannot fail.
    pub fn of_bytes(bytes: Vec<u8>, format: Format) -> io::Result<Input> {
        let size = Some(bytes.len() as u64);
        let pieces = Pieces::new(Box::new(io::Cursor::new(bytes)), format.cut(), 1024 * 1024)?;
        Ok(Input { name: "bytes".to_owned(), format, size, pieces })
    }
}

/// A request that is not checked against the fields of a desk yet; its `now` where it has one.
#[derive(Debug)]
pub struct Unchecked {
    /// The request; its `now` counts only where `has_now`.
    pub request: Request,
    /// Whether it says itself which instant it is asked for.
    pub has_now: bool,
}

/// Reads a ticket or a request from JSON that begins on `line` of its file, as a wire call is read.
///
/// # Errors
///
/// Where it is no JSON object, or the request is not of its shape.
pub fn from_json(text: &str, line: u64, roster: &Arc<Roster>) -> Result<Unchecked, String> {
    let Some(parts) = json::parts(text).map_err(|error| not_json(&error, line))? else {
        return Err(no_object(text, line, "a ticket"));
    };
    let is_request = parts.get("ticket").is_some_and(|ticket| ticket.starts_with('{'));
    let has_now = is_request && parts.contains_key("now");
    let request = match is_request {
        true => Request::unchecked(text, Some(Timestamp::MIN), roster),
        false => Request::of_ticket(text, Timestamp::MIN, roster),
    };
    // What is wrong with a part is said with its place in the whole.
    let said =
        |error: RequestError| Json::read(text).map_or_else(|error| not_json(&error, line), |_| error.to_string());
    Ok(Unchecked { request: request.map_err(said)?, has_now })
}

/// Reads a JSON object that begins on `line` of its file; `what` is what it should be.
///
/// # Errors
///
/// Where it is none.
pub fn object(text: &str, line: u64, what: &str) -> Result<SortedMap<Text, Json>, String> {
    match Json::read(text) {
        Ok(Json::Map(entries)) => Ok(entries),
        _ => Err(no_object(text, line, what)),
    }
}

/// Why a text is not the JSON object that it should be.
fn no_object(text: &str, line: u64, what: &str) -> String {
    match Json::read(text) {
        Err(error) => not_json(&error, line),
        Ok(other) => format!("{what} must be a JSON object, not {}", kind(&other)),
    }
}

fn not_json(error: &JsonError, first_line: u64) -> String {
    let (what, column) = (error.what(), error.column());
    match error.line() {
        0 | 1 => format!("it is not JSON: {what} at column {column}"),
        line => format!("it is not JSON: {what} at line {}, column {column}", first_line + line as u64 - 1),
    }
}

fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::Text(_) => "text",
        Json::List(_) => "a list",
        Json::Map(_) => "an object",
    }
}

/// The instant that a ticket itself speaks of: its last update, else when it was made.
pub fn instant_of(ticket: &Ticket) -> Option<Timestamp> {
    let instant = |name: &str| ticket.0.get(name).and_then(Value::as_text).and_then(Timestamp::parse);
    instant("updated_at").or_else(|| instant("created_at"))
}

/// When the last event of a history happened.
pub fn last_event(history: &[Map]) -> Option<Timestamp> {
    history.iter().filter_map(|event| event.get("at").and_then(Value::as_text).and_then(Timestamp::parse)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Unchecked, String> {
        from_json(text, 7, &Arc::default())
    }

    #[test]
    fn a_line_is_a_ticket_or_a_request() {
        let ticket = read(r#"{"id": "T-1", "ticket": "T-0"}"#).unwrap();
        assert_eq!((ticket.request.ticket.id().as_deref(), ticket.has_now), (Some("T-1"), false));
        let request = read(r#"{"ticket": {"id": 5}, "now": "2026-11-23T10:00:00Z"}"#).unwrap();
        assert_eq!((request.request.ticket.id().as_deref(), request.has_now), (Some("5"), true));
        assert_eq!(request.request.now.to_string(), "2026-11-23T10:00:00Z");
        assert_eq!(instant_of(&request.request.ticket), None);
    }

    #[test]
    fn what_is_neither_is_refused() {
        let why = |text| read(text).unwrap_err();
        assert_eq!(why("{\"a\" 1}"), "it is not JSON: expected `:` at column 6");
        assert_eq!(why("{\n\"a\" 1}"), "it is not JSON: expected `:` at line 8, column 5");
        assert_eq!(why("null"), "a ticket must be a JSON object, not null");
        assert_eq!(why("[{}]"), "a ticket must be a JSON object, not a list");
        assert_eq!(why("{\"ticket\": {}, \"evnt\": {}}"), "a request has no part `evnt`; did you mean `event`?");
        assert!(why(&"[".repeat(500)).starts_with("it is not JSON: recursion limit exceeded"));
    }

    #[test]
    fn the_last_event_is_the_latest_whatever_the_order() {
        let last = |history: &str| {
            let request = read(&format!("{{\"ticket\": {{}}, \"history\": [{history}]}}")).unwrap().request;
            last_event(&request.history).map(|instant| instant.to_string())
        };
        assert_eq!(last(r#"{"at": "2026-01-02"}, {"at": "2026-01-01"}, {}"#).as_deref(), Some("2026-01-02T00:00:00Z"));
        assert_eq!(last(""), None);
    }

    #[test]
    fn the_last_update_comes_before_the_beginning() {
        let instant = |text| instant_of(&read(text).unwrap().request.ticket).map(|instant| instant.to_string());
        let both = r#"{"created_at": "2026-01-01", "updated_at": "2026-01-02"}"#;
        assert_eq!(instant(both).as_deref(), Some("2026-01-02T00:00:00Z"));
        assert_eq!(instant(r#"{"created_at": "2026-01-01"}"#).as_deref(), Some("2026-01-01T00:00:00Z"));
    }
}
