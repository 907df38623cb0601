//! What a host sends may be larger than what a script may make: scripts read it as predicates do, and make no more of it.

use tierline_tests::{ask, desk, effects};

const HELPERS: &str = "
fn ends(t, word) { t.ends_with(word) }
fn last(list) { let found = (); for item in list { found = item; } return found; }
fn body(t) { t.description }
fn told(t) { `${t}` }
";

const YES: &str = r#"[{"do":"flag","flag":"yes","rule":"r"}]"#;

/// A ticket with a long text, a long list and a large map.
fn ticket() -> String {
    let tags: Vec<String> = (0..600).map(|number| format!("\"tag {number}\"")).collect();
    let entries: Vec<String> = (0..300).map(|number| format!("\"n{number}\":{number}")).collect();
    let text = "x".repeat(100_000);
    format!(
        "{{\"description\":\"{text} the end\",\"tags\":[{}],\"form\":{{\"day\":\"2026-11-23\",{}}}}}",
        tags.join(","),
        entries.join(",")
    )
}

/// What the actions come to: the effects, or the code of the fault.
fn outcome(actions: &str) -> String {
    let rules = format!(
        "field \"form.day\" instant\n{HELPERS}stage triage\nrule \"r\" {{\n  then {{\n    {actions}\n  }}\n}}\n"
    );
    let answer = ask(&desk(&rules), &ticket());
    match answer.faults.first() {
        Some(fault) => format!("{} at {}:{}", fault.code, fault.place.line, fault.place.column),
        None => effects(&answer),
    }
}

#[test]
fn what_only_reads_it_reads_it() {
    for test in [
        "ticket.description.contains(\"the end\")",
        "ends(ticket.description, \"END\")",
        "ticket.description.ends(\"END\")",
        "body(ticket).ends_with(\"END\")",
        "ticket.tags.any_of([\"tag 599\"])",
        "\"tag 599\" in ticket.tags",
        "last(ticket.tags) == \"tag 599\"",
        "ticket.form.len() == 301",
        "ticket.description.matches(\"the end$\") || false",
    ] {
        let said = outcome(&format!("if {test} {{ flag(\"yes\"); }}"));
        assert_eq!(said, YES, "{test}");
    }
    for block in [
        "let text = ticket.description; if text.contains(\"the end\") { flag(\"yes\"); }",
        "let text = ticket.description; if contains(text, \"the end\") { flag(\"yes\"); }",
        "let tags = ticket.tags; if \"tag 599\" in tags { flag(\"yes\"); }",
        "let form = ticket.form; switch form.len() { 301 => { flag(\"yes\"); } _ => { } }",
    ] {
        assert_eq!(outcome(block), YES, "{block}");
    }
}

/// With a script and without one.
#[test]
fn a_template_shows_it_or_is_a_fault() {
    let shown = outcome("comment(`${ticket.form}`);");
    assert!(shown.contains("{ day: 2026-11-23, n0: 0, "), "{shown}");
    assert_eq!(outcome("if true { comment(`${ticket.form}`); }"), shown);
    assert_eq!(outcome("let form = ticket.form; comment(`${form}`);"), shown);
    assert_eq!(outcome("comment(told(ticket.form));"), shown);
    for block in ["comment(`${ticket.description}`);", "let text = ticket.description; comment(`${text}`);"] {
        assert!(outcome(block).starts_with("too-large at 10:"), "{}", outcome(block));
    }
}

#[test]
fn what_is_made_of_it_is_bounded() {
    for block in [
        "comment(ticket.description + \"!\");",
        "let text = ticket.description; text += \"!\";",
        "let tags = [ticket.tags];",
        "let map = #{ form: ticket.form };",
        "comment(ticket.description.lower());",
    ] {
        assert!(outcome(block).starts_with("too-large at 10:"), "{block}: {}", outcome(block));
    }
}
