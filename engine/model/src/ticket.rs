//! What a desk is asked: a ticket, what happened to it, and what the host knows.

use std::{fmt, sync::Arc};

use crate::{
    FieldError, Map, Path, Root, Roster, Schema, SortedMap, SortedSet, Text, Timestamp, Value, at_once, event,
    json::{self, Json, JsonError, Shaped},
    suggest,
};

/// A ticket: its fields by name, with `requester`, `organisation` and `asset` as maps of their own.
///
/// Fields that no schema knows are kept and given back as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket(pub Map);

impl Ticket {
    /// The record that `root` names, as far as it stands in the ticket.
    pub fn record(&self, root: Root) -> Option<&Map> {
        match root {
            Root::Ticket => Some(&self.0),
            _ => self.0.get(root.name()).and_then(Value::as_map),
        }
    }

    /// The value at `path` as it came, where `path` leads into the ticket.
    pub fn get(&self, path: &Path) -> &Value {
        self.record(path.root).map_or(&Value::Missing, |record| path.follow(record))
    }

    /// Puts `value` at `path`, where that leads into the ticket.
    pub fn put(&mut self, path: &Path, value: Value) {
        match path.root {
            Root::Ticket => path.put(&mut self.0, value),
            root if root.is_part_of_ticket() => {
                let names = [Text::from(root.name())].into_iter().chain(path.names.iter().cloned()).collect();
                Path { root: Root::Ticket, names }.put(&mut self.0, value);
            }
            _ => {}
        }
    }

    /// What a partial ticket names, such as `set` of an event: fields of the ticket, and of the records in it.
    pub fn named_in(partial: &Map) -> Vec<(Path, Value)> {
        let inner = |name: &Text| Root::named(name).filter(|root| root.is_part_of_ticket());
        let fields = partial.iter().flat_map(|(name, value)| match (inner(name), value) {
            (Some(root), Value::Map(record)) => record
                .iter()
                .map(|(name, value)| (Path { root, names: [name.clone()].into() }, value.clone()))
                .collect(),
            _ => vec![(Path::of_ticket(name), value.clone())],
        });
        fields.collect()
    }

    /// The ticket's id, where it has one.
    pub fn id(&self) -> Option<Text> {
        match self.0.get("id") {
            Some(Value::Text(id)) => Some(id.clone()),
            Some(Value::Int(id)) => Some(id.to_string().into()),
            _ => None,
        }
    }
}

/// One question to a desk: this ticket, just after this event, at this instant. What to do?
#[derive(Clone, Debug)]
pub struct Request {
    /// The ticket as it is after the event.
    pub ticket: Ticket,
    /// What happened.
    pub event: Map,
    /// What happened to the ticket before, in the form of [`event`](Request::event): clocks are folded from it.
    ///
    /// Each event says `kind` and `at`; `set` says what it changed in the ticket, and `before` what that was. After an answer
    /// a host appends the event that it asked about, unless that was a `timer`, and, where the effects changed the ticket,
    /// `{"kind": "updated", "author": "system", "at": answer.now, "set": …, "before": …}`; what rules change at a `created`
    /// event goes into the `set` of that event. `sla`, `respond_by`, `reply_by`, `update_by` and `resolve_by` are the engine's
    /// own and stay out. A field that no event sets is taken to have held what it holds ever since. Events may come in any
    /// order. A ticket without history is read from its dates: `created_at`, `responded_at`, `resolved_at`, `closed_at`; the last
    /// two also tell how a ticket ended whose history does not. Where the history contradicts the ticket, the ticket counts from
    /// the last event on, and a fault says so.
    pub history: Vec<Map>,
    /// The keys of the steps and breaches that the host has dealt with: all that answers about this ticket gave as `done`.
    /// They are opaque, and unique within the ticket. Store them together with the effects; forget them with the ticket.
    pub done: SortedSet<Text>,
    /// The instant of the evaluation before this one, needed with a `timer` event: rules that held then already are passed
    /// over. Without it, every rule that holds fires again.
    pub since: Option<Timestamp>,
    /// What else the host knows.
    pub context: Map,
    /// Who can be given work.
    pub roster: Arc<Roster>,
    /// Whose turn it was last, by the key that an `assign` effect named.
    pub turns: SortedMap<Text, Text>,
    /// Groups of rules that are switched off: their rules are not looked at.
    pub without_groups: SortedSet<Text>,
    /// The instant of the evaluation.
    pub now: Timestamp,
}

impl Request {
    /// A question about `ticket` at `now`, with no event, context or roster.
    pub fn new(ticket: Ticket, now: Timestamp) -> Request {
        let (event, history, done, since, context) = Default::default();
        let (roster, turns, without_groups) = Default::default();
        Request { ticket, event, history, done, since, context, roster, turns, without_groups, now }
    }

