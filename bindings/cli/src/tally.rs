//! What passed and what failed, of tests and cases.

use crate::{
    exit::{Exit, Failure},
    report::{print, say},
};

/// How many passed and failed.
#[derive(Debug, Default)]
pub struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    /// Counts one.
    pub fn count(&mut self, passed: bool) {
        match passed {
            true => self.passed += 1,
            false => self.failed += 1,
        }
    }

    /// Says both numbers: beside JSON on standard error, else behind what was printed.
    ///
    /// # Errors
    ///
    /// Where standard output cannot be written.
    pub fn finish(&self, beside_json: bool) -> Result<(), Failure> {
        let said = format!("{} passed, {} failed", self.passed, self.failed);
        match beside_json {
            true => say(&said),
            false => print(&format!("{said}\n"))?,
        }
        Ok(())
    }

    /// How a command ends that found this.
    pub fn exit(&self) -> Exit {
        if self.failed == 0 { Exit::Fine } else { Exit::Findings }
    }
}
