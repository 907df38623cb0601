//! `check` and `test`.

use crate::{Folder, VIP};

const WRONG: &str = r#"stage triage

rule "über" {
    when ticket.subject == "ü" && ticket.catagory == "x"
    then { add_tga("y"); }
}
"#;

const SHOWN: &str = r#"error[unknown-field]: `ticket` has no field `catagory`
 --> desk/a.rhai:4:42
  |
4 |     when ticket.subject == "ü" && ticket.catagory == "x"
  |                                          ^^^^^^^^
  |
  = help: did you mean `ticket.category`?

error[unknown-action]: there is no action `add_tga`
 --> desk/a.rhai:5:12
  |
5 |     then { add_tga("y"); }
  |            ^^^^^^^
  |
  = help: did you mean `add_tag`?

"#;

fn wrong_desk() -> Folder {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", WRONG);
    folder
}

#[test]
fn everything_wrong_is_shown_where_it_stands() {
    wrong_desk().run(&["check", "desk"]).is(1, &format!("{SHOWN}2 errors, 0 warnings\n"), "");
}

#[test]
fn a_fine_desk_is_counted_and_named_by_its_hash() {
    let folder = Folder::empty();
    folder.put(
        "desk/a.rhai",
        "stage follow_up\nrule \"VIP\" {\n    when requester.vip\n    then { flag(\"vip\"); }\n}\n",
    );
    let answer = &folder.feed(&["eval", "desk", "-"], VIP.as_bytes()).json()[0];
    let hash = answer["desk"].as_str().unwrap();
    folder.run(&["check", "--strict", "desk"]).is(0, &format!("desk: 1 rule, 0 tests, fine (desk {hash})\n"), "");
}

const LOOKS_WRONG: &str = r#"warning[unused]: no rule, SLA or test has to do with the field `cost_centre`
 --> desk/a.rhai:1:7
  |
1 | field "cost_centre" text
  |       ^^^^^^^^^^^^^
  |
  = help: use it, or take it away

warning[no-route]: a ticket of which nothing is known is routed by no rule
 --> desk/a.rhai:6:6
  |