    /// Checks every field against `schema`.
    ///
    /// # Errors
    ///
    /// All fields that do not fit, in order.
    pub fn check(&self, schema: &Schema) -> Result<(), RequestError> {
        let mut misfits = Vec::new();
        for root in Root::ALL {
            let record = match root {
                Root::Event => Some(&self.event),
                Root::Context => Some(&self.context),
                Root::Sla => None,
                root => self.ticket.record(root),
            };
            let inner = self.ticket.0.get(root.name()).filter(|_| root.is_part_of_ticket());
            match (record, inner) {
                (None, Some(got)) if !got.is_missing() => misfits.push(FieldError {
                    field: Path::of_ticket(root.name()),
                    wanted: "a map".to_owned(),
                    got: got.clone(),
                }),
                (record, _) => misfits.extend(record.into_iter().flat_map(|record| schema.misfits(root, record))),
            }
        }
        if !misfits.is_empty() {
            return Err(RequestError::Fields(misfits));
        }
        let history = self.history.iter().enumerate().flat_map(|(index, event)| {
            let mistakes = event::mistakes(schema, event).into_iter();
            mistakes.map(move |mistake| format!("history, event {}: {mistake}", index + 1))
        });
        let wrong: Vec<String> = history.chain(event::mistakes(schema, &self.event)).collect();
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(RequestError::Shape(wrong.join("; "))),
        }
    }

    /// Reads a request from JSON: `{"ticket": …, "event": …, "history": …, "done": …, "since": …, "context": …, "roster": …,
    /// "turns": …, "without_groups": …, "now": …}`, of which only `ticket` is needed. Where `now` is left out it is `otherwise_now`,
    /// and where `roster` is, it is `roster`.
    ///
    /// # Errors
    ///
    /// Where a part is unknown or is not of its shape. Fields are checked by [`check`](Request::check).
    pub fn from_json(
        json: impl Into<Json>,
        otherwise_now: Option<Timestamp>,
        roster: &Arc<Roster>,
    ) -> Result<Request, RequestError> {
        let Json::Map(parts) = json.into() else { return Err(RequestError::shape("a request must be a JSON object")) };
        let mut parts = parts.into_iter().map(|(name, part)| (name, Part::Tree(part)));
        Request::from_parts(&mut parts, otherwise_now, roster)
    }

    /// As [`from_json`](Request::from_json), from JSON text, and checked: in one pass where nothing is wrong with it.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Request::from_json) and [`check`](Request::check), and where the text is no JSON.
    pub fn from_text(
        text: &str,
        otherwise_now: Option<Timestamp>,
        roster: &Arc<Roster>,
        schema: &Schema,
    ) -> Result<Request, RequestError> {
        if let Some(request) = at_once::read(text, otherwise_now, roster, schema) {
            return Ok(request);
        }
        let request = Request::unchecked(text, otherwise_now, roster)?;
        request.check(schema)?;
        Ok(request)
    }

    /// As [`from_text`](Request::from_text), with fields that [`check`](Request::check) has still to look at.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Request::from_json), and where the text is no JSON.
    pub fn unchecked(
        text: &str,
        otherwise_now: Option<Timestamp>,
        roster: &Arc<Roster>,
    ) -> Result<Request, RequestError> {
        let parts = json::parts(text).map_err(no_json)?;
        let parts = parts.ok_or_else(|| RequestError::shape("a request must be a JSON object"))?;
        let mut parts = parts.into_iter().map(|(name, part)| (name, Part::Text(part)));
        Request::from_parts(&mut parts, otherwise_now, roster)
    }

    /// As [`unchecked`](Request::unchecked), of the text of a ticket with nothing beside it.
    ///
    /// # Errors
    ///
    /// As [`unchecked`](Request::unchecked).
    pub fn of_ticket(ticket: &str, now: Timestamp, roster: &Arc<Roster>) -> Result<Request, RequestError> {
        Request::from_parts(&mut [("ticket".into(), Part::Text(ticket))].into_iter(), Some(now), roster)
    }

    fn from_parts<'a>(
        parts: &mut dyn Iterator<Item = (Text, Part<'a>)>,
        otherwise_now: Option<Timestamp>,
        roster: &Arc<Roster>,
    ) -> Result<Request, RequestError> {
        let mut request = Request::new(Ticket::default(), otherwise_now.unwrap_or(Timestamp::MIN));
        request.roster = roster.clone();
        let mut seen_now = otherwise_now.is_some();
        let mut seen_ticket = false;
        for (name, part) in parts {
            match &*name {
                "ticket" => {
                    request.ticket = Ticket(part.record(&name)?);
                    let misplaced = BESIDE_TICKET.into_iter().find(|part| request.ticket.0.contains_key(*part));
                    if let Some(part) = misplaced {
                        return Err(RequestError::Shape(format!(
                            "`{part}` stands inside the ticket and belongs beside it: {{\"ticket\": ..., \"{part}\": ...}}"
                        )));
                    }
                    seen_ticket = true;
                }
                "event" => request.event = part.record(&name)?,
                "history" => {
                    let events = part.items(&name, "a list of events, the earliest first")?.into_iter().enumerate();
                    let event = |(index, event): (usize, Part<'_>)| event.record(&format!("history[{index}]"));
                    request.history = events.map(event).collect::<Result<_, _>>()?;
                }
                "done" => request.done = shaped(&name, part, "a list of the texts that answers gave as `done`")?,
                "since" => request.since = shaped(&name, part, AN_INSTANT)?,
                "context" => request.context = part.record(&name)?,
                "roster" => request.roster = Arc::new(Roster::from_json(part.tree()?).map_err(RequestError::Shape)?),
                "turns" => request.turns = shaped(&name, part, "an object: the agent whose turn it was, by key")?,
                "without_groups" => request.without_groups = shaped(&name, part, "a list of names of groups")?,
                "now" => {
                    request.now = shaped(&name, part, AN_INSTANT)?;
                    seen_now = true;
                }
                other => return Err(RequestError::unknown_part(other)),
            }
        }
        match (seen_ticket, seen_now) {
            (false, _) => Err(RequestError::shape("a request needs a `ticket`")),
            (_, false) => {
                Err(RequestError::shape("a request needs `now`, an instant such as \"2026-11-23T10:00:00Z\""))
            }
            _ => Ok(request),
        }
    }
}

