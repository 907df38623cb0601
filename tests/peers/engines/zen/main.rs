//! ZEN: one decision table, compiled; a row a rule.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tierline_peers::{Engine, FIELDS, Mode, Op, Rule, Task, Test};
use tokio::runtime::{Builder, Runtime};
use zen_engine::{Decision, EvaluationOptions, Variable, model::GraphContent};

struct Zen {
    decision: Decision,
    trace: bool,
    runtime: Runtime,
}

impl Engine for Zen {
    type Ticket = Variable;

    fn bind(&self, ticket: &Json) -> Variable {
        ticket.clone().into()
    }

    fn ask(&mut self, ticket: &mut Variable, found: &mut Vec<usize>) {
        let options = EvaluationOptions { trace: self.trace, max_depth: 10 };
        let response = self.runtime.block_on(self.decision.evaluate_with_opts(ticket.clone(), options));
        let response = response.expect("an answer");
        match &response.result {
            Variable::Array(rows) => found.extend(rows.borrow().iter().filter_map(rule_of)),
            row => found.extend(rule_of(row)),
        }
    }
}

fn main() {
    let task = Task::from_args();
    let trace = match task.variant.as_str() {
        "compiled" => false,
        "trace" => true,
        _ => task.unknown_variant(),
    };
    let text = graph(&task.workload.rules, task.mode).to_string();
    task.run(|| {
        let content: GraphContent = serde_json::from_str(&text).expect("a graph");
        let mut decision = Decision::from(Arc::new(content));
        decision.compile();
        Zen { decision, trace, runtime: Builder::new_current_thread().build().expect("a runtime") }
    });
}

/// A ticket goes in, through the table, and out.
fn graph(rules: &[Rule], mode: Mode) -> Json {
    let column = |name: &str| json!({"id": name, "name": name, "field": name});
    let place = json!({"x": 0, "y": 0});
    let node = |id: &str, kind: &str, content: Json| {
        let kind = format!("{kind}Node");
        json!({"id": id, "name": id, "type": kind, "position": place, "content": content})
    };
    let edge = |from: &str, to: &str| {
        let id = format!("{from}-{to}");
        json!({"id": id, "sourceId": from, "targetId": to, "type": "edge"})
    };
    let table = json!({
        "hitPolicy": match mode { Mode::First => "first", Mode::Collect => "collect" },
        "inputs": FIELDS.map(column),
        "outputs": [column("rule")],
        "rules": rules.iter().map(row).collect::<Vec<_>>(),
    });
    json!({
        "nodes": [
            node("in", "input", json!({})),
            node("table", "decisionTable", table),
            node("out", "output", json!({})),
        ],
        "edges": [edge("in", "table"), edge("table", "out")],
    })
}

/// A cell that a row does not write holds for every ticket.
fn row(rule: &Rule) -> Json {
    let mut row = json!({"_id": format!("rule-{}", rule.id), "rule": rule.id.to_string()});
    for test in &rule.tests {
        row[&test.field] = cell(test).into();
    }
    row
}

fn cell(Test { op, value, .. }: &Test) -> String {
    match op {
        Op::Equal => value.to_string(),
        Op::AtLeast => format!(">= {value}"),
        Op::AtMost => format!("<= {value}"),
        Op::Contains => format!("contains($, {value})"),
    }
}

fn rule_of(row: &Variable) -> Option<usize> {
    match row.dot("rule")? {
        Variable::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}
