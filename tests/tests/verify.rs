//! Cases, run through the wire: those of other products, our own, and what is said of cases that cannot be run.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};
use tierline_model::Timestamp;
use tierline_wire::verify::{verify, verify_json};

/// Runs the cases of a file; what went wrong with each that failed.
fn failures(file: &str) -> (usize, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases").join(file);
    let mut passed = 0;
    let mut wrong = vec![];
    for (index, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        let report = verify(line);
        if report.passed() {
            passed += 1;
            continue;
        }
        wrong.push(format!("{file}:{}: {}", index + 1, serde_json::to_string(&report).unwrap()));
    }
    (passed, wrong)
}

/// All cases of these files pass; how many there are.
#[track_caller]
fn count(files: &[&str]) -> usize {
    let (passed, wrong): (Vec<usize>, Vec<Vec<String>>) = files.iter().map(|file| failures(file)).unzip();
    let wrong = wrong.concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    passed.iter().sum()
}

#[test]
fn every_calendar_case_of_other_projects_holds() {
    let files = ["biz", "business_time", "random", "rt", "working_hours"].map(|file| format!("calendar/{file}.jsonl"));
    assert_eq!(count(&files.each_ref().map(String::as_str)), 2_540);
}

#[test]
fn every_sla_case_of_other_products_holds() {
    assert_eq!(count(&["sla/docs.jsonl", "sla/frappe.jsonl", "sla/glpi.jsonl", "sla/rt.jsonl"]), 88);
}

#[test]
fn every_corner_case_holds() {
    assert_eq!(count(&["corners.jsonl"]), 146);
}

#[test]
fn every_row_of_the_table_of_corner_cases_has_a_case() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases/corners.jsonl");
    let cases = fs::read_to_string(path).unwrap();
    for row in 1..=30 {
        assert!(cases.contains(&format!("{{\"id\": \"{row:02}-")), "row {row}");
    }
}

/// What is expected, changed: another instant, another number, another list, something where nothing was.
fn other(expected: &Json) -> Json {
    match expected {
        Json::Null => json!("2001-01-01T00:00:00Z"),
        Json::Bool(yes) => json!(!yes),
        Json::Number(number) => json!(number.as_i64().map_or(-1, |number| number + 1)),
        Json::String(text) if Timestamp::parse(text).is_some() => json!("2001-01-01T00:00:00Z"),
        Json::String(_) => json!("other"),
        Json::Array(items) if items.is_empty() => json!(["resolution"]),
        Json::Array(_) => json!([]),
        other => panic!("{other}"),
    }
}

/// Every place of `expect` at which something is compared.
fn places(expect: &Json, at: &str, found: &mut Vec<String>) {
    match expect {
        Json::Object(entries) => {
            for (key, inner) in entries.iter().filter(|(key, _)| !GIVEN.contains(&key.as_str())) {
                places(inner, &format!("{at}/{key}"), found);
            }
        }
        Json::Array(items) if items.iter().any(Json::is_object) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Keys of `expect` that say what is asked, not what is expected.
const GIVEN: [&str; 12] = [
    "name",
    "metric",
    "percent",
    "offset_minutes",
    "offset_wall_minutes",
    "offset_days",
    "minutes_after_start",
    "every_minutes",
    "times",
    "tolerance_seconds",
    "error",
    "priority",
];

#[test]
fn everything_that_a_case_expects_is_compared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases");
    let mut count = 0;
    for file in ["sla/docs.jsonl", "sla/frappe.jsonl", "sla/glpi.jsonl", "sla/rt.jsonl", "corners.jsonl"] {
        for line in fs::read_to_string(folder.join(file)).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            let mut found = vec![];
            places(&case["expect"], "/expect", &mut found);
            for place in found {
                let mut changed = case.clone();
                let expected = changed.pointer_mut(&place).unwrap();
                *expected = other(expected);
                // Nobody shall guess what of a case counts: a change is a disagreement, or no case at all.
                let report = verify_json(changed);
                assert_ne!((report.disagreements.len(), report.error.is_some()), (0, false), "{}: {place}", case["id"]);
                count += 1;
            }
        }
    }
    assert!(count > 500, "{count}");
}

/// A case that holds, to be spoiled.
const FINE: &str = r#"{"id": "f", "calendar": {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}, "policy": {"resolution_minutes": 60}, "semantics": {"closed_states": ["done"]}, "events": [{"at": "2026-06-01T10:00:00Z", "type": "created", "by": "customer", "status": "new"}], "as_of": "2026-06-01T10:00:00Z", "expect": {"resolution_due": "2026-06-01T11:00:00Z"}}"#;

/// What is wrong with the case once `from` in it has become `to`.
#[track_caller]
fn spoiled(from: &str, to: &str) -> String {
    assert!(verify(FINE).passed() && FINE.contains(from), "{from}");
    let report = verify(&FINE.replacen(from, to, 1));
    let error = report.error.unwrap_or_else(|| panic!("{from} -> {to} goes through"));
    format!("{}: {}{}", error.code, error.message, error.help.map(|help| format!("; {help}")).unwrap_or_default())
}

