//! Playing the events of a case to its desk.

use serde_json::{Value as Json, json};
use tierline::{Answer, Desk, Request, Ticket, Value};
use tierline_model::{Map, Verdict, sort::sort_by, value::Text};

use super::{case::Case, events::Event};
use crate::WireError;

/// What a desk answers at `as_of`.
pub(super) struct Played {
    /// The answer.
    pub(super) answer: Answer,
    /// The ladders of the steps that were taken, in order, once for each time.
    pub(super) fired: Vec<String>,
}

/// Asks the desk at `as_of`. Where steps of ladders change the ticket, it is woken in between, as by a host.
pub(super) fn play(desk: &Desk, case: &Case) -> Result<Played, WireError> {
    let has_ladder = case.policies().any(|policy| !policy.steps.is_empty());
    if has_ladder {
        return Ok(step_by_step(desk, case, timeline(case)));
    }
    let request = desk.read_request(request(case), None)?;
    Ok(Played { answer: desk.evaluate(request), fired: vec![] })
}

/// The question at `as_of`: all events as a history, and the ticket that they leave.
pub(super) fn request(case: &Case) -> Json {
    let events = timeline(case);
    let mut ticket = Map::new();
    for event in &events {
        ticket.extend(event.set());
    }
    let history: Vec<Json> = events.into_iter().map(|event| Value::Map(event.record).to_json()).collect();
    json!({ "ticket": Value::Map(ticket).to_json(), "history": history, "now": case.as_of })
}

/// The events in the order in which they happen; those of one instant in the order of the case.
fn timeline(case: &Case) -> Vec<Event> {
    let copied = |event: &Event| Event { record: event.record.clone(), level: None, ..*event };
    let attached = case.starts_at.filter(|at| *at <= case.as_of);
    let attached = attached.map(|at| Event::change(at, [("attached".into(), Value::Bool(true))].into_iter().collect()));
    let mut events: Vec<Event> = case.events.iter().map(copied).chain(attached).collect();
    sort_by(&mut events, |a, b| a.at.cmp(&b.at));
    events
}

fn step_by_step(desk: &Desk, case: &Case, events: Vec<Event>) -> Played {
    let first = events.first().map_or(case.as_of, |event| event.at);
    let mut replay = desk.replay(Request::new(Ticket::default(), first));
    let mut fired = vec![];
    for event in events {
        let woken = replay.until(event.at);
        fired.extend(woken.iter().flat_map(taken));
        fired.extend(taken(&replay.event(event.at, event.record)));
    }
    fired.extend(replay.until(case.as_of).iter().flat_map(taken));
    let answer = replay.look(case.as_of);
    fired.extend(taken(&answer));
    Played { answer, fired }
}

/// The ladders of the steps that an answer took.
fn taken(answer: &Answer) -> Vec<String> {
    let steps = answer.trace.iter().flat_map(|trace| &trace.steps);
    let taken = steps.filter(|step| matches!(step.verdict, Verdict::Fired { .. }));
    let ladder = |name: &Text| name.rsplit_once(", ").map_or(name.to_string(), |(ladder, _)| ladder.to_owned());
    taken.map(|step| ladder(&step.rule)).collect()
}
