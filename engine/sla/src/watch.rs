//! From the events of a ticket to the moments that clocks are folded from: the ticket is played back, and at each event the
//! conditions of all policies are decided on it as it was.

use std::{collections::BTreeSet, sync::Arc};

use tierline_condition::{Facts, Guest, Outcome, equal};
use tierline_model::{Fault, Map, Metric, Path, Place, Root, Text, Ticket, Timestamp, Value, suggest};

use crate::{
    agreements::Agreements,
    moment::{ByHand, Moment},
    select::NONE,
};

/// The moments of a ticket up to now: `facts` is the ticket as it is after its event was dealt with, `came` as it was before.
///
/// The fields of the ticket that no event sets are taken to have held what they hold now ever since.
pub fn watch(
    agreements: &Agreements,
    facts: &Facts,
    came: &Ticket,
    guest: &mut dyn Guest,
) -> (Arc<[Moment]>, Vec<Fault>) {
    let mut faults = vec![];
    let mut events = timeline(facts, came, &mut faults);
    add_shifts(&mut events, &agreements.shifts);
    let mentioned = mentioned(&events, came, facts.ticket());
    let mut played = Arc::new(facts.without_clocks());
    for (path, before) in &mentioned {
        Arc::make_mut(&mut played).write(path, before.clone());
    }
    let mut moments: Vec<Moment> = Vec::with_capacity(events.len());
    for Event { at, record, set, leads_to, .. } in events {
        Arc::make_mut(&mut played).play(record, at);
        let known = leads_to.into_iter().flat_map(|ticket: &Ticket| {
            mentioned.iter().map(move |(path, _)| (path.clone(), ticket.get(path).clone()))
        });
        let mut touched = vec![];
        for (path, value) in set.into_iter().chain(known) {
            if !equal(played.ticket().get(&path), &value) {
                Arc::make_mut(&mut played).write(&path, value);
                touched.push(path);
            }
        }
        let moment = moment(agreements, &played, moments.last(), &touched, guest, &mut faults);
        moments.push(moment);
    }
    (moments.into(), faults)
}

/// What says of a ticket's creation that nobody knows when it was. No rule can name it.
const ASSUMED: &str = "@assumed";

/// An event, read.
struct Event<'a> {
    at: Timestamp,
    record: Arc<Map>,
    set: Vec<(Path, Value)>,
    before: Vec<(Path, Value)>,
    /// The ticket just after it, where that is known.
    leads_to: Option<&'a Ticket>,
    /// Its number in the history, from 0; none for what happens now.
    number: Option<usize>,
}

impl<'a> Event<'a> {
    fn new(at: Timestamp, record: Arc<Map>) -> Event<'a> {
        let fields = |name: &str| record.get(name).and_then(Value::as_map).map(fields).unwrap_or_default();
        Event { at, set: fields("set"), before: fields("before"), record, leads_to: None, number: None }
    }

    fn of_kind(at: Timestamp, kind: &str) -> Event<'a> {
        Event::new(at, Arc::new(record(at, kind).collect()))
    }
}

/// What an event says at least.
fn record(at: Timestamp, kind: &str) -> impl Iterator<Item = (Text, Value)> {
    [("kind".into(), Value::text(kind)), ("at".into(), Value::Instant(at))].into_iter()
}

/// What a partial ticket names: fields of the ticket, and of the records in it.
fn fields(partial: &Map) -> Vec<(Path, Value)> {
    let inner = |name: &Text| Root::named(name).filter(|root| root.is_part_of_ticket());
    partial
        .iter()
        .flat_map(|(name, value)| match (inner(name), value) {
            (Some(root), Value::Map(record)) => record
                .iter()
                .map(|(name, value)| (Path { root, names: [name.clone()].into() }, value.clone()))
                .collect(),
            _ => vec![(Path::of_ticket(name), value.clone())],
        })
        .collect()
}

