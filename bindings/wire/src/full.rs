//! The verbs that read rule files, run scripts, need zone data or tell people about a desk.

use serde::Serialize;
use tierline::{Desk, Diagnostic, Tell};
use tierline_model::json::Json;

use crate::{
    Session, WireError, base64,
    call::Call,
    clocks::{self, Explanation},
    reference,
    verbs::{answer, desk, files, keep, text, written},
    verify::Summary,
};

/// Characters of a line of a clock's drawing.
const DRAWN_WIDTH: usize = 100;

/// What `check` gives.
#[derive(Serialize)]
struct Checked {
    diagnostics: Vec<Diagnostic>,
}

pub(crate) fn compile(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = Desk::compile(files(&mut call)?, session.limits())?;
    keep(session, &mut call, desk)
}

pub(crate) fn check(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let diagnostics = match Desk::compile(files(&mut call)?, session.limits()) {
        Ok(desk) => desk.warnings().to_vec(),
        Err(diagnostics) => diagnostics,
    };
    written(&Checked { diagnostics })
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
    written(&Explanation {
        why: tierline_explain::sentences(&answer),
        nearly: tierline_explain::near_misses(&answer),
        clocks: clocks::clocks_said(&desk, &answer.readings, answer.now, DRAWN_WIDTH),
    })
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
        (Some(Json::List(cases)), false) => written(&Summary::of_cases(cases.into_iter().map(Into::into).collect())),
        (Some(_), false) => Err(WireError::new("bad-call", "`cases` must be a list")),
        (Some(_), true) => Err(WireError::new("bad-call", "give `cases` or `lines`, not both")),
    }
}
