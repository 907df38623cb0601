//! The law of the wake-up: a host that asks again at every `wake_at` is told the same, at the same instants, as one that
//! asks every second.

use tierline::{Answer, Desk, Limits, Pack, Replay, Timestamp};
use tierline_tests::{desk, random::Dice};

/// A desk where time does much: openings, percentages, repeats, quiet hours, conditions that move, steps that change what
/// later steps and rules see.
const RULES: &str = r#"
calendar "day" {
    timezone "Europe/London"
    mon..fri 09:00 - 09:03, 09:04:30 - 09:08, 09:09 - 17:00
}
calendar "loud" {
    timezone "UTC"
    mon..sun 09:02 - 09:06:15, 09:10 - 09:11
}
field "stage" integer

sla "short" {
    when ticket.priority in ["P1", "P2"]
    calendar "day"
    respond within 50 seconds
    resolve within 3 minutes when ticket.priority == "P1"
    resolve within 5 minutes
    update within 70 seconds
    pause while ticket.status == "waiting"
}
sla "long" {
    calendar "day"
    respond within 80 seconds of "loud"
    resolve within 100 wall seconds when ticket.kind == "change"
    resolve within 7 minutes
    reply within 45 seconds
    work by ticket.due_at moves with pauses when ticket.tier == "L2"
    work by ticket.due_at
    pause while ticket.status == "waiting"
    pause while ticket.status == "parked" without credit
}
sla "tiers" {
    class ola
    calendar "day"
    tier within 90 seconds when ticket.tier == "L1"
    tier within 30% left to resolve when ticket.tier == "L2"
    own within 2 minutes
    assign within 40 seconds
}

escalate "resolution" on resolve {
    at 25%  { add_tag("quarter"); }
    at 50% when ticket.status != "waiting" { notify("lead"); escalate_to("L2"); }
    at 20 seconds before { if requester.vip { page("duty"); } }
    at 100% { prioritise("P1"); }
    at 30 seconds after { notify_manager(2); }
    every 40 seconds up to 4 times { notify("delivery"); }
}
escalate "quiet" on respond {
    quiet outside "loud"
    at 60% { notify("quiet-lead"); }
    every 25 wall seconds up to 6 times { notify("quiet-again"); }
}
escalate "tier" on tier {
    when minutes_since(ticket.created_at) >= 2
    at 50% { flag("slow-tier"); }
    at 100% when sla.resolution.used >= 40% { escalate_to("L3"); }
}

fn is_old(minutes) { minutes > 3 }

stage triage
rule "two minutes" { when minutes_since(ticket.created_at) >= 2 then { notify("two"); } }
rule "between" { when between(minutes_since(ticket.created_at), 3, 4) then { notify("between"); } }
rule "old" { when is_old(minutes_since(ticket.created_at)) then { notify("old"); } }
rule "open" { when within_hours("day") then { notify("open"); } }
rule "shut and urgent" { when !within_hours("loud") && ticket.priority == "P1" then { notify("shut"); } }
rule "open minutes" { when open_minutes_since("day", ticket.created_at) in 1..3 then { notify("minutes"); } }
rule "promised" { when now > ticket.due_at then { notify("promised"); } }
rule "nearly" { when ticket.due_at <= now then { set_field("stage", 1); } }
rule "used" { when sla.resolution.used >= 75% && ticket.status != "resolved" then { notify("used"); } }
rule "left" { when sla.resolution.left < 45s && sla.resolution.state == "running" then { add_tag("last-call"); } }
rule "breached" { when sla.first_response.breached || sla.tier.breached then { notify("breached"); } }
rule "date used" { when sla.agent_work.used >= 60% then { notify("date-used"); } }
rule "date left" { when sla.agent_work.left < 40s && sla.agent_work.breached == false then { notify("date-left"); } }
rule "after" { when minutes_until(ticket.due_at) < 1 && ticket.stage == 1 then { notify("after"); } }
rule "sum" { when minutes_since(ticket.created_at) + 1 >= 4 then { notify("sum"); } }
"#;