/// All events that are to be played, in order: at least one, the ticket's creation or what happens now.
fn timeline<'a>(facts: &'a Facts, came: &'a Ticket, faults: &mut Vec<Fault>) -> Vec<Event<'a>> {
    let now = facts.now();
    let mut events = vec![];
    for (index, record) in facts.history().iter().enumerate() {
        let at = instant(record.get("at"));
        match at {
            Some(at) if at <= now => events.push(Event { number: Some(index), ..Event::new(at, record.clone()) }),
            Some(at) => faults.push(fault("event-to-come", Some(index), format!("it happens at {at}, after {now}"))),
            None => faults.push(fault(
                "event-without-time",
                Some(index),
                "it says in `at` no instant at which it happened".into(),
            )),
        }
    }
    if facts.history().is_empty() {
        events.extend(dated(facts.ticket()).filter(|event| event.at <= now));
    }
    events.sort_by_key(|event: &Event<'_>| event.at);
    let current = facts.event();
    let happens = current.get("kind").and_then(Value::as_text).is_some_and(|kind| kind != "timer");
    if happens && facts.history().last().is_none_or(|last| **last != *current) {
        let at = instant(current.get("at")).unwrap_or(now);
        if at <= now {
            let after = events.iter().filter(|event| event.at <= at).count();
            events.insert(after, Event::new(at, Arc::new(current.clone())));
        } else {
            faults.push(fault("event-to-come", None, format!("it happens at {at}, after {now}")));
        }
    }
    if let Some(last) = events.last_mut() {
        last.leads_to = Some(came);
    }
    let created_at = instant(facts.ticket().0.get("created_at"));
    let created = events.iter().find(|event| is_kind(&event.record, "created")).map(|event| event.at);
    match created {
        Some(created) => {
            let mut is_created = false;
            events.retain(|event| {
                let again = is_kind(&event.record, "created") && std::mem::replace(&mut is_created, true);
                let wrong = if event.at < created {
                    let reason = format!("it happened at {}, before the ticket was created at {created}", event.at);
                    Some(("event-before-creation", reason))
                } else if again {
                    Some(("created-twice", format!("the ticket was created at {created} already")))
                } else {
                    None
                };
                faults.extend(wrong.iter().map(|(code, reason)| fault(code, event.number, reason.clone())));
                wrong.is_none()
            });
        }
        None => {
            let first = events.first().map(|event| event.at);
            let at = created_at.into_iter().chain(first).min().unwrap_or(now).min(now);
            let assumed = [(ASSUMED.into(), Value::Bool(created_at.is_none()))];
            events.insert(0, Event::new(at, Arc::new(record(at, "created").chain(assumed).collect())));
        }
    }
    // What rules do at the ticket's creation belongs to it; what they do later happens now.
    match events.as_mut_slice() {
        [created] if created.at == now || happens => created.leads_to = Some(facts.ticket()),
        _ if happens && came == facts.ticket() => {}
        _ => events.push(Event { leads_to: Some(facts.ticket()), ..Event::of_kind(now, "timer") }),
    }
    events
}

/// Looks at the ticket whenever a version of a policy or calendar comes into force, so that it does so whoever looks and when.
fn add_shifts(events: &mut Vec<Event<'_>>, shifts: &[Timestamp]) {
    let (Some(first), Some(last)) = (events.first().map(|event| event.at), events.last().map(|event| event.at)) else {
        return;
    };
    for at in shifts.iter().copied().filter(|at| first < *at && *at < last) {
        events.push(Event::of_kind(at, "timer"));
    }
    events.sort_by_key(|event| event.at);
}

/// What the dates of a ticket without history tell of it.
fn dated<'a>(ticket: &Ticket) -> impl Iterator<Item = Event<'a>> {
    let at = |name: &str| instant(ticket.0.get(name));
    let status = ticket.0.get("status").cloned().unwrap_or_default();
    let is_over = matches!(status.as_text(), None | Some("resolved" | "closed"));
    let answered = at("responded_at").map(|at| {
        let said = [("author".into(), Value::text("agent")), ("public".into(), Value::Bool(true))];
        Event::new(at, Arc::new(record(at, "message").chain(said).collect()))
    });
    let status = move |at, kind| {
        let field = Path::of_ticket("status");
        Event { set: vec![(field, status.clone())], ..Event::of_kind(at, kind) }
    };
    let resolved = at("resolved_at").filter(|_| is_over).map(|at| (at, "resolved"));
    let closed = at("closed_at").filter(|_| is_over).map(|at| (at, "closed"));
    let ended = resolved.into_iter().chain(closed).map(move |(at, kind)| status(at, kind));
    answered.into_iter().chain(ended)
}

fn is_kind(record: &Map, kind: &str) -> bool {
    record.get("kind").and_then(Value::as_text) == Some(kind)
}

fn instant(value: Option<&Value>) -> Option<Timestamp> {
    match value? {
        Value::Instant(at) => Some(*at),
        Value::Text(text) => Timestamp::parse(text),
        _ => None,
    }
}

fn fault(code: &str, number: Option<usize>, reason: String) -> Fault {
    let rule = number.map_or("the event".to_owned(), |index| format!("history, event {}", index + 1)).into();
    Fault { rule, place: Place::file(""), code: code.into(), reason }
}

/// The fields that events or rules change, each with what it held at first, as far as anybody says.
fn mentioned(events: &[Event<'_>], came: &Ticket, after: &Ticket) -> Vec<(Path, Value)> {
    let mut found: Vec<(Path, Value)> = vec![];
    let mut known = BTreeSet::new();
    for event in events {
        let before = event.before.iter().map(|(path, value)| (path, value.clone()));
        let set = event.set.iter().map(|(path, _)| (path, Value::Missing));
        for (path, value) in before.chain(set) {
            if known.insert(path.clone()) {
                found.push((path.clone(), value));
            }
        }
    }
    for (path, was) in changed(came, after) {
        if known.insert(path.clone()) {
            found.push((path, was));
        }
    }
    found
}

/// The fields that do not hold the same in both, each with what it held before.
fn changed(came: &Ticket, after: &Ticket) -> Vec<(Path, Value)> {
    let is_other =
        |(name, value): &(&Text, &Value), other: &Ticket| !equal(value, other.0.get(*name).unwrap_or(&Value::Missing));
    let of = |ticket: &Ticket, other: &Ticket| -> Map {
        let entries = ticket.0.iter().filter(|entry| is_other(entry, other));
        entries.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let paths = fields(&of(after, came)).into_iter().chain(fields(&of(came, after))).map(|(path, _)| path);
    let differing = paths.filter(|path| !equal(came.get(path), after.get(path)));
    differing.map(|path| (path.clone(), came.get(&path).clone())).collect()
}

fn moment(
    agreements: &Agreements,
    played: &Arc<Facts>,
    before: Option<&Moment>,
    touched: &[Path],
    guest: &mut dyn Guest,
    faults: &mut Vec<Fault>,
) -> Moment {
    let mut holds = Vec::with_capacity(agreements.conditions.len());
    for (index, (condition, reads)) in agreements.conditions.iter().zip(&agreements.reads).enumerate() {
        let is_touched = reads.always || touched.iter().any(|path| reads.fields.iter().any(|read| read.overlaps(path)));
        let known = before.filter(|_| !is_touched).and_then(|before| before.holds.get(index)).copied();
        holds.push(known.unwrap_or_else(|| match condition.decide(played, guest) {
            Ok(outcome) => outcome == Outcome::Held,
            Err(trouble) => {
                let fault = Fault {
                    rule: "a condition of an SLA".into(),
                    place: trouble.place,
                    code: trouble.code.into(),
                    reason: trouble.reason,
                };
                say_once(faults, fault);
                false
            }
        }));
    }
    name_unknown(agreements, played, faults);
    let event = |name: &str| played.event().get(name);
    let word = |name: &str| event(name).and_then(Value::as_text);
    let yes = |name: &str| event(name) == Some(&Value::Bool(true));
    let ticket = |name: &str| played.ticket().0.get(name).and_then(Value::as_text).filter(|text| !text.is_empty());
    let text = |name: &str| ticket(name).map(Text::from);
    let kind = word("kind").unwrap_or_default();
    let author = word("author");
    let status = ticket("status");
    let status_stays = before.is_some() && !touched.iter().any(is_status);
    let stays = |was: fn(&Moment) -> bool| status_stays && kind != "reopened" && before.is_some_and(was);
    let by_requester = author.is_none_or(|author| author == "requester");
    let silent = yes("automated") || yes("no_answer_needed");
    Moment {
        number: before.map_or(0, |before| before.number + 1),
        at: played.now(),
        because: because(kind, author, touched, played).into(),
        created: kind == "created",
        assumed: yes(ASSUMED),
        by_requester,
        silent,
        answer: kind == "message" && author == Some("agent") && yes("public") && !yes("automated"),
        message: kind == "message" && by_requester && !silent,
        resolved: status == Some("resolved") || kind == "resolved" || stays(|before| before.resolved),
        closed: status == Some("closed") || kind == "closed" || stays(|before| before.closed),
        supplied: matches!(status, Some("waiting-supplier" | "with-supplier")),
        gone: ["merged", "deleted", "spam"]
            .contains(&kind)
            .then(|| kind.into())
            .or(before.and_then(|was| was.gone.clone())),
        queue: text("queue"),
        tier: text("tier"),
        assigned: text("assignee").is_some(),
        applied: text("applied_sla"),
        by_hand: (kind == "deadline").then(|| ByHand {
            clock: word("clock").unwrap_or("resolution").into(),
            due: instant(event("due")),
            by: word("by").unwrap_or("somebody").into(),
            reason: word("reason").unwrap_or_default().into(),
        }),
        rebase: kind == "rebase",
        absorbed: instant(event("opened_at")).filter(|_| kind == "absorbed"),
        holds,
        fields: agreements.fields.iter().map(|field| played.read(field)).collect(),
    }
}

/// Names what an event or the ticket names and nobody knows: a clock, a policy.
fn name_unknown(agreements: &Agreements, played: &Facts, faults: &mut Vec<Fault>) {
    let mut say = |rule: &str, code: &str, reason: String| {
        say_once(faults, Fault { rule: rule.into(), place: Place::file(""), code: code.into(), reason });
    };
    let event = |name: &str| played.event().get(name).and_then(Value::as_text);
    if let Some(clock) =
        event("clock").filter(|clock| event("kind") == Some("deadline") && Metric::named(clock).is_none())
    {
        let hint = suggest::behind(clock, Metric::ALL.map(Metric::name), "\"");
        say("the deadline set by hand", "unknown-clock", format!("there is no clock {clock:?}{hint}"));
    }
    let applied = played.ticket().0.get("applied_sla").and_then(Value::as_text).filter(|name| *name != NONE);
    let policies = || agreements.policies.iter().map(|policy| &*policy.name);
    if let Some(name) = applied.filter(|name| !name.is_empty() && !policies().any(|known| known == *name)) {
        let hint = suggest::behind(name, policies(), "\"");
        say("applied_sla", "unknown-sla", format!("there is no SLA {name:?}{hint}"));
    }
}

/// Adds a fault, unless it is there already.
fn say_once(faults: &mut Vec<Fault>, fault: Fault) {
    if !faults.contains(&fault) {
        faults.push(fault);
    }
}

fn is_status(path: &Path) -> bool {
    path.root == Root::Ticket && path.names.first().is_some_and(|name| &**name == "status")
}

/// What brought a moment about, in a few words.
fn because(kind: &str, author: Option<&str>, touched: &[Path], played: &Facts) -> String {
    match kind {
        "message" => format!("a message of the {}", author.unwrap_or("requester")),
        "created" => "the ticket was created".to_owned(),
        "updated" | "timer" | "" => match touched.iter().min_by_key(|path| !is_status(path)) {
            Some(path) => match played.ticket().get(path) {
                Value::Missing => format!("{path} was taken away"),
                value => format!("{path} became {value}"),
            },
            None => "the ticket was looked at".to_owned(),
        },
        kind => format!("the ticket was {kind}"),
    }
}
