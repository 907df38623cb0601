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
    Reference,
    Request,
    RuleForm,
    TestReport,
} from "./types.js";
import type { BatchReply } from "./said.js";
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

pub(crate) use typed;

typed! {
    Files: "Record<string, string>",
    Bundle: "ArrayBuffer | ArrayBufferView | string",
    Request: "Request",
    Requests: "readonly Request[]",
    Cases: "readonly object[] | string",
    Diagnostics: "Diagnostic[]",
}
