//! Whoever plays the events of a ticket one after the other goes on from where they are, and is answered as whoever asks each
//! time with all of the history.

use tierline::{Answer, Desk, Detail, Map, Replay, Tell, Timestamp, Value};
use tierline_tests::{desk, random::Dice};

/// Desks whose conditions and targets read all that a past can hold: fields that come to be set, events, what changed, the
/// deadlines themselves, by predicates and by scripts; policies that come and go, versions, merges, holders, ladders.
const DESKS: [&str; 4] = [
    r#"
calendar "day" {
    timezone "Europe/London"
    mon..fri 09:00 - 12:00, 13:00 - 17:00
}
field "stage" integer
sla "urgent" {
    when ticket.priority in ["P1", "P2"]
    calendar "day"
    respond within 1 hour
    resolve within 3 hours when ticket.impact == "high"
    resolve within 6 hours
    pause while ticket.status == "waiting"
}
sla "usual" {
    calendar "day"
    respond within 2 hours
    reply within 90 minutes
    update within 4 hours
    resolve within 8 hours
    pause while ticket.status == "waiting" for resolve, update
    pause while ticket.status == "on-hold" for resolve
    reopening pauses within 16 hours
}
sla "desk" {
    class ola
    calendar "day"
    own within 2 hours
    tier within 3 hours
    assign within 30 minutes
    own within 30% left to resolve when ticket.queue == "b"
}
escalate "resolution" on resolve {
    at 25% { add_tag("quarter"); }
    at 50% when ticket.status != "waiting" { notify("lead"); escalate_to("L2"); }
    at 100% { prioritise("P1"); }
    every 40 minutes up to 4 times { notify("delivery"); }
}
stage triage
rule "stage" { when ticket.impact == "high" then { set_field("stage", 1); } }
rule "late" { when sla.resolution.used >= 75% then { notify("late"); } }
"#,
    r#"
calendar "day" {
    timezone "UTC"
    mon..sun 08:00 - 20:00
}
sla "first" since "2026-06-01" {
    calendar "day"
    resolve within 5 hours
    pause when event.kind == "message" && event.author == "agent"
    resume when event.kind == "message" && event.author == "requester"
}
sla "first" since "2026-06-03" {
    calendar "day"
    resolve within 4 hours
    pause while changed_to("status", "waiting")
}
sla "impact" {
    class ola
    when changed("impact") || ticket.tier == "L2"
    calendar "day"
    tier within 2 hours
}
escalate "near" on resolve {
    at 1 hour before { set_tier("L2"); }
    after 30 minutes { notify("late"); }
}
"#,
    r#"
calendar "day" {
    timezone "UTC"
    mon..sun 08:00 - 20:00
}
fn total(ticket) { let n = 0; for tag in ticket.tags { n += 1; } n }
sla "tagged" {
    when total(ticket) > 0 || is_set(ticket.resolve_by)
    calendar "day"
    resolve within 5 hours
}
sla "promised" {
    when ticket.sla != "tagged" || ticket.queue == "a"
    calendar "day"
    respond within 1 hour
    resolve by ticket.due_at
}
stage triage
rule "tag" { when ticket.queue == "b" then { add_tag("b"); } }
rule "untag" { when ticket.queue == "a" then { remove_tag("b"); } }
"#,
    r#"
calendar "day" {
    timezone "UTC"
    mon..sun 08:00 - 20:00
}
sla "supplier" {
    class supplier
    calendar "day"
    supplier within 4 hours
}
sla "customer" {
    calendar "day"
    resolve within 4 hours
    stop when ticket.status == "on-hold" && requester.vip for resolve
    merging keeps earliest
}
stage follow_up
rule "assign" { when ticket.assignee == "anna" then { set_status("open"); } }
"#,
];

fn event(json: serde_json::Value) -> Map {
    match Value::from_json(json) {
        Ok(Value::Map(map)) => map,
        other => panic!("{other:?}"),
    }
}

fn after(seconds: usize) -> Timestamp {
    let start = Timestamp::parse("2026-06-01T08:30:00Z").unwrap();
    Timestamp::from_second(start.second() + i64::try_from(seconds).unwrap())
}

