//! What a request says in two ways that cannot both be.
//!
//! What cannot be by itself is refused before anything is evaluated: a value that fits no field, a roster with two agents of one
//! id. Where two parts contradict each other, each of which can be, the ticket is served all the same: one of them counts, and a
//! fault names the other. Of what the history of a ticket says, the past of its clocks tells (`tierline_sla`).

use tierline_condition::{Facts, equal};
use tierline_model::{
    Fault, Map, Path, Root, Ticket, Value,
    event::{says_of, within},
};

/// So many fields of an event that contradict the ticket are told of.
const MOST: usize = 10;

/// What the ticket, its event and the instant that is asked about say of each other and that cannot be.
pub(crate) fn contradictions(facts: &Facts) -> Vec<Fault> {
    let mut found = vec![];
    let (now, created) = (facts.now(), facts.ticket().0.get("created_at").and_then(Value::as_instant));
    if let Some(created) = created.filter(|created| *created > now) {
        found.push(Fault::without_place(
            "ticket.created_at",
            "date-to-come",
            format!("it says {created}, after {now}"),
        ));
    }
    if let Some(set) = facts.event().get("set").and_then(Value::as_map).filter(|set| !agrees(set, &facts.ticket().0)) {
        found.extend(against_the_ticket(facts, set));
    }
    found
}

/// Whether what an event says of fields is what they hold, letter by letter.
fn agrees(set: &Map, held: &Map) -> bool {
    set.iter().all(|(name, value)| match (value, held.get(name)) {
        (Value::Map(inner), Some(Value::Map(held))) if Root::of_record(name).is_some() => agrees(inner, held),
        (value, held) => equal(value, held.unwrap_or(&Value::Missing)),
    })
}

/// The fields of which the event says something else than the ticket holds after it. Where something happened to them since,
/// both can be.
fn against_the_ticket(facts: &Facts, set: &Map) -> Vec<Fault> {
    let since = |path: &Path| {
        let at = facts.event().get("at").and_then(Value::as_instant).unwrap_or(facts.now());
        let happened = |event: &Map| event.get("at").and_then(Value::as_instant).is_some_and(|then| then >= at);
        let mut others = facts.history().iter().filter(|event| ***event != *facts.event() && happened(event));
        others.any(|event| ["set", "before"].into_iter().any(|part| says_of(event, part, path).is_some()))
    };
    let differs = |(path, value): &(Path, Value)| !is_alike(facts, path, value) && !since(path);
    let differing = Ticket::named_in(set).into_iter().filter(differs).take(MOST);
    let told = differing.map(|(path, said)| {
        let (said, held) = (said.shown_short(), facts.ticket().get(&path).shown_short());
        let reason = format!("it says {said}, and the ticket holds {held}");
        Fault::without_place(within("set", &path).to_string(), "event-against-ticket", reason)
    });
    told.collect()
}

/// Whether a field holds what is said of it, in whatever way either is written.
fn is_alike(facts: &Facts, path: &Path, said: &Value) -> bool {
    match (facts.as_read(path, said), facts.read(path)) {
        (Value::List(said), Value::List(held)) => {
            said.len() == held.len() && said.iter().all(|said| held.iter().any(|held| equal(said, held)))
        }
        (said, held) => equal(&said, &held),
    }
}
