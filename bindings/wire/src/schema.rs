//! JSON Schemas: of tickets from the table of fields, of the rest from the types.

use serde_json::{Value as Json, json};
use tierline::{Answer, Diagnostic, Roster, RuleForm, Schema};
use tierline_model::Root;

use crate::{WireError, clocks::DeadlinesSaid};

/// The schemas by name: of what goes in (`ticket`, `request`, `roster`) and of what the verbs give.
pub fn all(fields: &Schema) -> Json {
    let all = json!({
        "ticket": ticket(fields),
        "request": request(fields),
        "answer": schemars::schema_for!(Answer),
        "roster": schemars::schema_for!(Roster),
        "diagnostic": schemars::schema_for!(Diagnostic),
        "deadlines": schemars::schema_for!(DeadlinesSaid),
        "form": schemars::schema_for!(RuleForm),
        "error": schemars::schema_for!(WireError),
    });
    with_those_of_the_compiler(all)
}

/// Adds what only a build gives that compiles.
#[cfg(feature = "compile")]
fn with_those_of_the_compiler(mut all: Json) -> Json {
    all["explanation"] = json!(schemars::schema_for!(crate::explained::Explanation));
    all["finding"] = json!(schemars::schema_for!(tierline_check::Finding));
    all["report"] = json!(schemars::schema_for!(tierline::TestReport));
    all["coverage"] = json!(schemars::schema_for!(tierline::Coverage));
    all["cases"] = json!(schemars::schema_for!(crate::verify::Summary));
    all
}

#[cfg(not(feature = "compile"))]
fn with_those_of_the_compiler(all: Json) -> Json {
    all
}

/// A ticket, with the fields of one desk.
pub fn ticket(fields: &Schema) -> Json {
    let mut schema = titled(fields.json_schema(Root::Ticket), "Ticket");
    for inner in Root::ALL.into_iter().filter(|root| root.is_part_of_ticket()) {
        schema["properties"][inner.name()] = fields.json_schema(inner);
    }
    schema
}

/// A request: a ticket and what happened to it.
pub fn request(fields: &Schema) -> Json {
    let request = json!({
        "type": "object",
        "properties": {
            "ticket": ticket(fields),
            "event": fields.json_schema(Root::Event),
            "history": {
                "type": "array",
                "description": "What happened to the ticket before, in the form of `event`, each with `at`: clocks are folded from it.",
                "items": fields.json_schema(Root::Event),
            },
            "done": {
                "type": "array",
                "description": "The keys of the steps and breaches that the host has dealt with, as answers named them in `done`.",
                "items": { "type": "string" },
            },
            "since": {
                "type": "string",
                "format": "date-time",
                "description": "The instant of the evaluation before this one: at a `timer` event, rules that held then are passed over.",
            },
            "context": fields.json_schema(Root::Context),
            "roster": schemars::schema_for!(Roster),
            "turns": {
                "type": "object",
                "description": "Whose turn it was last, by the key that an `assign` effect named.",
                "additionalProperties": { "type": "string" },
            },
            "without_groups": {
                "type": "array",
                "description": "Groups of rules that are switched off.",
                "items": { "type": "string" },
            },
            "now": { "type": "string", "format": "date-time", "description": "The instant of the evaluation." },
        },
        "required": ["ticket"],
        "additionalProperties": false,
    });
    titled(request, "Request")
}

fn titled(mut schema: Json, title: &str) -> Json {
    schema["$schema"] = Json::from("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = Json::from(title);
    schema
}
