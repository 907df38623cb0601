//! Work to count the instructions of: `count SCENARIO` does it once, and says of how many operations that was. Without a scenario
//! it lists them. `cargo xtask bench --instructions` runs each under callgrind, which counts what [`measured`] does.

use std::{hint::black_box, process::ExitCode};
use tierline_model::SortedSet;
use tierline_sla::{Detail, Done};

use tierline::{Desk, Request, Tell, Timestamp};
use tierline_bench::{Workload, calendar, clocks, service_desk};
use tierline_condition::Facts;
use tierline_rules::index::{Card, Found, Index};

/// Tickets of the workload that a scenario asks about.
const TICKETS: usize = 200;

type Find = fn(&Index, usize, &Facts, &mut Card, usize, &mut Vec<Found>) -> bool;

/// Counts, and says how many operations that was.
type Scenario = fn() -> usize;

const SCENARIOS: [(&str, Scenario); 18] = [
    ("collect, in slots, 1000 rules", || in_slots(1_000, Index::find)),
    ("first, in slots, 1000 rules", || in_slots(1_000, Index::find_first)),
    ("collect, bound, 1000 rules", || bound(1_000, Index::find)),
    ("first, bound, 1000 rules", || bound(1_000, Index::find_first)),
    ("collect, in slots, 10000 rules", || in_slots(10_000, Index::find)),
    ("first, in slots, 10000 rules", || in_slots(10_000, Index::find_first)),
    ("collect, bound, 10000 rules", || bound(10_000, Index::find)),
    ("first, bound, 10000 rules", || bound(10_000, Index::find_first)),
    ("evaluate, 1000 rules", || evaluate(1_000, &Tell::Nothing)),
    ("evaluate, 10000 rules", || evaluate(10_000, &Tell::Nothing)),
    ("evaluate, told what fired, 1000 rules", || evaluate(1_000, &Tell::Fired(["r7".into()].into()))),
    ("evaluate, told what fired, 10000 rules", || evaluate(10_000, &Tell::Fired(["r7".into()].into()))),
    ("text to text, 1000 rules", text_to_text),
    ("add 240 hours to an instant", add_hours),
    ("fold 20 moments to 3 clocks", fold),
    ("play 20 events back", play_back),
    ("service-desk", || service_desk(&Tell::Nothing)),
    ("service-desk, told all", || service_desk(&Tell::All)),
];

fn main() -> ExitCode {
    let Some(wanted) = std::env::args().nth(1) else {
        SCENARIOS.iter().for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    };
    let Some((_, scenario)) = SCENARIOS.iter().find(|(name, _)| *name == wanted) else {
        eprintln!("there is no scenario `{wanted}`");
        return ExitCode::FAILURE;
    };
    println!("{}", scenario());
    ExitCode::SUCCESS
}

/// What is counted: all that `work` does.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

/// Counts `work` on each of `things`, and says how many they are. What it makes only once it has made before.
fn count<T: Clone>(things: &[T], mut work: impl FnMut(T)) -> usize {
    things.iter().cloned().for_each(&mut work);
    let mut again = things.to_vec();
    measured(&mut || again.drain(..).for_each(&mut work));
    things.len()
}

fn in_slots(rules: usize, find: Find) -> usize {
    let (index, facts) = Workload::load(rules).indexed();
    let on_card = |facts| {
        let mut card = Card::default();
        index.write(facts, &mut card);
        (facts, card)
    };
    let cards: Vec<(&Facts, Card)> = facts.iter().take(TICKETS).map(on_card).collect();
    let mut found = Vec::with_capacity(rules);
    // The cards are not dropped while it counts.
    let mut used = Vec::with_capacity(2 * TICKETS);
    count(&cards, |(facts, mut card)| {
        find(&index, 0, facts, &mut card, 0, &mut found);
        black_box(&found);
        used.push(card);
    })
}

fn bound(rules: usize, find: Find) -> usize {
    let (index, facts) = Workload::load(rules).indexed();
    let facts: Vec<&Facts> = facts.iter().take(TICKETS).collect();
    let (mut card, mut found) = (Card::default(), Vec::with_capacity(rules));
    count(&facts, |facts| {
        index.write(facts, &mut card);
        find(&index, 0, facts, &mut card, 0, &mut found);
        black_box(&found);
    })
}

fn evaluate(rules: usize, tell: &Tell) -> usize {
    let workload = Workload::load(rules);
    let desk = workload.desk("all");
    let tickets = workload.tickets.iter().take(TICKETS).cloned();
    let requests = tickets.map(|ticket| desk.read_ticket(ticket, Timestamp::MIN).expect("a ticket"));
    count_answers(&desk, &requests.collect::<Vec<Request>>(), tell)
}

fn text_to_text() -> usize {
    let workload = Workload::load(1_000);
    let desk = workload.desk("first");
    let texts = workload.long_texts();
    let texts: Vec<&str> = texts.iter().take(TICKETS).map(String::as_str).collect();
    count(&texts, |text| {
        let request = desk.read_request_text(text, None).expect("a request");
        black_box(serde_json::to_string(&desk.evaluate(request)).expect("an answer"));
    })
}

fn service_desk(tell: &Tell) -> usize {
    let desk = service_desk::desk();
    count_answers(&desk, &service_desk::checked_requests(&desk), tell)
}

fn count_answers(desk: &Desk, requests: &[Request], tell: &Tell) -> usize {
    count(requests, |request| drop(black_box(desk.evaluate_telling(request, tell))))
}

fn add_hours() -> usize {
    let calendar = calendar::new_york();
    let starts: Vec<Timestamp> = (0..1_000).map(|at| Timestamp::from_second(1_772_461_800 + at * 7_919)).collect();
    count(&starts, |start| drop(black_box(calendar.add(start, 240 * 3_600))))
}

fn fold() -> usize {
    let desk = clocks::desk();
    let request = clocks::request(&desk);
    let (agreements, moments) = (desk.agreements(), desk.moments(&request));
    let none = SortedSet::new();
    let done = Done::before(&none);
    count(&[(); 10], |()| {
        let clocks = tierline_sla::fold(agreements, &moments);
        black_box(clocks.readings(agreements, &done, request.now, Detail::Last));
    })
}

fn play_back() -> usize {
    let desk = clocks::desk();
    let request = clocks::request(&desk);
    count(&[(); 10], |()| drop(black_box(desk.moments(&request))))
}
