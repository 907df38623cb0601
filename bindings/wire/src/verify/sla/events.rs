//! The events of a case as the event records of the engine.

use serde_json::Value as Json;
use tierline_model::{Map, Metric, Text, Timestamp, Value};

use super::policy::{Level, Policy};
use crate::{
    WireError,
    verify::keys::{Keys, wrong},
};

/// Who creates tickets and writes, in the words of cases and of the engine.
pub(super) const AUTHORS: [(&str, &str); 6] = [
    ("customer", "requester"),
    ("participant", "participant"),
    ("agent", "agent"),
    ("owner", "agent"),
    ("supplier", "supplier"),
    ("system", "system"),
];

/// The types of events.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Created,
    Reply,
    Note,
    Customer,
    /// Nothing but what its keys change.
    Changed,
    Assigned,
    Policy,
    Deadline,
    Absorbed,
    /// What has no keys of its own.
    Plain(&'static str),
}

const TYPES: [(&str, Type); 16] = [
    ("created", Type::Created),
    ("agent_reply", Type::Reply),
    ("agent_note", Type::Note),
    ("customer_reply", Type::Customer),
    ("status", Type::Changed),
    ("priority", Type::Changed),
    ("queue", Type::Changed),
    ("tier", Type::Changed),
    ("assigned", Type::Assigned),
    ("policy", Type::Policy),
    ("deadline", Type::Deadline),
    ("absorbed", Type::Absorbed),
    ("merged", Type::Plain("merged")),
    ("deleted", Type::Plain("deleted")),
    ("spam", Type::Plain("spam")),
    ("rebase", Type::Plain("rebase")),
];

/// An event of a case.
pub(super) struct Event {
    /// When.
    pub(super) at: Timestamp,
    /// The record of the engine.
    pub(super) record: Map,
    /// The priority that it sets.
    pub(super) level: Option<Level>,
    /// An instant that it names.
    pub(super) names: Option<Timestamp>,
}

impl Event {
    /// A change of fields of the ticket.
    pub(super) fn change(at: Timestamp, set: Map) -> Event {
        let record = record(at, "updated", None, [("set", Value::Map(set))]);
        Event { at, record, level: None, names: None }
    }

    /// Whether the ticket is made by it.
    pub(super) fn is_creation(&self) -> bool {
        self.record.get("kind").and_then(Value::as_text) == Some("created")
    }

    /// What it sets.
    pub(super) fn set(&self) -> Map {
        self.record.get("set").and_then(Value::as_map).cloned().unwrap_or_default()
    }
}

