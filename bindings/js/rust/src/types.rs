//! What TypeScript calls what goes in and out. The types themselves are made from those of the engine (`types.d.ts`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const IMPORTS: &str = r#"
import type {
    Answer,
    CaseSummary,
    Coverage,
    Deadlines,
    Diagnostic,
    Explanation,
    Finding,
    Request,
    RuleForm,
    TestReport,
} from "./types.js";
import type { BatchReply, Reference, Telling } from "./said.js";
"#;

/// Declares values of JavaScript by their types in TypeScript.
macro_rules! typed {
    ($($name:ident: $type:literal),* $(,)?) => {
        #[wasm_bindgen]
        extern "C" {
            $(
                #[doc = concat!("`", $type, "` in TypeScript.")]
                #[wasm_bindgen(typescript_type = $type)]
                pub type $name;
            )*
        }
    };
}

typed! {
    Files: "Record<string, string>",
    Bundle: "ArrayBuffer | ArrayBufferView | string",
    Bytes: "Uint8Array<ArrayBuffer>",
    Request: "Request",
    Requests: "readonly Request[]",
    Telling: "Telling",
    Why: "{ why?: boolean }",
    WhyNot: "{ whyNot?: readonly string[] }",
    CheckOptions: "{ changed?: readonly string[]; now?: string | Date }",
    Text: "string",
    Cases: "readonly object[] | string",
    Answer: "Answer",
    BatchReplies: "BatchReply[]",
    Deadlines: "Deadlines",
    Explanation: "Explanation",
    Diagnostics: "Diagnostic[]",
    Findings: "Finding[]",
    Forms: "RuleForm[]",
    TestReports: "TestReport[]",
    Covered: "{ tests: TestReport[]; coverage: Coverage }",
    LaidOut: "{ files: Record<string, string>; diagnostics: Diagnostic[] }",
    CaseSummary: "CaseSummary",
    Schemas: "Record<string, object>",
    Reference: "Reference",
    Versions: "{ engine: string; wire: number }",
}