6 | rule "VIP network" {
  |      ^^^^^^^^^^^^^
  |
  = help: add `otherwise` or a rule without `when` that routes it
  = note: to see it: {"ticket":{"id":"W-1"},"event":{"kind":"created"},"now":"2026-11-23T10:00:00Z"}

"#;

#[test]
fn what_looks_wrong_is_shown_with_the_ticket_that_shows_it() {
    let folder = Folder::with_desk();
    let ran = folder.run(&["check", "desk"]);
    assert_eq!(ran.code, 0);
    let rest = ran.out.strip_prefix(LOOKS_WRONG).unwrap_or_else(|| panic!("{}", ran.out));
    assert!(rest.starts_with("warning[no-priority]: a ticket of which nothing is known gets no priority"), "{rest}");
    assert!(rest.contains("warning[untested-rule]: no test fires the rule \"Frozen\""), "{rest}");
    assert!(rest.contains("\n0 errors, 4 warnings\ndesk: 2 rules, 1 test, fine (desk "), "{rest}");
    assert_eq!(folder.run(&["check", "--strict", "desk"]).code, 1);
    assert_eq!(folder.run(&["check", "--strict", "--changed", "b.rhai", "desk"]).code, 0);
    let found = folder.run(&["check", "--json", "desk"]).json();
    assert_eq!(found[1]["witness"]["ticket"], serde_json::json!({"id": "W-1"}));
}

#[test]
fn diagnostics_are_also_json_lines() {
    let ran = wrong_desk().run(&["check", "--json", "desk"]);
    let found = ran.json();
    assert_eq!((ran.code, found.len(), ran.err.as_str()), (1, 2, "2 errors, 0 warnings\n"));
    assert_eq!(
        ran.out.lines().next().unwrap(),
        r#"{"place":{"file":"a.rhai","line":4,"column":42,"length":8},"severity":"error","code":"unknown-field","message":"`ticket` has no field `catagory`","snippet":"    when ticket.subject == \"ü\" && ticket.catagory == \"x\"","help":"did you mean `ticket.category`?"}"#
    );
}

/// A rule of each kind.
const FORMS: &str = r#"stage triage

fn late(t, hours) { hours_since(t.created_at) >= hours && t.reopened + 1 > 2 }
fn noisy(t) {
    let found = 0;
    for tag in t.tags { if tag == "noise" { found += 1; } }
    found > 1
}

rule "plain" {
    when ticket.category == "network" && ticket.reopened >= 2 && ticket.subject.contains("vpn") && late(ticket, 4)
    then { notify("lead", `Look at ${ticket.id}`); }
}

rule "noise" {
    when ticket.category == "network" && (requester.vip && noisy(ticket))
    then { add_tag("noise"); }
}

rule "loop" {
    then { for tag in ticket.tags { flag(tag); } }
}
"#;

const FORMS_SAID: &str = r#""plain" (desk/a.rhai:10)
    ticket.category == "network"    compared as numbers
    ticket.reopened >= 2            compared as numbers
    ticket.subject.contains("vpn")  index key
    late(ticket, 4)                 predicate
    then                            predicate
"noise" (desk/a.rhai:15)
    ticket.category == "network"  index key
    requester.vip                 compared as numbers
    noisy(ticket)                 script: the helper `noisy` has more than one expression
    then                          constants
"loop" (desk/a.rhai:20)
    then  script: a loop
3 rules and steps, 2 of them need the interpreter:
  "noise": the helper `noisy` has more than one expression
  "loop": a loop
"#;

#[test]
fn how_rules_run_is_said_on_demand() {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", FORMS);
    let ran = folder.run(&["check", "--forms", "desk"]);
    let said = ran.out.split_once('\n').unwrap();
    assert!(said.0.starts_with("desk: 3 rules, 0 tests, fine (desk "), "{}", ran.out);
    assert_eq!((ran.code, said.1), (0, FORMS_SAID));
    let forms = folder.run(&["check", "--forms", "--json", "desk"]).json();
    assert_eq!(forms.len(), 3);
    assert_eq!(
        forms[1].to_string(),
        r#"{"actions":{"runs":"constants"},"parts":[{"part":"ticket.category == \"network\"","runs":["key"]},{"part":"requester.vip","runs":["numbers"]},{"part":"noisy(ticket)","runs":["script"],"why":["the helper `noisy` has more than one expression"]}],"place":{"column":6,"file":"a.rhai","length":7,"line":15},"rule":"noise"}"#
    );
    let ran = Folder::with_desk().run(&["check", "--forms", "desk"]);
    assert!(ran.out.ends_with("\n2 rules and steps, none needs the interpreter\n"), "{}", ran.out);
}

#[test]
fn of_several_desks_each_is_checked() {
    let folder = wrong_desk();
    folder.put("other/b.rhai", crate::RULES);
    let ran = folder.run(&["check", "desk", "other"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with(&format!("{SHOWN}2 errors, 0 warnings\nwarning[unused]: ")), "{}", ran.out);
    assert!(ran.out.contains("\nother: 2 rules, 1 test, fine (desk "), "{}", ran.out);
    let found = folder.run(&["check", "--json", "other", "desk"]).json();
    assert_eq!((&found[0]["desk"], &found[0]["code"]), (&"other".into(), &"unused".into()));
    assert_eq!((&found[4]["desk"], &found[4]["code"]), (&"desk".into(), &"unknown-field".into()));
}

#[test]
fn a_file_as_a_whole_has_no_line() {
    let folder = Folder::with_desk();
    folder.put("desk/b.rhai", format!("import \"nowhere\"\n{}", "// x\n".repeat(2)));
    let ran = folder.run(&["check", "desk"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(" --> desk/b.rhai:1:8\n"), "{}", ran.out);
    folder.put("desk/b.rhai", " ".repeat(5 * 1024 * 1024));
    let ran = folder.run(&["check", "desk"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("\n--> desk/b.rhai\n"), "{}", ran.out);
}

#[test]
fn colour_is_used_where_it_is_wanted() {
    let folder = wrong_desk();
    let has_colour = |args: &[&str], no_color: &str| {
        let output = folder.command(args).env("NO_COLOR", no_color).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(has_colour(&["check", "desk", "--color", "always"], ""));
    assert!(has_colour(&["--color=always", "check", "desk"], "1"));
    assert!(!has_colour(&["check", "desk", "--color", "never"], ""));
    assert!(!has_colour(&["check", "desk"], "1"));
    assert!(!has_colour(&["check", "desk"], ""));
}

#[test]
fn tests_that_pass_are_counted() {
    Folder::with_desk().run(&["test", "desk"]).is(0, "1 passed, 0 failed\n", "");
}

#[test]
fn a_failed_test_says_what_was_there() {
    let folder = Folder::with_desk();
    folder.put(
        "desk/b.rhai",
        "test \"wrong\" {\n    given ticket #{ category: \"x\" }\n    expect outcome.queue == \"y\"\n}\n",
    );
    folder.run(&["test", "desk"]).is(
        1,
        "desk/b.rhai:3:12: test \"wrong\": expected outcome.queue == \"y\"; outcome.queue is ()\n1 passed, 1 failed\n",
        "",
    );
    let ran = folder.run(&["test", "desk", "--json"]);
    let reports = ran.json();
    assert_eq!((ran.code, reports.len(), ran.err.as_str()), (1, 2, "1 passed, 1 failed\n"));
    assert_eq!((&reports[0]["test"], reports[0]["failures"].as_array().unwrap().len()), (&"a VIP outage".into(), 0));
    assert_eq!(reports[1]["failures"][0]["place"]["line"], 3);
}

#[test]
fn a_desk_without_tests_says_so() {
    let folder = Folder::empty();
    folder.put("a.rhai", "stage triage\nrule \"a\" {\n    then { add_tag(\"t\"); }\n}\n");
    folder.run(&["test", "a.rhai"]).is(0, "0 passed, 0 failed\n", "a.rhai: the desk has no tests\n");
}

#[test]
fn a_desk_that_does_not_compile_is_no_use_to_any_command() {
    let folder = wrong_desk();
    let said = format!("{SHOWN}the desk does not compile: 2 errors, 0 warnings\n");
    folder.run(&["test", "desk"]).is(1, "", &said);
    folder.feed(&["eval", "desk", "-"], VIP.as_bytes()).is(1, "", &said);
    folder.feed(&["explain", "desk", "-"], VIP.as_bytes()).is(1, "", &said);
    folder.run(&["compile", "desk"]).is(1, "", &said);
    folder.run(&["schema", "--desk", "desk"]).is(1, "", &said);
}
