//! The verbs that read rule files, run scripts, need zone data or tell people about a desk.

use serde::Serialize;
use serde_json::Value as Json;
use tierline::{Coverage, Desk, Diagnostic, Schema, TestReport};
use tierline_check::{Finding, Scope};
use tierline_model::{SortedMap, forms::RuleForm};

use crate::{
    Call, Reply, Session, WireError, clocks,
    explained::{Explanation, WhyNot},
    reference, schema,
    verbs::{desk, files, keep, why_not},
    verify,
};

/// Characters of a line of a clock's drawing.
const DRAWN_WIDTH: usize = 100;

/// What the verbs of the full build give.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Told {
    /// Of `check`.
    Checked {
        /// What is or looks wrong.
        diagnostics: Vec<Finding>,
    },
    /// Of `format`.
    LaidOut {
        /// The texts of the files by name.
        files: SortedMap<String, String>,
        /// What kept some from being laid out.
        diagnostics: Vec<Diagnostic>,
    },
    /// Of `forms`.
    Forms(Vec<RuleForm>),
    /// Of `test`.
    Tested(Vec<TestReport>),
    /// Of `test` where coverage is asked for.
    Covered {
        /// What came of each test.
        tests: Vec<TestReport>,
        /// What they reach.
        coverage: Coverage,
    },
    /// Of `explain`.
    Explained(Explanation),
    /// Of `verify`.
    Verified(verify::Summary),
    /// Of `actions` and `schema`.
    Described(Json),
}

impl From<Told> for Reply {
    fn from(told: Told) -> Reply {
        Reply::Told(Box::new(told))
    }
}

pub(crate) fn compile(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let desk = Desk::compile(files(&mut call)?, session.limits())?;
    keep(session, &mut call, desk)
}

pub(crate) fn check(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let scope = Scope {
        files: call.texts("changed", "a list of the names of files")?.map(|names| names.into_iter().collect()),
        now: call.instant("now")?,
    };
    let diagnostics = match Desk::compile(files(&mut call)?, session.limits()) {
        Ok(desk) => tierline_check::check(&desk, &scope),
        Err(diagnostics) => diagnostics.into_iter().map(Finding::from).collect(),
    };
    Ok(Told::Checked { diagnostics }.into())
}

pub(crate) fn format(_session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let mut files = files(&mut call)?.files;
    let mut diagnostics = vec![];
    for (name, text) in files.iter_mut().filter(|(name, _)| name.ends_with(".rhai")) {
        match tierline::format(name, text) {
            Ok(laid_out) => *text = laid_out,
            Err(wrong) => diagnostics.extend(wrong),
        }
    }
    Ok(Told::LaidOut { files, diagnostics }.into())
}

pub(crate) fn bundle(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    Ok(Reply::Bytes(desk(session, &mut call)?.bundle()))
}

pub(crate) fn forms(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    Ok(Told::Forms(desk(session, &mut call)?.forms()).into())
}

pub(crate) fn explain(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let desk = desk(session, &mut call)?;
    let asked = why_not(&desk, &mut call)?.unwrap_or_default();
    let request = call.request(&desk)?;
    let answer = desk.evaluate_with_trace(request.clone());
    let explained = Explanation {
        why: tierline_explain::sentences(&answer),
        nearly: tierline_explain::near_misses(&answer),
        why_not: asked.iter().map(|rule| WhyNot::of(&desk, &request, &answer, rule)).collect(),
        clocks: clocks::clocks_said(&desk, &answer.readings, answer.now, DRAWN_WIDTH),
    };
    Ok(Told::Explained(explained).into())
}

pub(crate) fn actions(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
    Ok(Told::Described(reference::as_json()).into())
}

pub(crate) fn schemas(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let schemas = match call.text("desk")? {
        Some(name) => schema::all(session.desk(&name)?.schema()),
        None => schema::all(&Schema::standard()),
    };
    Ok(Told::Described(schemas).into())
}

pub(crate) fn test(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let desk = desk(session, &mut call)?;
    if !call.truth("coverage")? {
        return Ok(Told::Tested(desk.test()).into());
    }
    let (tests, coverage) = desk.test_with_coverage();
    Ok(Told::Covered { tests, coverage }.into())
}

pub(crate) fn verify(_session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
    let summary = match (call.list("cases", "a list of cases")?, call.text("lines")?) {
        (Some(cases), None) => verify::Summary::of_cases(cases.into_iter().map(Into::into).collect()),
        (None, Some(lines)) => verify::Summary::of_lines(&lines),
        (Some(_), Some(_)) => return Err(WireError::new("bad-call", "give `cases` or `lines`, not both")),
        (None, None) => {
            let why = "the call needs `cases`, a list, or `lines`, a text with a case on each line";
            return Err(WireError::new("bad-call", why));
        }
    };
    Ok(Told::Verified(summary).into())
}