#[test]
fn nothing_that_is_not_known_goes_through() {
    let cases = [
        (r#""id": "f", "#, "", "missing-key: the case needs `id`"),
        (r#""as_of": "2026-06-01T10:00:00Z", "#, "", "missing-key: the case needs `as_of`"),
        (r#""policy": {"resolution_minutes": 60}, "#, "", "missing-key: the case needs `policy`"),
        ("\"events\"", "\"event\"", "unknown-key: there is no key `event`; did you mean `events`?"),
        (
            "resolution_minutes",
            "resolution_minuets",
            "unknown-key: there is no key `policy.resolution_minuets`; did you mean `resolution_minutes`?",
        ),
        (
            "60}",
            "60, \"resolution_seconds\": 1}",
            "bad-value: `policy.resolution_minutes` is a second target of the same clock",
        ),
        (
            "\"as_of\": \"2026",
            "\"as_of\": \"2025",
            "bad-value: `events` must hold one of the type `created` up to `as_of`",
        ),
        (
            "60}",
            "60, \"escalations\": [{\"name\": \"a\", \"metric\": \"resolution\", \"percent\": 5, \"offset_days\": 1}]}",
            "bad-value: `policy.escalations[0].percent` says a second time when the step is reached",
        ),
        (
            "60}",
            "999999999999999999}",
            "too-long: the rule file of this case does not compile: 999999999999999999 minutes is longer than a hundred years: `resolve within 999999999999999999 minutes`",
        ),
        ("60}", "-1}", "bad-value: `policy.resolution_minutes` must not be below 0, as -1 is"),
        ("60}", "1.5}", "bad-value: `policy.resolution_minutes` must be a whole number, not 1.5"),
        ("[\"done\"]", "\"done\"", "bad-value: `semantics.closed_states` must be a list, not \"done\""),
        (
            "\"closed_states\": [\"done\"]",
            "\"policy_change\": \"retroactiv\"",
            "unknown-word: `semantics.policy_change` cannot be `retroactiv`; did you mean `retroactive`?",
        ),
        (
            "\"closed_states\": [\"done\"]",
            "\"first_response_satisfied_by\": [\"agent_repli\"]",
            "unknown-word: `semantics.first_response_satisfied_by` cannot be `agent_repli`; did you mean `agent_reply`?",
        ),
        (
            "\"closed_states\": [\"done\"]",
            "\"due_while_paused\": \"shown\"",
            "unknown-word: `semantics.due_while_paused` cannot be `shown`; there are `kept`, `null`",
        ),
        ("\"created\"", "\"creatd\"", "unknown-word: `events[0].type` cannot be `creatd`; did you mean `created`?"),
        (
            "\"status\": \"new\"}",
            "\"stauts\": \"new\"}",
            "unknown-key: there is no key `events[0].stauts`; did you mean `status`?",
        ),
        ("\"weekly\"", "\"weekely\"", "unknown-key: there is no key `calendar.weekely`; did you mean `weekly`?"),
        ("\"mon\"", "\"mo\"", "unknown-key: there is no key `calendar.weekly.mo`; did you mean `mon`?"),
        (
            "\"UTC\"",
            "\"Europe/Lundon\"",
            "unknown-time-zone: the rule file of this case does not compile: there is no time zone \"Europe/Lundon\": `timezone \"Europe/Lundon\"`; did you mean \"Europe/London\"?",
        ),
        (
            "{\"resolution_due\": \"2026-06-01T11:00:00Z\"}",
            "{\"breached\": [\"resolutoin\"]}",
            "unknown-word: `expect.breached` cannot be `resolutoin`; did you mean `resolution`?",
        ),
        (
            "{\"resolution_due\": \"2026-06-01T11:00:00Z\"}",
            "{\"ola\": {\"breached\": []}}",
            "bad-value: the case has no agreement of the class `ola`; add one to `also`: {\"class\": \"ola\", \"policy\": {...}}",
        ),
        (
            "{\"resolution_due\": \"2026-06-01T11:00:00Z\"}",
            "{\"elapsed_seconds\": {\"resolution\": \"much\"}}",
            "bad-value: `expect.elapsed_seconds.resolution` must be a whole number, not \"much\"",
        ),
    ];
    for (from, to, said) in cases {
        assert_eq!(spoiled(from, to), said, "{from} -> {to}");
    }
}

#[test]
fn a_mistake_that_is_expected_must_be_made() {
    let report = verify(&FINE.replace("{\"resolution_due\": \"2026-06-01T11:00:00Z\"}", "{\"error\": \"never-open\"}"));
    assert_eq!(
        serde_json::to_string(&report.disagreements[0]).unwrap(),
        r#"{"what":"error","expected":"never-open","found":null}"#
    );
}

#[test]
fn the_verb_counts_and_names_what_failed() {
    let session = tierline_wire::Session::default();
    let wrong = FINE.replace("T11:00:00Z\"}", "T12:00:00Z\"}");
    let lines = format!("{FINE}\n\n{wrong}\n");
    let reply = session.call(&json!({"verb": "verify", "lines": lines}).to_string());
    assert_eq!(
        reply,
        r#"{"ok":{"passed":1,"failed":1,"failures":[{"line":3,"id":"f","disagreements":[{"what":"resolution_due","expected":"2026-06-01T12:00:00Z","found":"2026-06-01T11:00:00Z"}]}]}}"#
    );
    let cases: Vec<Json> = [FINE, &wrong].map(|case| serde_json::from_str(case).unwrap()).to_vec();
    let reply = session.call(&json!({"verb": "verify", "cases": cases}).to_string());
    assert!(reply.starts_with(r#"{"ok":{"passed":1,"failed":1,"failures":[{"line":2,"#), "{reply}");
    assert_eq!(
        session.call(r#"{"verb": "verify"}"#),
        r#"{"error":{"code":"bad-call","message":"the call needs `cases`, a list, or `lines`, a text with a case on each line"}}"#
    );
}

#[test]
fn the_cases_of_the_document_hold() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/CASES.md")).unwrap();
    let cases: Vec<&str> = document.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(cases.len(), 2);
    for case in cases {
        assert_eq!(verify(case).disagreements, [], "{case}");
        assert_eq!(verify(case).error, None, "{case}");
    }
}
