//! The schemas of the types, made from them: what `types.json` is generated from.

use serde_json::{Value as Json, json};
use tierline::{Answer, Coverage, Diagnostic, Roster, RuleForm, TestReport};
use tierline_check::Finding;

use crate::{WireError, clocks::DeadlinesSaid, explained::Explanation, verify::Summary};

/// The schemas by name that the types themselves give, with their sentences.
pub fn of_types() -> Json {
    json!({
        "answer": schemars::schema_for!(Answer),
        "cases": schemars::schema_for!(Summary),
        "coverage": schemars::schema_for!(Coverage),
        "deadlines": schemars::schema_for!(DeadlinesSaid),
        "diagnostic": schemars::schema_for!(Diagnostic),
        "error": schemars::schema_for!(WireError),
        "explanation": schemars::schema_for!(Explanation),
        "finding": schemars::schema_for!(Finding),
        "form": schemars::schema_for!(RuleForm),
        "report": schemars::schema_for!(TestReport),
        "roster": schemars::schema_for!(Roster),
    })
}
