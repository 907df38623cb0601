//! Made from the table of verbs by `cargo xtask generate`. Change that, not this file.

use tierline_wire::Call;
use wasm_bindgen::prelude::*;

use crate::{
    Desk,
    asked::{asked, part_of, replies, with_options, with_true},
    handed,
    types::{Cases, Files, Request, Requests, typed},
};

#[wasm_bindgen(typescript_custom_section)]
const OPTIONS: &str = r#"
/** What may be asked for beside. */
export interface CheckOptions {
    changed?: readonly string[];
    now?: string | Date;
}
/** What may be asked for beside. */
export interface EvaluateOptions {
    trace?: boolean;
    whyNot?: readonly string[];
}
/** What may be asked for beside. */
export interface EvaluateBatchOptions {
    trace?: boolean;
    whyNot?: readonly string[];
}
/** What may be asked for beside. */
export interface ExplainOptions {
    whyNot?: readonly string[];
}
/** What may be asked for beside. */
export interface DeadlinesOptions {
    why?: boolean;
}
"#;

typed! {
    BundleReply: "Uint8Array<ArrayBuffer>",
    DeadlinesReply: "Deadlines",
    EvaluateBatchReply: "BatchReply[]",
    EvaluateReply: "Answer",
    ExplainReply: "Explanation",
    FormsReply: "RuleForm[]",
    ModuleActionsReply: "Reference",
    ModuleCheckReply: "Finding[]",
    ModuleFormatReply: "{ files: Record<string, string>; diagnostics: Diagnostic[] }",
    ModuleSchemaReply: "Record<string, object>",
    ModuleVerifyReply: "CaseSummary",
    ModuleVersionReply: "{ engine: string; wire: number }",
    SchemaReply: "Record<string, object>",
    TestReply: "TestReport[]",
    TestWithCoverageReply: "{ tests: TestReport[]; coverage: Coverage }",
    CheckOptions: "CheckOptions",
    EvaluateOptions: "EvaluateOptions",
    EvaluateBatchOptions: "EvaluateBatchOptions",
    ExplainOptions: "ExplainOptions",
    DeadlinesOptions: "DeadlinesOptions",
}

#[wasm_bindgen]
impl Desk {
    /// The desk as bytes, to load it anew from. Only the full build does this.
    pub fn bundle(&self) -> Result<BundleReply, JsValue> {
        let call = self.call("bundle");
        asked(call)
    }

    /// How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why. Only the
    /// full build does this.
    pub fn forms(&self) -> Result<FormsReply, JsValue> {
        let call = self.call("forms");
        asked(call)
    }

    /// Runs the tests of the desk: a report for each. Only the full build does this.
    pub fn test(&self) -> Result<TestReply, JsValue> {
        let call = self.call("test");
        asked(call)
    }

    /// Runs them, as `tests`, and says in `coverage` what of the desk they reach, and what not. Only the full build
    /// does this.
    #[wasm_bindgen(js_name = testWithCoverage)]
    pub fn test_with_coverage(&self) -> Result<TestWithCoverageReply, JsValue> {
        let call = self.call("test");
        let call = with_true(call, "coverage");
        asked(call)
    }

    /// Says what to do about one ticket event. With `trace`, also what became of every rule; with `whyNot`, what became
    /// of the rules that could hold and of those that it names: that takes hardly longer, however many rules there are.
    ///
    /// @throws {TierlineError} where the request is none.
    pub fn evaluate(&self, request: &Request, options: Option<EvaluateOptions>) -> Result<EvaluateReply, JsValue> {
        let request = handed::by_its_way("request", request)?;
        let call = self.call("evaluate");
        let call = request.add(call);
        let call = with_options(call, &options.into(), &[("trace", "trace"), ("whyNot", "why_not")])?;
        asked(call)
    }

