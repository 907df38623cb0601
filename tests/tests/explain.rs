//! Explanations of sample tickets, as a person would read them.

use tierline_tests::{ask, desk, pack};

#[test]
fn why_and_what_nearly() {
    let desk = desk(
        r#"
stage priority
rule "usual" { then { prioritise("P4"); } }
rule "many" { when ticket.kind == "incident" && ticket.affected_users >= 5 then { prioritise("P2"); add_tag("many"); } }
rule "outage" { when ticket.kind == "incident" && mentions(ticket.subject, "outage") && ticket.affected_users >= 100 then { prioritise("P1"); } }
stage routing first
rule "net" { when ticket.category == "network" then { route("network"); } }
rule "broken" { when ticket.affected_users / 0 > 1 then { route("never"); } }
otherwise { route("rest"); notify("lead"); }
"#,
    );
    let answer = ask(&desk, r#"{"kind":"incident","subject":"Outage in Leeds","affected_users":7}"#);
    assert_eq!(
        tierline_wire::explain::sentences(&answer),
        [
            "In priority, \"usual\" fired, and a later rule replaced what it asked for.",
            "In priority, \"many\" asks to set the priority to P2 and to add the tag many, because ticket.kind is \"incident\" and ticket.affected_users is 7.",
            "In routing, \"otherwise (routing)\" asks to route it to rest and to notify lead.",
            "\"usual\" had set ticket.priority to \"P4\"; \"many\" set it to \"P2\" after that.",
            "\"broken\" could not be decided or carried out and counts as not there (desk.rhai:8:44): division by zero: 7 / 0.",
        ]
    );
    assert_eq!(
        tierline_wire::explain::near_misses(&answer),
        [
            "\"outage\" nearly fired: its first 2 parts held, but not `ticket.affected_users >= 100`; ticket.affected_users is 7."
        ]
    );
}

/// Every effect of every sample ticket has words of its own.
#[test]
fn no_rule_names_go_missing() {
    let desk = tierline::Desk::compile(pack("rules/help-desk"), tierline::Limits::SERVER).unwrap();
    let answer = ask(&desk, r#"{"subject":"Printer is on fire","channel":"phone","requester":{"vip":true}}"#);
    let said = tierline_wire::explain::sentences(&answer).join("\n");
    for asked in &answer.effects {
        assert!(said.contains(&format!("{:?}", &*asked.rule)), "{} is not in\n{said}", asked.rule);
    }
}

/// Mild, unless it is hot; each change begins anew.
const HOT_OR_MILD: &str = r#"
calendar "office" {
    timezone "UTC"
    mon..fri 09:00 - 17:00
}
sla "hot" {
    when ticket.urgency == "hot"
    calendar "office"
    resolve within 2 hours
    on policy change restart
    pause while ticket.status == "waiting"
}
sla "mild" {
    calendar "office"
    resolve within 6 hours
    on policy change restart
    pause while ticket.status == "waiting"
}
"#;

/// What is said of the clocks of a ticket at three o'clock on Monday, cycle by cycle.
fn said_of_clocks(rules: &str, ticket: &str, history: &str) -> Vec<Vec<String>> {
    let text = format!(r#"{{"ticket": {ticket}, "history": {history}, "now": "2026-11-23T15:00:00Z"}}"#);
    let desk = desk(rules);
    let deadlines = desk.deadlines(desk.read_request_text(&text, None).unwrap(), true);
    deadlines.readings.iter().map(tierline_wire::explain::clock_sentences).collect()
}

#[test]
fn each_cycle_is_explained_as_of_then() {
    let history = r#"[
        {"kind": "created", "at": "2026-11-23T09:00:00Z", "set": {"status": "waiting", "urgency": "mild"}},
        {"kind": "updated", "at": "2026-11-23T12:00:00Z", "set": {"urgency": "hot"}},
        {"kind": "updated", "at": "2026-11-23T13:00:00Z", "set": {"status": "open"}},
        {"kind": "updated", "at": "2026-11-23T14:00:00Z", "set": {"urgency": "mild"}}
    ]"#;
    let cycles = said_of_clocks(HOT_OR_MILD, r#"{"status": "open", "urgency": "mild"}"#, history);
    let hot_lost = r#""hot" lost, because `ticket.urgency == "hot"` does not hold; ticket.urgency is "mild"."#;
    assert_eq!(
        cycles[0][1..3],
        [
            hot_lost,
            "It did not count from 2026-11-23T09:00:00Z to 2026-11-23T12:00:00Z (the ticket was created): 3h of open time."
        ]
    );
    // It began while it waited, which it had done since it was made: an hour did not count, and one did.
    assert_eq!(
        cycles[1][1..4],
        [
            r#""mild" lost: it would do, but stands below "hot"."#,
            r#"It did not count from 2026-11-23T12:00:00Z to 2026-11-23T13:00:00Z (`ticket.status == "waiting"` since the ticket was created): 1h of open time."#,
            r#"It counted 1h from 2026-11-23T13:00:00Z to 2026-11-23T14:00:00Z (ticket.status became "open")."#,
        ]
    );
    assert_eq!(cycles[2][1], hot_lost);
    assert!(cycles.iter().flatten().all(|said| !said.contains(": 0m of")), "{cycles:?}");
}

/// No SLA loses to itself.
#[test]
fn another_version_is_no_other_sla() {
    let rules = "calendar \"office\" {\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}\nsla \"s\" {\n    calendar \"office\"\n    resolve within 6 hours\n}\nsla \"s\" since \"2026-11-20\" {\n    calendar \"office\"\n    resolve within 4 hours\n}\n";
    let cycles = said_of_clocks(rules, "{}", r#"[{"kind": "created", "at": "2026-11-23T09:00:00Z"}]"#);
    assert_eq!(cycles[0][1], "Another version of \"s\" was not in force.");
}

/// A ticket that is woken and played event by event is explained as one that is asked about with all of its history.
#[test]
fn a_replay_explains_as_a_look_does() {
    let desk = desk(HOT_OR_MILD);
    let at = |time: &str| tierline::Timestamp::parse(&format!("2026-11-23T{time}:00Z")).unwrap();
    let ticket = serde_json::json!({"status": "open", "urgency": "mild"});
    let mut replay = desk.replay(desk.read_ticket(ticket, at("09:00")).unwrap());
    replay.created(at("09:00"));
    for (time, field, value) in
        [("10:00", "status", "waiting"), ("11:00", "urgency", "hot"), ("12:00", "urgency", "mild")]
    {
        let set = [(field.into(), tierline::Value::text(value))].into_iter().collect();
        let event = [("kind".into(), tierline::Value::text("updated")), ("set".into(), tierline::Value::Map(set))];
        let answer = replay.event(at(time), event.into_iter().collect());
        let alone = desk.evaluate_with_trace(replay.asked().unwrap());
        assert_eq!(answer.readings, alone.readings, "{time}");
    }
}

#[test]
fn a_pause_without_open_time_is_told_without_a_length() {
    let history = r#"[
        {"kind": "created", "at": "2026-11-20T16:00:00Z", "set": {"status": "open", "urgency": "mild"}},
        {"kind": "updated", "at": "2026-11-20T17:00:00Z", "set": {"status": "waiting"}},
        {"kind": "updated", "at": "2026-11-23T09:00:00Z", "set": {"status": "open"}}
    ]"#;
    let cycles = said_of_clocks(HOT_OR_MILD, r#"{"status": "open", "urgency": "mild"}"#, history);
    assert_eq!(
        cycles[0][3],
        r#"It was held up from 2026-11-20T17:00:00Z to 2026-11-23T09:00:00Z (ticket.status became "waiting"), outside the hours of its calendar."#
    );
}

#[test]
fn targets_are_told_in_the_units_they_were_written_in() {
    let rules = |amount: &str| {
        format!(
            "calendar \"office\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}}\nsla \"s\" {{\n    calendar \"office\"\n    resolve within {amount}\n}}\n"
        )
    };
    let history = r#"[{"kind": "created", "at": "2026-11-23T09:00:00Z"}]"#;
    for (written, told) in [
        ("1 wall day", "1 wall day"),
        ("24 wall hours", "24 wall hours"),
        ("90 minutes", "90 minutes"),
        ("120 minutes", "120 minutes"),
        ("3600 seconds", "1 hour"),
        ("2 hours", "2 hours"),
        ("2 days", "2 working days"),
        ("2 wall minutes", "2 wall minutes"),
    ] {
        let source = desk(&rules(written));
        // A bundle knows it as well.
        let bundle = tierline::Desk::load(&source.bundle(), tierline::Limits::SERVER).unwrap();
        for desk in [source, bundle] {
            let text = format!(r#"{{"ticket": {{}}, "history": {history}, "now": "2026-11-23T10:00:00Z"}}"#);
            let deadlines = desk.deadlines(desk.read_request_text(&text, None).unwrap(), false);
            assert_eq!(&*deadlines.readings[0].target, told, "{written}");
        }
    }
}

/// Whole minutes still to go are 0 in the last minute.
#[test]
fn waits_that_end_early_are_pointed_out() {
    let warned = |condition: &str| {
        let rules = format!(
            "field \"wake\" instant\ncalendar \"office\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}}\nstage triage\nrule \"r\" {{\n    when {condition}\n    then {{ flag(\"r\"); }}\n}}\n"
        );
        let desk = desk(&rules);
        let early = desk.warnings().iter().filter(|warning| warning.code == "early-wait");
        early.filter_map(|warning| warning.help.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        warned("minutes_until(ticket.wake) <= 0"),
        ["write `minutes_since(…) >= 0`, which turns at the very instant"]
    );
    assert_eq!(
        warned("ticket.urgency == \"high\" && !(hours_until(ticket.wake) > 2)"),
        ["write `hours_since(…) < -2`, which turns at the very instant"]
    );
    assert_eq!(
        warned("5 >= open_minutes_until(\"office\", ticket.wake) || minutes_until(ticket.wake) == 0"),
        [
            "write `open_minutes_since(…) >= -5`, which turns at the very instant",
            "write `minutes_since(…) >= 0`, which turns at the very instant"
        ]
    );
    for exact in [
        "minutes_until(ticket.wake) < 1",
        "hours_until(ticket.wake) >= 24",
        "days_until(ticket.wake) <= 0",
        "minutes_since(ticket.wake) >= 0",
        "minutes_until(ticket.wake) == 10",
    ] {
        assert_eq!(warned(exact), [""; 0], "{exact}");
    }
}
