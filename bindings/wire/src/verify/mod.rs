//! Case files, run against the engine: deadlines that other products gave, and our own worked by hand.
//!
//! A case is a JSON object. One with `op` asks a calendar one question; any other plays the events of a ticket and says what
//! its clocks shall read. `rules/CASES.md` tells the formats. Nothing in a case is passed over: what is not known is an error.
//!
//! ```
//! let case = r#"{"id": "c-1", "calendar": {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
//!     "op": "add", "from": "2026-11-23T16:00:00Z", "seconds": 7200, "expect": "2026-11-30T10:00:00Z"}"#;
//! assert!(tierline_wire::verify::verify(case).passed());
//!
//! let report = tierline_wire::verify::verify(&case.replace("seconds", "second"));
//! assert_eq!(report.error.unwrap().help.as_deref(), Some("did you mean `seconds` where it says `second`?"));
//! ```

mod calendar;
mod keys;
mod office;
mod sla;

use serde::Serialize;
use serde_json::Value as Json;
use tierline::{Limits, RanOut};

use self::keys::Keys;
use crate::{WireError, call::may_hold};

/// Work that a case takes whatever it is, and that a year takes that its calendars cover.
const CASE: u64 = 500;
const YEAR: u64 = 500;

/// What came of one case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseReport {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What it says about itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// What the engine says otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub disagreements: Vec<Disagreement>,
    /// Why it could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<WireError>,
    /// Units of work that it took, about.
    #[serde(skip)]
    pub work: u64,
}

/// Something that the engine says otherwise than the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disagreement {
    /// What of the case's `expect`: `resolution_due`.
    pub what: String,
    /// What the case expects.
    pub expected: Json,
    /// What the engine says.
    pub found: Json,
}

impl CaseReport {
    /// Whether the engine says all that the case expects.
    pub fn passed(&self) -> bool {
        self.disagreements.is_empty() && self.error.is_none()
    }
}

/// Runs a case from its text.
pub fn verify(case: &str) -> CaseReport {
    match tierline_model::json::Json::read(case) {
        Ok(case) => verify_json(case.into()),
        Err(error) => {
            let error = WireError::new("bad-json", format!("the case is not JSON: {error}"));
            CaseReport { error: Some(error), ..CaseReport::default() }
        }
    }
}

/// Runs a case.
pub fn verify_json(case: Json) -> CaseReport {
    let mut report = CaseReport::default();
    match run(case, &mut report) {
        Ok(disagreements) => report.disagreements = disagreements,
        Err(error) => report.error = Some(error),
    }
    report
}

/// What an SLA case becomes: a rule file, and the request that its desk is asked at `as_of`. Steps of its ladders are to be taken
/// on the way; nothing of them is told here.
///
/// # Errors
///
/// Where it is no such case.
pub fn asked(case: Json) -> Result<(String, Json), WireError> {
    let mut keys = Keys::of("", case)?;
    for told in ["id", "source", "notes"] {
        keys.text(told)?;
    }
    keys.texts("tags")?;
    sla::asked(keys)
}

fn run(case: Json, report: &mut CaseReport) -> Result<Vec<Disagreement>, WireError> {
    let mut keys = Keys::of("", case)?;
    report.id = keys.text("id")?;
    report.source = keys.text("source")?;
    report.notes = keys.text("notes")?;
    keys.texts("tags")?;
    keys.needed("id", report.id.as_ref())?;
    report.work = CASE;
    if keys.has("op") { calendar::run(keys, &mut report.work) } else { sla::run(keys, &mut report.work) }
}

/// What came of many cases.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Summary {
    /// How many passed.
    passed: usize,
    /// How many did not.
    failed: usize,
    /// Those that did not.
    failures: Vec<Numbered>,
}

/// A case that failed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Numbered {
    /// Its number, from 1: of its line where the cases came as text.
    line: usize,
    #[serde(flatten)]
    report: CaseReport,
}

impl Summary {
    /// Counts a case, and keeps it where it failed.
    fn add(&mut self, line: usize, report: CaseReport) {
        if report.passed() {
            self.passed += 1;
            return;
        }
        self.failed += 1;
        self.failures.push(Numbered { line, report });
    }

    /// Runs cases, each with its number, as long as a call may: to those that are left then an error says so.
    fn run<C>(&mut self, cases: impl Iterator<Item = (usize, C)>, limits: &Limits, verify: impl Fn(C) -> CaseReport) {
        let mut work: u64 = 0;
        for (line, case) in cases {
            let report = match work < limits.call_work {
                true => verify(case),
                false => CaseReport { error: Some(ran_out(limits, work)), ..CaseReport::default() },
            };
            work = work.saturating_add(report.work);
            self.add(line, report);
        }
    }

    /// Runs a list of cases.
    ///
    /// # Errors
    ///
    /// Where there are more than a call may hold.
    pub(crate) fn of_cases(cases: Vec<Json>, limits: &Limits) -> Result<Summary, WireError> {
        may_hold("cases", cases.len(), limits)?;
        let mut summary = Summary::default();
        summary.run((1..).zip(cases), limits, verify_json);
        Ok(summary)
    }

    /// Runs the cases of a text, one a line; blank lines are none.
    ///
    /// # Errors
    ///
    /// Where there are more than a call may hold.
    pub(crate) fn of_lines(text: &str, limits: &Limits) -> Result<Summary, WireError> {
        let cases = || (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        may_hold("cases", cases().count(), limits)?;
        let mut summary = Summary::default();
        summary.run(cases(), limits, verify);
        Ok(summary)
    }
}

/// That the cases before one have taken all that a call may.
fn ran_out(limits: &Limits, needed: u64) -> WireError {
    RanOut { limit: "call_work", allowed: limits.call_work, needed }.into()
}
