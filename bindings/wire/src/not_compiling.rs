//! The verbs that read rule files, in a build that has neither an interpreter nor zone data.

use crate::{Session, WireError, call::Call};

pub(crate) fn compile(_session: &Session, _call: Call<'_>) -> Result<String, WireError> {
    runs_bundles_only()
}

pub(crate) fn check(_session: &Session, _call: Call<'_>) -> Result<String, WireError> {
    runs_bundles_only()
}

pub(crate) fn test(_session: &Session, _call: Call<'_>) -> Result<String, WireError> {
    runs_bundles_only()
}

pub(crate) fn verify(_session: &Session, _call: Call<'_>) -> Result<String, WireError> {
    runs_bundles_only()
}

fn runs_bundles_only() -> Result<String, WireError> {
    let error = WireError::new("no-compiler", "this build of Tierline runs compiled desks and compiles none");
    Err(error.help(Some("`load` a bundle that `tierline compile` or the full build wrote".to_owned())))
}