    /// Answers many requests at once, in order: each is `ok` with its answer, or `error`. One that is none spoils no
    /// other.
    #[wasm_bindgen(js_name = evaluateBatch)]
    pub fn evaluate_batch(
        &self,
        requests: &Requests,
        options: Option<EvaluateBatchOptions>,
    ) -> Result<EvaluateBatchReply, JsValue> {
        let requests = handed::by_its_way("requests", requests)?;
        let call = self.call("evaluate_batch");
        let call = requests.add(call);
        let call = with_options(call, &options.into(), &[("trace", "trace"), ("whyNot", "why_not")])?;
        replies(call)
    }

    /// Evaluates a request and says why in sentences. Of the rules that `whyNot` names, also why each did not fire, and
    /// the smallest change of the request that makes it fire. Only the full build does this.
    ///
    /// @throws {TierlineError} where the request is none.
    pub fn explain(&self, request: &Request, options: Option<ExplainOptions>) -> Result<ExplainReply, JsValue> {
        let request = handed::by_its_way("request", request)?;
        let call = self.call("explain");
        let call = request.add(call);
        let call = with_options(call, &options.into(), &[("whyNot", "why_not")])?;
        asked(call)
    }

    /// What the clocks of a ticket read, without its rules. With `why`, the reasons and the open hours of the
    /// calendars.
    ///
    /// @throws {TierlineError} where the request is none.
    pub fn deadlines(&self, request: &Request, options: Option<DeadlinesOptions>) -> Result<DeadlinesReply, JsValue> {
        let request = handed::by_its_way("request", request)?;
        let call = self.call("deadlines");
        let call = request.add(call);
        let call = with_options(call, &options.into(), &[("why", "why")])?;
        asked(call)
    }

    /// The JSON Schemas of what goes in and comes out, with the fields that this desk declares. Only the full build
    /// does this.
    pub fn schema(&self) -> Result<SchemaReply, JsValue> {
        let call = self.call("schema");
        asked(call)
    }
}

/// The versions of the engine and of its calls.
#[wasm_bindgen]
pub fn version() -> Result<ModuleVersionReply, JsValue> {
    let call = Call::new("version");
    asked(call)
}

/// All that is wrong, or looks wrong, with the files of a desk; nothing where they are fine. Where a ticket shows a
/// finding, that ticket is its `witness`. With `changed`, the names of some of the files, only what has to do with
/// those: quick enough to run behind an editor. With `now`, also what runs out. Only the full build does this.
#[wasm_bindgen]
pub fn check(files: &Files, options: Option<CheckOptions>) -> Result<ModuleCheckReply, JsValue> {
    let files = handed::plain("files", files)?;
    let call = Call::new("check");
    let call = files.add(call);
    let call = with_options(call, &options.into(), &[("changed", "changed"), ("now", "now")])?;
    part_of(call, "diagnostics")
}

/// The `files` of a desk in the one style, and in `diagnostics` what kept some from being laid out. Only the full build
/// does this.
#[wasm_bindgen]
pub fn format(files: &Files) -> Result<ModuleFormatReply, JsValue> {
    let files = handed::plain("files", files)?;
    let call = Call::new("format");
    let call = files.add(call);
    asked(call)
}

/// Runs recorded cases, a list or text with one a line, against the engine: how many passed, and what became of the
/// others. Only the full build does this.
#[wasm_bindgen]
pub fn verify(cases: &Cases) -> Result<ModuleVerifyReply, JsValue> {
    let cases = handed::cases("cases", cases)?;
    let call = Call::new("verify");
    let call = cases.add(call);
    asked(call)
}

/// The actions, functions and metrics of the rule language. Only the full build does this.
#[wasm_bindgen]
pub fn actions() -> Result<ModuleActionsReply, JsValue> {
    let call = Call::new("actions");
    asked(call)
}

/// The JSON Schemas of what goes in and comes out. Only the full build does this.
#[wasm_bindgen]
pub fn schema() -> Result<ModuleSchemaReply, JsValue> {
    let call = Call::new("schema");
    asked(call)
}
