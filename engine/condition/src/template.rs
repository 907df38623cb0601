//! Texts put together: charged before they are made, and bounded while they are.

use std::fmt::{self, Write};

use tierline_model::Value;

use crate::{Facts, Unsure, made::LONGEST_TEXT, work};

/// A text that is being put together.
pub(crate) struct Template<'a> {
    facts: &'a Facts,
    pub(crate) text: String,
}

impl<'a> Template<'a> {
    pub(crate) fn new(facts: &'a Facts) -> Template<'a> {
        Template { facts, text: String::new() }
    }

    /// Puts a value behind what is there, as it is shown.
    ///
    /// # Errors
    ///
    /// Where the text becomes longer than a script may make one, or takes more work than there is.
    pub(crate) fn push(&mut self, value: &Value) -> Result<(), Unsure> {
        let before = self.text.len();
        match value {
            Value::Missing => Ok(()),
            Value::Text(text) if before + text.len() > LONGEST_TEXT => Err(Unsure),
            Value::Text(text) => {
                self.facts.may(work::joining(text.len()))?;
                self.text.push_str(text);
                Ok(())
            }
            value => {
                write!(self, "{value}").map_err(|fmt::Error| Unsure)?;
                self.facts.may(work::showing(self.text.len() - before))
            }
        }
    }
}

/// What is shown piece by piece stops where it becomes too long.
impl Write for Template<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.text.len() + piece.len() > LONGEST_TEXT {
            return Err(fmt::Error);
        }
        self.text.push_str(piece);
        Ok(())
    }
}
