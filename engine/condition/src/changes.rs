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
    let before = record(event, "before", path.root)?;
    path.follow_known(before).or_else(|| is_told_without(event, before, path).then_some(&Value::Missing))
}

/// What a part of an event says of the ticket, or of a record in it.
fn record<'a>(event: &'a Map, part: &str, root: Root) -> Option<&'a Map> {
    let of_ticket = event.get(part).and_then(Value::as_map)?;
    match root {
        Root::Ticket => Some(of_ticket),
        root => of_ticket.get(root.name()).and_then(Value::as_map),
    }
}

/// Whether `before` names what a field lies in, which did not have it: that was no map, or the event has set the whole of it.
fn is_told_without(event: &Map, before: &Map, path: &Path) -> bool {
    let Some((first, inner)) = path.names.split_first() else { return false };
    let Some(held) = before.get(first) else { return false };
    let is_set = || record(event, "set", path.root).is_some_and(|set| set.contains_key(first));
    let mut held = held;
    for name in inner {
        match held.as_map() {
            None => return true,
            Some(map) => match map.get(name) {
                Some(value) => held = value,
                None => return is_set(),
            },
        }
    }
    false
}

/// What a field held that is one of these or lies in one of them: nothing, where that did not have it.
fn seen<'a>(fields: &'a [(Path, Value)], path: &Path) -> Option<&'a Value> {
    let has = |known: &Path| known.root == path.root && path.names.starts_with(&known.names);
    let (known, held) = fields.iter().find(|(known, _)| has(known))?;
    Some(path.follow_past(known.names.len(), held).unwrap_or(&Value::Missing))
}