/// Something that happens to a ticket.
fn happens(dice: &mut Dice) -> Map {
    let set =
        |field: &str, value: serde_json::Value| event(serde_json::json!({"kind": "updated", "set": {field: value}}));
    match dice.below(16) {
        0 => event(serde_json::json!({"kind": "message", "author": "requester", "public": true})),
        1 => event(serde_json::json!({"kind": "message", "author": "agent", "public": true})),
        2 => set("priority", dice.pick(&["P1", "P3", "P4"]).into()),
        3 => set("impact", dice.pick(&["high", "low"]).into()),
        4 => set("queue", dice.pick(&["a", "b", "c"]).into()),
        5 => set("tier", dice.pick(&["L1", "L2"]).into()),
        6 => set("assignee", dice.pick(&["anna", "ben"]).into()),
        7 => set("due_at", serde_json::json!(after(dice.below(400_000)))),
        8 => set("requester", serde_json::json!({"vip": dice.below(2) == 0})),
        9 => set("applied_sla", dice.pick(&["usual", "first", "nobody", "none"]).into()),
        10 => event(serde_json::json!({
            "kind": dice.pick(&["reopened", "merged", "created", "rebase"]),
        })),
        11 => event(serde_json::json!({"kind": "absorbed", "opened_at": after(dice.below(9_000))})),
        12 => event(serde_json::json!({
            "kind": "deadline", "clock": dice.pick(&["resolve", "respond", "unknown"]), "due": after(dice.below(300_000)),
        })),
        13 => event(serde_json::json!({
            "kind": "updated", "set": {"site": dice.pick(&["x", "y"])}, "before": {"site": dice.pick(&["x", "z"])},
        })),
        _ => set("status", dice.pick(&["open", "waiting", "on-hold", "resolved", "waiting-supplier"]).into()),
    }
}

fn same(desk: &Desk, replay: &Replay<'_>, answer: &Answer, seed: u64) {
    let slow = desk.evaluate_with_trace(replay.asked().unwrap());
    let text = |answer: &Answer| serde_json::to_string(answer).unwrap();
    assert_eq!(text(answer), text(&slow), "seed {seed}");
}

#[test]
fn going_on_answers_as_playing_all_anew_does() {
    let desks = DESKS.map(desk);
    let (seeds, mut late, mut woken) = (if cfg!(debug_assertions) { 60 } else { 2_000 }, 0, 0);
    for seed in 0..seeds {
        let desk = &desks[usize::try_from(seed % 4).unwrap()];
        let mut dice = Dice(seed);
        let mut now = dice.below(5_000);
        let ticket = serde_json::json!({
            "id": 7, "status": "open", "priority": dice.pick(&["P1", "P3"]), "created_at": after(0),
            "requester": {"vip": dice.below(2) == 0},
        });
        let ticket = if dice.below(4) == 0 { serde_json::json!({"id": 7}) } else { ticket };
        let mut replay = desk.replay(desk.read_ticket(ticket, after(now)).unwrap());
        if dice.below(4) > 0 {
            let answer = replay.created(after(now));
            same(desk, &replay, &answer, seed);
        }
        for _ in 0..dice.below(25) {
            now += dice.below(4) * dice.below(9_000);
            while let Some(answer) = replay.wake(after(now)) {
                woken += 1;
                same(desk, &replay, &answer, seed);
            }
            let answer = match dice.below(12) {
                0 => replay.look(after(now)),
                1 => {
                    late += 1;
                    replay.event(after(now.saturating_sub(dice.below(20_000))), happens(&mut dice))
                }
                2 => replay.event(after(now + 100), event(serde_json::json!({"kind": "updated", "set": {"sla": "x"}}))),
                _ => replay.event(after(now), happens(&mut dice)),
            };
            same(desk, &replay, &answer, seed);
        }
    }
    assert!(late > 20 && woken > 20, "{late} {woken}");
}

#[test]
fn telling_less_changes_nothing_else() {
    let desk = desk(DESKS[0]);
    for seed in 0..20 {
        let (mut dice, mut now) = (Dice(seed), 0);
        let all = desk.replay(desk.read_ticket(serde_json::json!({"status": "open"}), after(0)).unwrap());
        let less = desk.replay(desk.read_ticket(serde_json::json!({"status": "open"}), after(0)).unwrap());
        let (mut all, mut less) = (all, less.telling(Tell::Nothing, Detail::All));
        for number in 0..12 {
            now += dice.below(9_000);
            let happens = if number == 0 { event(serde_json::json!({"kind": "created"})) } else { happens(&mut dice) };
            let mut answers = all.until(after(now));
            answers.push(all.event(after(now), happens.clone()));
            answers.iter_mut().for_each(|answer| {
                answer.trace = None;
                answer.readings.iter_mut().for_each(|reading| reading.why = None);
            });
            let mut others = less.until(after(now));
            others.push(less.event(after(now), happens));
            assert_eq!(answers, others, "seed {seed}");
        }
    }
}
