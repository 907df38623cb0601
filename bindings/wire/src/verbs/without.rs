//! What a build says that only answers about compiled desks: small enough for a page.

use crate::WireError;

/// That it compiles no desk.
pub(super) fn compiles_none() -> WireError {
    let error = WireError::new("no-compiler", "this build of Tierline runs compiled desks and compiles none");
    error.help(Some("`load` a bundle that `tierline compile` or the full build wrote".to_owned()))
}

/// That it says little of a desk, and who says it.
pub(super) fn tells_little(help: &str) -> WireError {
    let error = WireError::new("no-compiler", "this build of Tierline runs compiled desks and tells little about them");
    error.help(Some(help.to_owned()))
}

/// That it has no schemas.
pub(super) fn has_no_schemas() -> WireError {
    let error = WireError::new("no-schema", "this build of Tierline has no JSON Schemas");
    error.help(Some("ask a full build, or take the files in `rules/schema`".to_owned()))
}
