//! Nothing is lost in silence: what is said twice, effects that differ in a part, missing values that are compared, tests that fail.

use serde_json::{Value as Json, json};
use tierline::{Desk, Diagnostic};
use tierline_tests::{ask_request, compile, desk};

/// Where a desk is wrong, and why: line and code of every error.
fn wrong(rules: &str) -> Vec<(u32, String)> {
    let errors = compile(rules).err().unwrap_or_default();
    errors.iter().map(|Diagnostic { place, code, .. }| (place.line, code.clone())).collect()
}

fn effects(desk: &Desk, request: &Json) -> Json {
    let answer = serde_json::to_value(ask_request(desk, &request.to_string())).unwrap();
    assert_eq!(answer["faults"], json!([]));
    answer["effects"].clone()
}

const CALENDARS: &str = "calendar \"yard\" {\n    timezone \"UTC\"\n    mon..fri 08:00 - 16:00\n}\n";

#[test]
fn every_clause_that_an_sla_says_once_is_an_error_the_second_time() {
    let clauses = [
        "class ola",
        "when ticket.priority == \"P1\"",
        "calendar \"yard\"",
        "start after 10 minutes",
        "reopening restarts",
        "on priority change keep elapsed",
        "on hours change restart for resolve",
        "updates from contact",
        "returning continues",
        "counts from match",
        "merging keeps own",
        "resolving unanswered cancels",
        "due stays while paused",
        "due at next opening",
        "answer when event.public",
        "closed while ticket.status == \"shut\"",
    ];
    for clause in clauses {
        let once = format!("{CALENDARS}sla \"s\" {{\n    {clause}\n    resolve within 4 hours of \"yard\"\n}}\n");
        assert_eq!(wrong(&once), [], "{clause}");
        let twice = format!(
            "{CALENDARS}sla \"s\" {{\n    {clause}\n    resolve within 4 hours of \"yard\"\n    {clause}\n}}\n"
        );
        // A `when` below a target could be the target's as well, which is said in its place.
        let code = if clause.starts_with("when") { "unclear-when" } else { "declared-twice" };
        assert_eq!(wrong(&twice), [(8, code.to_owned())], "{clause}");
    }
}

#[test]
fn clauses_for_several_clocks_are_said_once_for_each() {
    let sla = |clauses: &str| format!("sla \"s\" {{\n    resolve within 4 wall hours\n    {clauses}\n}}\n");
    assert_eq!(wrong(&sla("on priority change restart\n    on priority change pin for resolve, update")), []);
    assert_eq!(wrong(&sla("on priority change pin for resolve\n    on priority change restart for update")), []);
    assert_eq!(
        wrong(&sla("on priority change pin for resolve\n    on priority change restart for update, resolve")),
        [(4, "declared-twice".to_owned())]
    );
    assert_eq!(wrong(&sla("pause while ticket.status == \"a\"\n    pause while ticket.status == \"b\"")), []);
}

#[test]
fn a_when_below_a_target_is_for_the_target_only_where_it_looks_so() {
    let sla = |clauses: &str| format!("sla \"s\" {{\n    {clauses}\n    respond within 1 wall hour\n}}\n");
    let further_in = desk(&sla("resolve within 4 wall hours\n        when ticket.priority == \"P1\""));
    let clocks = |priority: &str| {
        let request = json!({
            "ticket": {"priority": priority}, "now": "2026-09-08T10:00:00Z",
            "event": {"kind": "created", "author": "requester"},
        });
        let answer = serde_json::to_value(ask_request(&further_in, &request.to_string())).unwrap();
        answer["readings"].as_array().unwrap().len()
    };
    // Of a P1 both clocks run, of any other ticket the one of the response.
    assert_eq!((clocks("P1"), clocks("P2")), (2, 1));
    let below = sla("resolve within 4 wall hours\n    when ticket.priority == \"P1\"");
    assert_eq!(wrong(&below), [(3, "unclear-when".to_owned())]);
    let both = sla("resolve within 4 wall hours when ticket.priority == \"P1\" when requester.vip");
    assert_eq!(wrong(&both), [(2, "unclear-when".to_owned())]);
}

