//! The verbs that read rule files, run scripts, need zone data or tell people about a desk.

use serde::Serialize;
use tierline::{Coverage, Desk, Diagnostic, Schema, TestReport};
use tierline_check::{Finding, Scope};
use tierline_model::SortedMap;

use crate::{
    Session, WireError, base64,
    call::Call,
    clocks,
    explained::{Explanation, WhyNot},
    reference, schema,
    verbs::{desk, files, keep, why_not, written},
    verify::Summary,
};

/// Characters of a line of a clock's drawing.
const DRAWN_WIDTH: usize = 100;

/// What `check` gives.
#[derive(Serialize)]
struct Checked {
    diagnostics: Vec<Finding>,
}

/// What `test` gives where coverage is asked for.
#[derive(Serialize)]
struct Tested {
    tests: Vec<TestReport>,
    coverage: Coverage,
}

/// What `format` gives.
#[derive(Serialize)]
struct LaidOut {
    files: SortedMap<String, String>,
    diagnostics: Vec<Diagnostic>,
}

pub(crate) fn compile(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = Desk::compile(files(&mut call)?, session.limits())?;
    keep(session, &mut call, desk)
}

pub(crate) fn check(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let scope = Scope {
        files: call.texts("changed", "a list of the names of files")?.map(|names| names.into_iter().collect()),
        now: call.instant("now")?,
    };
    let diagnostics = match Desk::compile(files(&mut call)?, session.limits()) {
        Ok(desk) => tierline_check::check(&desk, &scope),
        Err(diagnostics) => diagnostics.into_iter().map(Finding::from).collect(),
    };
    written(&Checked { diagnostics })
}

pub(crate) fn format(_session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let mut files = files(&mut call)?.files;
    let mut diagnostics = vec![];
    for (name, text) in files.iter_mut().filter(|(name, _)| name.ends_with(".rhai")) {
        match tierline::format(name, text) {
            Ok(laid_out) => *text = laid_out,
            Err(wrong) => diagnostics.extend(wrong),
        }
    }
    written(&LaidOut { files, diagnostics })
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
    let request = desk.read_request_text(call.long("request")?, None)?;
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

pub(crate) fn schemas(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    match call.text("desk")? {
        Some(name) => written(&schema::all(session.desk(&name)?.schema())),
        None => written(&schema::all(&Schema::standard())),
    }
}

pub(crate) fn test(session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    let desk = desk(session, &mut call)?;
    if !call.truth("coverage")? {
        return written(&desk.test());
    }
    let (tests, coverage) = desk.test_with_coverage();
    written(&Tested { tests, coverage })
}

pub(crate) fn verify(_session: &Session, mut call: Call<'_>) -> Result<String, WireError> {
    match (call.list("cases", "a list of cases")?, call.text("lines")?) {
        (Some(cases), None) => written(&Summary::of_cases(cases.into_iter().map(Into::into).collect())),
        (None, Some(lines)) => written(&Summary::of_lines(&lines)),
        (Some(_), Some(_)) => Err(WireError::new("bad-call", "give `cases` or `lines`, not both")),
        (None, None) => Err(WireError::new(
            "bad-call",
            "the call needs `cases`, a list, or `lines`, a text with a case on each line",
        )),
    }
}
