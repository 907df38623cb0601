//! `pipe`

use std::io::{BufRead, BufReader, Write};

use serde_json::json;

use crate::{Folder, RULES, VIP};

#[test]
fn calls_are_answered_line_by_line() {
    let folder = Folder::empty();
    let compile = json!({"id": "a", "verb": "compile", "files": {"a.rhai": RULES}});
    let evaluate = format!(
        "{{\"id\": 2, \"verb\": \"evaluate\", \"request\": {{\"ticket\": {VIP}, \"now\": \"2026-11-23T10:00:00Z\"}}}}"
    );
    let ran = folder.feed(&["pipe"], format!("{compile}\n\n{evaluate}\r\nnonsense\n{{\"verb\": \"chek\"}}").as_bytes());
    let replies = ran.json();
    assert_eq!((ran.code, replies.len(), ran.err.as_str()), (0, 4, ""));
    assert_eq!((&replies[0]["id"], &replies[0]["ok"]["rules"]), (&json!("a"), &json!(2)));
    assert_eq!((&replies[1]["id"], &replies[1]["ok"]["ticket"]["queue"]), (&json!(2), &json!("network-l2")));
    assert_eq!(replies[2]["error"]["code"], "bad-json");
    assert_eq!(replies[3]["error"]["help"], "did you mean `check`?");
}

