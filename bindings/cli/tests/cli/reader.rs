//! Tickets are read by the command as on the wire, whatever a library of JSON keeps to itself, and no deeper than they can be read again.

use serde_json::json;
use tierline_wire::model::json::Json;

use crate::{Folder, Ran};

const NUMBER: &str = "$serde_json::private::Number";
const RAW: &str = "$serde_json::private::RawValue";
const NOW: &str = "2026-11-23T10:00:00Z";

/// Rules that tell of each place in which a ticket, a record, an event or a context may have been smuggled in.
const RULES: &str = r#"field "form" map
field "context.form" map
stage triage
rule "vip" { when requester.vip then { flag("vip"); } }
rule "one" { when ticket.cost == 1 then { flag("one"); } }
rule "closed" { when event.kind == "closed" then { flag("closed"); } }
rule "form" { when ticket.form.a == 1 || context.form.a == 1 then { flag("form"); } }
rule "always" { then { add_tag("seen"); } }
"#;

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", RULES);
    folder
}

/// The lines of standard output, read with no key that means anything else.
fn lines(ran: &Ran) -> Vec<Json> {
    ran.out.lines().map(|line| Json::read(line).unwrap()).collect()
}

/// What lies at a path of keys.
fn at<'a>(json: &'a Json, path: &[&str]) -> Option<&'a Json> {
    path.iter().try_fold(json, |json, key| match json {
        Json::Map(entries) => entries.get(*key),
        _ => None,
    })
}

fn text<'a>(json: &'a Json, path: &[&str]) -> Option<&'a str> {
    match at(json, path) {
        Some(Json::Text(text)) => Some(text),
        _ => None,
    }
}

/// What the wire says of requests, one a line.
fn on_the_wire(folder: &Folder, requests: &[String]) -> Vec<Json> {
    let compile = json!({"verb": "compile", "files": {"a.rhai": RULES}}).to_string();
    let calls = requests.iter().map(|request| format!("{{\"verb\": \"evaluate\", \"request\": {request}}}"));
    let calls: Vec<String> = [compile].into_iter().chain(calls).collect();
    let ran = folder.feed(&["pipe"], (calls.join("\n") + "\n").as_bytes());
    lines(&ran).split_off(1)
}

fn eval(folder: &Folder, lines: &[String]) -> Ran {
    folder.feed(&["eval", "desk", "-", "--now", NOW], (lines.join("\n") + "\n").as_bytes())
}

#[test]
fn keys_of_a_library_are_keys() {
    let smuggled = r#"{\"id\":\"SMUGGLED\",\"requester\":{\"vip\":true},\"kind\":\"closed\",\"a\":1}"#;
    let raw = format!("{{\"{RAW}\": \"{smuggled}\"}}");
    let number = format!("{{\"{NUMBER}\": \"1\"}}");
    let tickets = [
        raw.clone(),
        format!("{{\"id\": \"T\", \"requester\": {raw}}}"),
        format!("{{\"id\": \"T\", \"odd\": {number}, \"form\": {raw}}}"),
        format!("{{\"id\": \"T\", \"form\": {{\"a\": {number}, \"b\": [{raw}]}}}}"),
        format!("{{\"id\": \"T\", \"cost\": {number}}}"),
    ];
    let beside = [
        format!("{{\"ticket\": {{}}, \"event\": {raw}}}"),
        format!("{{\"ticket\": {{}}, \"event\": {{\"kind\": {raw}}}}}"),
        format!("{{\"ticket\": {{}}, \"context\": {{\"form\": {raw}}}}}"),
        format!("{{\"ticket\": {{}}, \"context\": {{\"form\": {{\"a\": {number}}}}}}}"),
        format!("{{\"ticket\": {{}}, \"history\": [{raw}]}}"),
        format!("{{\"ticket\": {{}}, \"roster\": {raw}}}"),
        format!("{{\"ticket\": {{}}, \"now\": {raw}}}"),
        format!("{{\"ticket\": {{}}, \"turns\": {raw}}}"),
    ];
    let folder = folder();
    let at_now = |request: String| request.replacen('{', &format!("{{\"now\": \"{NOW}\", "), 1);
    let asked = tickets.iter().map(|ticket| at_now(format!("{{\"ticket\": {ticket}}}")));
    let requests: Vec<String> = asked.chain(beside.iter().cloned().map(at_now)).collect();
    let replies = on_the_wire(&folder, &requests);
    for (line, reply) in tickets.iter().chain(&beside).zip(&replies) {
        let ran = eval(&folder, std::slice::from_ref(line));
        match at(reply, &["ok"]) {
            Some(answer) => assert_eq!(&lines(&ran)[0], answer, "{line}"),
            None => {
                let said = text(reply, &["error", "message"]).unwrap();
                assert_eq!((ran.code, ran.err), (3, format!("-:1: {said}\n1 of 1 lines refused\n")), "{line}");
            }
        }
        let effects = at(reply, &["ok", "effects"]).map(Json::to_string).unwrap_or_default();
        for flag in ["vip", "one", "closed", "form"] {
            assert!(!effects.contains(flag), "{line}: {effects}");
        }
    }
    assert_eq!(replies.iter().filter(|reply| at(reply, &["ok"]).is_some()).count(), 7, "{replies:?}");
    // The ticket that comes back is the one that went in.
    let answer = &lines(&eval(&folder, &tickets[..1]))[0];
    assert!(text(answer, &["ticket", RAW]).is_some_and(|text| text.contains("SMUGGLED")), "{answer}");
    assert_eq!(text(answer, &["id"]), None);
}

