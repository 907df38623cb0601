//! The verbs that read rule files, run scripts, need zone data or tell people about a desk.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use tierline::Desk;
use tierline_check::{Finding, Scope};

use crate::{
    Session, WireError, base64,
    call::Call,
    clocks,
    explained::{Explanation, WhyNot},
    reference,
    verbs::{desk, files, keep, text, why_not, written},
    verify::Summary,
};

/// Characters of a line of a clock's drawing.
const DRAWN_WIDTH: usize = 100;

/// What `check` gives.
#[derive(Serialize)]
struct Checked {
    diagnostics: Vec<Finding>,
}

pub(crate) fn compile(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = Desk::compile(files(&mut call)?, session.limits())?;
    keep(session, &mut call, desk)
}

pub(crate) fn check(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let scope = Scope {
        files: shaped(&mut call, "changed", "a list of names of files")?,
        now: shaped(&mut call, "now", "an instant such as \"2026-11-23T10:00:00Z\"")?,
    };
    let diagnostics = match Desk::compile(files(&mut call)?, session.limits()) {
        Ok(desk) => tierline_check::check(&desk, &scope),
        Err(diagnostics) => diagnostics.into_iter().map(Finding::from).collect(),
    };
    written(&Checked { diagnostics })
}

/// A part of a call that may be left out and must be what is `wanted`.
fn shaped<T: DeserializeOwned>(call: &mut Call<'_>, name: &str, wanted: &str) -> Result<Option<T>, WireError> {
    let part = call.remove(name).map(serde_json::from_value).transpose();
    part.map_err(|_| WireError::new("bad-call", format!("`{name}` must be {wanted}")))
}

pub(crate) fn bundle(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    written(&base64::encode(&desk(session, &mut call)?.bundle()))
}

pub(crate) fn forms(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    written(&desk(session, &mut call)?.forms())
}

pub(crate) fn explain(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = desk(session, &mut call)?;
    let asked = why_not(&desk, &mut call)?.unwrap_or_default();
    let request = desk.read_request_text(call.long("request")?.get(), None)?;
    let answer = desk.evaluate_with_trace(request.clone());
    written(&Explanation {
        why: tierline_explain::sentences(&answer),
        nearly: tierline_explain::near_misses(&answer),
        why_not: asked.iter().map(|rule| WhyNot::of(&desk, &request, &answer, rule)).collect(),
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
        (Some(Json::Array(cases)), false) => written(&Summary::of_cases(cases)),
        (Some(_), false) => Err(WireError::new("bad-call", "`cases` must be a list")),
        (Some(_), true) => Err(WireError::new("bad-call", "give `cases` or `lines`, not both")),
    }
}