#[test]
fn calendars_ladders_rules_and_tests_say_things_once_as_well() {
    let twice = |code: &str, lines: &[u32]| -> Vec<(u32, String)> {
        lines.iter().map(|line| (*line, code.to_owned())).collect()
    };
    let calendar = "calendar \"c\" {\n    timezone \"UTC\"\n    covers 2026 to 2027\n    mon..fri 09:00 - 17:00\n    timezone \"Asia/Tokyo\"\n    covers 2026 to 2028\n}\n";
    assert_eq!(wrong(calendar), twice("declared-twice", &[5, 6]));
    let ladder = format!(
        "{CALENDARS}sla \"s\" {{\n    calendar \"yard\"\n    resolve within 4 hours\n}}\nescalate \"up\" on resolve {{\n    quiet outside \"yard\"\n    once per ticket\n    when requester.vip\n    quiet outside \"yard\"\n    once per cycle\n    when ticket.priority == \"P1\"\n    rearm\n    rearm\n    at 50% {{ notify(\"lead\"); }}\n}}\n"
    );
    assert_eq!(wrong(&ladder), twice("declared-twice", &[13, 14, 15, 17]));
    let rule =
        "stage triage\nrule \"a\" salience 1 salience 2 group \"x\" group \"y\" {\n    then { add_tag(\"x\"); }\n}\n";
    assert_eq!(wrong(rule), twice("declared-twice", &[2, 2]));
    let test = "test \"t\" {\n    given ticket #{ status: \"a\" }\n    given ticket #{ queue: \"b\" }\n    expect outcome.status == \"a\"\n}\n";
    assert_eq!(wrong(test), twice("declared-twice", &[3]));
}

#[test]
fn what_cannot_be_read_hides_nothing_else_of_its_block() {
    let ladder = "sla \"s\" {\n    resolve within 4 wall hours\n}\nescalate \"up\" on resolve {\n    at 40% if requester.vip { notify(\"a\"); }\n    at deadline { notify(\"b\"); }\n    every 3h { notify(\"c\"); }\n    at 60% { notfy(\"d\"); }\n    at 70% { add_tag(\"x\" + ); }\n    at 80% { escalate_to(\"L7\"); }\n}\n";
    let lines: Vec<u32> = wrong(ladder).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [5, 6, 7, 8, 9, 10]);
    let sla = "sla \"s\" {\n    resolve within 1.5 hours\n    calendar \"nowhere\"\n    respond within 2 hours if requester.vip\n    update within 9 fortnights\n}\n";
    let lines: Vec<u32> = wrong(sla).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    let rule = "stage triage\nrule \"a\" {\n    when ticket.status = \"x\"\n    then {\n        add_tag(\"a\" \"b\");\n        notfy(\"c\");\n        route();\n    }\n}\n";
    let lines: Vec<u32> = wrong(rule).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 5, 6, 7]);
    let test = "test \"t\" {\n    given ticket #{ status: }\n    given requester #{ vpi: true }\n    expect outcome.status = \"x\"\n    expect fird(\"a\")\n}\n";
    let lines: Vec<u32> = wrong(test).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    // A brace that is missing is one mistake.
    let open = "sla \"s\" {\n    resolve within 4 wall hours\n    pause while ticket.status == \"x\"\n\nstage triage\n";
    assert_eq!(wrong(open).len(), 1);
}

