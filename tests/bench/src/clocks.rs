//! A ticket of twenty events under an SLA with three clocks.

use serde_json::{Value as Json, json};
use tierline::{Desk, Limits, Pack, Request};

const RULES: &str = r#"
calendar "office" {
    timezone "America/New_York"
    mon..fri 09:00 - 17:00
    covers 2024 to 2036
}
sla "gold" {
    when requester.tier == "gold"
    calendar "office"
    respond within 1 hour
    reply within 4 hours
    resolve within 2 days
    pause while ticket.status == "waiting"
}
sla "standard" {
    calendar "office"
    respond within 4 hours
    reply within 8 hours
    resolve within 5 days
    pause while ticket.status in ["waiting", "on-hold"]
}
"#;

/// The desk that owes.
pub fn desk() -> Desk {
    Desk::compile(Pack::of("desk.rhai", RULES), Limits::SERVER).expect("rules that compile")
}

/// The ticket.
pub fn request(desk: &Desk) -> Request {
    let events = history();
    assert_eq!(events.len(), 20);
    let request = json!({
        "ticket": {"id": "T", "status": "open", "priority": "P2", "requester": {"tier": "gold"}},
        "history": events, "now": "2026-11-11T15:00:00Z",
    });
    desk.read_request(request, None).expect("a request")
}

fn history() -> Vec<Json> {
    let mut events =
        vec![json!({"kind": "created", "at": "2026-11-02T14:00:00Z", "set": {"status": "open", "priority": "P3"}})];
    for day in 3..9 {
        let at = |hour: u32| format!("2026-11-{day:02}T{hour}:15:00Z");
        events.push(json!({"kind": "message", "author": "agent", "public": true, "at": at(15)}));
        events.push(json!({"kind": "updated", "at": at(16), "set": {"status": "waiting"}}));
        events.push(json!({"kind": "message", "author": "requester", "at": at(19), "set": {"status": "open"}}));
    }
    events.push(json!({"kind": "updated", "at": "2026-11-10T15:00:00Z", "set": {"priority": "P2"}}));
    events
}
