//! What actions look at. Nobody keeps that at work: in the tests of this crate, a law holds it to the table of actions.

use tierline_model::Path;

/// Something that an action looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// A field of the ticket.
    Field(Path),
    /// The roster.
    Roster,
    /// Whose turn it was last.
    Turns,
    /// The instant.
    Now,
}

/// What an action looked at, where anybody wants to know.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    #[cfg(test)]
    pub(crate) looks: Vec<Look>,
}

impl Seen {
    /// Makes a note of a look; nothing outside of tests.
    #[cfg(test)]
    pub(crate) fn note(&mut self, look: impl FnOnce() -> Look) {
        self.looks.push(look());
    }

    /// Makes a note of a look; nothing outside of tests.
    #[cfg(not(test))]
    pub(crate) fn note(&mut self, _look: impl FnOnce() -> Look) {}
}
