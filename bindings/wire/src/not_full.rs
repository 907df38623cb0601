//! The verbs of the full build, in one that only answers about compiled desks: small enough for a page.

use crate::{Call, Reply, Session, WireError};

pub(crate) fn compile(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(compiles_none())
}

pub(crate) fn check(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(compiles_none())
}

pub(crate) fn format(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(compiles_none())
}

pub(crate) fn test(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(compiles_none())
}

pub(crate) fn verify(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(compiles_none())
}

pub(crate) fn bundle(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(tells_little("keep the bundle that it was loaded from"))
}

pub(crate) fn forms(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(tells_little("`tierline check --forms` and the full build tell it"))
}

pub(crate) fn explain(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(tells_little("`evaluate` with `trace` gives the reasons as data; the full build says them in sentences"))
}

pub(crate) fn actions(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Err(tells_little("`tierline actions` and the full build list them"))
}

pub(crate) fn schemas(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    let error = WireError::new("no-schema", "this build of Tierline has no JSON Schemas");
    Err(error.help(Some("ask a full build, or take the files in `rules/schema`".to_owned())))
}

fn compiles_none() -> WireError {
    let error = WireError::new("no-compiler", "this build of Tierline runs compiled desks and compiles none");
    error.help(Some("`load` a bundle that `tierline compile` or the full build wrote".to_owned()))
}

fn tells_little(help: &str) -> WireError {
    let error = WireError::new("no-compiler", "this build of Tierline runs compiled desks and tells little about them");
    error.help(Some(help.to_owned()))
}
