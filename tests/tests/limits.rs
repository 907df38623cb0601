//! Limits: the page lists each, hosts set them, and what ships stays far below them.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};
use tierline::{Desk, Limits, Pack, Timestamp};
use tierline_model::Limit;
use tierline_tests::{
    limits::{FIXED, page},
    pack,
};
use tierline_wire::Session;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_page_lists_them() {
    let written = fs::read_to_string(root().join("rules/LIMITS.md")).unwrap();
    assert!(written == page(), "rules/LIMITS.md is not what the engine says: run `cargo xtask generate`");
}

#[test]
fn every_bound_of_the_language_is_on_the_page() {
    let source = fs::read_to_string(root().join("engine/script/src/bounds.rs")).unwrap();
    let named = source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split_once(':'));
    let named: Vec<&str> = named.map(|(name, _)| name).collect();
    assert_eq!(named, FIXED.iter().map(|fixed| fixed.name).collect::<Vec<_>>());
}

fn call(session: &Session, call: &Json) -> Json {
    serde_json::from_str(&session.call(&call.to_string())).unwrap()
}

#[test]
fn a_call_sets_them() {
    let rules = "stage triage\nrule \"r\" { when !(\"x\" in ticket.tags) then { add_tag(\"y\"); } }\n";
    let session = Session::default();
    let compile =
        |limits: Json| call(&session, &json!({"verb": "compile", "files": {"a.rhai": rules}, "limits": limits}));
    let tags: Vec<String> = (0..2_000).map(|n| format!("t{n}")).collect();
    let ask = || {
        let request = json!({"ticket": {"tags": tags}, "now": "2026-11-23T10:00:00Z"});
        call(&session, &json!({"verb": "evaluate", "request": request}))
    };
    assert!(compile(json!({"rule_steps": 100})).get("ok").is_some());
    let answer = ask();
    assert_eq!(
        answer["ok"]["faults"][0]["reason"],
        "this takes 125 units of work or more, and a condition or the actions of a rule may take 100 (the limit `rule_work`); `ticket.tags` holds 2000 items"
    );
    assert!(compile(json!({})).get("ok").is_some());
    assert_eq!(ask()["ok"]["faults"], json!([]));
    let refused = |limits: Json| compile(limits)["error"]["message"].clone();
    assert_eq!(refused(json!({"rule_wrok": 1})), "there is no limit `rule_wrok`");
    assert_eq!(
        refused(json!({"rule_work": -1})),
        "`limits.rule_work` must be a whole number, 0 or more, not a whole number (-1)"
    );
    assert_eq!(
        refused(json!(7)),
        "`limits` must be an object: how much each allows by its name, not a whole number (7)"
    );
}

/// A tenth of what a server can bear.
fn tenth() -> Limits {
    let mut limits = Limits::SERVER;
    Limit::ALL.iter().for_each(|limit| limit.set(&mut limits, limit.of(Limits::SERVER) / 10));
    limits
}

/// The folders of all packs that ship, and of the desks of the examples.
fn packs() -> Vec<String> {
    let mut folders = vec!["examples/incident-log/desk".to_owned(), "examples/incident-log/sla".to_owned()];
    for entry in fs::read_dir(root().join("rules")).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() && !["cookbook", "guide", "schema"].contains(&&*name) {
            folders.push(format!("rules/{name}"));
        }
    }
    folders.sort();
    folders
}

/// The tests of a desk pass on a tenth of everything, and its answers are those that it has with all of it.
fn fits(name: &str, pack: &Pack, requests: &[Json]) {
    let [all, tenth] = [Limits::SERVER, tenth()].map(|limits| Desk::compile(pack.clone(), limits));
    let (all, tenth) = (all.unwrap(), tenth.unwrap_or_else(|wrong| panic!("{name}: {wrong:?}")));
    let failures: Vec<String> =
        tenth.test().iter().flat_map(|report| &report.failures).map(|failure| failure.message.clone()).collect();
    assert!(failures.is_empty(), "{name}: {failures:?}");
    for request in requests {
        let now = Timestamp::parse("2026-11-23T10:00:00Z");
        let asked = |desk: &Desk| desk.evaluate(desk.read_request(request.clone(), now).unwrap());
        assert_eq!(asked(&tenth), asked(&all), "{name}: {request}");
    }
}

#[test]
fn what_ships_takes_less_than_a_tenth() {
    let tickets = fs::read_to_string(root().join("examples/tickets.ndjson")).unwrap();
    let tickets: Vec<Json> = tickets
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap())
        .map(|line| if line["ticket"].is_object() { line } else { json!({ "ticket": line }) })
        .collect();
    for folder in packs() {
        let requests = if folder == "rules/service-desk" { &tickets[..] } else { &[] };
        fits(&folder, &pack(&folder), requests);
    }
    for recipe in tierline_tests::cookbook::recipes() {
        fits(&recipe.file, &Pack::of("recipe.rhai", &recipe.rules), &[]);
    }
}

/// Rules as a large desk has them: ten thousand, by words, numbers and parts of texts.
#[test]
fn ten_thousand_rules_take_less_than_a_tenth() {
    let rule = |n: usize| {
        format!(
            "rule \"r{n}\" {{ when ticket.category == \"c{}\" && ticket.subject.contains(\"part {n}\") && ticket.reopened < {} then {{ add_tag(\"t{n}\"); }} }}\n",
            n % 500,
            n % 9
        )
    };
    let rules: String = (0..10_000).map(rule).collect();
    let ticket = json!({"category": "c77", "subject": "the old part 1077 of part 2577 and part 577", "reopened": 1,
        "description": "word ".repeat(2_000)});
    fits("ten thousand rules", &Pack::of("a.rhai", &format!("stage triage\n{rules}")), &[json!({ "ticket": ticket })]);
}
