//! What a terminal would obey never reaches it, wherever it stands; programs get what stands there.

use crate::Folder;

/// Clears the screen in three ways, rings, and turns the direction of what follows.
const EVIL: &str = "\u{1b}[2J\u{9b}2J\u{7f}\u{7}\u{202e}\u{2066}\u{85}\u{2028}x";

/// What people are shown has lines, and where it is coloured nothing but colours.
#[track_caller]
fn is_tame(said: &str, is_coloured: bool) {
    let mut rest = said;
    while let Some(at) = rest.find(|c: char| c != '\n' && is_command(c)) {
        let from = &rest[at..];
        let colour = from.strip_prefix("\u{1b}[").and_then(|colour| colour.split_once('m')).map(|(colour, _)| colour);
        let is_colour = colour.is_some_and(|colour| colour.chars().all(|c| c.is_ascii_digit() || c == ';'));
        assert!(is_coloured && is_colour, "{said:?}");
        rest = &from[1..];
    }
}

fn is_command(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn folder() -> Folder {
    let folder = Folder::empty();
    let rule = format!(
        "stage triage\nrule \"r {EVIL}\" {{\n    when ticket.subject == \"{EVIL}\"\n    then {{ flag(\"{EVIL}\"); notify(\"{EVIL}\"); }}\n}}\n"
    );
    let clock = "calendar \"c\" {\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}\n";
    let sla = format!("sla \"gold {EVIL}\" {{\n    calendar \"c\"\n    resolve within 8 hours\n}}\n");
    let other = format!("rule \"none {EVIL}\" {{\n    when requester.vip\n    then {{ flag(\"vip\"); }}\n}}\n");
    let test = format!(
        "test \"t {EVIL}\" {{\n    given ticket #{{ subject: \"{EVIL}\" }}\n    expect fired(\"none {EVIL}\")\n}}\n"
    );
    folder.put(&format!("desk/a{EVIL}.rhai"), format!("{clock}{sla}{rule}{other}{test}"));
    folder.put("wrong/b.rhai", format!("{rule}rule \"s\" {{ then {{ bad {EVIL} }} }}\n"));
    folder.put(&format!("wrong/c{EVIL}.rhai"), "rule \"c\" { then { bad } }\n");
    let ticket = format!(
        "{{\"id\": \"{0}\", \"subject\": \"{0}\", \"queue\": \"{0}\", \"created_at\": \"2026-11-23T10:00:00Z\"}}",
        "\\u001b[2J\\u009b2J\\u202e\\u0085"
    );
    folder.put("t.ndjson", format!("{ticket}\n{{\"{EVIL}\n[\"{EVIL}\"]\n"));
    folder.put("c.csv", format!("id,a{EVIL},b.{EVIL}\n1,2,3\n"));
    folder
}

#[test]
fn people_are_shown_no_commands() {
    let folder = folder();
    let (compiles, missing) = (folder.run(&["check", "desk"]), format!("none{EVIL}"));
    assert_eq!(compiles.code, 0, "{}", compiles.out);
    let flag = format!("--{EVIL}");
    for colour in ["never", "always"] {
        for args in [
            &["check", "desk"][..],
            &["check", "--forms", "desk"],
            &["check", "wrong"],
            &["check", &missing],
            &["check", &flag],
            &["test", "--coverage", "desk"],
            &["fmt", "--check", "desk", "wrong"],
            &["explain", "desk", "t.ndjson"],
            &["explain", "desk", "t.ndjson", "--why-not", &missing],
            &["explain", "desk", "t.ndjson", "--id", &missing],
            &["deadline", "desk", "t.ndjson", "--format", "table", "--why"],
            &["compile", "desk", "-o", &missing],
            &["import", &missing],
            &["verify", &missing],
            &["test", "--coverage-lcov", "lcov", "desk"],
        ] {
            let ran = folder.run(&[&["--color", colour], args].concat());
            is_tame(&ran.out, colour == "always");
            is_tame(&ran.err, colour == "always");
            assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{args:?}");
        }
        for args in [&["eval", "desk", "t.ndjson"][..], &["eval", "desk", "c.csv"]] {
            let ran = folder.run(&[&["--color", colour], args].concat());
            is_tame(&ran.err, colour == "always");
        }
    }
    is_tame(&folder.read("lcov"), false);
}

#[test]
fn programs_are_told_what_stands_there() {
    let folder = folder();
    let found = folder.run(&["check", "--json", "wrong"]).json();
    let files: Vec<&str> = found.iter().map(|found| found["place"]["file"].as_str().unwrap()).collect();
    assert!(files.contains(&&*format!("c{EVIL}.rhai")), "{files:?}");
    let answers = folder.run(&["eval", "desk", "t.ndjson"]).json();
    assert_eq!(answers[0]["id"].as_str(), Some("\u{1b}[2J\u{9b}2J\u{202e}\u{85}"));
    let tested = folder.run(&["test", "--json", "desk"]).json();
    assert_eq!(tested[0]["test"].as_str(), Some(&*format!("t {EVIL}")));
}

#[test]
fn a_file_of_an_odd_name_is_laid_out_where_it_is() {
    let folder = Folder::empty();
    let name = format!("desk/a{EVIL}.rhai");
    folder.put(&name, "queue   \"a\"\n");
    let ran = folder.run(&["fmt", "desk"]);
    assert_eq!((ran.code, folder.read(&name).as_str()), (0, "queue \"a\"\n"));
    is_tame(&ran.out, false);
}