/// Reads the event at `path`. A new policy is the next version.
pub(super) fn read(path: &str, json: Json, versions: &mut Vec<Option<Policy>>) -> Result<Event, WireError> {
    let mut keys = Keys::of(path, json)?;
    let at = keys.instant("at")?;
    let at = keys.needed("at", at)?;
    let kind = keys.word("type", &TYPES)?;
    let kind = keys.needed("type", kind)?;
    let reason = keys.text("reason")?;
    let level = Level::read(&mut keys, "priority")?;
    let mut set = changes(&mut keys, level.as_ref())?;
    let mut event = Event { at, record: Map::new(), level, names: None };
    event.record = match kind {
        Type::Created => {
            let by = author(&mut keys)?;
            set.insert("created_by".into(), Value::text(by.0));
            set.insert("policy_version".into(), Value::Int(0));
            if let Some(due) = versions.first().and_then(|policy| policy.as_ref()?.due_field) {
                set.insert("due_at".into(), Value::Instant(due));
            }
            let unwritten = keys.truth("message")? == Some(false);
            record(at, "created", Some(by.1), [("without_message", Value::Bool(unwritten))])
        }
        Type::Reply | Type::Note => {
            let automated = keys.truth("automated")?.unwrap_or(false);
            let public = kind == Type::Reply;
            let parts = [("public", Value::Bool(public)), ("automated", Value::Bool(automated))];
            record(at, "message", Some("agent"), parts)
        }
        Type::Customer => {
            let by = author(&mut keys)?;
            let yes = |keys: &mut Keys, key| keys.truth(key).map(|yes| Value::Bool(yes.unwrap_or(false)));
            let automated = yes(&mut keys, "automated")?;
            let no_answer_needed = yes(&mut keys, "no_answer_needed")?;
            let parts =
                [("automated", automated), ("no_answer_needed", no_answer_needed), ("public", Value::Bool(true))];
            record(at, "message", Some(by.1), parts)
        }
        Type::Changed => record(at, "updated", None, []),
        Type::Assigned => {
            set.get_or_insert_with("assignee".into(), || Value::text("somebody"));
            record(at, "updated", None, [])
        }
        Type::Policy => {
            let policy = keys.raw("policy");
            let policy = keys.needed("policy", policy)?;
            versions.push(Policy::read(&keys.at("policy"), policy)?);
            let version = i64::try_from(versions.len() - 1).unwrap_or(i64::MAX);
            set.insert("policy_version".into(), Value::Int(version));
            record(at, "updated", None, [])
        }
        Type::Deadline => deadline(at, &mut keys, &mut event, reason.as_deref())?,
        Type::Absorbed => {
            event.names = keys.instant("opened_at")?;
            let opened = keys.needed("opened_at", event.names)?;
            record(at, "absorbed", None, [("opened_at", Value::Instant(opened))])
        }
        Type::Plain(kind) => record(at, kind, None, []),
    };
    if !set.is_empty() {
        event.record.insert("set".into(), Value::Map(set));
    }
    keys.finish()?;
    Ok(event)
}

/// What an event of any type may change of the ticket.
fn changes(keys: &mut Keys, level: Option<&Level>) -> Result<Map, WireError> {
    let mut set = Map::new();
    for field in ["status", "queue", "tier", "assignee"] {
        let path = keys.at(field);
        match keys.raw(field) {
            None => {}
            Some(Json::String(text)) => drop(set.insert(field.into(), Value::text(text))),
            Some(Json::Null) => drop(set.insert(field.into(), Value::Missing)),
            Some(other) => return Err(wrong(&path, &format!("must be text or null, not {other}"))),
        }
    }
    if let Some(level) = level {
        set.insert("level".into(), level.value());
    }
    Ok(set)
}

fn deadline(at: Timestamp, keys: &mut Keys, event: &mut Event, reason: Option<&str>) -> Result<Map, WireError> {
    let by = keys.text("by")?;
    let metric = super::policy::metric(keys)?.unwrap_or(Metric::USUAL);
    let path = keys.at("due");
    let due = keys.raw("due");
    event.names = match keys.needed("due", due)? {
        Json::Null => None,
        due => Some(crate::verify::keys::instant(&path, &due)?),
    };
    let parts = [
        ("clock", Value::text(metric.name())),
        ("due", event.names.map_or(Value::Missing, Value::Instant)),
        ("by", Value::text(by.as_deref().unwrap_or("somebody"))),
        ("reason", Value::text(reason.unwrap_or_default())),
    ];
    Ok(record(at, "deadline", None, parts))
}

/// A creator or writer, in both words.
fn author(keys: &mut Keys) -> Result<(&'static str, &'static str), WireError> {
    let by = keys.word("by", &AUTHORS.map(|pair| (pair.0, pair)))?;
    Ok(by.unwrap_or(AUTHORS[0]))
}

fn record<const N: usize>(at: Timestamp, kind: &str, author: Option<&str>, parts: [(&str, Value); N]) -> Map {
    let head = [("at", Value::Instant(at)), ("kind", Value::text(kind))];
    let author = author.map(|author| ("author", Value::text(author)));
    head.into_iter().chain(author).chain(parts).map(|(name, value)| (Text::from(name), value)).collect()
}

impl Level {
    /// As a value of a field.
    pub(super) fn value(&self) -> Value {
        match self {
            Level::Number(number) => Value::Int(*number),
            Level::Word(word) => Value::text(word.as_str()),
        }
    }
}
