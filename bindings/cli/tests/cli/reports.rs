//! `report`: what is counted where, and how tickets went.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};

use crate::Folder;

/// The report that the README of the example shows, and what every incident comes to.
#[test]
fn the_incident_log_is_reported() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/incident-log");
    let path = |name: &str| root.join(name).display().to_string();
    let (desk, log, map) = (path("sla"), path("incident_event_log_small.csv"), path("sla/events.json"));
    let folder = Folder::empty();
    folder.run(&["test", &desk]).is(0, "2 passed, 0 failed\n", "");
    let args = ["report", &desk, "--events", &log, "--columns", &map];
    let ran = folder.run(&args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(ran.out.starts_with(shown), "{}", ran.out);
    let json = &folder.run(&[&args[..], &["--format", "json"]].concat()).json()[0];
    let of = |by: &str, clock: &str| {
        let is = |count: &&Json| count["by"] == by && count["clock"] == clock;
        json["counts"].as_array().unwrap().iter().find(is).unwrap().clone()
    };
    for clock in ["first_response", "resolution"] {
        let count = of("clock", clock);
        let ended =
            ["met", "missed_open", "missed_closed", "running", "cancelled"].map(|end| count[end].as_u64().unwrap());
        assert_eq!(ended.iter().sum::<u64>(), 250, "{clock}");
    }
}

const FIGURES_DESK: &str = r#"calendar "yard" {
    timezone "Europe/Berlin"
    mon..fri 08:00 - 16:00
}
field "csat" integer
sla "std" {
    calendar "yard"
    respond within 1 hour
    resolve within 4 hours
}
"#;

/// Three tickets, in summer, when Berlin is two hours ahead: 06:00 UTC is 08:00, the opening.
///
/// - A, Monday 7 September 06:00: answered 06:30, resolved 09:00. Open as on the wall: 1,800 and 10,800 s.
/// - B, Tuesday 06:00: answered 13:00 (25,200 s) and again 13:10, resolved 13:30, reopened 14:30, resolved on Wednesday 07:30: on
///   the wall 25.5 h = 91,800 s, open 8 h of Tuesday and 1.5 h of Wednesday = 34,200 s.
/// - C, Wednesday 30 September 22:30 UTC, which is 1 October in Berlin: never answered, not resolved.
///
/// First response: mean (1,800 + 25,200) / 2 = 13,500, which is the median too; nine of ten are within 25,200. Resolution on the
/// wall: (10,800 + 91,800) / 2 = 51,300; open: (10,800 + 34,200) / 2 = 22,500. Of two that were resolved one came back; of two
/// that were answered one took one answer. Ratings of 4 and 1: 2.5.
const FIGURES_LOG: &str = r#"{"ticket_id": "A", "at": "2026-09-07T06:00:00Z", "kind": "created", "author": "requester", "set": {"status": "open", "assignee": "amy", "organisation": {"id": "acme"}}}
{"ticket_id": "A", "at": "2026-09-07T06:30:00Z", "kind": "message", "author": "agent", "public": true}
{"ticket_id": "A", "at": "2026-09-07T09:00:00Z", "kind": "resolved", "set": {"status": "resolved", "csat": 4}}
{"ticket_id": "B", "at": "2026-09-08T06:00:00Z", "kind": "created", "author": "requester", "set": {"status": "open", "assignee": "bob"}}
{"ticket_id": "B", "at": "2026-09-08T13:00:00Z", "kind": "message", "author": "agent", "public": true}
{"ticket_id": "B", "at": "2026-09-08T13:10:00Z", "kind": "message", "author": "agent", "public": true}
{"ticket_id": "B", "at": "2026-09-08T13:30:00Z", "kind": "resolved", "set": {"status": "resolved", "csat": 1}}
{"ticket_id": "B", "at": "2026-09-08T14:30:00Z", "kind": "reopened", "set": {"status": "open"}}
{"ticket_id": "B", "at": "2026-09-09T07:30:00Z", "kind": "resolved", "set": {"status": "resolved"}}
{"ticket_id": "C", "at": "2026-09-30T22:30:00Z", "kind": "created", "author": "requester", "set": {"status": "open"}}
{"ticket_id": "T", "at": "2026-09-09T07:30:00Z", "kind": "created", "set": {"test": true}}
"#;

