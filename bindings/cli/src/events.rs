//! Event logs: what happened to tickets, a line or row each.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use tierline_wire::{
    model::{
        Map, Path, Request, Root, Roster, SortedMap, Text, Ticket, Timestamp, Value, json::Json, suggest::nearest,
    },
    simulate::{Happened, TicketLog},
    tierline::Desk,
};

use crate::{
    asking::{Asker, short, text_of},
    exit::{Failure, unreadable},
    refusals::Refusals,
    report::say,
    tickets::{self, Input},
};

/// Tickets and events of a log that are played before their answers are shown; those of a ticket that has more events are
/// shown as they come.
const CHUNK_TICKETS: usize = 1_024;
pub const CHUNK_EVENTS: usize = 4_096;

/// Bytes of a log, which is held in memory until its tickets are sorted out.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// An event log, ticket by ticket.
#[derive(Debug)]
pub struct Log {
    /// The tickets, in the order in which the log first names them.
    pub tickets: Vec<TicketLog>,
    /// Its lines, and those of them that could not be read.
    pub refusals: Refusals,
    /// When the last event happened.
    pub last: Option<Timestamp>,
}

impl Log {
    /// The tickets, so many at a time as are played together.
    pub fn chunks(&self) -> impl Iterator<Item = &[TicketLog]> {
        let mut left = self.tickets.as_slice();
        std::iter::from_fn(move || {
            let mut events = 0;
            let fits = |ticket: &&TicketLog| {
                events += ticket.events.len();
                events <= CHUNK_EVENTS
            };
            let count = left.iter().take(CHUNK_TICKETS).take_while(fits).count().max(1);
            let (chunk, rest) = left.split_at_checked(count)?;
            left = rest;
            Some(chunk)
        })
    }

    /// Reads a log. Lines that cannot be read are named on standard error and left out.
    ///
    /// # Errors
    ///
    /// Where the input breaks off, or is longer than what is held in memory.
    pub fn read(asker: &Asker, input: &mut Input, desk: &Desk) -> Result<Log, Failure> {
        let mut log = Log { tickets: vec![], refusals: Refusals::of(&input.name), last: None };
        let mut numbers: HashMap<Text, usize> = HashMap::new();
        let mut slips = BTreeSet::new();
        let mut lines: Vec<(Text, Vec<Line>)> = vec![];
        while let Some(piece) = input.pieces.next() {
            let piece = piece.map_err(|error| unreadable(&input.name, &error))?;
            log.refusals.lines += 1;
            if input.pieces.consumed() > MOST_BYTES {
                return Err(too_long(&input.name));
            }
            let line = text_of(&piece).and_then(|text| Line::read(text, piece.line, asker, desk));
            match line {
                Ok((id, line)) => {
                    for slip in line.slips(desk).into_iter().filter(|slip| slips.insert(slip.clone())) {
                        say(&format!("{}:{}: {}", input.name, piece.line, short(&slip)));
                    }
                    log.last = log.last.max(Some(line.at));
                    let number = *numbers.entry(id.clone()).or_insert(lines.len());
                    match lines.get_mut(number) {
                        Some((_, of_ticket)) => {
                            let line = line.sharing(of_ticket.last());
                            of_ticket.push(line);
                        }
                        None => lines.push((id, vec![line])),
                    }
                }
                Err(why) => log.refusals.refuse(piece.line, &short(&why)),
            }
        }
        log.tickets = lines.into_iter().map(|(id, lines)| TicketLog { id, events: events(lines) }).collect();
        Ok(log)
    }
}

/// That a log has more than is held in memory.
fn too_long(name: &str) -> Failure {
    let most = MOST_BYTES / (1024 * 1024);
    Failure::trouble(format!(
        "the log `{name}` is too long: it is held in memory to sort out its tickets, and may have {most} MiB; give it in parts, \
         all events of a ticket in one of them"
    ))
}

/// One line of a log.
#[derive(Debug)]
struct Line {
    at: Timestamp,
    /// Its number.
    number: u64,
    /// What the line says of the event itself.
    event: Map,
    told: Told,
}

/// What a line says of the ticket.
#[derive(Debug)]
enum Told {
    /// The fields that changed.
    Set(Map),
    /// The ticket as it was then.
    State(Map),
}

impl Line {
    /// The same line, which shares with another what both say of the ticket.
    fn sharing(mut self, other: Option<&Line>) -> Line {
        if let (Told::State(now), Some(Told::State(was))) = (&mut self.told, other.map(|other| &other.told)) {
            for (name, value) in now.iter_mut() {
                if let Some(held) = was.get(name).filter(|held| *held == value) {
                    *value = held.clone();
                }
            }
        }
        self
    }

    fn read(text: &str, line: u64, asker: &Asker, desk: &Desk) -> Result<(Text, Line), String> {
        let is_row = asker.layout().is_some();
        let mut request = match asker.layout() {
            Some(layout) => layout.request(text, asker.roster())?.request,
            None => from_json(text, line, asker.roster())?,
        };
        request.check(desk.schema()).map_err(|error| error.to_string())?;
        let id = request.ticket.id().ok_or(match is_row {
            true => "the row names no ticket: its `id` is empty",
            false => "the event names no ticket: it needs `ticket_id` or `id`",
        })?;
        let said = request.event.remove("at");
        let at = match said.as_ref().and_then(Value::as_instant) {
            Some(at) => at,
            None if is_row => tickets::instant_of(&request.ticket)
                .ok_or("the row does not say when it happened: it needs `event.at`, `updated_at` or `created_at`")?,
            None => return Err("the event does not say when it happened: it needs `at`".to_owned()),
        };
        let Ticket(told) = request.ticket;
        let told = if is_row { Told::State(told) } else { Told::Set(told) };
        Ok((id, Line { at, number: line, event: request.event, told }))
    }
}

