//! Every metric does on random tickets what its row says: a second reckoning of all cycles, from the words of the rows and the
//! events alone, second by second of a calendar that is always open.

use serde_json::{Value as Json, json};
use tierline::{Request, Ticket, Timestamp, Value};
use tierline_model::{
    Class, Map, Metric,
    metrics::{AtEnd, Course, Cycles, Held, Holder, Reopens, Start, Stop},
    reading::ClockState,
};
use tierline_tests::desk;

/// What each clock may take, in seconds.
const GOAL: i64 = 7_200;

/// A few numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }
}

/// The ticket just after an event, and what the event was.
#[derive(Clone, Debug, Default)]
struct Then {
    at: i64,
    created: bool,
    asks: bool,
    answers: bool,
    by_agent: bool,
    status: String,
    queue: Option<String>,
    tier: Option<String>,
    assigned: bool,
}

impl Then {
    fn is_over(&self) -> bool {
        ["resolved", "closed"].contains(&self.status.as_str())
    }

    fn holder(&self, by: Holder) -> (bool, Option<String>) {
        match by {
            Holder::Queue => (self.queue.is_some(), self.queue.clone()),
            Holder::Tier => (self.tier.is_some(), self.tier.clone()),
            Holder::Supplier => (self.status == "with-supplier", None),
        }
    }
}

/// A ticket's life: its events, and how it is just after each.
fn life(seed: u64, events: usize) -> (Vec<Json>, Vec<Then>) {
    let mut dice = Dice(seed);
    let mut now = Then { at: 1_780_300_800, created: true, status: "open".to_owned(), ..Then::default() };
    let author = dice.one_of(&["requester", "agent"]);
    (now.asks, now.by_agent) = (author == "requester", author == "agent");
    let at = |now: &Then| Timestamp::from_second(now.at);
    let mut told = vec![json!({"kind": "created", "author": author, "at": at(&now), "set": {"status": "open"}})];
    let mut moments = vec![now.clone()];
    for _ in 1..events {
        now = Then { created: false, asks: false, answers: false, by_agent: false, ..now };
        now.at += i64::try_from(1 + dice.below(4_000)).unwrap();
        let set = match dice.below(9) {
            0 | 1 => {
                now.asks = true;
                told.push(json!({"kind": "message", "author": "requester", "at": at(&now)}));
                moments.push(now.clone());
                continue;
            }
            2 | 3 => {
                now.answers = true;
                told.push(json!({"kind": "message", "author": "agent", "public": true, "at": at(&now)}));
                moments.push(now.clone());
                continue;
            }
            4 => {
                let queue = Some(dice.one_of(&["a", "b", "c"])).filter(|queue| *queue != "c");
                now.queue = queue.map(str::to_owned);
                json!({"queue": queue})
            }
            5 => {
                let tier = dice.one_of(&["L1", "L2"]);
                now.tier = Some(tier.to_owned());
                json!({"tier": tier})
            }
            6 => {
                let assignee = Some(dice.one_of(&["anna", "nobody"])).filter(|agent| *agent != "nobody");
                now.assigned = assignee.is_some();
                json!({"assignee": assignee})
            }
            _ => {
                let status = dice.one_of(&["open", "open", "waiting", "resolved", "closed", "with-supplier"]);
                now.status = status.to_owned();
                json!({"status": status})
            }
        };
        told.push(json!({"kind": "updated", "author": "system", "at": at(&now), "set": set}));
        moments.push(now.clone());
    }
    (told, moments)
}

/// A cycle, as it is reckoned here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    started: i64,
    of: Option<String>,
    stopped: Option<i64>,
    elapsed: i64,
    paused: i64,
    visits: u32,
    state: &'static str,
}

/// The cycles of a metric, the last one perhaps open.
struct Reckoning {
    metric: Metric,
    class: Class,
    runs: Vec<Run>,
    /// Whether the last one was ended because the ticket was over.
    by_end: bool,
    held_up: bool,
    since: i64,
    answered: bool,
    pending: bool,
    /// Whether an answer from which updates count came with the end of the ticket or after it.
    begun: bool,
}

