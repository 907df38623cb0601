//! Corner cases of clocks that no case file can tell: the language of `sla` blocks, what a host keeps, late events.

use serde_json::{Value as Json, json};
use tierline::Desk;
use tierline_tests::{compile, desk};

/// A desk with one policy.
fn sla(clauses: &str) -> String {
    format!(
        "calendar \"office\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}}\nsla \"s\" {{\n    calendar \"office\"\n    {clauses}\n}}\n"
    )
}

#[test]
fn every_clause_of_an_sla_compiles() {
    let clauses = [
        "resolve within 5 working days end of day",
        "resolve within 5 days end of day of \"office\" when ticket.kind == \"incident\"",
        "resolve within 8 hours of \"office\"\n    due stays while paused",
        "resolve within 8 hours\n    due stays while paused\n    pause while ticket.status == \"waiting\" for resolve",
        "resolve within 8 hours\n    stop when event.public && event.kind == \"message\" for resolve",
        "resolve within 8 hours\n    closed while false",
        "resolve within 3 calendar days",
        "resolve by ticket.due_at end of day of \"office\" moves with pauses when ticket.kind == \"incident\"",
        "resolve by ticket.due_at moves with pauses\n    due stays while paused",
        "resolve within 3 calendar days of \"office\"",
        "resolve within 8 hours\n    counts from match",
        "resolve within 8 hours\n    reopening pauses within 14 calendar days",
        "tier within 50% left to resolve\n    resolve within 8 hours",
        "resolve within 8 hours\n    on version change keep elapsed for resolve\n    on hours change restart",
    ];
    for clause in clauses {
        assert_eq!(compile(&sla(clause)).map(drop), Ok(()), "{clause}");
    }
    desk(&format!(
        "{}test \"t\" {{\n    at \"2026-11-23T10:00:00Z\" event #{{ kind: \"message\", author: \"agent\", public: true }}\n    expect event.public\n}}\n",
        sla("respond within 1 hour")
    ));
}

/// What a desk answers at an instant to a ticket with this history.
fn answer(desk: &Desk, now: &str, done: &[&str], history: &str) -> Json {
    let request = json!({
        "ticket": {}, "now": now, "done": done, "history": serde_json::from_str::<Json>(history).unwrap(),
    });
    let request = desk.read_request(request, None).unwrap();
    serde_json::to_value(desk.evaluate(request)).unwrap()
}

const CREATED: &str = r#"{"kind": "created", "at": "2026-06-01T10:00:00Z", "author": "requester"}"#;

/// Row 24: what comes late is folded in where it belongs, and a breach that was told is taken back, never silently.
#[test]
fn a_late_answer_takes_a_breach_back() {
    let desk = desk(&sla("respond within 1 hour"));
    let before = answer(&desk, "2026-06-01T12:00:00Z", &[], &format!("[{CREATED}]"));
    assert_eq!(
        before["effects"],
        json!([{"do": "breach", "clock": "first_response", "class": "customer", "cycle": 1, "rule": "s",
            "key": "customer.first_response/1/breach/2026-06-01T11:00:00Z", "at": "2026-06-01T11:00:00Z"}])
    );
    assert_eq!(before["done"], json!(["customer.first_response/1/breach/2026-06-01T11:00:00Z"]));
    let late = r#"{"kind": "message", "at": "2026-06-01T10:45:00Z", "author": "agent", "public": true}"#;
    let history = format!("[{CREATED}, {late}]");
    let after =
        answer(&desk, "2026-06-01T12:30:00Z", &["customer.first_response/1/breach/2026-06-01T11:00:00Z"], &history);
    assert_eq!((&after["readings"][0]["state"], &after["readings"][0]["breach"]), (&json!("met"), &Json::Null));
    assert_eq!(after["effects"][0]["do"], "correct_breach");
    assert_eq!(after["effects"][0]["breach"], "customer.first_response/1/breach/2026-06-01T11:00:00Z");
    let keys = [
        "customer.first_response/1/breach/2026-06-01T11:00:00Z",
        "customer.first_response/1/breach/2026-06-01T11:00:00Z/corrected",
    ];
    assert_eq!(answer(&desk, "2026-06-01T13:00:00Z", &keys, &history)["effects"], json!([]));
}

