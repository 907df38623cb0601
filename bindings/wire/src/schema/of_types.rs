//! The schemas of the types, made from them: what `types.json` is generated from.

use schemars::JsonSchema;
use serde_json::{Value as Json, json};
use tierline::{Answer, Coverage, Diagnostic, Roster, RuleForm, TestReport};
use tierline_check::Finding;
use tierline_model::{
    EffectSpec, EffectValue, SaidKind, Turn,
    effect::{ClockEffect, TurnedAway},
};

use crate::{WireError, clocks::DeadlinesSaid, explained::Explanation, reference::Reference, verify::Summary};

/// The schemas by name that the types themselves give, with their sentences.
pub fn of_types() -> Json {
    json!({
        "answer": answer(),
        "cases": schemars::schema_for!(Summary),
        "coverage": schemars::schema_for!(Coverage),
        "deadlines": schemars::schema_for!(DeadlinesSaid),
        "diagnostic": schemars::schema_for!(Diagnostic),
        "error": schemars::schema_for!(WireError),
        "explanation": schemars::schema_for!(Explanation),
        "finding": schemars::schema_for!(Finding),
        "form": schemars::schema_for!(RuleForm),
        "reference": schemars::schema_for!(Reference),
        "report": schemars::schema_for!(TestReport),
        "roster": schemars::schema_for!(Roster),
    })
}

/// An answer: its types, and the effects of the table of actions.
fn answer() -> Json {
    let mut schema = json!(schemars::schema_for!(Answer));
    schema["$defs"]["Turn"] = shape::<Turn>();
    schema["$defs"]["TurnedAway"] = shape::<TurnedAway>();
    let effects = &mut schema["$defs"]["Asked"]["oneOf"];
    let of_clocks = effects.as_array().cloned().unwrap_or_default();
    let (above, below): (Vec<_>, Vec<_>) =
        tierline::effects().into_iter().partition(|row| row.place < ClockEffect::PLACE);
    *effects = above.into_iter().map(effect).chain(of_clocks).chain(below.into_iter().map(effect)).collect();
    schema
}

/// The schema of a type, to stand among the definitions of another.
fn shape<T: JsonSchema>() -> Json {
    let mut schema = json!(schemars::schema_for!(T));
    if let Some(schema) = schema.as_object_mut() {
        schema.retain(|key, _| !["$schema", "title"].contains(&key.as_str()));
    }
    schema
}

fn effect(row: &EffectSpec) -> Json {
    let named = row.values.iter().map(|value| (value.name.to_owned(), said(value)));
    let name = ("do".to_owned(), json!({ "type": "string", "const": row.name }));
    let needed = row.values.iter().filter(|value| !value.optional).map(|value| value.name);
    let needed: Vec<&str> = ["do"].into_iter().chain(needed).collect();
    json!({
        "type": "object",
        "description": row.help.get(),
        "properties": named.chain([name]).collect::<serde_json::Map<_, _>>(),
        "required": needed,
    })
}

/// What an effect says under a name.
fn said(value: &EffectValue) -> Json {
    let one = |kind: &str| match value.optional {
        true => json!({ "type": [kind, "null"] }),
        false => json!({ "type": kind }),
    };
    let mut schema = match value.kind {
        SaidKind::Text | SaidKind::Person | SaidKind::Instant => one("string"),
        SaidKind::Integer => json!({ "type": "integer", "format": "int64" }),
        SaidKind::Map => json!({ "type": "object", "additionalProperties": true }),
        SaidKind::Any => json!({}),
        SaidKind::Turn => json!({ "anyOf": [{ "$ref": "#/$defs/Turn" }, { "type": "null" }] }),
        SaidKind::TurnedAway => json!({ "type": "array", "items": { "$ref": "#/$defs/TurnedAway" } }),
    };
    schema["description"] = Json::from(value.help.get());
    schema
}