impl Reckoning {
    fn open(&mut self) -> Option<&mut Run> {
        self.runs.last_mut().filter(|run| run.stopped.is_none())
    }

    /// Lets time pass up to an instant.
    fn pass(&mut self, to: i64) {
        let (gone, held_up) = (to - self.since, self.held_up);
        if let Some(open) = self.open() {
            *(if held_up { &mut open.paused } else { &mut open.elapsed }) += gone;
        }
        self.since = to;
    }

    fn end(&mut self, at: i64, cancelled: bool, by_end: bool) {
        self.by_end = by_end;
        if let Some(open) = self.open() {
            open.stopped = Some(at);
            open.state = match (cancelled, open.elapsed > GOAL) {
                (true, _) => "cancelled",
                (false, true) => "missed_closed",
                (false, false) => "met",
            };
        }
    }

    fn start(&mut self, at: i64, of: Option<String>) {
        self.runs.push(Run { started: at, of, stopped: None, elapsed: 0, paused: 0, visits: 1, state: "running" });
    }

    /// Goes on with a run that has ended: the time between was a pause.
    fn go_on(&mut self, index: usize, at: i64) {
        let mut run = self.runs.remove(index);
        run.paused += at - run.stopped.take().unwrap();
        run.state = "running";
        self.runs.push(run);
    }

    fn live(&mut self, now: &Then, before: Option<&Then>) {
        self.pass(now.at);
        match self.metric.row().course {
            Course::Held(held) => self.live_held(held, now),
            Course::Cycles(cycles) => self.live_cycles(cycles, now, before),
        }
        self.held_up = self.metric.row().pauses_unless_said && now.status == "waiting";
    }

    fn live_held(&mut self, Held { by, continues_on_return }: Held, now: &Then) {
        let (has_it, of) = now.holder(by);
        let is_inside = has_it && !now.is_over();
        if self.open().is_some_and(|open| open.of != of || !is_inside) {
            self.end(now.at, false, false);
        }
        if is_inside && self.open().is_none() {
            match self.runs.iter().rposition(|run| run.of == of).filter(|_| continues_on_return) {
                Some(index) => {
                    self.go_on(index, now.at);
                    self.runs.last_mut().unwrap().visits += 1;
                }
                None => self.start(now.at, of),
            }
        }
    }

    fn live_cycles(&mut self, cycles: Cycles, now: &Then, before: Option<&Then>) {
        let moved = self.class != Class::Customer && before.is_some_and(|before| before.queue != now.queue);
        if self.open().is_some() {
            let left = moved && before.is_some_and(|before| before.queue.is_some());
            let is_done = match cycles.stops {
                Stop::Over => now.is_over(),
                Stop::Answer | Stop::Contact => now.answers,
                Stop::SomebodyHasIt => now.assigned || left,
            };
            let is_cancelled = !is_done && cycles.at_end == AtEnd::Answers && now.status == "closed";
            if is_done || now.is_over() && cycles.at_end != AtEnd::Nothing {
                self.end(now.at, is_cancelled, now.is_over() && !(is_done && cycles.stops == Stop::Contact));
            }
        }
        if self.open().is_none() && now.is_over() {
            self.pending |= now.asks && !now.created;
            self.begun |= cycles.starts == Start::Contact && now.answers;
        } else if self.open().is_none() && std::mem::take(&mut self.begun) {
            // It has been over until now: updates are owed again, from now on.
            self.start(now.at, None);
        } else if self.open().is_none() {
            self.begin(cycles, now, moved);
        }
        self.answered |= now.answers || now.created && now.by_agent || now.status == "resolved";
        self.pending &= !now.answers;
    }