/// Row 24: a breach that was told at another instant than it turns out to have been is taken back and told anew.
#[test]
fn a_late_pause_moves_a_breach() {
    let desk = desk(&sla("resolve within 2 hours\n    pause while ticket.status == \"waiting\""));
    let told = "customer.resolution/1/breach/2026-06-01T12:00:00Z";
    let before = answer(&desk, "2026-06-01T14:00:00Z", &[], &format!("[{CREATED}]"));
    assert_eq!(before["done"], json!([told]));
    let waits = r#"{"kind": "updated", "at": "2026-06-01T10:30:00Z", "set": {"status": "waiting"}}"#;
    let goes_on = r#"{"kind": "updated", "at": "2026-06-01T11:30:00Z", "set": {"status": "open"}}"#;
    let history = format!("[{CREATED}, {waits}, {goes_on}]");
    let after = answer(&desk, "2026-06-01T14:00:00Z", &[told], &history);
    let effects: Vec<&Json> = after["effects"].as_array().unwrap().iter().map(|effect| &effect["key"]).collect();
    let (anew, back) = ("customer.resolution/1/breach/2026-06-01T13:00:00Z", format!("{told}/corrected"));
    assert_eq!(effects, [&json!(anew), &json!(back)]);
    assert_eq!(answer(&desk, "2026-06-01T14:10:00Z", &[told, anew, &back], &history)["effects"], json!([]));
}

/// What a ladder or a queue is called is not taken for a breach.
#[test]
fn steps_of_a_ladder_called_breach_are_no_breaches() {
    let desk = desk(&format!(
        "{}escalate \"breach\" on resolve {{\n    at 50% {{ comment(\"x\"); }}\n}}\n",
        sla("resolve within 2 hours")
    ));
    let first = answer(&desk, "2026-06-01T11:30:00Z", &[], &format!("[{CREATED}]"));
    assert_eq!(first["done"], json!(["customer.resolution/1/breach/50%/1"]));
    let spam = r#"{"kind": "spam", "at": "2026-06-01T10:30:00Z"}"#;
    let after =
        answer(&desk, "2026-06-01T11:40:00Z", &["customer.resolution/1/breach/50%/1"], &format!("[{CREATED}, {spam}]"));
    assert_eq!(after["effects"], json!([]));
}

/// A deadline is a fixed instant: once it has passed, or where there is none, time moves nothing.
#[test]
fn a_fixed_instant_wakes_once() {
    let rules = "field \"due_at\" instant\nstage triage\nrule \"r\" { when now >= ticket.due_at then { add_tag(\"late\"); } }\n";
    let asked = |ticket: Json| {
        let request = desk(rules).read_request(json!({"ticket": ticket, "now": "2026-06-01T12:00:00Z"}), None).unwrap();
        desk(rules).evaluate(request).wake_at.map(|at| at.to_string())
    };
    assert_eq!(asked(json!({})), None);
    assert_eq!(asked(json!({"due_at": "2026-06-01T11:00:00Z"})), None);
    assert_eq!(asked(json!({"due_at": "2026-06-01T13:00:00Z"})).as_deref(), Some("2026-06-01T13:00:00Z"));
    let rules = "stage triage\nrule \"r\" { when now > sla.resolution.due then { add_tag(\"late\"); } }\n";
    let desk = desk(&format!("{}{rules}", sla("resolve within 2 hours")));
    let resolved = r#"{"kind": "resolved", "at": "2026-06-01T10:30:00Z"}"#;
    assert_eq!(answer(&desk, "2026-06-01T10:40:00Z", &[], &format!("[{CREATED}, {resolved}]"))["wake_at"], Json::Null);
    assert_eq!(answer(&desk, "2026-06-01T10:40:00Z", &[], &format!("[{CREATED}]"))["wake_at"], "2026-06-01T12:00:01Z");
}

/// A version that comes into force moves deadlines: the deadlines verb says so as an evaluation does.
#[test]
fn deadlines_wake_when_a_version_comes_into_force() {
    let desk = desk(&versions("on version change retroactive"));
    let request = json!({"ticket": {}, "history": [serde_json::from_str::<Json>(CREATED).unwrap()], "now": "2026-06-01T10:10:00Z"});
    let request = desk.read_request(request, None).unwrap();
    let woken = desk.deadlines(request, false).wake_at.map(|at| at.to_string());
    assert_eq!(woken.as_deref(), Some("2026-06-01T11:00:00Z"));
}

