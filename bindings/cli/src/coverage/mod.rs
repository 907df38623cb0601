//! What the tests of a desk reach, for people and for editors.

mod lcov;
mod table;

use std::collections::BTreeMap;

pub use lcov::lcov;
pub use table::shown;
use tierline_wire::tierline::{Coverage, Goal};

/// The goals of each file, in the order of the files.
fn by_file(coverage: &Coverage) -> BTreeMap<&str, Vec<&Goal>> {
    let mut files: BTreeMap<&str, Vec<&Goal>> = BTreeMap::new();
    for goal in &coverage.goals {
        files.entry(&goal.place.file).or_default().push(goal);
    }
    files
}
