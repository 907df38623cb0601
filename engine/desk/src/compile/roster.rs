//! The roster in a pack.

use tierline_model::{Diagnostic, Pack, Place, Roster};

/// The file of a pack that says who can be given work.
pub(super) const ROSTER: &str = "roster.json";

pub(super) fn read_roster(pack: &Pack) -> Result<Roster, Box<Diagnostic>> {
    let Some(text) = pack.files.get(ROSTER) else { return Ok(Roster::default()) };
    let is_object = text.trim_start().starts_with('{');
    let roster = if is_object { serde_json::from_str(text) } else { Err(serde::de::Error::custom("it is no object")) };
    roster.map_err(|error: serde_json::Error| {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (line, column) = (number(error.line()).max(1), number(error.column()).max(1));
        let place = Place { file: ROSTER.into(), line, column, length: 1 };
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        let wrong = Diagnostic::error(place, "roster", format!("the roster cannot be read: {why}")).showing(text);
        Box::new(wrong.help("a roster is {\"teams\": [...], \"agents\": [...]}".to_owned()))
    })
}
