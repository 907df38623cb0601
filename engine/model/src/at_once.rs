//! A request read from its text in one pass: a field is checked where it is read, and kept under the name that its schema
//! has for it.
//!
//! Most requests are as they must be. Of one that is not, nothing is told here: it is read again, part by part, by whoever
//! says what is wrong with it.

use std::sync::Arc;

use crate::{
    Map, Request, Root, Roster, Schema, Ticket, Timestamp, Value, event,
    json::{Reader, Shaped},
    ticket::BESIDE_TICKET,
};

/// The request that a text holds, whose fields fit `schema`; `None` where anything about it is not as it must be.
pub(crate) fn read(
    text: &str,
    otherwise_now: Option<Timestamp>,
    roster: &Arc<Roster>,
    schema: &Schema,
) -> Option<Request> {
    let mut request = Request::new(Ticket::default(), Timestamp::MIN);
    request.roster = roster.clone();
    let (mut now, mut has_ticket) = (otherwise_now, false);
    let mut reader = Reader::new(text);
    let mut is_first = true;
    if !reader.enter_map().ok()? {
        return None;
    }
    while let Some(name) = reader.name(&mut is_first).ok()? {
        match &*name {
            "ticket" => {
                request.ticket = Ticket(record(&mut reader, schema, Root::Ticket)?);
                has_ticket = true;
            }
            "event" => request.event = map(&mut reader)?,
            "history" => request.history = maps(&mut reader)?,
            "done" => request.done = shaped(&mut reader)?,
            "since" => request.since = shaped(&mut reader)?,
            "context" => request.context = record(&mut reader, schema, Root::Context)?,
            "roster" => request.roster = Arc::new(shaped::<Roster>(&mut reader)?.consistent().ok()?),
            "turns" => request.turns = shaped(&mut reader)?,
            "without_groups" => request.without_groups = shaped(&mut reader)?,
            "now" => now = Some(shaped(&mut reader)?),
            _ => return None,
        }
    }
    reader.end().ok()?;
    request.now = now?;
    let events = || request.history.iter().chain([&request.event]);
    let is_right = has_ticket && events().all(|event| event.is_empty() || event::mistakes(schema, event).is_empty());
    is_right.then_some(request)
}

/// A record whose fields fit their schema.
fn record(reader: &mut Reader<'_>, schema: &Schema, root: Root) -> Option<Map> {
    let (mut read, mut is_first) = (Map::new(), true);
    if !reader.enter_map().ok()? {
        return None;
    }
    while let Some(name) = reader.name(&mut is_first).ok()? {
        let inner = Root::of_record(&name).filter(|_| root == Root::Ticket);
        let value = match inner {
            Some(root) => Value::Map(record(reader, schema, root)?),
            None => reader.value().ok()?,
        };
        let (known, mut fields) = schema.first_named(root, &name);
        let fits = fields.all(|field| field.kind.fits(field.path.follow_below(&value).unwrap_or(&Value::Missing)));
        let is_misplaced = || root == Root::Ticket && BESIDE_TICKET.contains(&&*name);
        if !fits || is_misplaced() {
            return None;
        }
        read.insert(known.cloned().unwrap_or_else(|| (&*name).into()), value);
    }
    Some(read)
}

fn map(reader: &mut Reader<'_>) -> Option<Map> {
    match reader.value().ok()? {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fn maps(reader: &mut Reader<'_>) -> Option<Vec<Map>> {
    let mut maps = vec![];
    if !reader.enter_list().ok()? {
        return None;
    }
    while reader.has_item(maps.is_empty()).ok()? {
        maps.push(map(reader)?);
    }
    Some(maps)
}

fn shaped<T: Shaped>(reader: &mut Reader<'_>) -> Option<T> {
    T::shaped(reader.value().ok()?)
}
