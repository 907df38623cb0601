//! Every action: what it asks for and what the ticket holds after it.

use tierline_tests::{ask, compile, desk, effects};

/// A call, what it asks of the host, and what the ticket holds afterwards beside what it held.
const CALLS: &[(&str, &str, &str)] = &[
    (r#"route("net")"#, r#"[{"do":"route","queue":"net"}]"#, r#"{"queue":"net"}"#),
    (r#"assign("ana")"#, r#"[{"do":"assign","agent":"ana"}]"#, r#"{"assignee":"ana"}"#),
    ("unassign()", "[]", "{}"),
    (r#"reassign("duty")"#, r#"[{"do":"reassign","who":"duty"}]"#, r#"{"assignee":"duty"}"#),
    (r#"prioritise("P2")"#, r#"[{"do":"prioritise","priority":"P2"}]"#, r#"{"priority":"P2"}"#),
    (r#"prioritise_at_least("P3")"#, r#"[{"do":"prioritise","priority":"P3"}]"#, r#"{"priority":"P3"}"#),
    (r#"set_impact("wide")"#, r#"[{"do":"set_impact","impact":"wide"}]"#, r#"{"impact":"wide"}"#),
    (r#"set_urgency("high")"#, r#"[{"do":"set_urgency","urgency":"high"}]"#, r#"{"urgency":"high"}"#),
    (r#"set_category("net")"#, r#"[{"do":"set_category","category":"net"}]"#, r#"{"category":"net"}"#),
    (
        r#"set_category("net", "wifi")"#,
        r#"[{"do":"set_category","category":"net"},{"do":"set_subcategory","subcategory":"wifi"}]"#,
        r#"{"category":"net","subcategory":"wifi"}"#,
    ),
    (
        r#"set_field("site", "leeds")"#,
        r#"[{"do":"set_field","field":"ticket.site","value":"leeds"}]"#,
        r#"{"site":"leeds"}"#,
    ),
    (
        r#"set_field("form.who", #{ name: "x" })"#,
        r#"[{"do":"set_field","field":"ticket.form.who","value":{"name":"x"}}]"#,
        r#"{"form":{"who":{"name":"x"}}}"#,
    ),
    (
        r#"set_field("requester.site", "leeds")"#,
        r#"[{"do":"set_field","field":"requester.site","value":"leeds"}]"#,
        r#"{"requester":{"site":"leeds"}}"#,
    ),
    (r#"set_status("open")"#, r#"[{"do":"set_status","status":"open"}]"#, r#"{"status":"open"}"#),
    (r#"set_tier("L2")"#, r#"[{"do":"set_tier","tier":"L2"}]"#, r#"{"tier":"L2"}"#),
    (
        r#"escalate_to("L2", "net", "reopened")"#,
        r#"[{"do":"escalate_to","tier":"L2","reason":"reopened"},{"do":"route","queue":"net"}]"#,
        r#"{"queue":"net","tier":"L2"}"#,
    ),
    (r#"escalate_to_manager(2)"#, r#"[{"do":"escalate_to_manager","level":2}]"#, "{}"),
    (r#"resolve("no answer")"#, r#"[{"do":"resolve","reason":"no answer"}]"#, r#"{"status":"resolved"}"#),
    (r#"add_tag("x")"#, r#"[{"do":"add_tag","tag":"x"}]"#, r#"{"tags":["x"]}"#),
    (r#"remove_tag("x")"#, "[]", "{}"),
    (r#"flag("review")"#, r#"[{"do":"flag","flag":"review"}]"#, r#"{"flags":["review"]}"#),
    (r#"notify("lead")"#, r#"[{"do":"notify","who":"lead"}]"#, "{}"),
    (r#"notify("lead", "now")"#, r#"[{"do":"notify","who":"lead","message":"now"}]"#, "{}"),
    (r#"notify_manager(1, "late")"#, r#"[{"do":"notify_manager","level":1,"message":"late"}]"#, "{}"),
    (r#"page("duty")"#, r#"[{"do":"page","who":"duty"}]"#, "{}"),
    (r#"comment("why")"#, r#"[{"do":"comment","text":"why"}]"#, "{}"),
    (r#"reply_with("howto")"#, r#"[{"do":"reply_with","template":"howto"}]"#, "{}"),
    (r#"suggest("kb-1")"#, r#"[{"do":"suggest","article":"kb-1"}]"#, "{}"),
    (
        r#"ask("category", "what?")"#,
        r#"[{"do":"ask","field":"category","question":"what?"}]"#,
        r#"{"missing":["category"]}"#,
    ),
    (r#"add_task("badge", "site")"#, r#"[{"do":"add_task","task":"badge","team":"site"}]"#, r#"{"tasks":["badge"]}"#),
    (
        r#"request_approval("manager")"#,
        r#"[{"do":"request_approval","approver":"manager"}]"#,
        r#"{"approvals":["manager"]}"#,
    ),
    (
        r#"link_to("problem", "P-1")"#,
        r#"[{"do":"link_to","relation":"problem","ticket":"P-1"}]"#,
        r#"{"problem":"P-1"}"#,
    ),
    (
        r#"link_to("related", "T-1")"#,
        r#"[{"do":"link_to","relation":"related","ticket":"T-1"}]"#,
        r#"{"related":["T-1"]}"#,
    ),
    (
        r#"link_to_open("major-incident", "net")"#,
        r#"[{"do":"link_to_open","kind":"major-incident","topic":"net"}]"#,
        "{}",
    ),
    (r#"propose_problem("t", "r")"#, r#"[{"do":"propose_problem","title":"t","reason":"r"}]"#, "{}"),
    (r#"propose_change("t")"#, r#"[{"do":"propose_change","title":"t"}]"#, "{}"),
    (
        r#"hold_change("freeze", "2027-01-04")"#,
        r#"[{"do":"hold_change","reason":"freeze","until":"2027-01-04T00:00:00Z"}]"#,
        "{}",
    ),
    (r#"apply_sla("gold")"#, r#"[{"do":"apply_sla","sla":"gold"}]"#, r#"{"applied_sla":"gold"}"#),
    (r#"cancel_sla("spam")"#, r#"[{"do":"cancel_sla","reason":"spam"}]"#, r#"{"applied_sla":"none"}"#),
    (r#"run("unlock", #{ user: "x" })"#, r#"[{"do":"run","automation":"unlock","input":{"user":"x"}}]"#, "{}"),
    (r#"stop("done")"#, r#"[{"do":"stop","reason":"done"}]"#, "{}"),
    (r##"emit("wall", #{ colour: "red" })"##, r##"[{"do":"emit","name":"wall","data":{"colour":"red"}}]"##, "{}"),
];

#[test]
fn each_asks_for_what_it_says() {
    for (call, asks, after) in CALLS {
        let desk = desk(&format!("stage triage\nrule \"r\" {{ then {{ {call}; }} }}\n"));
        let answer = ask(&desk, "{}");
        assert_eq!(without_rule(&effects(&answer)), *asks, "{call}");
        assert_eq!(serde_json::to_string(&answer.ticket).unwrap(), *after, "{call}");
        assert_eq!(answer.faults, [], "{call}");
    }
}

/// Effects without the rule that asks for them, which is always the same here.
fn without_rule(effects: &str) -> String {
    effects.replace(",\"rule\":\"r\"", "")
}

#[test]
fn each_of_the_table_is_called_above() {
    for spec in tierline::actions() {
        let called = CALLS.iter().any(|(call, ..)| call.starts_with(&format!("{}(", spec.name)));
        assert!(called, "{}", spec.name);
        let example = format!("stage triage\nrule \"r\" {{ then {{ {}; }} }}\n", spec.example);
        assert!(compile(&example).is_ok(), "{}", spec.example);
    }
}

#[test]
fn lists_and_single_fields_are_left_alone_where_nothing_changes() {
    let desk = desk(
        "stage triage\nrule \"r\" { then { unassign(); remove_tag(\"x\"); cancel_sla(\"why\"); escalate_to(\"L1\"); prioritise_at_least(\"P4\"); } }\n",
    );
    let answer = ask(&desk, r#"{"assignee":"ana","tags":["x","y"],"applied_sla":"gold","tier":"L2","priority":"P2"}"#);
    assert_eq!(
        effects(&answer),
        r#"[{"do":"unassign","rule":"r"},{"do":"remove_tag","tag":"x","rule":"r"},{"do":"cancel_sla","reason":"why","rule":"r"}]"#
    );
    assert_eq!(
        serde_json::to_string(&answer.ticket).unwrap(),
        r#"{"applied_sla":"none","priority":"P2","tags":["y"],"tier":"L2"}"#
    );
}

#[test]
fn unfit_values_are_faults_that_say_why() {
    let cases = [
        ("route(ticket.site)", "`route`: `queue` must be the name of a queue, not nothing"),
        (
            "prioritise(ticket.category)",
            "`prioritise`: `priority` must be a priority from \"P1\" to \"P5\", not text (\"net\")",
        ),
        ("set_field(\"reopened\", ticket.category)", "`ticket.reopened` must be a whole number, not text (\"net\")"),
        (
            "link_to(ticket.category, \"T-1\")",
            "`link_to` knows no relation `net`; there are parent, problem, change, duplicate_of, related",
        ),
        (
            "assign(#{ strategy: ticket.category })",
            "`assign` knows no strategy \"net\"; there are least_loaded, round_robin, most_skilled",
        ),
        (
            "assign(ticket.form.wanted)",
            "`assign`: `agent_or_wanted` must be text, or named values such as #{ skill: \"vpn\" }, not a whole number (5)",
        ),
    ];
    for (call, reason) in cases {
        let answer = ask(
            &desk(&format!("stage triage\nrule \"r\" {{ then {{ {call}; }} }}\n")),
            r#"{"category":"net","form":{"wanted":5}}"#,
        );
        let reasons: Vec<&str> = answer.faults.iter().map(|fault| fault.reason.as_str()).collect();
        assert_eq!(reasons, [reason], "{call}");
    }
}
