//! What the event changed, as far as anybody says.

use tierline_model::{Map, Path, Request, Root, Ticket, Value};

/// What the event changed.
#[derive(Debug)]
pub(crate) enum Changes {
    /// The fields that `before` of the event names, up to the ticket as it came, whatever rules write since.
    Came(Ticket),
    /// The fields that `before` of the event names, up to the ticket as it is.
    Told,
    /// These fields, which held that, up to the ticket as it is.
    Seen(Vec<(Path, Value)>),
}

impl Changes {
    /// What the event of a request changed, where it says so.
    pub(crate) fn of(request: &Request) -> Option<Changes> {
        request.event.contains_key("before").then(|| Changes::Came(request.ticket.clone()))
    }

    /// What a field held before the event and what it held just after it, where anybody says so.
    pub(crate) fn of_field<'a>(
        &'a self,
        path: &Path,
        event: &'a Map,
        ticket: &'a Ticket,
    ) -> Option<(&'a Value, &'a Value)> {
        let (before, after) = match self {
            Changes::Came(came) => (told(event, path)?, came),
            Changes::Told => (told(event, path)?, ticket),
            Changes::Seen(fields) => (seen(fields, path)?, ticket),
        };
        Some((before, after.get(path)))
    }
}

/// What `before` of an event says of a field.
fn told<'a>(event: &'a Map, path: &Path) -> Option<&'a Value> {
    let before = event.get("before").and_then(Value::as_map)?;
    match path.root {
        Root::Ticket => path.follow_known(before),
        root => path.follow_known(before.get(root.name()).and_then(Value::as_map)?),
    }
}

/// What a field held that is one of these or lies in one of them: as if `before` of the event said what they held.
fn seen<'a>(fields: &'a [(Path, Value)], path: &Path) -> Option<&'a Value> {
    let has = |known: &Path| known.root == path.root && path.names.starts_with(&known.names);
    let (known, held) = fields.iter().find(|(known, _)| has(known))?;
    path.follow_past(known.names.len(), held)
}