/// The events of a ticket, by second after the start.
fn events(dice: &mut Dice) -> Vec<(i64, serde_json::Value)> {
    let mut found = vec![(0, serde_json::json!({"kind": "created"}))];
    let count = dice.below(7);
    for _ in 0..count {
        let at = i64::try_from(dice.below(600)).unwrap();
        let event = match dice.below(10) {
            0 => serde_json::json!({"kind": "message", "author": "agent", "public": true}),
            1 => serde_json::json!({"kind": "message", "author": "requester", "public": true}),
            2 => serde_json::json!({"kind": "updated", "set": {"priority": dice.pick(&["P1", "P2", "P3"])}}),
            3 => serde_json::json!({"kind": "updated", "set": {"tier": dice.pick(&["L1", "L2", "L3"])}}),
            4 => serde_json::json!({"kind": "updated", "set": {"queue": dice.pick(&["a", "b"])}}),
            5 => serde_json::json!({"kind": "updated", "set": {"assignee": dice.pick(&["ana", "ben"])}}),
            6 => {
                let due = after(i64::try_from(dice.below(900)).unwrap());
                let clock = dice.pick(&["agent_work", "resolution"]);
                serde_json::json!({"kind": "deadline", "clock": clock, "due": due, "by": "ana", "reason": "agreed"})
            }
            7 => serde_json::json!({"kind": "updated", "set": {"status": dice.pick(&["parked", "open"])}}),
            _ => {
                serde_json::json!({"kind": "updated", "set": {"status": dice.pick(&["open", "waiting", "waiting", "resolved"])}})
            }
        };
        found.push((at, event));
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    found
}

fn start() -> Timestamp {
    Timestamp::parse("2026-11-23T08:58:00Z").unwrap()
}

fn after(seconds: i64) -> Timestamp {
    Timestamp::from_second(start().second() + seconds)
}

fn replay<'a>(desk: &'a Desk, dice: &mut Dice) -> Replay<'a> {
    let ticket = serde_json::json!({
        "kind": dice.pick(&["incident", "change"]),
        "status": "open",
        "tier": dice.pick(&["L1", "L2"]),
        "queue": dice.pick(&["a", "b"]),
        "priority": dice.pick(&["P1", "P2", "P3"]),
        "created_at": start(),
        "due_at": after(i64::try_from(dice.below(700)).unwrap()),
        "requester": {"vip": dice.below(2) == 0},
    });
    desk.replay(desk.read_ticket(ticket, start()).unwrap())
}

/// What was asked for, and when.
fn told(answers: &[Answer]) -> Vec<String> {
    let asks = |answer: &&Answer| !answer.effects.is_empty() || !answer.done.is_empty();
    let line = |answer: &Answer| {
        let effects = serde_json::to_string(&answer.effects).unwrap();
        format!("{} {effects} {:?} {:?}", answer.now, answer.done, answer.faults)
    };
    answers.iter().filter(asks).map(line).collect()
}

fn event(json: &serde_json::Value) -> tierline::Map {
    match tierline::Value::from_json(json.clone()) {
        Ok(tierline::Value::Map(map)) => map,
        other => panic!("{other:?}"),
    }
}

#[test]
fn waking_when_asked_tells_what_asking_every_second_tells() {
    let desk = desk(RULES);
    told_alike(&desk, &desk, 120);
}

/// Where there is next to no work left to find out when to ask again, a host is asked more often, and never too late.
#[test]
fn waking_on_a_small_budget_tells_the_same() {
    for wake_work in [0, 300, 2_000] {
        let limits = Limits { wake_work, ..Limits::SERVER };
        let poor = Desk::compile(Pack::of("desk.rhai", RULES), limits).unwrap();
        told_alike(&desk(RULES), &poor, 720);
    }
}

/// What `every` is told, asked every second, `waking` is told, asked when it says, which is fewer than `most` times.
fn told_alike(every: &Desk, waking: &Desk, most: usize) {
    let seeds = if cfg!(debug_assertions) { 3 } else { 100 };
    let mut total = 0;
    for seed in 0..seeds {
        let mut dice = Dice(seed);
        let happens = events(&mut dice);
        let mut by_the_second = replay(every, &mut Dice(seed + 7_000));
        let mut woken = replay(waking, &mut Dice(seed + 7_000));
        let (mut by_second, mut by_wake) = (vec![], vec![]);
        let mut wakes = 0;
        for second in 0..720 {
            let now = after(second);
            let event = happens.iter().find(|(at, _)| *at == second).map(|(_, json)| event(json));
            by_second.push(match &event {
                Some(event) => by_the_second.event(now, event.clone()),
                None => by_the_second.look(now),
            });
            if let Some(event) = event {
                let answers = woken.until(now);
                wakes += answers.len();
                by_wake.extend(answers);
                by_wake.push(woken.event(now, event));
            }
        }
        let answers = woken.until(after(720));
        wakes += answers.len();
        by_wake.extend(answers);
        let (by_second, by_wake) = (told(&by_second), told(&by_wake));
        for (second, wake) in by_second.iter().zip(&by_wake) {
            assert_eq!(second, wake, "seed {seed}: {happens:?}");
        }
        let more = by_second.len().min(by_wake.len());
        assert_eq!(by_second[more..], by_wake[more..], "seed {seed}: {happens:?}");
        assert!(wakes < most, "seed {seed}: woken {wakes} times");
        total += by_second.len();
    }
    assert!(total > 8 * usize::try_from(seeds).unwrap(), "{total}");
}