#[test]
fn keys_of_a_library_are_keys_in_logs_maps_and_cases_too() {
    let folder = folder();
    let set = format!("{{\"{RAW}\": \"{{\\\"requester\\\": {{\\\"vip\\\": true}}}}\"}}");
    let event = format!("{{\"ticket_id\": \"T\", \"at\": \"{NOW}\", \"kind\": \"created\", \"set\": {set}}}\n");
    let ran = folder.feed(&["eval", "desk", "--events", "-", "--last"], event.as_bytes());
    let answer = &lines(&ran)[0];
    let effects = at(answer, &["effects"]).unwrap().to_string();
    assert!(!effects.contains("vip") && effects.contains("seen"), "{}{}", ran.out, ran.err);
    assert!(text(answer, &["ticket", RAW]).is_some(), "{}", ran.out);
    let line = format!("{{\"{RAW}\": \"{{\\\"ticket_id\\\": \\\"T\\\", \\\"at\\\": \\\"{NOW}\\\"}}\"}}");
    assert_eq!(folder.feed(&["eval", "desk", "--events", "-"], line.as_bytes()).code, 3);

    folder.put("t.csv", "id\n1\n");
    folder.put("map.json", format!("{{\"{RAW}\": \"{{\\\"columns\\\": {{}}}}\"}}"));
    let ran = folder.run(&["eval", "desk", "t.csv", "--columns", "map.json"]);
    assert_eq!(ran.code, 4);
    assert!(ran.err.contains(&format!("a column map has no `{RAW}`")), "{}", ran.err);

    folder.put("case.jsonl", format!("{{\"{RAW}\": \"{{\\\"id\\\": \\\"c\\\"}}\"}}\n"));
    let ran = folder.run(&["verify", "case.jsonl"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("needs an `id`") || ran.out.contains("id"), "{}", ran.out);
    assert!(!ran.out.contains("case.jsonl:1: c:"), "{}", ran.out);
}

/// The header of a column that lies so many names deep.
fn deep(names: usize) -> String {
    vec!["a"; names].join(".")
}

#[test]
fn columns_lead_no_deeper_than_a_ticket_is_read() {
    let folder = folder();
    let by_header = |names: usize| {
        folder.put("t.csv", format!("id,{}\n1,x\n", deep(names)));
        folder.run(&["eval", "desk", "t.csv", "--now", NOW])
    };
    let by_map = |names: usize| {
        folder.put("t.csv", "id,c\n1,x\n");
        folder.put("map.json", json!({"columns": {"c": {"field": deep(names)}}}).to_string());
        folder.run(&["eval", "desk", "t.csv", "--now", NOW, "--columns", "map.json"])
    };
    for names in [121, 128, 40_000, 500_000] {
        for ran in [by_header(names), by_map(names)] {
            let said = format!("a column has {names} names, one inside the other, and may have at most 120: `a.a.a.");
            assert_eq!((ran.code, ran.out.as_str()), (4, ""));
            assert!(ran.err.contains(&said) && ran.err.len() < 500, "{}", ran.err);
        }
    }
    // What is read goes round: the ticket of the answer is read again, also as what an event set.
    for ran in [by_header(120), by_map(120)] {
        assert_eq!(ran.code, 0, "{}", ran.err);
        let answer = &lines(&ran)[0];
        let ticket = at(answer, &["ticket"]).unwrap();
        let event = format!("{{\"kind\": \"created\", \"at\": \"{NOW}\", \"set\": {ticket}, \"before\": {ticket}}}");
        let again = format!("{{\"ticket\": {ticket}, \"history\": [{event}], \"now\": \"{NOW}\"}}");
        assert_eq!(eval(&folder, std::slice::from_ref(&again)).code, 0);
        let wire = on_the_wire(&folder, &[again]);
        assert!(at(&wire[0], &["ok"]).is_some(), "{}", wire[0]);
    }
}

#[test]
fn a_header_of_many_columns_is_read_in_bearable_time() {
    let folder = folder();
    let columns: Vec<String> = (0..100_000).map(|number| format!("c{number}")).collect();
    folder.put("t.csv", format!("id,{}\n1{}\n", columns.join(","), ",".repeat(columns.len())));
    let ran = folder.run(&["eval", "desk", "t.csv", "--now", NOW]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 21), "{}", ran.err);
    assert!(ran.err.ends_with("t.csv: ... and 99980 more columns are no fields of this desk\n"), "{}", ran.err);
}
