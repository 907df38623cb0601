//! JSON Schemas: of tickets and requests from the table of fields, of the rest from the types.

#[cfg(feature = "schema")]
mod of_types;

use serde_json::{Value as Json, json};
use tierline::Schema;
use tierline_model::Root;

#[cfg(feature = "schema")]
pub use of_types::of_types;

/// What [`of_types`] gives, on one line: a module with the text is smaller than one that makes it. `cargo xtask generate` writes it.
const OF_TYPES: &str = include_str!("types.json");

/// The schemas by name: of what goes in (`ticket`, `request`, `roster`) and of what the verbs give.
pub fn all(fields: &Schema) -> Json {
    let mut all = types();
    let request = request(fields, &all["roster"]);
    all["ticket"] = ticket(fields);
    all["request"] = request;
    all
}

/// The schemas that are the same for every desk.
pub(crate) fn types() -> Json {
    // INVARIANT: a test holds the text to what the types give.
    serde_json::from_str(OF_TYPES).unwrap_or_default()
}

/// A ticket, with the fields of one desk.
fn ticket(fields: &Schema) -> Json {
    let mut schema = titled(fields.json_schema(Root::Ticket), "Ticket");
    for inner in Root::ALL.into_iter().filter(|root| root.is_part_of_ticket()) {
        schema["properties"][inner.name()] = fields.json_schema(inner);
    }
    schema
}

/// A request: a ticket and what happened to it.
fn request(fields: &Schema, roster: &Json) -> Json {
    let request = json!({
        "type": "object",
        "properties": {
            "ticket": ticket(fields),
            "event": fields.json_schema(Root::Event),
            "history": {
                "type": "array",
                "description": "What happened to the ticket before, in the form of `event`, each with `at`: clocks are folded from it. Where it contradicts the ticket, the ticket counts from the last event on, and a fault says so.",
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
            "roster": roster,
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
            "now": { "type": "string", "format": "date-time", "description": "The instant of the evaluation. What lies after it has not happened, and is a fault." },
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
