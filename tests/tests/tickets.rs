//! The sample tickets cover the service desk: every rule and every row of a table fires on one of them, and none is a fault.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value as Json;
use tierline::{Answer, Desk, Limits, Timestamp};
use tierline_model::Verdict;
use tierline_tests::pack;

/// The answers to `examples/tickets.ndjson`, in order. `now` is that of the line, or when the ticket last changed.
fn answers(desk: &Desk) -> Vec<Answer> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/tickets.ndjson")).unwrap();
    text.lines()
        .map(|line| {
            let line: Json = serde_json::from_str(line).unwrap();
            let request = if line.get("ticket").is_some_and(Json::is_object) {
                line
            } else {
                serde_json::json!({ "ticket": line })
            };
            let ticket = &request["ticket"];
            let changed = ticket.get("updated_at").or(ticket.get("created_at")).and_then(Json::as_str);
            let now = changed.and_then(Timestamp::parse);
            desk.evaluate_with_trace(desk.read_request(request, now).unwrap())
        })
        .collect()
}

#[test]
fn every_rule_fires_on_a_sample_ticket() {
    let desk = Desk::compile(pack("rules/service-desk"), Limits::SERVER).unwrap();
    let answers = answers(&desk);
    assert!(answers.len() >= 60, "{}", answers.len());
    let (mut all, mut fired) = (BTreeSet::new(), BTreeSet::new());
    for answer in &answers {
        assert_eq!(answer.faults, [], "{:?}", answer.id);
        for rule in answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules) {
            all.insert(rule.rule.to_string());
            if matches!(rule.verdict, Verdict::Fired { .. }) {
                fired.insert(rule.rule.to_string());
            }
        }
    }
    assert_eq!(all.len(), desk.rule_count());
    let never: Vec<&String> = all.difference(&fired).collect();
    assert!(never.is_empty(), "{never:?}");
}

#[test]
fn two_runs_and_the_bundle_give_the_same_bytes() {
    let desk = Desk::compile(pack("rules/service-desk"), Limits::SERVER).unwrap();
    let again = Desk::compile(pack("rules/service-desk"), Limits::SERVER).unwrap();
    let loaded = Desk::load(&desk.bundle(), Limits::SERVER).unwrap();
    let bytes = |desk: &Desk| serde_json::to_string(&answers(desk)).unwrap();
    let first = bytes(&desk);
    assert!(first == bytes(&again));
    assert!(first == bytes(&loaded));
}

#[test]
fn every_sample_ticket_gets_a_queue_and_a_priority_unless_a_rule_says_stop() {
    let desk = Desk::compile(pack("rules/service-desk"), Limits::SERVER).unwrap();
    for answer in answers(&desk) {
        let stopped = answer.effects.iter().any(|asked| asked.effect.gist().0 == "stop");
        assert!(
            stopped || (answer.ticket.contains_key("queue") && answer.ticket.contains_key("priority")),
            "{:?}",
            answer.id
        );
    }
}
