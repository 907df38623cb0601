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
    let mut input = vec![b'x'; 17 * 1024 * 1024];
    input.extend(b"\n{\"a\": \"\xff\"}\n{\"verb\": \"version\"}\n");
    let ran = Folder::empty().feed(&["pipe"], &input);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"error":{"code":"too-large","message":"the call cannot be read: it has 17825792 bytes, and 16777216 is the most"}}"#
    );
    assert_eq!(
        lines[1],
        r#"{"error":{"code":"bad-json","message":"the call cannot be read: it is not UTF-8 text at byte offset 7"}}"#
    );
    assert_eq!((ran.code, lines.len(), ran.json()[2]["ok"]["wire"].clone()), (0, 3, json!(1)));
}
