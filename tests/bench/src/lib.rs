//! What is measured: the routing workload, with rules, tickets and the answers that every engine must give; and desks, tickets and
//! a calendar that several benchmarks share.

pub mod calendar;
pub mod clocks;
pub mod service_desk;
mod texts;

use std::{fs, sync::Arc};

use serde_json::{Value as Json, json};
use tierline::{Desk, Limits, Pack, Request, Ticket, Timestamp};
use tierline_condition::{Facts, Frame, NoCalendars};
use tierline_model::Value;
use tierline_rules::{actions::ACTIONS, index::Index};
use tierline_script::Language;

/// The workload with so many rules.
pub struct Workload {
    /// `{"id", "queue", "tests"}`.
    pub rules: Vec<Json>,
    /// Flat objects.
    pub tickets: Vec<Json>,
    /// The rules that hold for each ticket, in order.
    pub collect: Vec<Vec<usize>>,
}

/// The fields of the workload go by names of their own: some of the standard ones mean something else.
const FIELDS: &str = r#"
field "w.category" text
field "w.priority" text
field "w.channel" text
field "w.site" text
field "w.department" text
field "w.ticket_type" text
field "w.language" text
field "w.affected_users" integer
field "w.age_minutes" integer
field "w.reopen_count" integer
field "w.requester_vip" boolean
field "w.subject" text
"#;

/// Rules in a file: files may not be too large.
const RULES_A_FILE: usize = 10_000;

impl Workload {
    /// Reads it from `workload/data`, where `gen_workload.py` wrote it.
    pub fn load(rules: usize) -> Workload {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/workload/data");
        let big = if rules > 10_000 { "/big" } else { "" };
        let read =
            |name: &str| fs::read_to_string(format!("{folder}{big}/{name}")).expect("run workload/gen_workload.py");
        let json = |name: String| -> Json { serde_json::from_str(&read(&name)).expect("JSON") };
        let expected = json(format!("expected-{rules}.json"));
        Workload {
            rules: json(format!("rules-{rules}.json"))["rules"].as_array().expect("rules").clone(),
            tickets: read("tickets.jsonl")
                .lines()
                .map(|line| json!({"w": serde_json::from_str::<Json>(line).expect("JSON")}))
                .collect(),
            collect: serde_json::from_value(expected["collect"].clone()).expect("numbers"),
        }
    }

    /// So many rules that each ask for one number between two, and tickets all over the line.
    pub fn of_ranges(rules: usize) -> Workload {
        const TICKETS: usize = 500;
        /// Prime, so that what is multiplied goes all over the line.
        const LINE: usize = 20_161;
        let range = |rule: usize| (rule * 7_919 % LINE, rule * 7_919 % LINE + rule * 31 % 23);
        let rule = |rule: usize| {
            let (first, last) = range(rule);
            let test = |op, value| json!({"field": "age_minutes", "op": op, "value": value});
            json!({"id": rule, "queue": format!("q{}", rule % 50), "tests": [test(">=", first), test("<=", last)]})
        };
        let ages = || (0..TICKETS).map(|ticket| ticket * 104_729 % LINE);
        let holding = |age| (0..rules).filter(|rule| (range(*rule).0..=range(*rule).1).contains(&age)).collect();
        Workload {
            rules: (0..rules).map(rule).collect(),
            tickets: ages().map(|age| json!({"w": {"age_minutes": age}})).collect(),
            collect: ages().map(holding).collect(),
        }
    }

    /// Its rules, in one stage.
    pub fn pack(&self, mode: &str) -> Pack {
        let mut pack = Pack::of("fields.rhai", FIELDS);
        for (number, rules) in self.rules.chunks(RULES_A_FILE).enumerate() {
            let rules: String = rules.iter().map(rule).collect();
            pack.files.insert(format!("rules-{number:02}.rhai"), format!("stage routing {mode}\n{rules}"));
        }
        pack
    }

    /// Its rules in an index, and its tickets in the slots that those read.
    pub fn indexed(&self) -> (Index, Vec<Facts>) {
        let language = Language::new(ACTIONS.iter().map(|action| &action.spec).collect());
        let compiled = language.compile(&self.pack("all"));
        let compiled = compiled.unwrap_or_else(|broken| panic!("{}", broken.diagnostics[0]));
        let frame = Arc::new(Frame::new(
            compiled.schema,
            compiled.layout,
            compiled.matrices,
            compiled.patterns,
            Arc::new(NoCalendars),
        ));
        let conditions = compiled.rules.iter().map(|rule| &rule.condition).collect();
        let index = Index::new([conditions].into_iter(), &frame);
        let facts = self.tickets.iter().map(|ticket| {
            let Ok(Value::Map(fields)) = Value::from_json(ticket.clone()) else { panic!("{ticket} is no ticket") };
            Facts::new(frame.clone(), Request::new(Ticket(fields), Timestamp::MIN), Limits::NONE)
        });
        let facts = facts.collect();
        (index, facts)
    }

    /// The desk of its rules.
    pub fn desk(&self, mode: &str) -> Desk {
        Desk::compile(self.pack(mode), Limits::SERVER).expect("rules that compile")
    }
}

fn rule(rule: &Json) -> String {
    let tests: Vec<String> = rule["tests"].as_array().expect("tests").iter().map(test).collect();
    let (id, when, queue) = (&rule["id"], tests.join(" && "), &rule["queue"]);
    format!("rule \"r{id}\" {{\n  when {when}\n  then {{ route({queue}); }}\n}}\n")
}

fn test(test: &Json) -> String {
    let (field, op, value) =
        (test["field"].as_str().expect("a field"), test["op"].as_str().expect("an op"), &test["value"]);
    match op {
        "contains" => format!("ticket.w.{field}.contains_exact({value})"),
        op => format!("ticket.w.{field} {op} {value}"),
    }
}
