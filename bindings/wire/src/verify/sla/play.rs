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

/// Work that an evaluation takes beside what is counted of it.
const EVALUATION: u64 = 500;

/// Asks the desk at `as_of`. Where steps of ladders change the ticket, it is woken in between, as by a host.
///
/// # Errors
///
/// Where the events are none that the desk can be asked about, or take more work than the tests of a desk may.
pub(super) fn play(desk: &Desk, case: &Case, work: &mut u64) -> Result<Played, WireError> {
    let has_ladder = case.policies().any(|policy| !policy.steps.is_empty());
    let played = match has_ladder {
        true => step_by_step(desk, case, timeline(case)),
        false => {
            let request = desk.read_request(request(case), None)?;
            Ok(Played { answer: desk.evaluate(request), fired: vec![] })
        }
    };
    *work = work.saturating_add(desk.work_done());
    played
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

fn step_by_step(desk: &Desk, case: &Case, events: Vec<Event>) -> Result<Played, WireError> {
    let first = events.first().map_or(case.as_of, |event| event.at);
    let mut replay = desk.replay(Request::new(Ticket::default(), first));
    let (mut fired, mut asked) = (vec![], 0);
    let mut note = |answer: &Answer| {
        fired.extend(taken(answer));
        asked += EVALUATION;
        within(asked.saturating_add(desk.work_done()), desk.limits().test_work)
    };
    for event in events {
        while let Some(answer) = replay.wake(event.at) {
            note(&answer)?;
        }
        note(&replay.event(event.at, event.record))?;
    }
    while let Some(answer) = replay.wake(case.as_of) {
        note(&answer)?;
    }
    let answer = replay.look(case.as_of);
    note(&answer)?;
    Ok(Played { answer, fired })
}

/// That playing a case takes no more than the tests of a desk may.
fn within(needed: u64, allowed: u64) -> Result<(), WireError> {
    if needed <= allowed {
        return Ok(());
    }
    let message = format!(
        "playing the events of this case takes {needed} units of work up to here, and may take {allowed} (the limit `test_work`)"
    );
    let help = "let less time pass between its events, or have fewer steps in its policies";
    Err(WireError::new("too-costly", message).help(Some(help.to_owned())))
}

/// The ladders of the steps that an answer took.
fn taken(answer: &Answer) -> Vec<String> {
    let steps = answer.trace.iter().flat_map(|trace| &trace.steps);
    let taken = steps.filter(|step| matches!(step.verdict, Verdict::Fired { .. }));
    let ladder = |name: &Text| name.rsplit_once(", ").map_or(name.to_string(), |(ladder, _)| ladder.to_owned());
    taken.map(|step| ladder(&step.rule)).collect()
}
