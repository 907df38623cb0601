//! Checks an engine's answers, then times them.

use std::{hint::black_box, time::Duration};

use cpu_time::ThreadTime;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Mode, Task, Workload, memory::bytes_in_use};

/// How often is timed.
const REPEATS: usize = 5;
/// How long one repeat takes at least. One of an engine so slow that it cannot ask about every ticket takes up to
/// [`LONGEST_REPEAT`].
const SHORTEST_REPEAT: Duration = Duration::from_millis(150);
const LONGEST_REPEAT: Duration = Duration::from_millis(300);
/// What is timed on fewer tickets says little.
const FEWEST_TICKETS: usize = 10;
/// How long answers are checked. An engine that needs longer for all tickets is checked and timed on the first ones.
const LONGEST_CHECK: Duration = Duration::from_secs(2);

/// An engine with its rules loaded.
pub trait Engine {
    /// A ticket in the engine's own form.
    type Ticket;

    /// Whether asking leaves the ticket as it is. Otherwise tickets are bound anew before each pass; that is not timed.
    const KEEPS_TICKETS: bool = true;

    /// Brings a ticket into the engine's own form.
    fn bind(&self, ticket: &Json) -> Self::Ticket;

    /// Adds the numbers of the rules that hold: all in order, or the first.
    fn ask(&mut self, ticket: &mut Self::Ticket, found: &mut Vec<usize>);
}

/// What an engine takes: CPU time of its thread.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Figures {
    /// Microseconds a ticket that is in the engine's own form already: the median of several repeats.
    pub micros: f64,
    /// Microseconds to bring a ticket into that form, where that is apart.
    pub bind_micros: Option<f64>,
    /// Milliseconds from the text of the rules to an engine that can be asked.
    pub load_millis: f64,
    /// Bytes that the engine keeps, where the system tells.
    pub bytes: Option<usize>,
    /// The tickets whose answers were checked, and those that were then timed: the first ones.
    pub checked: usize,
    pub timed: usize,
}

/// # Errors
///
/// Where an answer is wrong: nothing is timed then.
pub(crate) fn measure<E: Engine>(task: &Task, load: impl FnOnce() -> E) -> Result<Figures, String> {
    let Task { mode, workload, .. } = task;
    let (before, start) = (bytes_in_use(), ThreadTime::now());
    let mut engine = load();
    let load_millis = start.elapsed().as_secs_f64() * 1e3;
    let bytes = bytes_in_use().zip(before).map(|(after, before)| after.saturating_sub(before));
    let (checked, an_answer) = check(&mut engine, workload, *mode)?;
    let timed = as_often(LONGEST_REPEAT, an_answer).max(FEWEST_TICKETS).min(checked);
    let tickets = &workload.tickets[..timed];
    Ok(Figures {
        micros: time(&mut engine, tickets, an_answer),
        bind_micros: Some(time_binding(&engine, tickets)),
        load_millis,
        bytes,
        checked,
        timed,
    })
}

/// How many tickets were checked, and how long an answer took.
fn check<E: Engine>(engine: &mut E, workload: &Workload, mode: Mode) -> Result<(usize, Duration), String> {
    let (mut found, mut spent, mut checked) = (vec![], Duration::ZERO, 0);
    for (number, ticket) in workload.tickets.iter().enumerate() {
        let mut ticket = engine.bind(ticket);
        found.clear();
        let start = ThreadTime::now();
        engine.ask(&mut ticket, &mut found);
        spent += start.elapsed();
        let expected = workload.expected(number, mode);
        if found != expected {
            return Err(format!("wrong answer: for ticket {number} it finds {found:?}, not {expected:?}"));
        }
        checked += 1;
        if spent > LONGEST_CHECK {
            break;
        }
    }
    Ok((checked, spent / u32::try_from(checked).expect("tickets")))
}

fn time<E: Engine>(engine: &mut E, tickets: &[Json], an_answer: Duration) -> f64 {
    let passes = as_often(SHORTEST_REPEAT, an_answer).div_ceil(tickets.len()).max(1);
    let bind = |engine: &E| tickets.iter().map(|ticket| engine.bind(ticket)).collect::<Vec<_>>();
    let mut bound = bind(engine);
    let mut found = Vec::with_capacity(1_000);
    let repeats = (0..REPEATS).map(|_| {
        let mut spent = Duration::ZERO;
        for _ in 0..passes {
            if !E::KEEPS_TICKETS {
                bound = bind(engine);
            }
            let start = ThreadTime::now();
            for ticket in &mut bound {
                found.clear();
                engine.ask(ticket, &mut found);
                black_box(&found);
            }
            spent += start.elapsed();
        }
        spent.as_secs_f64() * 1e6 / (passes * tickets.len()) as f64
    });
    median(repeats.collect())
}

fn time_binding<E: Engine>(engine: &E, tickets: &[Json]) -> f64 {
    let repeats = (0..REPEATS).map(|_| {
        let start = ThreadTime::now();
        let bound: Vec<E::Ticket> = tickets.iter().map(|ticket| engine.bind(ticket)).collect();
        let spent = start.elapsed();
        black_box(bound);
        spent.as_secs_f64() * 1e6 / tickets.len() as f64
    });
    median(repeats.collect())
}

/// How often what takes `once` fits into `all`.
fn as_often(all: Duration, once: Duration) -> usize {
    (all.as_nanos() / once.as_nanos().max(1)) as usize
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
