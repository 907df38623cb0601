//! Tierline: its index alone, and whole evaluations.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tierline::{Desk, Limits, Pack, Request, Tell, Ticket, Timestamp};
use tierline_bench::Workload;
use tierline_condition::{Facts, Frame, NoCalendars};
use tierline_model::Value;
use tierline_peers::{Engine, Mode, Task};
use tierline_rules::{
    actions::ACTIONS,
    index::{Card, Found, Index},
};
use tierline_script::{Language, RuleDraft};

/// The index, and what is needed to ask it.
struct Rules {
    index: Index,
    frame: Arc<Frame>,
    /// What it is an index of: an engine has the rules at hand.
    _drafts: Vec<RuleDraft>,
    mode: Mode,
    candidates: Vec<Found>,
}

impl Rules {
    fn load(pack: &Pack, mode: Mode) -> Rules {
        let compiled = Language::new(ACTIONS.iter().map(|action| &action.spec).collect()).compile(pack);
        let compiled = compiled.unwrap_or_else(|broken| panic!("{}", broken.diagnostics[0]));
        let (schema, layout) = (compiled.schema, compiled.layout);
        let calendars = Arc::new(NoCalendars);
        let frame = Arc::new(Frame::new(schema, layout, compiled.matrices, compiled.patterns, calendars));
        let index = Index::new([compiled.rules.iter().map(|rule| &rule.condition).collect()].into_iter(), &frame);
        Rules { index, frame, _drafts: compiled.rules, mode, candidates: vec![] }
    }

    fn facts(&self, ticket: &Json) -> Facts {
        Facts::new(self.frame.clone(), request(ticket), tierline::Limits::NONE)
    }

    fn find(&mut self, facts: &Facts, card: &mut Card, found: &mut Vec<usize>) {
        let are_found = match self.mode {
            Mode::First => self.index.find_first(0, facts, card, 0, &mut self.candidates),
            Mode::Collect => self.index.find(0, facts, card, 0, &mut self.candidates),
        };
        assert!(are_found);
        // No rule of the workload is left to its condition.
        assert!(self.candidates.iter().all(|candidate| candidate.is_sure()));
        found.extend(self.candidates.iter().map(|candidate| candidate.rule()));
    }
}

/// Tickets as values: to bring them into slots is timed.
struct Bound {
    rules: Rules,
    card: Card,
}

impl Engine for Bound {
    type Ticket = Facts;

    fn bind(&self, ticket: &Json) -> Facts {
        self.rules.facts(ticket)
    }

    fn ask(&mut self, facts: &mut Facts, found: &mut Vec<usize>) {
        self.rules.index.write(facts, &mut self.card);
        self.rules.find(facts, &mut self.card, found);
    }
}

/// Tickets in slots.
struct InSlots(Rules);

impl Engine for InSlots {
    type Ticket = (Facts, Card);

    fn bind(&self, ticket: &Json) -> (Facts, Card) {
        let (facts, mut card) = (self.0.facts(ticket), Card::default());
        self.0.index.write(&facts, &mut card);
        (facts, card)
    }

    fn ask(&mut self, (facts, card): &mut (Facts, Card), found: &mut Vec<usize>) {
        self.0.find(facts, card, found);
    }
}

/// A desk: what a host calls.
struct Whole {
    desk: Desk,
    tell: Tell,
}

impl Engine for Whole {
    type Ticket = Option<Request>;

    const KEEPS_TICKETS: bool = false;

    fn bind(&self, ticket: &Json) -> Option<Request> {
        Some(request(ticket))
    }

    fn ask(&mut self, ticket: &mut Option<Request>, found: &mut Vec<usize>) {
        let request = ticket.take().expect("tickets are bound anew");
        let answer = self.desk.evaluate_telling(request, &self.tell);
        let number =
            |rule: &str| rule.strip_prefix('r').and_then(|number| number.parse::<usize>().ok()).expect("a number");
        found.extend(answer.effects.iter().map(|asked| number(&asked.rule)));
    }
}

fn main() {
    let task = Task::from_args();
    let pack = pack(&task);
    match task.variant.as_str() {
        "bound" => task.run(|| Bound { rules: Rules::load(&pack, task.mode), card: Card::default() }),
        "slots" => task.run(|| InSlots(Rules::load(&pack, task.mode))),
        "evaluate" => task.run(|| Whole { desk: desk(pack), tell: Tell::Nothing }),
        "explain" => task.run(|| Whole { desk: desk(pack), tell: Tell::Fired(["r0".into()].into()) }),
        "trace" => task.run(|| Whole { desk: desk(pack), tell: Tell::All }),
        _ => task.unknown_variant(),
    }
}

fn desk(pack: Pack) -> Desk {
    Desk::compile(pack, Limits::SERVER).unwrap_or_else(|found| panic!("{}", found[0]))
}

fn pack(task: &Task) -> Pack {
    let workload = Workload::load(task.workload.rules.len());
    match task.mode {
        Mode::First => workload.pack("first"),
        Mode::Collect => {
            let mut pack = workload.pack("all");
            // Of rules that all put a ticket into a queue the last one wins; rules that tell somebody all count.
            for text in pack.files.values_mut() {
                *text = text.replace("then { route(", "then { notify(");
            }
            pack
        }
    }
}

fn request(ticket: &Json) -> Request {
    let Ok(Value::Map(fields)) = Value::from_json(json!({"w": ticket})) else { panic!("{ticket} is no ticket") };
    Request::new(Ticket(fields), Timestamp::MIN)
}
