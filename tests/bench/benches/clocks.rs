//! Clocks: a ticket of twenty events and three clocks, to its readings.

use std::{collections::BTreeSet, hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use tierline::{Desk, Limits, Pack};

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

fn history() -> Vec<serde_json::Value> {
    let mut events = vec![
        serde_json::json!({"kind": "created", "at": "2026-11-02T14:00:00Z", "set": {"status": "open", "priority": "P3"}}),
    ];
    for day in 3..9 {
        let at = |hour: u32| format!("2026-11-{day:02}T{hour}:15:00Z");
        events.push(serde_json::json!({"kind": "message", "author": "agent", "public": true, "at": at(15)}));
        events.push(serde_json::json!({"kind": "updated", "at": at(16), "set": {"status": "waiting"}}));
        events.push(
            serde_json::json!({"kind": "message", "author": "requester", "at": at(19), "set": {"status": "open"}}),
        );
    }
    events.push(serde_json::json!({"kind": "updated", "at": "2026-11-10T15:00:00Z", "set": {"priority": "P2"}}));
    events
}

fn bench(c: &mut Criterion) {
    let desk = Desk::compile(Pack::of("desk.rhai", RULES), Limits::SERVER).unwrap();
    let events = history();
    assert_eq!(events.len(), 20);
    let request = serde_json::json!({
        "ticket": {"id": "T", "status": "open", "priority": "P2", "requester": {"tier": "gold"}},
        "history": events, "now": "2026-11-11T15:00:00Z",
    });
    let request = desk.read_request(request, None).unwrap();
    let agreements = desk.agreements();
    let moments = desk.moments(&request);
    assert_eq!(
        tierline_sla::fold(agreements, &moments).readings(agreements, &BTreeSet::new(), request.now, false).len(),
        3
    );
    c.bench_function("fold 20 moments, 3 clocks, to readings", |b| {
        b.iter(|| {
            let clocks = tierline_sla::fold(agreements, black_box(&moments));
            clocks.readings(agreements, &BTreeSet::new(), request.now, false)
        })
    });
    c.bench_function("fold only", |b| b.iter(|| tierline_sla::fold(agreements, black_box(&moments))));
    c.bench_function("events to moments", |b| b.iter(|| desk.moments(black_box(&request))));
    c.bench_function("evaluate", |b| b.iter(|| desk.evaluate(black_box(request.clone()))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = bench
}
criterion_main!(benches);
