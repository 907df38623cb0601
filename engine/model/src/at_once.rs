//! A request read from its text in one pass: a field is checked where it is read, and kept under the name that its schema
//! has for it.
//!
//! Most requests are as they must be. Of one that is not, nothing is told here: it is read again, part by part, by whoever
//! says what is wrong with it.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};

use crate::{
    Map, Request, Root, Roster, Schema, Text, Ticket, Timestamp, Value, event, object::Object, ticket::BESIDE_TICKET,
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
    let mut parts = Parts { schema, request, has_ticket: false, now: otherwise_now };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.deserialize_map(&mut parts).ok()?;
    deserializer.end().ok()?;
    let Parts { mut request, has_ticket, now, .. } = parts;
    request.now = now?;
    let events = || request.history.iter().chain([&request.event]);
    let is_right = has_ticket && events().all(|event| event.is_empty() || event::mistakes(schema, event).is_empty());
    is_right.then_some(request)
}

/// The parts of a request, as far as they were read.
struct Parts<'a> {
    schema: &'a Schema,
    request: Request,
    has_ticket: bool,
    now: Option<Timestamp>,
}

impl<'de> Visitor<'de> for &mut Parts<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let (request, schema) = (&mut self.request, self.schema);
        while let Some(name) = parts.next_key_seed(Name)? {
            match &*name {
                "ticket" => {
                    request.ticket = Ticket(parts.next_value_seed(Record { schema, root: Root::Ticket })?);
                    self.has_ticket = true;
                }
                "event" => request.event = parts.next_value()?,
                "history" => request.history = parts.next_value()?,
                "done" => request.done = parts.next_value()?,
                "since" => request.since = parts.next_value()?,
                "context" => request.context = parts.next_value_seed(Record { schema, root: Root::Context })?,
                "roster" => request.roster = Arc::new(parts.next_value_seed(Object::<Roster>::NEW)?),
                "turns" => request.turns = parts.next_value()?,
                "without_groups" => request.without_groups = parts.next_value()?,
                "now" => self.now = Some(parts.next_value()?),
                _ => return Err(A::Error::custom("")),
            }
        }
        Ok(())
    }
}

/// A record whose fields fit their schema.
struct Record<'a> {
    schema: &'a Schema,
    root: Root,
}

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = Map;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Map, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = Map;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Map, A::Error> {
        let Record { schema, root } = self;
        let mut record = Map::new();
        while let Some(name) = entries.next_key_seed(Name)? {
            let inner = Root::named(&name).filter(|inner| root == Root::Ticket && inner.is_part_of_ticket());
            let value = match inner {
                Some(root) => Value::Map(entries.next_value_seed(Record { schema, root })?),
                None => entries.next_value()?,
            };
            let (known, mut fields) = schema.first_named(root, &name);
            let fits = fields.all(|field| field.kind.fits(field.path.follow_below(&value).unwrap_or(&Value::Missing)));
            let is_misplaced = || root == Root::Ticket && BESIDE_TICKET.contains(&&*name);
            if !fits || is_misplaced() {
                return Err(A::Error::custom(""));
            }
            record.insert(known.cloned().unwrap_or_else(|| Text::from(&*name)), value);
        }
        Ok(record)
    }
}

/// A name as it stands in the text, where that has it without escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
