//! Lines of the input that were refused: the first ones are named, the others counted.

use crate::{exit::Exit, report::say};

/// So many refused lines are named.
const MOST_NAMED: u64 = 10;

/// The lines of one input, and those of them that were refused.
#[derive(Debug)]
pub struct Refusals {
    input: String,
    /// How many lines were read.
    pub lines: u64,
    /// How many of them were refused.
    pub refused: u64,
}

impl Refusals {
    /// Of an input that the user calls `input`, none yet.
    pub fn of(input: &str) -> Refusals {
        Refusals { input: input.to_owned(), lines: 0, refused: 0 }
    }

    /// Refuses a line, and says why where not too much is said already.
    pub fn refuse(&mut self, line: u64, why: &str) {
        self.refused += 1;
        if self.refused <= MOST_NAMED {
            say(&format!("{}:{line}: {why}", self.input));
        }
    }

    /// Says how many lines were refused, if any were.
    pub fn finish(&self) -> Exit {
        if self.refused == 0 {
            return Exit::Fine;
        }
        if let Some(more @ 1..) = self.refused.checked_sub(MOST_NAMED) {
            say(&format!("... and {more} more"));
        }
        say(&format!("{} of {} lines refused", self.refused, self.lines));
        Exit::Refused
    }
}
