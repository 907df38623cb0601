//! What the tests share: desks and tickets from short texts and at random, and what is answered in two ways.

pub mod claims;
pub mod cookbook;
pub mod corpus;
pub mod differ;
mod frame;
pub mod functions;
pub mod fuzz;
pub mod guide;
pub mod hostile;
pub mod large;
pub mod laws;
pub mod limits;
pub mod literals;
pub mod prover;
pub mod random;
pub mod sources;
pub mod wrappers;

pub use frame::frame;
use serde_json::Value as Json;
use tierline::{Answer, Desk, Diagnostic, Limits, Pack, Timestamp};

/// The instant of tests that name none.
pub const NOW: &str = "2026-11-23T10:00:00Z";

/// Compiles one rule file.
///
/// # Errors
///
/// Everything that is wrong with it.
pub fn compile(rules: &str) -> Result<Desk, Vec<Diagnostic>> {
    Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER)
}

/// Compiles one rule file that is right.
///
/// # Panics
///
/// With all that is wrong, where it is not.
pub fn desk(rules: &str) -> Desk {
    match compile(rules) {
        Ok(desk) => desk,
        Err(wrong) => {
            let wrong: Vec<String> = wrong.iter().map(Diagnostic::to_string).collect();
            panic!("{}", wrong.join("\n"))
        }
    }
}

/// What a desk answers about a ticket (JSON), with a trace.
///
/// # Panics
///
/// Where the ticket is refused.
pub fn ask(desk: &Desk, ticket: &str) -> Answer {
    ask_request(desk, &format!("{{\"ticket\": {ticket}}}"))
}

/// What a desk answers about a request (JSON), with a trace.
///
/// # Panics
///
/// Where the request is refused.
pub fn ask_request(desk: &Desk, request: &str) -> Answer {
    let json: Json = serde_json::from_str(request).unwrap_or_else(|error| panic!("{error}"));
    match desk.read_request(json, Timestamp::parse(NOW)) {
        Ok(request) => desk.evaluate_with_trace(request),
        Err(error) => panic!("{error}"),
    }
}

/// The effects of an answer as compact JSON.
pub fn effects(answer: &Answer) -> String {
    serde_json::to_string(&answer.effects).unwrap_or_default()
}

/// The files of a pack of this repository, such as `rules/help-desk`.
///
/// # Panics
///
/// Where the folder cannot be read.
pub fn pack(folder: &str) -> Pack {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let entries = std::fs::read_dir(&root).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut pack = Pack::default();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if [".rhai", ".csv"].iter().any(|end| name.ends_with(end)) || name == "roster.json" {
            pack.files.insert(name, std::fs::read_to_string(entry.path()).unwrap_or_default());
        }
    }
    pack
}