/// Row 27: a step is taken once for each clock, cycle, step and occurrence.
#[test]
fn steps_are_taken_once_by_their_keys() {
    let rules = sla("resolve within 1 hour");
    let desk = desk(&format!(
        "{rules}escalate \"r\" on resolve {{\n    at 75% {{ comment(\"x\"); }}\n    every 30 minutes {{ comment(\"y\"); }}\n}}\n"
    ));
    let history = format!("[{CREATED}]");
    let first = answer(&desk, "2026-06-01T10:45:00Z", &[], &history);
    assert_eq!(first["done"], json!(["customer.resolution/1/r/75%/1"]));
    let done = ["customer.resolution/1/r/75%/1"];
    assert_eq!(answer(&desk, "2026-06-01T10:50:00Z", &done, &history)["effects"], json!([]));
    let late = answer(&desk, "2026-06-01T12:10:00Z", &done, &history);
    assert_eq!(
        late["done"],
        json!(["customer.resolution/1/r/every 30 minutes/2", "customer.resolution/1/breach/2026-06-01T11:00:00Z"])
    );
}

/// Two versions of a policy, the newer from 11:00 on.
fn versions(clauses: &str) -> String {
    let newer = "sla \"s\" since \"2026-06-01T11:00:00Z\" {\n    calendar \"office\"\n    resolve within 90 minutes\n    CLAUSES\n}\n";
    format!("{}{}", sla("resolve within 4 hours"), newer.replace("CLAUSES", clauses))
}

fn resolution(answer: &Json) -> &Json {
    answer["readings"].as_array().unwrap().iter().rfind(|reading| reading["clock"] == "resolution").unwrap()
}

#[test]
fn running_clocks_stay_with_their_version() {
    let desk = desk(&versions(""));
    let history = format!("[{CREATED}]");
    let read = answer(&desk, "2026-06-01T12:00:00Z", &[], &history);
    assert_eq!(resolution(&read)["due"], "2026-06-01T14:00:00Z");
    let rebase = format!(r#"[{CREATED}, {{"kind": "rebase", "at": "2026-06-01T11:10:00Z"}}]"#);
    let read = answer(&desk, "2026-06-01T11:20:00Z", &[], &rebase);
    assert_eq!(
        (&resolution(&read)["due"], &resolution(&read)["version"]),
        (&json!("2026-06-01T11:30:00Z"), &json!("2026-06-01T11:00:00Z"))
    );
}

/// A version that takes running clocks over does so when it comes into force, whoever looks and when.
#[test]
fn a_newer_version_counts_from_its_own_instant() {
    let desk = desk(&versions("on version change retroactive"));
    let history = format!("[{CREATED}]");
    let early = answer(&desk, "2026-06-01T10:30:00Z", &[], &history);
    assert_eq!(early["wake_at"], "2026-06-01T11:00:00Z");
    for now in ["2026-06-01T12:00:00Z", "2026-06-02T12:00:00Z"] {
        let read = answer(&desk, now, &[], &history);
        assert_eq!(resolution(&read)["breach"], json!({"at": "2026-06-01T11:30:00Z", "rebased": false}), "{now}");
    }
}

#[test]
fn a_newer_version_can_put_the_deadline_behind_it() {
    let desk = desk(&versions("on version change retroactive").replace("90 minutes", "30 minutes"));
    let read = answer(&desk, "2026-06-01T16:00:00Z", &[], &format!("[{CREATED}]"));
    assert_eq!(resolution(&read)["breach"], json!({"at": "2026-06-01T11:00:00Z", "rebased": true}));
}

/// New hours from Tuesday on: what was used is carried over, the rest is counted by the new hours.
#[test]
fn newer_hours_keep_what_is_used() {
    let hours = "calendar \"office\" since \"2026-06-02\" {\n    timezone \"UTC\"\n    mon..fri 12:00 - 20:00\n}\n";
    let read = |clause: &str| {
        let desk = desk(&format!("{}{hours}", sla(&format!("resolve within 9 hours\n    {clause}"))));
        let read = answer(&desk, "2026-06-02T12:30:00Z", &[], &format!("[{CREATED}]"));
        resolution(&read)["due"].as_str().unwrap_or_default().to_owned()
    };
    // 7 h on Monday by the old hours; 2 h from Tuesday 12:00 by the new ones.
    assert_eq!(read("on hours change keep elapsed"), "2026-06-02T14:00:00Z");
    // Monday 12:00 - 20:00 by the new hours is 8 h; 1 h on Tuesday.
    assert_eq!(read("on hours change retroactive"), "2026-06-02T13:00:00Z");
    // The old hours: 7 h, then 2 h from 09:00.
    assert_eq!(read("on hours change pin"), "2026-06-02T11:00:00Z");
    assert_eq!(read(""), "2026-06-02T11:00:00Z");
}
