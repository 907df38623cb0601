//! What is said.

use serde::Serialize;
use tierline_model::{Diagnostic, Map, Request, Text, Timestamp, Value};

/// Something that looks wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// What, where, and what to do about it.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The rules that it is about, the one at its place first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<String>"))]
    pub rules: Vec<Text>,
    /// A ticket that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

/// A request that shows a finding when it is evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Witness {
    /// The ticket.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    pub ticket: Map,
    /// The event.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    pub event: Map,
    /// What else the host knows.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    pub context: Map,
    /// The instant.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub now: Timestamp,
}

impl Witness {
    pub(crate) fn of(request: &Request) -> Witness {
        let Request { ticket, event, context, now, .. } = request.clone();
        Witness { ticket: ticket.0, event, context, now }
    }

    /// What it says beside the id of its ticket and that it was just made, in one line: `ticket.category "network"`.
    pub fn told(&self) -> String {
        let records = [("ticket", &self.ticket), ("event", &self.event), ("context", &self.context)];
        let mut told: Vec<String> = vec![];
        for (record, fields) in records {
            for (name, value) in fields {
                match (record, &**name, value) {
                    ("ticket", "id", _) => {}
                    ("event", "kind", kind) if kind.as_text() == Some("created") => {}
                    ("ticket", "requester" | "organisation" | "asset", Value::Map(inner)) => {
                        told.extend(inner.iter().map(|(field, value)| format!("{name}.{field} {value}")));
                    }
                    _ => told.push(format!("{record}.{name} {value}")),
                }
            }
        }
        match told.as_slice() {
            [] => "a ticket of which nothing is known".to_owned(),
            told => format!("a ticket with {}", told.join(", ")),
        }
    }
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Finding {
        Finding { diagnostic, rules: vec![], witness: None }
    }
}

impl Finding {
    pub(crate) fn about<'a>(self, rules: impl IntoIterator<Item = &'a tierline_rules::Rule>) -> Finding {
        Finding { rules: rules.into_iter().map(|rule| rule.name.clone()).collect(), ..self }
    }

    pub(crate) fn shown_by(self, witness: Witness) -> Finding {
        Finding { witness: Some(witness), ..self }
    }
}
