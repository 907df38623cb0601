//! What a desk decides: order, conflicts, faults, traces. Every expectation is worked out by hand from the rules of the
//! language.

use tierline_tests::{ask, ask_request, desk, effects};

#[test]
fn stages_run_in_their_order_whatever_the_file_says() {
    let desk = desk(
        r#"
stage follow_up
rule "last" { when ticket.queue == "q" then { add_tag("last"); } }
stage routing
rule "second" { when ticket.category == "c" then { route("q"); } }
stage triage
rule "first" { then { set_category("c"); } }
"#,
    );
    assert_eq!(
        effects(&ask(&desk, "{}")),
        r#"[{"do":"set_category","category":"c","rule":"first"},{"do":"route","queue":"q","rule":"second"},{"do":"add_tag","tag":"last","rule":"last"}]"#
    );
}

#[test]
fn salience_comes_before_place() {
    let desk = desk(
        r#"
stage triage
rule "low" salience -5 { then { comment("3"); } }
rule "usual" { then { comment("2"); } }
rule "high" salience 7 { then { comment("1"); } }
"#,
    );
    let answer = ask(&desk, "{}");
    let rules: Vec<&str> = answer.effects.iter().map(|asked| &*asked.rule).collect();
    assert_eq!(rules, ["high", "usual", "low"]);
}