/// The parts of a request that stand beside the ticket.
pub(crate) const BESIDE_TICKET: [&str; 9] =
    ["event", "history", "done", "since", "context", "roster", "turns", "without_groups", "now"];

/// A part of a request: text, or a tree that was made of it.
enum Part<'a> {
    Text(&'a str),
    Tree(Json),
}

impl<'a> Part<'a> {
    fn tree(self) -> Result<Json, RequestError> {
        match self {
            Part::Tree(tree) => Ok(tree),
            Part::Text(text) => Json::read(text).map_err(no_json),
        }
    }

    fn record(self, name: &str) -> Result<Map, RequestError> {
        match self.tree()? {
            Json::Map(entries) => json::into_map(entries).map_err(|digits| {
                RequestError::shape(format!(
                    "the number {digits} in `{name}` has more digits than can be kept exactly (28)"
                ))
            }),
            Json::Null => Ok(Map::new()),
            other => Err(misfit(name, "a JSON object", other)),
        }
    }

    /// The items of a list, which is what is `wanted`.
    fn items(self, name: &str, wanted: &str) -> Result<Vec<Part<'a>>, RequestError> {
        if let Part::Text(text) = &self
            && let Some(items) = json::items(text)
        {
            return Ok(items.into_iter().map(Part::Text).collect());
        }
        match self.tree()? {
            Json::List(items) => Ok(items.into_iter().map(Part::Tree).collect()),
            other => Err(misfit(name, wanted, other)),
        }
    }
}

fn no_json(error: JsonError) -> RequestError {
    RequestError::Shape(format!("the request is not JSON: {error}"))
}

/// What `since` and `now` must be.
const AN_INSTANT: &str = "an instant such as \"2026-11-23T10:00:00Z\"";

/// A part of a request that must be what is `wanted`.
fn shaped<T: Shaped>(name: &str, part: Part<'_>, wanted: &str) -> Result<T, RequestError> {
    let part = part.tree()?;
    T::shaped(part.clone()).ok_or_else(|| misfit(name, wanted, part))
}

/// That a part is not what is `wanted`.
fn misfit(name: &str, wanted: &str, got: Json) -> RequestError {
    RequestError::Shape(format!("`{name}` must be {wanted}, not {}", got.described()))
}

/// Why a request was refused. Nothing was evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// A part is unknown, missing or not of its shape.
    Shape(String),
    /// Fields hold what they cannot.
    Fields(Vec<FieldError>),
}

impl RequestError {
    fn shape(message: impl Into<String>) -> RequestError {
        RequestError::Shape(message.into())
    }

    fn unknown_part(name: &str) -> RequestError {
        if Root::named(name).is_some_and(Root::is_part_of_ticket) {
            let message = format!("`{name}` belongs inside the ticket: {{\"ticket\": {{\"{name}\": ...}}}}");
            return RequestError::Shape(message);
        }
        let parts = ["ticket"].into_iter().chain(BESIDE_TICKET);
        let hint = suggest::behind(name, parts, "`");
        RequestError::Shape(format!("a request has no part `{name}`{hint}"))
    }

    /// A name for programs to branch on.
    pub fn code(&self) -> &'static str {
        match self {
            RequestError::Shape(_) => "bad-request",
            RequestError::Fields(_) => "bad-field",
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RequestError::Shape(message) => f.write_str(message),
            RequestError::Fields(misfits) => {
                for (index, misfit) in misfits.iter().enumerate() {
                    let between = if index == 0 { "" } else { "; " };
                    write!(f, "{between}{misfit}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for RequestError {}
