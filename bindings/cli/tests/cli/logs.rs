//! Event logs: `eval --events`, and what `report` reads of them.

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
log.ndjson:5: an event has no `severity`; there are `at`, `author`, `automated`, `before`, `by`, `clock`, `due`, `kind`, `no_answer_needed`, `opened_at`, `public`, `reason`, `set`, `text`, `without_message`
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