#[test]
fn nothing_missing_equals_anything_but_what_is_written_as_missing() {
    // In every pair the second is decided by a script: it reads an item by its place.
    let rules = r#"
const NOBODY = ();
fn same(a, b) { a == b }
fn is_there(a) { a != () }
fn first(list) { let one = list[0]; one }
stage triage
rule "equal" {
    when ticket.site == requester.site
    then { flag("equal"); }
}
rule "equal, by a script" {
    when first([ticket.site]) == first([requester.site])
    then { flag("equal, by a script"); }
}
rule "not equal" {
    when ticket.site != requester.site
    then { flag("not equal"); }
}
rule "not equal, by a script" {
    when first([ticket.site]) != first([requester.site])
    then { flag("not equal, by a script"); }
}
rule "asked" {
    when ticket.site == ()
    then { flag("asked"); }
}
rule "asked by a script" {
    when () == first([ticket.site])
    then { flag("asked by a script"); }
}
rule "handed over" {
    when same(ticket.site, ()) || same(first([ticket.site]), ())
    then { flag("handed over"); }
}
rule "by a name" {
    when ticket.site == NOBODY || first([ticket.site]) == NOBODY
    then { flag("by a name"); }
}
rule "there" {
    when is_there(ticket.site) || is_there(first([ticket.site]))
    then { flag("there"); }
}
rule "in a list" {
    when ticket.site in [requester.site] || [ticket.site] == [requester.site]
    then { flag("in a list"); }
}
"#;
    let desk = desk(rules);
    let fired = |ticket: Json| -> Vec<String> {
        let request = json!({"ticket": ticket, "now": "2026-09-08T10:00:00Z"});
        let effects = effects(&desk, &request);
        effects.as_array().unwrap().iter().map(|effect| effect["flag"].as_str().unwrap().to_owned()).collect()
    };
    let neither = fired(json!({}));
    assert_eq!(neither, ["not equal", "not equal, by a script", "asked", "asked by a script", "in a list"]);
    let same = fired(json!({"site": "oslo", "requester": {"site": "oslo"}}));
    assert_eq!(same, ["equal", "equal, by a script", "there", "in a list"]);
    let one = fired(json!({"requester": {"site": "oslo"}}));
    assert_eq!(one, ["not equal", "not equal, by a script", "asked", "asked by a script"]);
}

const NOTED: &str = r#"
stage follow_up
rule "new" {
    when event.kind == "created"
    then {
        add_task("badge", "gate");
        add_task("badge", "gate");
        request_approval("boss");
        ask("device", "Which one?");
    }
}
rule "again" {
    when ticket.category == "lab"
    then {
        add_task("badge", "lab");
        add_task("badge", "gate");
        request_approval("boss", "the lab is dear");
        ask("device", "What is its number?");
        add_tag("lab");
    }
}
rule "changed" {
    when requester.vip && (changed("form") || changed_to("cost", 700))
    then { request_approval("boss", "it costs more"); add_task("badge", "gate"); add_tag("lab"); }
}
"#;

/// What effects say: the first two of their values.
fn said(effects: &Json) -> Vec<String> {
    let values = |effect: &Json| {
        let names = ["task", "approver", "field", "tag", "team", "reason", "question"];
        names.iter().filter_map(|name| effect[name].as_str()).collect::<Vec<_>>().join(": ")
    };
    effects.as_array().unwrap().iter().map(values).collect()
}

#[test]
fn effects_are_the_same_only_if_all_of_their_parts_are() {
    let desk = desk(NOTED);
    let request = json!({"ticket": {"category": "lab"}, "event": {"kind": "created"}, "now": "2026-09-08T10:00:00Z"});
    assert_eq!(
        said(&effects(&desk, &request)),
        [
            "badge: gate",
            "boss",
            "device: Which one?",
            "badge: lab",
            "boss: the lab is dear",
            "device: What is its number?",
            "lab"
        ]
    );
    let answer = ask_request(&desk, &request.to_string());
    let ticket = serde_json::to_value(&answer.ticket).unwrap();
    assert_eq!((&ticket["tasks"], &ticket["approvals"]), (&json!(["badge"]), &json!(["boss"])));
}

