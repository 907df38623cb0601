//! The verbs that read rule files, run scripts or need zone data.

use serde_json::{Value as Json, json};
use tierline::Desk;

use crate::{
    Session, WireError,
    call::Call,
    verbs::{desk, files, keep, text, written},
    verify::Summary,
};

pub(crate) fn compile(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = Desk::compile(files(&mut call)?, session.limits())?;
    keep(session, &mut call, desk)
}

pub(crate) fn check(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    match Desk::compile(files(&mut call)?, session.limits()) {
        Ok(desk) => written(&json!({ "diagnostics": desk.warnings() })),
        Err(diagnostics) => written(&json!({ "diagnostics": diagnostics })),
    }
}

pub(crate) fn test(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    written(&desk(session, &mut call)?.test())
}

pub(crate) fn verify(_session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    match (call.remove("cases"), call.contains_key("lines")) {
        (None, _) => written(&Summary::of_lines(&text(&mut call, "lines")?)),
        (Some(Json::Array(cases)), false) => written(&Summary::of_cases(cases)),
        (Some(_), false) => Err(WireError::new("bad-call", "`cases` must be a list")),
        (Some(_), true) => Err(WireError::new("bad-call", "give `cases` or `lines`, not both")),
    }
}
