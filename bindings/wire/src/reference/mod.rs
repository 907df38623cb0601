//! The reference of the rule language, made from the tables of the engine.

#[cfg(feature = "compile")]
mod page;

use serde_json::{Value as Json, json};
use tierline::{ActionSpec, Function};

#[cfg(feature = "compile")]
pub use page::as_markdown;

/// Actions and functions as data.
pub fn as_json() -> Json {
    let action = |spec: &ActionSpec| {
        let params = spec
            .params
            .iter()
            .map(|param| json!({ "name": param.name, "wants": param.kind.wanted(), "optional": param.optional }));
        json!({
            "name": spec.name,
            "signature": spec.signature(),
            "help": spec.help,
            "params": params.collect::<Vec<_>>(),
            "example": spec.example,
            "writes": spec.fields().collect::<Vec<_>>(),
        })
    };
    let function = |function: &Function| {
        json!({
            "name": function.name,
            "signature": function.signature(),
            "help": function.help,
            "example": function.example,
        })
    };
    json!({
        "actions": tierline::actions().map(action).collect::<Vec<_>>(),
        "functions": tierline::functions().map(function).collect::<Vec<_>>(),
    })
}