#[test]
fn what_is_noted_is_asked_for_again_only_where_the_rule_asks_for_a_change() {
    let desk = desk(NOTED);
    let noted = json!({
        "category": "lab", "tasks": ["badge"], "approvals": ["boss"], "missing": ["device"], "tags": ["lab"],
        "requester": {"vip": true}, "form": {"amount": 700},
    });
    let asked = |before: Json| {
        let event = json!({"kind": "updated", "before": before});
        said(&effects(&desk, &json!({"ticket": noted, "event": event, "now": "2026-09-08T10:00:00Z"})))
    };
    assert_eq!(asked(json!({"subject": "x"})), Vec::<String>::new());
    // The boss agreed to 70; to 700 nobody did. A tag is there or not, whatever changed.
    assert_eq!(asked(json!({"form": {"amount": 70}})), ["boss: it costs more", "badge: gate"]);
}

#[test]
fn a_failed_test_says_why_rules_did_not_fire() {
    let desk = desk(
        "stage triage\nrule \"vip\" {\n    when ticket.category == \"net\" && requester.vip\n    then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n    given ticket #{ category: \"net\" }\n    expect fired(\"vip\")\n}\n",
    );
    let reports = tierline_wire::explained::tested(&desk);
    assert_eq!(
        reports[0].failures[0].message,
        "expected fired(\"vip\"); no rule fired; \"vip\" did not fire: 1 of its 2 parts held, but not the next: `requester.vip`, \
         where requester.vip is false. \"vip\" would have fired had requester.vip been true."
    );
}

#[test]
fn what_a_rule_asked_of_the_event_and_the_time_is_told() {
    let rules = format!(
        "{CALENDARS}stage triage\nrule \"a\" {{\n    when changed(\"status\") && previous(\"status\") == \"new\" && weekday() == \"tue\" && within_hours(\"yard\")\n    then {{ flag(\"a\"); }}\n}}\n"
    );
    let desk = desk(&rules);
    let request = json!({
        "ticket": {"status": "open"}, "event": {"kind": "updated", "before": {"status": "new"}}, "now": "2026-09-08T10:00:00Z",
    });
    let request = desk.read_request(request, None).unwrap();
    let answer = serde_json::to_value(desk.evaluate_with_trace(request)).unwrap();
    // 8 September 2026 is a Tuesday, and at ten the yard is open.
    assert_eq!(
        answer["trace"]["stages"][0]["rules"][0]["saw"],
        json!([
            {"field": "changed(\"status\")", "value": true},
            {"field": "previous(\"status\")", "value": "new"},
            {"field": "weekday()", "value": "tue"},
            {"field": "within_hours(\"yard\")", "value": true},
        ])
    );
}

#[test]
fn words_that_differ_in_capitals_only_are_told_of() {
    let declared = "field \"size\" one of \"Big\", \"Small\"\nqueue \"Front\"\nstage triage\n";
    let arm = format!(
        "{declared}rule \"a\" {{\n    when ticket.category == \"x\"\n    then {{ switch ticket.size {{ \"big\" => flag(\"b\"), _ => flag(\"s\") }} }}\n}}\n"
    );
    assert_eq!(wrong(&arm), [(6, "never-equal".to_owned())]);
    let queue = format!(
        "{declared}rule \"a\" {{\n    when changed_to(\"queue\", \"front\")\n    then {{ flag(\"b\"); }}\n}}\n"
    );
    assert_eq!(wrong(&queue), [(5, "unknown-queue".to_owned())]);
    // A queue of former times is none of today.
    let former = format!(
        "{declared}rule \"a\" {{\n    when changed_from(\"queue\", \"cellar\")\n    then {{ flag(\"b\"); }}\n}}\n"
    );
    assert_eq!(wrong(&former), []);
    let twins = desk(
        "field \"size\" one of \"Big\", \"big\"\nstage triage\nrule \"a\" {\n    when ticket.size == \"big\"\n    then { flag(\"b\"); }\n}\n",
    );
    let warnings: Vec<&str> = twins.warnings().iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(warnings, ["twin-words"]);
}
