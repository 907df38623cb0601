//! Input that nobody means well with, and outputs that go away.

use std::io::{BufRead, BufReader, Write};

use serde_json::json;

use crate::{Folder, VIP};

const NOW: [&str; 2] = ["--now", "2026-11-23"];

fn eval(input: &[u8], more: &[&str]) -> crate::Ran {
    Folder::with_desk().feed(&[&["eval", "desk", "-"], &NOW[..], more].concat(), input)
}

#[test]
fn a_line_of_fifty_megabytes_is_passed_over() {
    let mut input = b"{\"id\": 1}\n{\"subject\": \"".to_vec();
    input.resize(50 * 1024 * 1024, b'x');
    input.extend(b"\"}\n{\"id\": 3}\n");
    let ran = eval(&input, &[]);
    assert_eq!((ran.code, ran.json().len(), &ran.json()[1]["id"]), (3, 2, &json!("3")));
    assert_eq!(
        ran.err,
        "-:2: it has 52428792 bytes, and 1048576 is the most; raise that with `--max-line`\n1 of 3 lines refused\n"
    );
    let list = [b"[", &input[10..52_428_802], b", {\"id\": 3}]"].concat();
    let ran = eval(&list, &["--format", "json"]);
    assert_eq!((ran.code, ran.json().len(), &ran.json()[0]["id"]), (3, 1, &json!("3")), "{}", ran.err);
}

#[test]
fn the_bound_of_a_line_can_be_moved() {
    let line = format!("{{\"subject\": \"{}\"}}\n", "x".repeat(2 * 1024 * 1024));
    assert_eq!(eval(line.as_bytes(), &[]).code, 3);
    assert_eq!(eval(line.as_bytes(), &["--max-line", "3000000"]).code, 0);
    let ran = eval(b"{\"id\": 1}\n{\"id\": 10}\n", &["--max-line", "9"]);
    assert_eq!(
        ran.err,
        "-:2: it has 10 bytes, and 9 is the most; raise that with `--max-line`\n1 of 2 lines refused\n"
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let ran = eval(b"{\"id\": 1}\n{\"id\": \"\xff\"}\n{\"id\": 3}\n", &[]);
    assert_eq!((ran.code, ran.json().len()), (3, 2));
    assert_eq!(ran.err, "-:2: it is not UTF-8 text at byte offset 8\n1 of 3 lines refused\n");
    let zeros = eval(&[0; 1000], &[]);
    assert_eq!(
        (zeros.code, zeros.err.as_str()),
        (3, "-:1: it is not JSON: expected value at column 1\n1 of 1 lines refused\n")
    );
}

#[test]
fn marks_line_ends_and_blanks_are_no_matter() {
    let plain = eval(b"{\"id\": 1}\n{\"id\": 2}\n", &[]);
    assert_eq!(plain.code, 0);
    assert_eq!(eval(b"\xef\xbb\xbf{\"id\": 1}\r\n\r\n   \n{\"id\": 2}", &[]), plain);
    eval(b"", &[]).is(0, "", "");
}

#[test]
fn nesting_numbers_and_names_of_any_size_are_refused() {
    for (line, said) in [
        ("[".repeat(100_000), "it is not JSON: recursion limit exceeded at column 128"),
        (
            format!("{{\"form\": {}1{}}}", "{\"a\":".repeat(200), "}".repeat(200)),
            "it is not JSON: recursion limit exceeded at column 640",
        ),
        ("{\"cost\": 1e999}".to_owned(), "the number 1e+999 in `ticket` has more digits than can be kept exactly (28)"),
    ] {
        let ran = eval(line.as_bytes(), &[]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""));
        assert_eq!(ran.err, format!("-:1: {said}\n1 of 1 lines refused\n"));
    }
}

#[test]
fn what_is_said_is_short_and_cannot_command_a_terminal() {
    let line = format!("{{\"ticket\": {{}}, \"\\u001b[2J{}\": 1}}", "y".repeat(100_000));
    let ran = eval(line.as_bytes(), &[]);
    let said = ran.err.lines().next().unwrap();
    assert!(said.starts_with("-:1: a request has no part `\\u{1b}[2Jyyy"), "{said}");
    assert_eq!(said.chars().count(), "-:1: ".len() + 300);
    assert!(said.ends_with("yyy..."));
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let folder = Folder::with_desk();
    let tickets = format!("{VIP}\n").repeat(20_000);
    folder.put("t.ndjson", &tickets);
    let mut child = folder.command(&["eval", "desk", "t.ndjson"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"id\":\"T-1\""), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));

    let mut child = folder.command(&["pipe"]).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"{\"verb\": \"version\"}\n").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));

    for args in
        [&["check", "desk"][..], &["actions"], &["schema"], &["completions", "zsh"], &["compile", "desk", "-o", "-"]]
    {
        let mut child = folder.command(args).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
}

/// A file that is written to while it is read would never come to its end.
#[cfg(unix)]
#[test]
fn a_file_that_grows_by_what_is_made_of_it_is_refused() {
    use std::fs::{File, OpenOptions};
    let folder = Folder::with_desk();
    let path = |name: &str| folder.path().join(name);
    let append = |name: &str| OpenOptions::new().append(true).open(path(name)).unwrap();
    folder.put("t.ndjson", "{\"id\": 1}\n");
    std::fs::hard_link(path("t.ndjson"), path("link.ndjson")).unwrap();
    let said = |name: &str| {
        format!(
            "error: {name} is not read: standard output is written to the same file, which would grow as it is read; write to another file\n"
        )
    };
    for (args, name) in [
        (&["eval", "desk", "t.ndjson"][..], "`t.ndjson`"),
        (&["eval", "desk", "link.ndjson"], "`link.ndjson`"),
        (&["eval", "desk", "--events", "t.ndjson"], "`t.ndjson`"),
        (&["deadline", "desk", "t.ndjson"], "`t.ndjson`"),
        (&["verify", "t.ndjson"], "`t.ndjson`"),
        (&["eval", "desk", "-"], "standard input"),
        (&["pipe"], "standard input"),
        (&["fmt", "--stdin"], "standard input"),
    ] {
        let mut command = folder.command(args);
        command.stdin(File::open(path("t.ndjson")).unwrap()).stdout(append("t.ndjson"));
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), err), (Some(2), said(name)), "{args:?}");
        assert_eq!(folder.read("t.ndjson"), "{\"id\": 1}\n");
    }
    folder.put("other.ndjson", "");
    let mut command = folder.command(&["eval", "desk", "t.ndjson"]);
    let output = command.stdout(append("other.ndjson")).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(folder.read("other.ndjson").lines().count(), 1);
}