fn with_figures() -> Folder {
    let folder = Folder::empty();
    folder.put("figures.rhai", FIGURES_DESK);
    folder.put("log.ndjson", FIGURES_LOG);
    folder
}

#[test]
fn a_report_says_how_tickets_went() {
    let folder = with_figures();
    let args =
        ["report", "figures.rhai", "--events", "log.ndjson", "--by", "agent,customer,month", "--satisfaction", "csat"];
    let ran = folder.run(&[&args[..], &["--format", "csv-tickets"]].concat());
    let all = "2,13500,13500,25200,2,13500,13500,25200,2,22500,22500,34200,2,51300,51300,91800";
    let amy = "1,1800,1800,1800,1,1800,1800,1800,1,10800,10800,10800,1,10800,10800,10800";
    let bob = "1,25200,25200,25200,1,25200,25200,25200,1,34200,34200,34200,1,91800,91800,91800";
    let none = "0,,,,0,,,,0,,,,0,,,";
    let lines = [
        format!("total,,3,2,1,50.0,2,1,50.0,2,2.5,{all}"),
        format!("agent,,1,0,0,,0,0,,0,,{none}"),
        format!("agent,amy,1,1,0,0.0,1,1,100.0,1,4,{amy}"),
        format!("agent,bob,1,1,1,100.0,1,0,0.0,1,1,{bob}"),
        "customer,,2,1,1,100.0,1,0,0.0,1,1,".to_owned() + bob,
        format!("customer,acme,1,1,0,0.0,1,1,100.0,1,4,{amy}"),
        format!("month,2026-09,2,2,1,50.0,2,1,50.0,2,2.5,{all}"),
        format!("month,2026-10,1,0,0,,0,0,,0,,{none}"),
    ];
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out.lines().skip(1).collect::<Vec<_>>(), lines);
    let json = &folder.run(&[&args[..], &["--format", "json"]].concat()).json()[0];
    assert_eq!((&json["zone"], &json["tickets"], &json["trials"]), (&json!("Europe/Berlin"), &json!(3), &json!(1)));
    let wall = json!({"tickets": 2, "mean": 51_300, "median": 51_300, "p90": 91_800});
    assert_eq!(json["figures"][0]["resolution"]["wall"], wall);
    assert_eq!(json["figures"][0]["satisfaction"], json!({"tickets": 2, "mean": 2.5}));
    // In UTC the last ticket is one of September.
    let utc = folder.run(&[&args[..], &["--format", "csv-tickets", "--zone", "UTC"]].concat());
    assert!(utc.out.lines().last().unwrap().starts_with("month,2026-09,3,2,1,"), "{}", utc.out);
}