#[test]
fn a_first_stage_ends_at_the_first_rule_that_fires() {
    let desk = desk(
        r#"
stage routing first
rule "no" { when ticket.category == "x" then { route("a"); } }
rule "yes" { then { route("b"); } }
rule "late" { then { route("c"); } }
otherwise { route("d"); }
"#,
    );
    let answer = ask(&desk, "{}");
    assert_eq!(effects(&answer), r#"[{"do":"route","queue":"b","rule":"yes"}]"#);
    assert_eq!(
        serde_json::to_string(&answer.trace).unwrap(),
        r#"{"stages":[{"stage":"routing","mode":"first","rules":[{"rule":"no","verdict":"missed","part":"ticket.category == \"x\"","held":0,"parts":1,"saw":[{"field":"ticket.category","value":null}]},{"rule":"yes","verdict":"fired"},{"rule":"late","verdict":"passed","by":"yes"},{"rule":"otherwise (routing)","verdict":"passed","by":"yes"}]}]}"#
    );
}

#[test]
fn otherwise_fires_where_no_rule_of_its_stage_did() {
    let desk =
        desk("stage routing\nrule \"a\" { when requester.vip then { route(\"v\"); } }\notherwise { route(\"o\"); }\n");
    assert_eq!(effects(&ask(&desk, "{}")), r#"[{"do":"route","queue":"o","rule":"otherwise (routing)"}]"#);
    assert_eq!(effects(&ask(&desk, r#"{"requester":{"vip":true}}"#)), r#"[{"do":"route","queue":"v","rule":"a"}]"#);
}

#[test]
fn the_last_write_wins_and_the_trace_names_both() {
    let desk = desk(
        r#"
stage routing
rule "a" { then { route("qa"); } }
rule "b" { then { route("qb"); } }
"#,
    );
    let answer = ask(&desk, r#"{"queue":"old"}"#);
    assert_eq!(effects(&answer), r#"[{"do":"route","queue":"qb","rule":"b"}]"#);
    let overrides = answer.trace.unwrap().overrides;
    assert_eq!(
        serde_json::to_string(&overrides).unwrap(),
        r#"[{"field":"ticket.queue","was":"qa","rule":"a","now":"qb","by":"b"}]"#
    );
}

#[test]
fn what_changes_nothing_is_no_effect() {
    let desk = desk(
        r#"
stage triage
rule "same" { then { prioritise("P2"); add_tag("x"); remove_tag("y"); } }
rule "there" { then { set_status("waiting"); add_tag("z"); } }
rule "and back" { then { set_status("open"); remove_tag("z"); } }
"#,
    );
    let answer = ask(&desk, r#"{"priority":"P2","tags":["x"],"status":"open"}"#);
    assert_eq!(effects(&answer), "[]");
    assert_eq!(serde_json::to_string(&answer.ticket).unwrap(), r#"{"priority":"P2","status":"open","tags":["x"]}"#);
}

#[test]
fn an_item_taken_away_and_put_back_leaves_the_list_as_it_came() {
    let desk = desk(
        r#"
stage triage
rule "away" { then { remove_tag("a"); } }
rule "back" { then { add_tag("a"); } }
"#,
    );
    let answer = ask(&desk, r#"{"tags":["a","b"]}"#);
    assert_eq!(effects(&answer), "[]");
    assert_eq!(serde_json::to_string(&answer.ticket).unwrap(), r#"{"tags":["a","b"]}"#);
}

#[test]
fn a_faulty_rule_is_undone_as_a_whole_and_silences_no_other() {
    let desk = desk(
        r#"
stage triage
rule "before" { then { add_tag("before"); } }
rule "half way" {
    then {
        route("lost");
        add_tag(ticket.category);
    }
}
rule "condition" { when ticket.affected_users / ticket.reopened > 2 then { add_tag("never"); } }
rule "after" { when ticket.queue == () then { add_tag("after"); } }
"#,
    );
    let answer = ask(&desk, r#"{"affected_users": 5}"#);
    assert_eq!(
        effects(&answer),
        r#"[{"do":"add_tag","tag":"before","rule":"before"},{"do":"add_tag","tag":"after","rule":"after"}]"#
    );
    assert_eq!(
        serde_json::to_string(&answer.faults).unwrap(),
        r#"[{"rule":"half way","place":{"file":"desk.rhai","line":7,"column":9,"length":1},"code":"action-failed","reason":"`add_tag`: `tag` must be text that is not empty, not nothing"},{"rule":"condition","place":{"file":"desk.rhai","line":10,"column":47,"length":1},"code":"arithmetic","reason":"division by zero: 5 / 0"}]"#
    );
}

#[test]
fn a_block_sees_the_ticket_as_it_was_when_its_rule_began() {
    let desk = desk(
        r#"
stage triage
rule "a" { then { set_status("new"); if ticket.status == "new" { add_tag("seen"); } } }
rule "b" { when ticket.status == "new" then { add_tag("later"); } }
"#,
    );
    assert_eq!(serde_json::to_string(&ask(&desk, "{}").ticket).unwrap(), r#"{"status":"new","tags":["later"]}"#);
}

#[test]
fn stop_ends_the_evaluation_after_its_rule() {
    let desk = desk(
        r#"
stage triage
rule "stops" { then { stop("done"); add_tag("same rule"); } }
rule "next" { then { add_tag("next"); } }
stage routing
rule "later" { then { route("q"); } }
otherwise { route("o"); }
"#,
    );
    assert_eq!(
        effects(&ask(&desk, "{}")),
        r#"[{"do":"stop","reason":"done","rule":"stops"},{"do":"add_tag","tag":"same rule","rule":"stops"}]"#
    );
}

#[test]
fn tables_fire_their_first_row_or_all() {
    let rows = "{\n  | ticket.category | ticket.affected_users | add_tag |\n  | net | >= 10 | many |\n  | net, mail | * | some |\n  | not net | 1..=5 | few |\n  | * | - | rest |\n}\n";
    let first = desk(&format!("stage triage\ntable t first {}", rows.replace("| - |", "| * |")));
    let all = desk(&format!("stage triage\ntable t {}", rows.replace("| - |", "| * |")));
    let tags = |desk, ticket| ask(desk, ticket).ticket.get("tags").map(ToString::to_string).unwrap_or_default();
    assert_eq!(tags(&first, r#"{"category":"net","affected_users":10}"#), r#"["many"]"#);
    assert_eq!(tags(&first, r#"{"category":"net","affected_users":9}"#), r#"["some"]"#);
    assert_eq!(tags(&first, r#"{"category":"print","affected_users":5}"#), r#"["few"]"#);
    assert_eq!(tags(&first, "{}"), r#"["rest"]"#);
    assert_eq!(tags(&all, r#"{"category":"net","affected_users":10}"#), r#"["many", "some", "rest"]"#);
}

#[test]
fn a_missing_value_fits_not_and_no_comparison() {
    let desk = desk(
        "stage triage\ntable t {\n  | ticket.site | add_tag |\n  | not leeds | elsewhere |\n  | leeds | leeds |\n}\n",
    );
    let tags = |ticket| ask(&desk, ticket).ticket.get("tags").map(ToString::to_string).unwrap_or_default();
    assert_eq!(tags("{}"), r#"["elsewhere"]"#);
    assert_eq!(tags(r#"{"site":"leeds"}"#), r#"["leeds"]"#);
}

#[test]
fn a_matrix_gives_its_cell_or_nothing() {
    let desk = desk(
        r#"
matrix m by ticket.impact, requester.vip {
    |      | true | false |
    | wide | P1   | P2    |
    | one  | "P3" | -     |
}
stage priority
rule "m" { when matrix("m") != () then { prioritise(matrix("m")); } }
"#,
    );
    let priority = |ticket| ask(&desk, ticket).ticket.get("priority").map(ToString::to_string);
    assert_eq!(priority(r#"{"impact":"wide","requester":{"vip":true}}"#).as_deref(), Some("\"P1\""));
    assert_eq!(priority(r#"{"impact":"wide"}"#).as_deref(), Some("\"P2\""));
    assert_eq!(priority(r#"{"impact":"one"}"#), None);
    assert_eq!(priority(r#"{"impact":"other"}"#), None);
    assert_eq!(priority("{}"), None);
}

#[test]
fn what_an_event_changed_is_seen() {
    let desk = desk(
        r#"
stage triage
rule "any" { when changed("status") then { add_tag("changed"); } }
rule "to" { when changed_to("status", "open") then { add_tag("to"); } }
rule "from" { when changed_from("requester.site", "leeds") then { add_tag("from"); } }
rule "previous" { when previous("assignee") == "ana" then { add_tag("previous"); } }
"#,
    );
    let request = r#"{"ticket":{"status":"open","requester":{"site":"london"},"assignee":"bo"},"event":{"kind":"updated","before":{"status":"new","assignee":"ana","requester":{"site":"leeds"}}}}"#;
    assert_eq!(
        ask_request(&desk, request).ticket.get("tags").unwrap().to_string(),
        r#"["changed", "to", "from", "previous"]"#
    );
    let unchanged = r#"{"ticket":{"status":"open"},"event":{"before":{"status":"open"}}}"#;
    assert_eq!(effects(&ask_request(&desk, unchanged)), "[]");
}

#[test]
fn time_is_an_argument() {
    let desk = desk(
        r#"
field "form.start_date" instant
stage triage
rule "three days" { when hours_since(ticket.updated_at) >= 72 then { add_tag("quiet"); } }
rule "soon" { when between(days_until(ticket.form.start_date), 0, 2) then { add_tag("soon"); } }
rule "monday" { when weekday() == "mon" && day_of_month() == 23 && hour_of_day() == 10 then { add_tag("monday"); } }
rule "sooner" { when now < at("2026-11-23T10:00:01Z") then { add_tag("before"); } }
"#,
    );
    let tags = |ticket| ask(&desk, ticket).ticket.get("tags").map(ToString::to_string).unwrap_or_default();
    assert_eq!(
        tags(r#"{"updated_at":"2026-11-20T10:00:00Z","form":{"start_date":"2026-11-25"}}"#),
        r#"["quiet", "soon", "monday", "before"]"#
    );
    assert_eq!(
        tags(r#"{"updated_at":"2026-11-20T10:00:01Z","form":{"start_date":"2026-11-26"}}"#),
        r#"["monday", "before"]"#
    );
}

#[test]
fn text_tests_fold_case_and_equality_does_not() {
    let desk = desk(
        r#"
stage triage
rule "contains" { when ticket.subject.contains("ÄRGER") then { add_tag("contains"); } }
rule "exact" { when ticket.subject.contains_exact("ÄRGER") then { add_tag("exact"); } }
rule "in" { when "ärger" in ticket.subject then { add_tag("in"); } }
rule "mentions" { when mentions(ticket.subject, ["NETZ", "vpn"]) then { add_tag("mentions"); } }
rule "matches" { when matches(ticket.subject, "nr\\.? *[0-9]+$") then { add_tag("matches"); } }
rule "equal" { when ticket.subject == "netz ärger nr. 5" then { add_tag("equal"); } }
"#,
    );
    assert_eq!(
        ask(&desk, r#"{"subject":"Netz ärger Nr. 5"}"#).ticket.get("tags").unwrap().to_string(),
        r#"["contains", "in", "mentions", "matches"]"#
    );
    assert_eq!(effects(&ask(&desk, r#"{"subject":"Netzwerk ARGER"}"#)), "[]");
}

#[test]
fn words_of_the_language_stay_ordinary_fields() {
    let desk = desk(
        r#"
field "when" text
field "stage" text
stage triage
rule "a" { when ticket.rule == "r" and ticket.sla == "s" and not ticket.test and ticket.when == "w" or ticket.stage == "x"
  then { let rule = ticket.rule; comment(`${rule} ${ticket.sla}`); } }
"#,
    );
    assert_eq!(
        effects(&ask(&desk, r#"{"rule":"r","sla":"s","when":"w"}"#)),
        r#"[{"do":"comment","text":"r s","rule":"a"}]"#
    );
}

#[test]
fn imports_bring_constants_and_helpers() {
    let files = [
        (
            "a.rhai",
            "import \"lib/common\"\nstage triage\nrule \"a\" { when is_long(ticket.subject) then { add_tag(TAG); } }\n",
        ),
        ("lib/common.rhai", "import \"lib/more\"\nconst TAG = \"long\";\n"),
        ("lib/more.rhai", "fn is_long(text) { text.len() > 3 }\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let desk = tierline::Desk::compile(tierline::Pack { files: files.into() }, tierline::Limits::SERVER).unwrap();
    assert_eq!(effects(&ask(&desk, r#"{"subject":"four"}"#)), r#"[{"do":"add_tag","tag":"long","rule":"a"}]"#);
}

#[test]
fn decimals_are_exact_and_never_floats() {
    let desk = desk(
        "stage triage\nrule \"a\" { when ticket.cost + 0.1 == 0.3 && ticket.cost * 3 == 0.6 then { add_tag(\"exact\"); } }\n",
    );
    let answer = ask(&desk, r#"{"cost":0.2}"#);
    assert_eq!(effects(&answer), r#"[{"do":"add_tag","tag":"exact","rule":"a"}]"#);
    assert_eq!(serde_json::to_string(answer.ticket.get("cost").unwrap()).unwrap(), "0.2");
}

#[test]
fn unknown_fields_come_back_as_they_came() {
    let desk = desk("stage triage\nrule \"a\" { then { add_tag(\"x\"); } }\n");
    let answer =
        ask(&desk, r#"{"zebra":{"deep":[1,2.50,{"x":null}]},"created_at":"2026-11-23T10:00:00+01:00","id":7}"#);
    assert_eq!(
        serde_json::to_string(&answer.ticket).unwrap(),
        r#"{"created_at":"2026-11-23T10:00:00+01:00","id":7,"tags":["x"],"zebra":{"deep":[1,2.5,{"x":null}]}}"#
    );
    assert_eq!(answer.id.as_deref(), Some("7"));
}

#[test]
fn comments_and_layout_do_not_change_the_hash() {
    let plain = desk("stage triage\nrule \"a\" { then { add_tag(\"x\"); } }\n");
    let other = desk("// why\nstage   triage\n\nrule \"a\"\n{\n  then { add_tag(\"x\"); /* so */ }\n}\n");
    let changed = desk("stage triage\nrule \"a\" { then { add_tag(\"y\"); } }\n");
    assert_eq!(plain.hash(), other.hash());
    assert_ne!(plain.hash(), changed.hash());
    assert_eq!(plain.hash().len(), 32);
}

#[test]
fn a_bundle_answers_as_its_desk() {
    let desk = desk("stage triage\nrule \"a\" { when requester.vip then { add_tag(\"x\"); } }\n");
    let loaded = tierline::Desk::load(&desk.bundle(), tierline::Limits::SERVER).unwrap();
    let ticket = r#"{"id":"T","requester":{"vip":true}}"#;
    let bytes = |desk| serde_json::to_string(&ask(desk, ticket)).unwrap();
    assert_eq!(bytes(&desk), bytes(&loaded));
    let mut changed = desk.bundle();
    changed.pop();
    assert_eq!(tierline::Desk::load(&changed, tierline::Limits::SERVER).unwrap_err().code(), "changed-bundle");
}
