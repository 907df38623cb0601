//! `eval`: what goes in and what comes out.

use serde_json::{Value as Json, json};

use crate::{Folder, RULES, Ran, VIP};

fn eval(folder: &Folder, input: &str, more: &[&str]) -> Ran {
    folder.feed(&[&["eval", "desk", "-"], more].concat(), input.as_bytes())
}

#[test]
fn an_answer_is_a_line_of_json() {
    let folder = Folder::with_desk();
    let ran = eval(&folder, VIP, &[]);
    let hash = ran.json()[0]["desk"].as_str().unwrap().to_owned();
    let answer = format!(
        r#"{{"id":"T-1","desk":"{hash}","now":"2026-11-23T10:00:00Z","effects":[{{"do":"route","queue":"network-l2","rule":"VIP network"}},{{"do":"prioritise","priority":"P1","rule":"VIP network"}}],"ticket":{{"category":"network","id":"T-1","priority":"P1","queue":"network-l2","requester":{{"vip":true}},"subject":"VPN","updated_at":"2026-11-23T10:00:00Z"}},"faults":[]}}"#
    );
    ran.is(0, &format!("{answer}\n"), "");
    folder.put("tickets.jsonl", VIP);
    folder.run(&["eval", "desk", "tickets.jsonl", "--json"]).is(0, &format!("{answer}\n"), "");
}