#[test]
fn what_a_report_is_asked_for_must_be_there() {
    let folder = with_figures();
    let report = |more: &[&str]| folder.run(&[&["report", "figures.rhai", "--events", "log.ndjson"], more].concat());
    let refused = report(&["--by", "agnet"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("did you mean `agent`?"), "{}", refused.err);
    let refused = report(&["--zone", "CEST"]);
    assert!(refused.code == 2 && refused.err.contains("is an abbreviation"), "{}", refused.err);
    let refused = report(&["--satisfaction", "csta"]);
    assert!(refused.code == 2 && refused.err.contains("did you mean `ticket.csat`?"), "{}", refused.err);
}

/// Every kind of what becomes of a clock after its deadline: the miss is that of the queue, priority and policy in which the ticket
/// was when it came about.
mod misses {
    use super::*;

    fn counted(rules: &str, log: &[&str], line: &str) -> Vec<String> {
        let folder = Folder::empty();
        folder.put(
            "d.rhai",
            format!("calendar \"round\" {{\n    timezone \"UTC\"\n    mon..sun 00:00 - 24:00\n}}\n{rules}"),
        );
        let event = |event: &&str| format!("{{\"ticket_id\": \"M\", \"at\": \"2026-04-06T{event}}}\n");
        folder.put("log.ndjson", log.iter().map(event).collect::<String>());
        let ran = folder.run(&["report", "d.rhai", "--events", "log.ndjson", "--format", "csv", "--by", "all"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out.lines().filter(|found| found.starts_with(line)).map(str::to_owned).collect()
    }

    /// Due 09:00, goes over to "slow" at 10:00 and goes on there until 11:00: missed under "quick", and only there.
    #[test]
    fn a_policy_that_takes_over_is_not_to_blame() {
        let rules = "sla \"quick\" {\n    when ticket.impact == \"high\"\n    calendar \"round\"\n    resolve within 1 hour\n    on policy change retroactive\n}\nsla \"slow\" {\n    calendar \"round\"\n    resolve within 9 hours\n    on policy change retroactive\n}\n";
        let log = [
            r#"08:00:00Z", "kind": "created", "set": {"status": "open", "impact": "high"}"#,
            r#"10:00:00Z", "set": {"impact": "low"}"#,
            r#"11:00:00Z", "kind": "resolved", "set": {"status": "resolved"}"#,
        ];
        assert_eq!(counted(rules, &log, "policy"), ["policy,quick,customer,resolution,0,0,1,0,0,0.0,,"]);
        // Moved in time, it is kept under "slow".
        let log = [log[0], r#"08:30:00Z", "set": {"impact": "low"}"#, log[2]];
        assert_eq!(counted(rules, &log, "policy"), ["policy,slow,customer,resolution,1,0,0,0,0,100.0,,"]);
    }

    /// At the instant of the deadline nothing is missed yet: whoever gets the ticket then has missed it a second later.
    #[test]
    fn a_breach_is_of_whoever_has_the_ticket_after_the_deadline() {
        let rules = "sla \"s\" {\n    calendar \"round\"\n    resolve within 2 hours\n}\n";
        let created = r#"08:00:00Z", "kind": "created", "set": {"status": "open", "queue": "front", "tier": "L1", "category": "net"}"#;
        let moved = |at: &str| format!(r#"{at}Z", "set": {{"queue": "wires", "tier": "L2", "category": "mail"}}"#);
        let later = r#"12:00:00Z", "set": {"site": "x"}"#;
        let queue = |moved: &str| counted(rules, &[created, moved, later], "queue");
        assert_eq!(queue(&moved("10:00:00")), ["queue,wires,customer,resolution,0,1,0,0,0,0.0,,"]);
        assert_eq!(queue(&moved("10:00:01")), ["queue,front,customer,resolution,0,1,0,0,0,0.0,,"]);
        let of = |line: &str| counted(rules, &[created, &moved("13:00:00")], line);
        assert_eq!(of("tier"), ["tier,L1,customer,resolution,0,1,0,0,0,0.0,,"]);
        assert_eq!(of("category"), ["category,net,customer,resolution,0,1,0,0,0,0.0,,"]);
    }

    /// A closing event that files the ticket elsewhere does not hand the merit on; what it fills in for the first time counts.
    #[test]
    fn what_was_kept_is_of_whoever_had_it() {
        let rules = "sla \"s\" {\n    calendar \"round\"\n    resolve within 2 hours\n}\n";
        let log = [
            r#"08:00:00Z", "kind": "created", "set": {"status": "open", "queue": "front"}"#,
            r#"09:00:00Z", "kind": "resolved", "set": {"status": "resolved", "queue": "archive", "category": "net", "assignee": "amy"}"#,
        ];
        assert_eq!(counted(rules, &log, "queue"), ["queue,front,customer,resolution,1,0,0,0,0,100.0,,"]);
        assert_eq!(counted(rules, &log, "category"), ["category,net,customer,resolution,1,0,0,0,0,100.0,,"]);
        assert_eq!(counted(rules, &log, "agent"), ["agent,amy,customer,resolution,1,0,0,0,0,100.0,,"]);
    }

    /// The clock of "front" is kept when the ticket leaves it in time; that of a tier is of that tier.
    #[test]
    fn a_clock_of_a_queue_or_tier_is_of_that_one() {
        let rules = "sla \"t\" {\n    class ola\n    calendar \"round\"\n    assign within 30 minutes\n    own within 1 hour\n    tier within 1 hour\n}\n";
        let log = [
            r#"08:00:00Z", "kind": "created", "set": {"status": "open", "queue": "front", "tier": "L1"}"#,
            r#"08:20:00Z", "set": {"queue": "wires", "tier": "L2"}"#,
            r#"10:00:00Z", "kind": "resolved", "set": {"status": "resolved"}"#,
        ];
        let queues = [
            "queue,front,ola,assignment,1,0,0,0,0,100.0,,",
            "queue,front,ola,ownership,1,0,0,0,0,100.0,,",
            "queue,front,ola,tier,1,0,0,0,0,100.0,,",
            "queue,wires,ola,assignment,0,0,1,0,0,0.0,,",
            "queue,wires,ola,ownership,0,0,1,0,0,0.0,,",
            "queue,wires,ola,tier,0,0,1,0,0,0.0,,",
        ];
        let found = counted(rules, &log, "queue");
        assert_eq!(found.iter().filter(|line| line.contains("assignment") || line.contains("ownership")).count(), 4);
        for line in &queues[..2] {
            assert!(found.contains(&(*line).to_owned()), "{found:?}");
        }
        let tiers = counted(rules, &log, "tier");
        assert!(tiers.contains(&"tier,L1,ola,tier,1,0,0,0,0,100.0,,".to_owned()), "{tiers:?}");
        assert!(tiers.contains(&"tier,L2,ola,tier,0,0,1,0,0,0.0,,".to_owned()), "{tiers:?}");
    }

    /// Missed at 09:00 and 10:00; withdrawn, or deleted, or called off by name, or made a longer target: it stays a miss.
    #[test]
    fn nothing_later_takes_a_miss_away() {
        let rules = "sla \"s\" {\n    calendar \"round\"\n    resolve within 1 hour when ticket.priority == \"P1\"\n    resolve within 9 hours\n    cancel when ticket.status == \"withdrawn\"\n}\n";
        let created = r#"08:00:00Z", "kind": "created", "set": {"status": "open", "priority": "P1"}"#;
        for later in [
            r#"10:00:00Z", "set": {"status": "withdrawn"}"#,
            r#"10:00:00Z", "kind": "deleted""#,
            r#"10:00:00Z", "kind": "spam""#,
            r#"10:00:00Z", "set": {"applied_sla": "none"}"#,
        ] {
            let found = counted(rules, &[created, later, r#"20:00:00Z", "set": {"site": "x"}"#], "clock");
            assert_eq!(found, ["clock,resolution,customer,resolution,0,0,1,0,0,0.0,,"], "{later}");
        }
        let found = counted(rules, &[created, r#"10:00:00Z", "set": {"priority": "P4"}"#], "clock");
        assert_eq!(found, ["clock,resolution,customer,resolution,0,1,0,0,0,0.0,,"]);
    }

    /// What counts as missed in a report, readings and explanations call missed as well, and say under which SLA it was.
    #[test]
    fn readings_and_sentences_say_the_same() {
        let folder = Folder::empty();
        let rules = "calendar \"round\" {\n    timezone \"UTC\"\n    mon..sun 00:00 - 24:00\n}\nsla \"quick\" {\n    when ticket.impact == \"high\"\n    calendar \"round\"\n    resolve within 1 hour\n    on policy change retroactive\n}\nsla \"slow\" {\n    calendar \"round\"\n    resolve within 9 hours\n    on policy change retroactive\n    cancel when ticket.status == \"withdrawn\"\n}\n";
        folder.put("d.rhai", rules);
        let request = r#"{"ticket": {"id": "M", "status": "withdrawn", "impact": "low"}, "history": [{"at": "2026-04-06T08:00:00Z", "kind": "created", "set": {"status": "open", "impact": "high"}}, {"at": "2026-04-06T10:00:00Z", "set": {"impact": "low"}}, {"at": "2026-04-06T11:00:00Z", "set": {"status": "withdrawn"}}], "now": "2026-04-06T12:00:00Z"}"#;
        folder.put("r.ndjson", request);
        let reading = &folder.run(&["deadline", "d.rhai", "r.ndjson"]).json()[0]["readings"][0];
        let told = ["state", "policy", "missed_under"].map(|field| reading[field].as_str().unwrap());
        assert_eq!((told, &reading["breach"]["at"]), (["cancelled", "slow", "quick"], &json!("2026-04-06T09:00:00Z")));
        let why = folder.run(&["deadline", "d.rhai", "r.ndjson", "--why", "--format", "table"]).out;
        for said in [
            "It is breached: its deadline passed at 2026-04-06T09:00:00Z, under the SLA \"quick\".",
            "It ended at 2026-04-06T11:00:00Z, after its deadline had passed (a condition of the policy).",
        ] {
            assert!(why.contains(said), "{why}");
        }
    }
}
