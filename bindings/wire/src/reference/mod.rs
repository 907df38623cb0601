//! The reference of the rule language, made from the tables of the engine.

mod page;

use serde_json::{Value as Json, json};
use tierline::{ActionSpec, Function};

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
            "effects": spec.effects.get().iter().map(|effect| effect.name).collect::<Vec<_>>(),
        })
    };
    let function = |function: &Function| {
        let params = function.params.iter().map(|param| json!({ "name": param.name, "wants": function.wants(param) }));
        json!({
            "name": function.name,
            "signature": function.signature(),
            "help": function.help,
            "params": params.collect::<Vec<_>>(),
            "gives": function.told_to_give(),
            "example": function.example.call,
            "example_gives": function.example.gives,
        })
    };
    json!({
        "actions": tierline::actions().map(action).collect::<Vec<_>>(),
        "functions": tierline::functions().map(function).collect::<Vec<_>>(),
    })
}
