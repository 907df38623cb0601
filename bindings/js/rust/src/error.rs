//! What is thrown.

use tierline_wire::WireError;
use wasm_bindgen::prelude::*;

use crate::given;

#[wasm_bindgen(raw_module = "../error.js")]
extern "C" {
    /// The package's own error.
    type TierlineError;

    #[wasm_bindgen(constructor)]
    fn new(content: &JsValue) -> TierlineError;

    /// The replies of a batch, with errors that can be thrown.
    #[wasm_bindgen(js_name = thrownReplies)]
    pub(crate) fn thrown_replies(replies: &JsValue) -> JsValue;
}

/// The error that JavaScript catches.
pub(crate) fn thrown(error: &WireError) -> JsValue {
    TierlineError::new(&given::by_text(error).unwrap_or_default()).into()
}
