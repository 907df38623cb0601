//! The verbs that read rule files, run scripts, need zone data or tell people about a desk.

use serde_json::{Value as Json, json};
use tierline::{Desk, Tell};

use crate::{
    Session, WireError, base64,
    call::Call,
    clocks, reference,
    verbs::{answer, desk, files, keep, text, written},
    verify::Summary,
};

/// Characters of a line of a clock's drawing.
const DRAWN_WIDTH: usize = 100;

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

pub(crate) fn bundle(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    written(&base64::encode(&desk(session, &mut call)?.bundle()))
}

pub(crate) fn forms(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    written(&desk(session, &mut call)?.forms())
}

pub(crate) fn explain(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = desk(session, &mut call)?;
    let answer = answer(&desk, call.long("request")?, &Tell::All)?;
    let (why, nearly) = (tierline_explain::sentences(&answer), tierline_explain::near_misses(&answer));
    let mut said = json!({ "why": why, "nearly": nearly });
    if !answer.readings.is_empty() {
        said["clocks"] = json!(clocks::clocks_said(&desk, &answer.readings, answer.now, DRAWN_WIDTH));
    }
    written(&said)
}

pub(crate) fn actions(_session: &Session, _call: Call<'_>) -> Result<String, WireError> {
    written(&reference::as_json())
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