#[test]
fn traces_and_reasons_come_where_asked_for() {
    let folder = Folder::with_desk();
    let keys = |more: &[&str]| -> Vec<String> {
        eval(&folder, VIP, more).json()[0].as_object().unwrap().keys().cloned().collect()
    };
    let plain = ["desk", "effects", "faults", "id", "now", "ticket"];
    let with = |more: &[&str]| {
        let mut keys: Vec<String> = plain.iter().chain(more).map(|key| (*key).to_owned()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&[]), plain);
    assert_eq!(keys(&["--trace"]), with(&["trace"]));
    assert_eq!(keys(&["--explain"]), with(&["why", "nearly"]));
    assert_eq!(keys(&["--explain", "--trace"]), with(&["why", "nearly", "trace"]));
    let answer = &eval(&folder, r#"{"category": "network", "updated_at": "2026-11-23"}"#, &["--explain"]).json()[0];
    assert!(answer["why"][0].as_str().unwrap().contains("no rule fired"), "{answer}");
    assert!(answer["nearly"][0].as_str().unwrap().contains("\"VIP network\""), "{answer}");
}

#[test]
fn a_line_may_be_a_request() {
    let folder = Folder::with_desk();
    let request = r#"{"ticket": {"id": 7}, "context": {"freeze": true}, "now": "2026-01-01T00:00:00Z"}"#;
    let ran = eval(&folder, request, &["--now", "2027-01-01"]);
    let answer = &ran.json()[0];
    assert_eq!((&answer["id"], &answer["now"]), (&json!("7"), &json!("2026-01-01T00:00:00Z")));
    assert_eq!(answer["effects"], json!([{"do": "flag", "flag": "frozen", "rule": "Frozen"}]));
}

#[test]
fn now_is_the_nearest_that_is_known() {
    let folder = Folder::with_desk();
    let now = |line: &str, more: &[&str]| eval(&folder, line, more).json()[0]["now"].as_str().unwrap().to_owned();
    let both = r#"{"updated_at": "2026-01-02T00:00:00Z", "created_at": "2026-01-01T00:00:00Z"}"#;
    assert_eq!(now(both, &[]), "2026-01-02T00:00:00Z");
    assert_eq!(now(both, &["--now", "2026-01-03T12:00:00+01:00"]), "2026-01-03T11:00:00Z");
    assert_eq!(now(r#"{"updated_at": null, "created_at": "2026-01-01"}"#, &[]), "2026-01-01T00:00:00Z");
    let in_request = r#"{"ticket": {"created_at": "2026-01-01"}, "now": "2026-01-04T00:00:00Z"}"#;
    assert_eq!(now(in_request, &["--now", "2026-01-03"]), "2026-01-04T00:00:00Z");
    assert_eq!(now(r#"{"ticket": {"created_at": "2026-01-01"}}"#, &[]), "2026-01-01T00:00:00Z");
    let clock = now("{}", &[]);
    assert!(clock.as_str() > "2025-06-01T00:00:00Z" && clock.as_str() < "2100", "{clock}");
}

#[test]
fn refused_lines_are_named_and_the_others_answered() {
    let folder = Folder::with_desk();
    folder.put(
        "t.ndjson",
        "{\"id\": 1}\n\n{\"id\": \n{\"kind\": \"incidnet\"}\n[1]\r\n{\"ticket\": {}, \"evnt\": 1}\n{\"affected_users\": \"x\"}\n{\"id\": 8}",
    );
    let ran = folder.run(&["eval", "desk", "t.ndjson", "--now", "2026-11-23"]);
    let ids: Vec<Json> = ran.json().iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!((ran.code, ids), (3, vec![json!("1"), json!("8")]));
    assert_eq!(
        ran.err,
        "t.ndjson:3: it is not JSON: EOF while parsing a value at column 7\n\
         t.ndjson:4: `ticket.kind` must be one of incident, service_request, problem, change, event, not text (\"incidnet\"); did you mean `incident`?\n\
         t.ndjson:5: a ticket must be a JSON object, not a list\n\
         t.ndjson:6: a request has no part `evnt`; did you mean `event`?\n\
         t.ndjson:7: `ticket.affected_users` must be a whole number, not text (\"x\")\n\
         5 of 7 lines refused\n"
    );
}

#[test]
fn json_files_hold_one_ticket_or_a_list() {
    let folder = Folder::with_desk();
    let ids = |content: &str| -> (i32, Vec<Json>, String) {
        folder.put("t.json", content);
        let ran = folder.run(&["eval", "desk", "t.json", "--now", "2026-11-23"]);
        (ran.code, ran.json().iter().map(|answer| answer["id"].clone()).collect(), ran.err)
    };
    assert_eq!(ids("{\n  \"id\": 1\n}\n"), (0, vec![json!("1")], String::new()));
    assert_eq!(ids("{\"ticket\": {\"id\": 1}, \"event\": {}}"), (0, vec![json!("1")], String::new()));
    assert_eq!(ids("[]"), (0, vec![], String::new()));
    let list = "[\n  {\"id\": 1},\n  {\"id\": 2,\n   \"a\" 3},\n  {\"ticket\": {\"id\": \"[3\\\"\"}}\n]\n";
    let said = "t.json:3: it is not JSON: expected `:` at line 4, column 8\n1 of 3 lines refused\n";
    assert_eq!(ids(list), (3, vec![json!("1"), json!("[3\"")], said.to_owned()));
    let cut_off =
        "t.json:2: the list of tickets is not closed with `]`: the file seems to be cut off\n1 of 2 lines refused\n";
    assert_eq!(ids("[{\"id\": 1},\n {\"id\": "), (3, vec![json!("1")], cut_off.to_owned()));
    let ran = folder.feed(&["eval", "desk", "-", "--format", "json"], b"[{\"id\": 1}]");
    assert_eq!((ran.code, ran.json().len()), (0, 1));
}

#[test]
fn order_and_bytes_do_not_depend_on_threads_or_runs() {
    let folder = Folder::with_desk();
    let line = |n: usize| {
        let broken = if n % 500 == 7 { "," } else { "" };
        format!(
            "{{\"id\": {n}, \"category\": \"network\", \"requester\": {{\"vip\": {}}}{broken}}}\n",
            n.is_multiple_of(3)
        )
    };
    folder.put("t.ndjson", (1..=5_000).map(line).collect::<String>());
    let run =
        |threads| folder.run(&["eval", "desk", "t.ndjson", "--now", "2026-11-23", "--trace", "--threads", threads]);
    let one = run("1");
    let ids: Vec<usize> = one.json().iter().map(|answer| answer["id"].as_str().unwrap().parse().unwrap()).collect();
    assert_eq!(ids, (1..=5_000).filter(|n| n % 500 != 7).collect::<Vec<usize>>());
    assert_eq!((one.code, one.err.lines().last().unwrap()), (3, "10 of 5000 lines refused"));
    assert_eq!(one, run("4"));
    assert_eq!(one, run("1"));
}

#[test]
fn a_roster_takes_the_place_of_the_desks_own() {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", "stage assignment\nrule \"a\" {\n    then { assign(#{ team: \"net\" }); }\n}\n");
    let roster = |agent| {
        format!("{{\"teams\": [{{\"id\": \"net\"}}], \"agents\": [{{\"id\": \"{agent}\", \"teams\": [\"net\"]}}]}}")
    };
    folder.put("desk/roster.json", roster("ana"));
    folder.put("other.json", roster("bo"));
    let agent =
        |more: &[&str]| eval(&folder, r#"{"created_at": "2026-11-23"}"#, more).json()[0]["effects"][0]["agent"].clone();
    assert_eq!(agent(&[]), "ana");
    assert_eq!(agent(&["--roster", "other.json"]), "bo");
    folder.put("other.json", "{\"teems\": []}");
    let ran = eval(&folder, "{}", &["--roster", "other.json"]);
    ran.is(
        4,
        "",
        "error: `other.json` is no roster: `roster` has no `teems`; did you mean `teams`? (line 1, column 8)\n",
    );
    let ran = eval(&folder, "{}", &["--roster", "othr.json"]);
    ran.is(4, "", "error: `othr.json` does not exist; did you mean `other.json`?\n");
}

#[test]
fn tickets_that_cannot_be_opened_are_trouble_and_options_that_do_not_fit_are_usage() {
    let folder = Folder::with_desk();
    folder.put("tickets.txt", VIP);
    folder.put("tickets.ndjson", VIP);
    folder.put("map.json", "{}");
    let ran = |args: &[&str]| folder.run(&[&["eval", "desk"], args].concat());
    ran(&["tikets.ndjson"]).is(4, "", "error: `tikets.ndjson` does not exist; did you mean `tickets.ndjson`?\n");
    ran(&["desk"]).is(4, "", "error: `desk` is a folder; give a file of tickets\n");
    ran(&["tickets.txt"]).is(
        2,
        "",
        "error: the name `tickets.txt` does not tell the format of the tickets; add `--format ndjson`, `--format json` or `--format csv`\n",
    );
    assert_eq!(ran(&["tickets.txt", "--format", "ndjson"]).code, 0);
    ran(&["tickets.ndjson", "--columns", "map.json"]).is(
        2,
        "",
        "error: `--columns` goes only with CSV, and `tickets.ndjson` is read as JSON; add `--format csv`\n",
    );
    for usage in [&["tickets.ndjson", "--now", "noon"][..], &["tickets.ndjson", "--threads", "0"], &[], &["a", "b"]] {
        assert_eq!(ran(usage).code, 2, "{usage:?}");
    }
    assert_eq!(folder.run(&[]).code, 2);
    assert_eq!(folder.run(&["evla"]).code, 2);
}

#[test]
fn a_fault_is_in_the_answer_and_the_command_is_fine() {
    let folder = Folder::empty();
    folder.put(
        "desk/a.rhai",
        format!("{RULES}\nstage triage\nrule \"odd\" {{\n    then {{ add_tag(\"x\" + ticket.body.len() / 0); }}\n}}\n"),
    );
    let ran = eval(&folder, VIP, &[]);
    let answer = &ran.json()[0];
    assert_eq!((ran.code, &answer["faults"][0]["rule"]), (0, &json!("odd")));
    assert_eq!(answer["effects"].as_array().unwrap().len(), 2);
}