    fn begin(&mut self, cycles: Cycles, now: &Then, moved: bool) {
        let last = self.runs.last().filter(|_| self.by_end);
        let goes_on = last.is_some_and(|last| match cycles.reopens {
            Reopens::No => false,
            // What is said now begins a cycle as ever.
            Reopens::Yes => !(cycles.starts == Start::Contact && now.answers),
            Reopens::WhereUnanswered => !self.answered && !now.answers && last.state == "cancelled",
        });
        if goes_on {
            return self.go_on(self.runs.len() - 1, now.at);
        }
        let waits = std::mem::take(&mut self.pending) || now.asks && !now.created;
        let starts = match cycles.starts {
            Start::Creation => now.created,
            Start::FirstQuestion => now.asks && (now.created || self.runs.is_empty() && !self.answered),
            Start::NextQuestion => waits && self.answered && !now.answers,
            Start::Contact => now.answers,
            Start::NobodyHasIt => !now.assigned && (now.created || moved),
        };
        if starts {
            self.start(now.at, None);
        }
    }

    /// All runs, as they are at an instant.
    fn all(mut self, at: i64) -> Vec<Run> {
        self.pass(at);
        let held_up = self.held_up;
        if let Some(open) = self.open() {
            open.state = match (open.elapsed > GOAL, held_up) {
                (true, _) => "missed_open",
                (false, true) => "paused",
                (false, false) => "running",
            };
        }
        self.runs.sort();
        self.runs
    }
}

fn reckoned(metric: Metric, class: Class, moments: &[Then], at: i64) -> Vec<Run> {
    let (held_up, by_end, answered, pending, begun) = Default::default();
    let mut reckoning =
        Reckoning { metric, class, runs: vec![], by_end, held_up, since: moments[0].at, answered, pending, begun };
    for (index, now) in moments.iter().enumerate() {
        reckoning.live(now, index.checked_sub(1).map(|before| &moments[before]));
    }
    reckoning.all(at)
}

#[test]
fn every_metric_starts_pauses_and_stops_as_its_row_says() {
    for metric in Metric::ALL {
        for class in [Class::Customer, Class::Ola] {
            let desk = desk(&format!(
                "calendar \"c\" {{\n timezone \"UTC\"\n mon..sun 00:00 - 24:00\n}}\n\
                 sla \"s\" {{\n class {}\n calendar \"c\"\n counts from creation\n {} within 2 hours\n pause while ticket.status == \"waiting\"\n}}\n",
                class.name(),
                metric.verb()
            ));
            let mut states: Vec<&str> = vec![];
            for seed in 0..300 {
                let (told, moments) = life(seed, 2 + usize::try_from(seed % 14).unwrap());
                let at = moments.last().unwrap().at + 1_000;
                let mut ticket = Map::new();
                for event in &told {
                    let Value::Map(set) = Value::from_json(event["set"].clone()).unwrap() else { continue };
                    ticket.extend(set);
                }
                let mut request = Request::new(Ticket(ticket), Timestamp::from_second(at));
                request.history = told.iter().map(|event| record(event.clone())).collect();
                let answer = desk.evaluate_with_trace(request);
                assert_eq!(answer.faults, []);
                let found = answer.readings.iter().map(|reading| Run {
                    started: reading.started_at.second(),
                    of: reading.of.as_ref().map(ToString::to_string),
                    stopped: reading.stopped_at.map(Timestamp::second),
                    elapsed: reading.elapsed_seconds,
                    paused: reading.paused_seconds,
                    visits: reading.visits,
                    state: reading.state.name(),
                });
                let mut found: Vec<Run> = found.collect();
                found.sort();
                assert_eq!(found, reckoned(metric, class, &moments, at), "{metric:?} {class:?} {told:#?}");
                states.extend(found.iter().map(|run| run.state));
            }
            // Each of them has been seen in all that can become of it.
            let pauses = metric.row().pauses_unless_said.then_some(ClockState::Paused);
            for state in [ClockState::Running, ClockState::Met, ClockState::MissedOpen].into_iter().chain(pauses) {
                assert!(states.contains(&state.name()), "{metric:?} {class:?} is never {}", state.name());
            }
        }
    }
}

fn record(event: Json) -> Map {
    let Value::Map(mut event) = Value::from_json(event).unwrap() else { panic!() };
    let at = event.get("at").and_then(Value::as_text).and_then(Timestamp::parse).unwrap();
    event.insert("at".into(), Value::Instant(at));
    event
}
