//! Errors of calls.

use serde::Serialize;
use tierline::{Diagnostic, LoadError, Place, RanOut, RequestError};
use tierline_model::json::Json;

/// Why a call was not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireError {
    /// A name for programs to branch on. It never changes; the message may.
    pub code: String,
    /// What is wrong, on one line.
    pub message: String,
    /// Where, if that is a place in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Everything that is wrong with a desk.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub diagnostics: Vec<Diagnostic>,
}

impl WireError {
    /// An error without place and help.
    pub fn new(code: &str, message: impl Into<String>) -> WireError {
        WireError { code: code.to_owned(), message: message.into(), place: None, help: None, diagnostics: vec![] }
    }

    /// The reply that it is to a call with this `id`.
    pub fn reply(&self, id: Option<&Json>) -> String {
        // An error is plain data, which always has a JSON form.
        reply(id, "error", &serde_json::to_string(self).unwrap_or_default())
    }

    /// The same with help.
    pub fn help(self, help: Option<String>) -> WireError {
        WireError { help, ..self }
    }
}

/// A reply: what it repeats, and what it says.
pub(crate) fn reply(id: Option<&Json>, kind: &str, content: &str) -> String {
    let id = id.map(|id| format!("\"id\":{id},")).unwrap_or_default();
    format!("{{{id}\"{kind}\":{content}}}")
}

impl From<Vec<Diagnostic>> for WireError {
    fn from(diagnostics: Vec<Diagnostic>) -> WireError {
        let first = diagnostics.first().cloned();
        let message = match diagnostics.len() {
            1 => "the desk does not compile: 1 error".to_owned(),
            count => format!("the desk does not compile: {count} errors"),
        };
        let place = first.map(|first| first.place);
        WireError { place, diagnostics, ..WireError::new("desk-does-not-compile", message) }
    }
}

/// That there was nothing left for a part of a call.
impl From<RanOut> for WireError {
    fn from(RanOut { limit, allowed, needed }: RanOut) -> WireError {
        let (code, what) =
            if limit.ends_with("bytes") { ("too-large", "bytes") } else { ("too-costly", "units of work") };
        let message = format!(
            "what came before it in this call took {needed} {what}, and all of a call may take {allowed} (the limit `{limit}`)"
        );
        let help = "ask for it again, in a call of its own or with fewer others; or the host raises the limit";
        WireError::new(code, message).help(Some(help.to_owned()))
    }
}

impl From<LoadError> for WireError {
    fn from(error: LoadError) -> WireError {
        WireError::new(error.code(), error.to_string())
    }
}

impl From<RequestError> for WireError {
    fn from(error: RequestError) -> WireError {
        WireError::new(error.code(), error.to_string())
    }
}
