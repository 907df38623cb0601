//! The roster in a pack.

use tierline_model::{Diagnostic, Pack, Place, Roster, roster::Unreadable};

/// The file of a pack that says who can be given work.
pub(super) const ROSTER: &str = "roster.json";

pub(super) fn read_roster(pack: &Pack) -> Result<Roster, Box<Diagnostic>> {
    let Some(text) = pack.files.get(ROSTER) else { return Ok(Roster::default()) };
    Roster::from_text(text).map_err(|Unreadable { line, column, why }| {
        let place = Place { file: ROSTER.into(), line, column, length: 1 };
        let wrong = Diagnostic::error(place, "roster", format!("the roster cannot be read: {why}")).showing(text);
        Box::new(wrong.help("a roster is {\"teams\": [...], \"agents\": [...]}".to_owned()))
    })
}