impl Line {
    /// Fields of an event that look like slips of known ones; the header of a CSV file has said so of its own.
    fn slips(&self, desk: &Desk) -> Vec<String> {
        let Told::Set(set) = &self.told else { return vec![] };
        let records = set.iter().filter_map(|(name, value)| Some((Root::named(name)?, value.as_map()?)));
        let records = records.filter(|(root, _)| root.is_part_of_ticket()).chain([(Root::Ticket, set)]);
        let paths = records
            .flat_map(|(root, record)| record.keys().filter_map(move |name| Path::below(root, [&**name].into_iter())));
        let unknown = paths.filter(|path| !desk.schema().knows(path));
        unknown
            .filter_map(|path| {
                let near = desk.schema().nearest_beside(&path)?;
                Some(format!("`{path}` is no field of this desk; did you mean `{near}`?"))
            })
            .collect()
    }
}

/// An event from a line of JSON: `{"ticket_id", "at", "kind", …, "set": {…}, "ticket": {…}}`. The fields of `ticket` are
/// set too.
fn from_json(text: &str, line: u64, roster: &Arc<Roster>) -> Result<Request, String> {
    let mut event = tickets::object(text, line, "an event")?;
    let id = event.remove("ticket_id").or_else(|| event.remove("id"));
    let mut ticket = SortedMap::new();
    for name in ["ticket", "set"] {
        match event.remove(name) {
            None | Some(Json::Null) => {}
            Some(Json::Map(fields)) => merge(&mut ticket, fields),
            Some(_) => return Err(format!("`{name}` must be a JSON object")),
        }
    }
    if let Some(id) = id {
        ticket.insert("id".into(), id);
    }
    // What else stands in the line is of the event, whose words are checked with the desk's fields.
    if let Some((slip, meant)) = event.keys().find_map(|key| Some((key, nearest(key, ["ticket_id", "ticket"])?))) {
        return Err(format!("an event has no `{slip}`; did you mean `{meant}`?"));
    }
    let nulls: Vec<Text> =
        ticket.iter().filter(|(_, value)| **value == Json::Null).map(|(name, _)| name.clone()).collect();
    let parts = [("ticket".into(), Json::Map(ticket)), ("event".into(), Json::Map(event))];
    let mut request =
        Request::from_json(Json::Map(parts.into()), Some(Timestamp::MIN), roster).map_err(|error| error.to_string())?;
    // A field that is set to nothing is taken away.
    request.ticket.0.extend(nulls.into_iter().map(|name| (name, Value::Missing)));
    Ok(request)
}

fn merge(into: &mut SortedMap<Text, Json>, fields: SortedMap<Text, Json>) {
    for (name, value) in fields {
        match (into.get_mut(&name), value) {
            (Some(Json::Map(record)), Json::Map(more)) => record.extend(more),
            (_, value) => drop(into.insert(name, value)),
        }
    }
}

/// The events of the lines of one ticket. A log of states that says when the ticket was made begins with its creation; which
/// status it had then is not known.
fn events(mut lines: Vec<Line>) -> Vec<Happened> {
    lines.sort_by_key(|line| line.at);
    let mut events = Vec::with_capacity(lines.len() + 1);
    let mut state = Map::new();
    for (index, line) in lines.into_iter().enumerate() {
        let Line { at, number, mut event, told } = line;
        let says_kind = event.contains_key("kind");
        let mut kind = "updated";
        let set = match told {
            Told::Set(set) => set,
            Told::State(now) => {
                if index == 0 && !says_kind {
                    let made = now.get("created_at").and_then(Value::as_instant).map(|made| made.min(at));
                    match made {
                        Some(made) => {
                            state = now.clone();
                            state.remove("status");
                            events.push(happened("created", (made, number), Map::new(), state.clone()));
                        }
                        None => kind = "created",
                    }
                }
                let set = changes(&state, &now);
                state = now;
                set
            }
        };
        let kind = event.remove("kind").and_then(|kind| kind.as_text().map(str::to_owned)).unwrap_or(kind.to_owned());
        events.push(happened(&kind, (at, number), event, set));
    }
    events
}

fn happened(kind: &str, (at, line): (Timestamp, u64), mut event: Map, mut set: Map) -> Happened {
    set.remove("id");
    event.insert("kind".into(), Value::text(kind));
    event.insert("at".into(), Value::Instant(at));
    if !set.is_empty() {
        event.insert("set".into(), Value::Map(set));
    }
    Happened { at, line, event }
}

fn is_record(name: &str) -> bool {
    Root::named(name).is_some_and(Root::is_part_of_ticket)
}

/// What changed from one state of a ticket to the next; a missing value for what is gone.
fn changes(was: &Map, now: &Map) -> Map {
    let mut set = Map::new();
    for (name, value) in now {
        match (was.get(name), value) {
            (Some(held), value) if held == value => {}
            (Some(Value::Map(held)), Value::Map(record)) if is_record(name) => {
                set.insert(name.clone(), Value::Map(changes(held, record)));
            }
            _ => drop(set.insert(name.clone(), value.clone())),
        }
    }
    set.extend(was.keys().filter(|name| !now.contains_key(*name)).map(|name| (name.clone(), Value::Missing)));
    set
}
