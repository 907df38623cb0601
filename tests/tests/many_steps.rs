//! Ladders with more steps than an event may take, tests that take too much, and pasts that are too long to play.

use std::collections::BTreeSet;

use tierline::{Answer, Desk, Limits, Pack, Timestamp};
use tierline_tests::desk;

const CALENDAR: &str = "calendar \"all\" {\n    timezone \"UTC\"\n    mon..sun 00:00 - 24:00\n}\n";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A desk with ladders of so many steps, each of which does this.
fn ladders(count: usize, steps: usize, action: &str) -> String {
    let sla = "sla \"short\" {\n    calendar \"all\"\n    resolve within 1 minute\n}\n";
    let ladder = |number: usize| {
        let steps: String = (1..=steps).map(|minute| format!("    after {minute} minutes {{ {action} }}\n")).collect();
        format!("escalate \"ladder {number}\" on resolve {{\n{steps}}}\n")
    };
    [CALENDAR.to_owned(), sla.to_owned()].into_iter().chain((0..count).map(ladder)).collect()
}

fn keys(answer: &Answer) -> Vec<String> {
    answer.effects.iter().filter_map(|asked| asked.key.as_deref()).map(str::to_owned).collect()
}

#[test]
fn steps_that_an_event_has_no_room_for_are_taken_a_second_later() {
    let rules =
        ladders(5, 300, "notify(\"lead\");") + "stage triage\nrule \"ordinary\" { then { notify(\"ordinary\"); } }\n";
    let desk = desk(&rules);
    let created = at("2026-11-23T08:00:00Z");
    let ticket = serde_json::json!({"id": 7, "created_at": created});
    let mut replay = desk.replay(desk.read_ticket(ticket, created).unwrap());
    replay.created(created);
    // Nobody woke the desk for a day: all 1,500 steps are due.
    let first = replay.look(at("2026-11-24T08:00:00Z"));
    let [fault] = first.faults.as_slice() else { panic!("{:?}", first.faults) };
    assert_eq!((&*fault.rule, &*fault.code), ("the ladders", "too-many-steps"));
    assert_eq!(first.wake_at, Some(at("2026-11-24T08:00:01Z")));
    let mut taken: Vec<String> = first.done.iter().map(ToString::to_string).collect();
    // As many as an event may take, and the breach.
    assert_eq!(taken.len(), 1_001);
    let second = replay.look(at("2026-11-24T08:00:01Z"));
    assert_eq!(second.faults, []);
    taken.extend(keys(&second));
    let steps: BTreeSet<&String> = taken.iter().filter(|key| key.contains("ladder ")).collect();
    assert_eq!(steps.len(), 1_500);
    assert_eq!(taken.iter().filter(|key| key.contains("ladder ")).count(), 1_500);
}

#[test]
fn a_step_sees_what_those_before_it_wrote() {
    let rules = CALENDAR.to_owned()
        + "sla \"short\" {\n    calendar \"all\"\n    resolve within 1 minute\n}\n\
           escalate \"a\" on resolve {\n    after 1 minute when \"third\" in ticket.tags { add_tag(\"first\"); }\n    \
           after 2 minutes { add_tag(\"second\"); }\n    \
           after 3 minutes when \"second\" in ticket.tags { add_tag(\"third\"); }\n    \
           after 4 minutes when \"first\" in ticket.tags { add_tag(\"fourth\"); }\n    \
           after 5 minutes when \"nobody\" in ticket.tags { add_tag(\"fifth\"); }\n}\n";
    let desk = desk(&rules);
    let created = at("2026-11-23T08:00:00Z");
    let ticket = serde_json::json!({"id": 7, "created_at": created});
    let answer = desk.evaluate(desk.read_ticket(ticket, at("2026-11-23T09:00:00Z")).unwrap());
    assert_eq!(answer.ticket["tags"].to_string(), r#"["second", "third", "first", "fourth"]"#);
}

#[test]
fn a_test_that_takes_too_much_fails_and_the_others_are_run() {
    let rules = r#"stage triage
rule "minutes" {
    when minutes_since(ticket.created_at) % 2 == 0
    then { set_field("site", `x${now}`); }
}
test "for a month" {
    given ticket #{ created_at: at("2026-01-01") }
    at "2026-01-05T09:00:00Z" event #{ kind: "created" }
    at "2026-02-05T09:00:00Z"
    expect true
}
test "at once" {
    given ticket #{ created_at: at("2026-01-01") }
    at "2026-01-05T09:00:00Z"
    expect fired("minutes")
}
"#;
    let limits = Limits { test_work: 1_000_000, ..Limits::SERVER };
    let desk = Desk::compile(Pack::of("desk.rhai", rules), limits).unwrap();
    let reports = desk.test();
    let [failure] = reports[0].failures.as_slice() else { panic!("{:?}", reports[0].failures) };
    for part in ["\"for a month\"", "2026-01-0", "500000", "test_work"] {
        assert!(failure.message.contains(part), "{}", failure.message);
    }
    assert_eq!(reports[1].failures, []);
    assert_eq!(desk.unfired_rules().len(), 0);
}

#[test]
fn what_a_past_that_is_too_long_owes_is_left_open() {
    let rules = CALENDAR.to_owned()
        + "sla \"short\" {\n    calendar \"all\"\n    resolve within 1 hour\n}\nstage triage\nrule \"ordinary\" { then { notify(\"x\"); } }\n";
    let limits = Limits { event_work: 2_000, ..Limits::SERVER };
    let desk = Desk::compile(Pack::of("desk.rhai", &rules), limits).unwrap();
    let ask = |events: i64| {
        let happened = |number: i64| {
            let kind = if number == 0 { "created" } else { "updated" };
            serde_json::json!({"kind": kind, "at": Timestamp::from_second(1_780_000_000 + number)})
        };
        let history: Vec<serde_json::Value> = (0..events).map(happened).collect();
        let request = serde_json::json!({"ticket": {"id": 7}, "history": history, "now": "2026-11-23T08:00:00Z"});
        desk.evaluate(desk.read_request(request, None).unwrap())
    };
    let (few, many) = (ask(20), ask(1_000));
    assert_eq!((few.faults.len(), few.readings.len()), (0, 1));
    assert_eq!((many.readings.len(), many.wake_at, many.ticket.get("resolve_by")), (0, None, None));
    let [fault] = many.faults.as_slice() else { panic!("{:?}", many.faults) };
    assert_eq!((&*fault.rule, &*fault.code), ("the history", "too-many-steps"));
    assert!(fault.reason.contains("event_work"), "{}", fault.reason);
    assert_eq!(many.effects.len(), 1);
}
