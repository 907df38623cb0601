//! Event logs: `eval --events` and `report`.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};

use crate::{Folder, Ran, clocks::with_slas};

const LOG: &str = r#"{"ticket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "created", "ticket": {"subject": "VPN", "priority": "P1", "requester": {"tier": "gold"}}, "set": {"status": "new"}}
{"id": 2, "at": "2026-11-23T10:00:00Z", "kind": "created", "set": {"subject": "Mouse", "priority": "P4", "status": "new", "queue": "desk"}}
{"ticket_id": "T-1", "at": "2026-11-23T16:00:00Z", "kind": "updated", "set": {"status": "resolved"}}
{"ticket_id": "T-1", "at": "2026-11-23T11:00:00Z", "kind": "updated", "set": {"queue": "network"}}
{"ticket_id": "2", "at": "2026-11-23T14:00:00Z", "kind": "updated", "set": {"status": "waiting"}}
"#;

fn with_log(log: &str) -> Folder {
    let folder = with_slas();
    folder.put("log.ndjson", log);
    folder
}

/// `id now: effects`
fn answers(ran: &Ran) -> Vec<String> {
    let effects = |answer: &Json| {
        let effects = answer["effects"].as_array().unwrap().iter();
        effects.map(|effect| effect["do"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let line = |answer: &Json| {
        let (id, now) = (answer["id"].as_str().unwrap(), answer["now"].as_str().unwrap());
        format!("{id} {}: {}", &now[8..19], effects(answer))
    };
    ran.json().iter().map(line).collect()
}

#[test]
fn a_log_is_played_ticket_by_ticket_and_the_desk_is_woken() {
    let folder = with_log(LOG);
    let ran = folder.run(&["eval", "desk", "--events", "log.ndjson"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        answers(&ran),
        [
            "T-1 23T09:00:00: route",
            "T-1 23T11:00:00: ",
            "T-1 23T11:00:01: breach",
            "T-1 23T12:00:00: notify",
            "T-1 23T13:00:01: breach",
            "T-1 23T16:00:00: ",
            "2 23T10:00:00: ",
            "2 23T12:00:01: breach",
            "2 23T14:00:00: ",
        ]
    );
    let last = folder.run(&["eval", "desk", "--events", "log.ndjson", "--last"]);
    assert_eq!(answers(&last), ["T-1 23T16:00:00: ", "2 23T14:00:00: "]);
    assert_eq!(last.json()[0]["readings"][0]["state"], "missed_closed");
    let early = folder.run(&["eval", "desk", "--events", "log.ndjson", "--last", "--now", "2026-11-23T11:30:00Z"]);
    assert_eq!(answers(&early), ["T-1 23T11:00:01: breach", "2 23T10:00:00: "]);
    let one = folder.run(&["eval", "desk", "--events", "log.ndjson", "--threads", "1"]);
    assert_eq!(one, ran);
}

#[test]
fn a_trace_comes_only_where_asked_for() {
    let folder = with_log(LOG);
    let first =
        |more: &[&str]| folder.run(&[&["eval", "desk", "--events", "log.ndjson"], more].concat()).json()[0].clone();
    let plain = first(&[]);
    assert_eq!((plain.get("trace"), plain["readings"][0].get("why")), (None, None));
    assert!(first(&["--trace"])["readings"][0]["why"].is_object());
    assert!(first(&["--explain"])["why"][0].as_str().unwrap().starts_with("In routing, \"VPN\" asks"));
}

#[test]
fn a_report_counts_clocks_and_time() {
    let ran = with_log(LOG).run(&["report", "desk", "--events", "log.ndjson", "--format", "csv"]);
    let report = "\
by,name,class,clock,met,missed_open,missed_closed,running,cancelled,percent_met,times,seconds
total,,customer,,0,0,1,1,0,0.0,,
total,,ola,,0,1,1,0,0,0.0,,
policy,gold,customer,resolution,0,0,1,0,0,0.0,,
policy,standard,customer,resolution,0,0,0,1,0,,,
policy,teams,ola,ownership,0,1,1,0,0,0.0,,
clock,ownership,ola,ownership,0,1,1,0,0,0.0,,
clock,resolution,customer,resolution,0,0,1,1,0,0.0,,
priority,P1,customer,resolution,0,0,1,0,0,0.0,,
priority,P1,ola,ownership,0,0,1,0,0,0.0,,
priority,P4,customer,resolution,0,0,0,1,0,,,
priority,P4,ola,ownership,0,1,0,0,0,0.0,,
queue,desk,customer,resolution,0,0,0,1,0,,,
queue,desk,ola,ownership,0,1,0,0,0,0.0,,
queue,network,customer,resolution,0,0,1,0,0,0.0,,
queue,network,ola,ownership,0,0,1,0,0,0.0,,
held,desk,ola,ownership,,,,,,,1,21600
held,network,ola,ownership,,,,,,,1,18000
paused,,customer,resolution,,,,,,,1,7200
";
    ran.is(0, report, "");
    // A log of two tickets that ends at four: two paused hours are those of ticket 2.
    let ran = with_log(LOG).run(&["report", "desk", "--events", "log.ndjson", "--format", "json"]);
    let report = &ran.json()[0];
    assert_eq!((&report["until"], &report["tickets"]), (&json!("2026-11-23T16:00:00Z"), &json!(2)));
    assert_eq!(report["counts"][0]["percent_met"], json!(0.0));
    assert_eq!(
        report["times"][0],
        json!({"time": "held", "class": "ola", "clock": "ownership", "of": "desk", "times": 1, "seconds": 21600})
    );
}

#[test]
fn what_happened_later_is_left_out() {
    let args = ["report", "desk", "--events", "log.ndjson", "--format", "csv", "--until", "2026-11-23T09:30:00Z"];
    let ran = with_log(LOG).run(&args);
    let totals: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("total")).collect();
    assert_eq!(totals, ["total,,customer,,0,0,0,1,0,,,"]);
}

#[test]
fn people_get_tables() {
    let ran = with_log(LOG).run(&["report", "desk", "--events", "log.ndjson"]);
    let head = "\
2 tickets, as of 2026-11-23T16:00:00Z

total
┌───────────────────────────────────────────────────────────────────┐
│       class      met   missed   missed   running   called   % met │
│                          open   closed                off         │
╞═══════════════════════════════════════════════════════════════════╡
│ all   customer     0        0        1         1        0     0.0 │
│ all   ola          0        1        1         0        0     0.0 │
└───────────────────────────────────────────────────────────────────┘
";
    assert!(ran.out.starts_with(head), "{}", ran.out);
    let tail = "
time paused
┌─────────────────────────────────────────────────┐
│       class      clock        times   open time │
╞═════════════════════════════════════════════════╡
│       customer   resolution       1          2h │
│ all                               1          2h │
└─────────────────────────────────────────────────┘

tickets
┌───────────────────────────────────────────────┐
│       tickets   resolved          %   % first │
│                            reopened   contact │
╞═══════════════════════════════════════════════╡
│ all         2          1        0.0           │
└───────────────────────────────────────────────┘
";
    let (_, end) = ran.out.split_at(ran.out.find("\ntime paused").unwrap());
    assert!(end.starts_with(tail), "{}", ran.out);
    // Made at nine and resolved at four.
    assert!(ran.out.contains("│ all   resolution   wall         1     7h       7h            7h │"), "{}", ran.out);
    let none = Folder::with_desk();
    none.put("log.ndjson", LOG);
    let said = "2 tickets, as of 2026-11-23T16:00:00Z\nno ticket is under an SLA\n\ntickets\n";
    let ran = none.run(&["report", "desk", "--events", "log.ndjson"]);
    assert!(ran.code == 0 && ran.out.starts_with(said), "{}", ran.out);
}

#[test]
fn lines_that_are_no_events_are_refused_and_the_others_count() {
    let log = format!(
        "{LOG}{}",
        "{\"id\": 3, \"kind\": \"created\"}\n{\"at\": \"2026-11-23\", \"kind\": \"created\"}\n{\"id\": 3, \"at\": \"noon\"}\n\
         {\"id\": 3, \"at\": \"2026-11-23\", \"kind\": \"craeted\"}\n{\"id\": 3, \"at\": \"2026-11-23\", \"set\": 5}\n[]\n"
    );
    let ran = with_log(&log).run(&["report", "desk", "--events", "log.ndjson", "--format", "csv"]);
    assert_eq!(ran.code, 3);
    let said: Vec<&str> = ran.err.lines().collect();
    assert_eq!(said[0], "log.ndjson:6: the event does not say when it happened: it needs `at`");
    assert_eq!(said[1], "log.ndjson:7: the event names no ticket: it needs `ticket_id` or `id`");
    assert!(said[2].starts_with("log.ndjson:8: `event.at` must be an instant"), "{}", said[2]);
    assert!(said[3].ends_with("did you mean `created`?"), "{}", said[3]);
    assert_eq!(said[4], "log.ndjson:10: `set` must be a JSON object");
    assert_eq!(said[5], "log.ndjson:11: an event must be a JSON object, not a list");
    assert_eq!(said[6], "6 of 11 lines refused");
    assert_eq!(ran.out.lines().nth(1), Some("total,,customer,,0,0,1,1,0,0.0,,"));
}

#[test]
fn words_that_an_event_does_not_have_are_refused_by_line() {
    let log = r#"{"ticket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "created", "auhtor": "agent"}
{"ticket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "updated", "status": "open"}
{"ticket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "updated", "requester": {"vip": true}}
{"tiket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "updated"}
{"ticket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "updated", "severity": 1}
"#;
    let said = "\
log.ndjson:1: an event has no `auhtor`; did you mean `author`?
log.ndjson:2: `status` is of the ticket, not of the event; write it inside `set`
log.ndjson:3: `requester` is of the ticket, not of the event; write it inside `set`
log.ndjson:4: an event has no `tiket_id`; did you mean `ticket_id`?
log.ndjson:5: an event has no `severity`; there are `at`, `author`, `automated`, `before`, `by`, `clock`, `due`, `kind`, `no_answer_needed`, `opened_at`, `public`, `reason`, `set`, `text`
5 of 5 lines refused
";
    with_log(log).run(&["eval", "desk", "--events", "log.ndjson"]).is(3, "", said);
    let folder = with_slas();
    folder.put("log.csv", "id,event.at,event.auhtor\n1,2026-11-23,agent\n");
    let said = "error: `log.csv`: the column `event.auhtor` is no field of an event; did you mean `event.author`?\n";
    folder.run(&["report", "desk", "--events", "log.csv"]).is(4, "", said);
}

/// A host may have fields of its own: what only looks like a slip is said once, and counts.
#[test]
fn fields_that_look_like_slips_are_named_once() {
    let log = r#"{"ticket_id": "T-1", "at": "2026-11-23T09:00:00Z", "kind": "created", "set": {"staus": "new", "colour": "red"}}
{"ticket_id": "T-1", "at": "2026-11-23T10:00:00Z", "set": {"staus": "open", "requester": {"teir": "gold"}}}
"#;
    let ran = with_log(log).run(&["report", "desk", "--events", "log.ndjson", "--format", "json"]);
    let said = "\
log.ndjson:1: `ticket.staus` is no field of this desk; did you mean `ticket.status`?
log.ndjson:2: `requester.teir` is no field of this desk; did you mean `requester.tier`?
";
    assert_eq!((ran.code, ran.err.as_str()), (0, said));
}

#[test]
fn the_first_refused_lines_are_named_and_the_others_counted() {
    let log = format!("{LOG}{}", "{}\n".repeat(12));
    let ran = with_log(&log).run(&["report", "desk", "--events", "log.ndjson"]);
    let said: Vec<&str> = ran.err.lines().collect();
    assert!(said[9].starts_with("log.ndjson:15: "), "{}", ran.err);
    assert_eq!(said[10..], ["... and 2 more", "12 of 17 lines refused"]);
}

#[test]
fn an_event_before_creation_is_named() {
    let log = format!("{LOG}{{\"id\": 2, \"at\": \"2026-11-20T10:00:00Z\", \"kind\": \"message\"}}\n");
    let ran = with_log(&log).run(&["report", "desk", "--events", "log.ndjson", "--format", "json"]);
    let said = "log.ndjson: 2, history, event 1: it happened at 2026-11-20T10:00:00Z, before the ticket was created at 2026-11-23T10:00:00Z\n";
    assert_eq!((ran.code, ran.err.as_str()), (0, said));
    let ran = with_log(&log).run(&["eval", "desk", "--events", "log.ndjson", "--last"]);
    assert_eq!((ran.code, &ran.json()[1]["faults"][0]["code"]), (0, &json!("event-before-creation")));
}

#[test]
fn an_empty_log_says_so() {
    let folder = with_log("\n");
    let said = "error: there is no event in `log.ndjson`\n";
    folder.run(&["report", "desk", "--events", "log.ndjson"]).is(4, "", said);
    folder.run(&["eval", "desk", "--events", "log.ndjson"]).is(0, "", "");
    folder.put("log.csv", "id,status,event.at\n");
    folder.run(&["report", "desk", "--events", "log.csv"]).is(4, "", "error: there is no event in `log.csv`\n");
}

#[test]
fn a_row_of_csv_is_a_ticket_after_an_event() {
    let folder = with_slas();
    let log = "id,created_at,event.at,status,requester.tier,colour\n\
               1,2026-11-23T09:00:00Z,2026-11-23T09:10:00Z,new,gold,red\n\
               1,2026-11-23T09:00:00Z,2026-11-23T10:00:00Z,waiting,gold,red\n\
               1,2026-11-23T09:00:00Z,2026-11-23T12:00:00Z,,gold,red\n\
               1,2026-11-23T09:00:00Z,,closed,gold,red\n\
               ,2026-11-23T09:00:00Z,,closed,gold,red\n";
    folder.put("log.csv", log);
    let ran = folder.run(&["eval", "desk", "--events", "log.csv"]);
    let said = "log.csv: the column `colour` is no field of this desk\n\
                log.csv:6: the row names no ticket: its `id` is empty\n1 of 5 lines refused\n";
    assert_eq!((ran.code, ran.err.as_str()), (3, said));
    let states: Vec<Json> = ran.json().iter().map(|answer| answer["readings"][0]["state"].clone()).collect();
    // The row without an instant of its own is as of its creation: it comes before the others.
    assert_eq!(states[0], json!("running"));
    assert_eq!(ran.json().last().unwrap()["ticket"].get("status"), None);
    folder.put("map.json", r#"{"columns": {"id": {"field": "id"}, "State": {"field": "status"}}}"#);
    let ran = folder.run(&["report", "desk", "--events", "log.csv", "--columns", "map.json"]);
    let said = "error: `log.csv`: the column map has the column `State`, which is not in the header; take it out of the column map\n";
    ran.is(4, "", said);
}

#[test]
fn usage_of_logs_is_checked() {
    let folder = with_log(LOG);
    for usage in [
        &["eval", "desk"][..],
        &["eval", "desk", "log.ndjson", "--events", "log.ndjson"],
        &["eval", "desk", "log.ndjson", "--last"],
        &["report", "desk"],
        &["report", "desk", "--events", "log.ndjson", "--until", "noon"],
        &["report", "desk", "--events", "log.ndjson", "--format", "xml"],
    ] {
        assert_eq!(folder.run(usage).code, 2, "{usage:?}");
    }
    folder.run(&["report", "desk", "--events", "lgo.ndjson"]).is(
        4,
        "",
        "error: `lgo.ndjson` does not exist; did you mean `log.ndjson`?\n",
    );
}

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

/// A desk with agents in turn, and one in which only whoever has room gets a ticket.
fn with_people(strategy: &str, agents: &str) -> Folder {
    let folder = Folder::empty();
    let rules = format!(
        "queue \"bench\"\nstage routing first\notherwise {{ route(\"bench\"); }}\nstage assignment\nrule \"give\" {{\n    when ticket.assignee == () && ticket.status != \"resolved\"\n    then {{ assign(#{{ strategy: \"{strategy}\" }}); }}\n}}\n"
    );
    folder.put("desk/a.rhai", &rules);
    folder.put("desk/roster.json", format!("{{\"agents\": [{agents}]}}"));
    folder
}

fn assignees(folder: &Folder, log: &str, more: &[&str]) -> Vec<String> {
    folder.put("log.ndjson", log);
    let ran = folder.run(&[&["eval", "desk", "--events", "log.ndjson", "--last"], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let who = |answer: &Json| answer["ticket"].get("assignee").map_or("nobody", |who| who.as_str().unwrap()).to_owned();
    ran.json().iter().map(who).collect()
}

fn created(id: &str, at: &str) -> String {
    format!(
        "{{\"ticket_id\": \"{id}\", \"at\": \"2026-09-08T{at}:00Z\", \"kind\": \"created\", \"set\": {{\"status\": \"new\"}}}}\n"
    )
}

/// Turns go in the order of time, whatever the order of lines; what happens at one instant, in the order of lines.
#[test]
fn turns_go_from_ticket_to_ticket() {
    let folder = with_people("round_robin", r#"{"id": "amy"}, {"id": "bob"}, {"id": "cem"}"#);
    let log = [created("A", "09:03"), created("B", "09:00"), created("C", "09:01"), created("D", "09:01")].concat();
    // B amy, C bob, D cem, A amy; shown in the order in which the log names them.
    assert_eq!(assignees(&folder, &log, &[]), ["amy", "amy", "bob", "cem"]);
    assert_eq!(assignees(&folder, &log, &["--threads", "2"]), ["amy", "amy", "bob", "cem"]);
}

/// Amy has two already: bob and cem get two each before she gets one. What is resolved is no load any more; what was reopened is
/// one again.
#[test]
fn loads_go_from_ticket_to_ticket() {
    let folder = with_people("least_loaded", r#"{"id": "amy", "load": 2}, {"id": "bob"}, {"id": "cem"}"#);
    let log = ["09:00", "09:01", "09:02", "09:03", "09:04"].map(|at| created(at, at)).concat();
    assert_eq!(assignees(&folder, &log, &[]), ["bob", "cem", "bob", "cem", "amy"]);
    let end = |id: &str, at: &str, kind: &str, status: &str| {
        format!(
            "{{\"ticket_id\": \"{id}\", \"at\": \"2026-09-08T{at}:00Z\", \"kind\": \"{kind}\", \"set\": {{\"status\": \"{status}\"}}}}\n"
        )
    };
    let folder = with_people("least_loaded", r#"{"id": "amy"}, {"id": "bob"}"#);
    let log = [
        created("A", "09:00"),
        created("B", "09:01"),
        created("C", "09:02"),
        // Amy has A and C, bob has B. Both of amy's are over: she has none, and gets the next.
        end("A", "09:03", "resolved", "resolved"),
        end("C", "09:04", "updated", "closed"),
        created("D", "09:05"),
        // Amy has D, and A again: two against one.
        end("A", "09:06", "reopened", "open"),
        created("E", "09:07"),
    ];
    assert_eq!(assignees(&folder, &log.concat(), &[]), ["amy", "bob", "amy", "amy", "bob"]);
}

/// Each has room for one. The third ticket finds nobody, and the fourth gets the room of the first, which was merged.
#[test]
fn capacity_goes_from_ticket_to_ticket() {
    let folder = with_people("least_loaded", r#"{"id": "amy", "capacity": 1}, {"id": "bob", "capacity": 1}"#);
    let log = [
        created("A", "09:00"),
        created("B", "09:01"),
        created("C", "09:02"),
        "{\"ticket_id\": \"A\", \"at\": \"2026-09-08T09:03:00Z\", \"kind\": \"merged\"}\n".to_owned(),
        created("D", "09:04"),
    ];
    assert_eq!(assignees(&folder, &log.concat(), &[]), ["amy", "bob", "nobody", "amy"]);
}

/// What one ticket has to say stands together, whatever the order in which tickets are played.
#[test]
fn answers_of_a_ticket_stand_together() {
    let folder = with_people("round_robin", r#"{"id": "amy"}, {"id": "bob"}"#);
    let update = "{\"ticket_id\": \"A\", \"at\": \"2026-09-08T12:00:00Z\", \"set\": {\"impact\": \"low\"}}\n";
    folder.put("log.ndjson", [&created("A", "09:00"), &created("B", "10:00"), update].concat());
    let ran = folder.run(&["eval", "desk", "--events", "log.ndjson"]);
    assert_eq!(answers(&ran), ["A 08T09:00:00: route assign", "A 08T12:00:00: ", "B 08T10:00:00: route assign"]);
    assert_eq!(ran.json()[2]["ticket"]["assignee"], "bob");
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
