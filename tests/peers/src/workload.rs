//! The routing workload: rules, tickets and the answers that every engine must give.

use std::fs;

use serde::Deserialize;
use serde_json::Value as Json;

/// The fields of a ticket: seven texts that rules compare, three integers, a boolean, and a text that they search.
pub const FIELDS: [&str; 12] = [
    "category",
    "priority",
    "channel",
    "site",
    "department",
    "ticket_type",
    "language",
    "affected_users",
    "age_minutes",
    "reopen_count",
    "requester_vip",
    "subject",
];

/// The workload with so many rules.
pub struct Workload {
    /// Rule `n` stands at `n`.
    pub rules: Vec<Rule>,
    /// Flat objects.
    pub tickets: Vec<Json>,
    /// The rules that hold for each ticket, in order.
    pub collect: Vec<Vec<usize>>,
}

/// A rule: it holds where all its tests do.
#[derive(Clone, Deserialize)]
pub struct Rule {
    /// Its number.
    pub id: usize,
    /// Where it routes to.
    pub queue: String,
    /// What it asks.
    pub tests: Vec<Test>,
}

/// One field, compared with one value.
#[derive(Clone, Deserialize)]
pub struct Test {
    /// The field.
    pub field: String,
    /// How.
    pub op: Op,
    /// With what.
    pub value: Json,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Op {
    /// Texts and booleans.
    #[serde(rename = "==")]
    Equal,
    /// Integers.
    #[serde(rename = ">=")]
    AtLeast,
    /// Integers.
    #[serde(rename = "<=")]
    AtMost,
    /// Texts.
    #[serde(rename = "contains")]
    Contains,
}

/// Which rules are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The first that holds.
    First,
    /// All that hold, in order.
    Collect,
}

impl Mode {
    /// As programs are told.
    pub fn name(self) -> &'static str {
        match self {
            Mode::First => "first",
            Mode::Collect => "collect",
        }
    }
}

#[derive(Deserialize)]
struct Rules {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Expected {
    collect: Vec<Vec<usize>>,
}

impl Workload {
    /// Reads what `tests/bench/workload/gen_workload.py` wrote.
    pub fn load(rules: usize) -> Workload {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench/workload/data");
        let read =
            |name: &str| fs::read_to_string(format!("{folder}/{name}")).expect("run `cargo xtask bench --peers`");
        let all: Rules = serde_json::from_str(&read(&format!("rules-{rules}.json"))).expect("rules");
        let expected: Expected = serde_json::from_str(&read(&format!("expected-{rules}.json"))).expect("answers");
        Workload {
            rules: all.rules,
            tickets: read("tickets.jsonl").lines().map(|line| serde_json::from_str(line).expect("a ticket")).collect(),
            collect: expected.collect,
        }
    }

    /// What an engine must find for ticket `number`.
    pub fn expected(&self, number: usize, mode: Mode) -> &[usize] {
        let all = &self.collect[number];
        match mode {
            Mode::First => &all[..all.len().min(1)],
            Mode::Collect => all,
        }
    }
}

impl Rule {
    /// Its condition in a language of expressions: its tests, each as `write` has it, joined by `and`.
    pub fn condition(&self, and: &str, write: impl Fn(&Test) -> String) -> String {
        self.tests.iter().map(write).collect::<Vec<_>>().join(and)
    }
}

impl Test {
    /// As most languages have it: `field == "value"`, `field.contains("value")`.
    pub fn in_dots(&self) -> String {
        let Test { field, value, .. } = self;
        match self.op.symbol() {
            Some(symbol) => format!("{field} {symbol} {value}"),
            None => format!("{field}.contains({value})"),
        }
    }
}

impl Op {
    /// How it is written between two values; `contains` is not.
    pub fn symbol(self) -> Option<&'static str> {
        match self {
            Op::Equal => Some("=="),
            Op::AtLeast => Some(">="),
            Op::AtMost => Some("<="),
            Op::Contains => None,
        }
    }
}