#[test]
fn a_reply_comes_before_the_next_call() {
    let folder = Folder::empty();
    let mut child = folder.command(&["pipe"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in 1..=3 {
        writeln!(stdin, "{{\"id\": {id}, \"verb\": \"version\"}}").unwrap();
        let mut reply = String::new();
        stdout.read_line(&mut reply).unwrap();
        assert_eq!(
            reply,
            format!("{{\"id\":{id},\"ok\":{{\"engine\":\"{}\",\"wire\":1}}}}\n", env!("CARGO_PKG_VERSION"))
        );
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn calls_that_cannot_be_read_get_an_error_and_the_next_is_answered() {
    let mut input = br#"{"id": "long", "files": ""#.to_vec();
    input.resize(17 * 1024 * 1024, b'x');
    input.extend(b"\n{\"a\": \"\xff\", \"id\": 2}\n{\"verb\": \"version\"}\n");
    let ran = Folder::empty().feed(&["pipe"], &input);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"id":"long","error":{"code":"too-large","message":"the call cannot be read: it has 17825792 bytes, and 16777216 is the most"}}"#
    );
    assert_eq!(
        lines[1],
        r#"{"id":2,"error":{"code":"bad-json","message":"the call cannot be read: it is not UTF-8 text at byte offset 7"}}"#
    );
    assert_eq!((ran.code, lines.len(), ran.json()[2]["ok"]["wire"].clone()), (0, 3, json!(1)));
}

/// A desk of which each call takes a while, and requests of many tickets.
fn calls(count: usize) -> Vec<String> {
    let mut calls = vec![json!({"id": "a", "verb": "compile", "files": {"a.rhai": RULES}}).to_string()];
    for id in 0..count {
        // Every seventh desk is another: it must not be asked before it is there, nor after it is gone.
        if id % 7 == 3 {
            calls.push(json!({"id": id, "verb": "compile", "desk": "b", "files": {"a.rhai": RULES}}).to_string());
            calls.push(json!({"id": id, "verb": "forms", "desk": "b"}).to_string());
            calls.push(json!({"id": id, "verb": "forget", "desk": "b"}).to_string());
        }
        let request = json!({"ticket": {"id": id, "requester": {"vip": id % 2 == 0}}, "now": "2026-11-23T10:00:00Z"});
        calls.push(json!({"id": id, "verb": "evaluate", "request": request}).to_string());
    }
    calls
}

#[test]
fn many_workers_reply_as_one_does() {
    let (folder, calls) = (Folder::empty(), calls(200).join("\n"));
    let alone = folder.feed(&["pipe", "--workers", "1"], calls.as_bytes());
    assert_eq!((alone.json().len(), alone.out.contains("\"error\"")), (1 + 200 + 3 * 29, false));
    for workers in ["2", "5"] {
        for most_waiting in ["1", "3", "1024"] {
            let options = ["pipe", "--workers", workers, "--most-waiting", most_waiting];
            assert_eq!(folder.feed(&options, calls.as_bytes()).out, alone.out, "{options:?}");
        }
    }
}

#[test]
fn replies_without_order_are_the_same_replies() {
    let (folder, calls) = (Folder::empty(), calls(100).join("\n"));
    let sorted = |options: &[&str]| {
        let out = folder.feed(options, calls.as_bytes()).out;
        let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&["pipe", "--unordered", "--workers", "4"]), sorted(&["pipe"]));
}

#[test]
fn a_call_that_is_no_json_is_answered_with_its_id() {
    let ran =
        Folder::empty().feed(&["pipe"], b"{\"id\": 7, \"verb\": \"evaluate\", \"request\": {\"ticket\": {]}\n[1]\n");
    let replies = ran.json();
    assert_eq!((&replies[0]["id"], &replies[0]["error"]["code"]), (&json!(7), &json!("bad-json")));
    assert_eq!((replies[1].get("id"), &replies[1]["error"]["code"]), (None, &json!("bad-call")));
}

#[test]
fn a_call_may_say_which_desk_it_means() {
    let compile = |rules: &str| json!({"verb": "compile", "files": {"a.rhai": rules}}).to_string();
    let hash = &Folder::empty().feed(&["pipe"], compile(RULES).as_bytes()).json()[0]["ok"]["hash"];
    let ask = |verb: &str| {
        json!({"verb": verb, "desk_hash": hash, "request": {"ticket": {}, "now": "2026-11-23T10:00:00Z"}}).to_string()
    };
    let forget = json!({"verb": "forget", "desk_hash": hash}).to_string();
    let other = "stage triage\nrule \"r\" {\n    when true\n    then { add_tag(\"r\"); }\n}\n";
    let calls = [compile(RULES), ask("evaluate"), compile(other), ask("evaluate"), ask("deadlines"), forget.clone()];
    let replies = Folder::empty().feed(&["pipe"], calls.join("\n").as_bytes()).json();
    assert_eq!(&replies[1]["ok"]["desk"], hash);
    for reply in &replies[3..] {
        assert_eq!(reply["error"]["code"], "other-desk", "{reply}");
        let message = reply["error"]["message"].as_str().unwrap();
        assert!(message.starts_with("the desk \"desk\" has the hash ") && message.contains(hash.as_str().unwrap()));
    }
    let replies = Folder::empty().feed(&["pipe"], [compile(RULES), forget].join("\n").as_bytes()).json();
    assert_eq!(replies[1]["ok"], true);
}

#[test]
fn what_was_asked_is_counted() {
    let rules = "stage triage\nrule \"r\" {\n    when !contains(ticket.subject, \"vpn\")\n    then { comment(ticket.subject ?? \"\"); }\n}\n";
    let request = |ticket: serde_json::Value| json!({"ticket": ticket, "now": "2026-11-23T10:00:00Z"});
    let calls = [
        json!({"verb": "compile", "desk": "a \"b\"", "files": {"a.rhai": rules}}).to_string(),
        json!({"verb": "evaluate", "desk": "a \"b\"", "request": request(json!({"subject": "s".repeat(200)}))})
            .to_string(),
        // A comment without a text is a fault.
        json!({"verb": "evaluate_batch", "desk": "a \"b\"", "requests": [request(json!({})), request(json!({}))]})
            .to_string(),
        json!({"verb": "evaluate", "desk": "a \"b\"", "request": 3}).to_string(),
        json!({"verb": "chek"}).to_string(),
        "nonsense".to_owned(),
        json!({"verb": "stats"}).to_string(),
        json!({"verb": "desks"}).to_string(),
        json!({"verb": "metrics"}).to_string(),
    ];
    let replies = Folder::empty().feed(&["pipe", "--workers", "3"], calls.join("\n").as_bytes()).json();
    let stats = &replies[6]["ok"];
    assert_eq!((&stats["calls"], &stats["errors"], &stats["unreadable"]), (&json!(6), &json!(3), &json!(2)));
    assert_eq!(stats["verbs"]["evaluate"], json!({"calls": 2, "errors": 1}));
    let [desk] = replies[7]["ok"].as_array().unwrap().as_slice() else { panic!("{}", replies[7]) };
    let counts = ["desk", "rules", "calls", "errors", "faults"].map(|name| desk[name].clone());
    assert_eq!(counts, [json!("a \"b\""), json!(1), json!(4), json!(1), json!(2)]);
    assert_eq!(desk["hash"], replies[0]["ok"]["hash"]);
    assert!(desk["bytes"].as_u64().unwrap() > 100 && desk["work"].as_u64().unwrap() > 0, "{desk}");
    let metrics = replies[8]["ok"].as_str().unwrap();
    let hash = desk["hash"].as_str().unwrap();
    for line in [
        "# TYPE tierline_calls counter",
        "tierline_calls_total{verb=\"evaluate\"} 2",
        "tierline_call_errors_total{verb=\"evaluate\"} 1",
        "tierline_unreadable_calls_total 2",
        "tierline_desks 1",
        &format!("tierline_desk_info{{desk=\"a \\\"b\\\"\",hash=\"{hash}\"}} 1"),
        "tierline_desk_faults_total{desk=\"a \\\"b\\\"\"} 2",
        &format!("tierline_desk_work_total{{desk=\"a \\\"b\\\"\"}} {}", desk["work"]),
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} is not in\n{metrics}");
    }
    assert!(metrics.ends_with("\n# EOF\n"), "{metrics}");
}
