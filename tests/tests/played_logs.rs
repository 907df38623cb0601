//! Logs of many tickets: a report does not take back what was missed, and tickets that have nothing to do with each other are
//! answered as if each were alone.

use std::{collections::BTreeSet, sync::Arc};

use tierline::{Desk, Detail, Map, People, Roster, Tell, Timestamp, Value};
use tierline_simulate::{
    Happened, Played, Player, TicketLog, Zone,
    report::{By, Naming, Report},
};
use tierline_tests::{desk, random::Dice};

/// All that becomes of a clock: restarts, resets, cancellations, pins, other policies, versions, holders, hands, pauses, reopening.
const DESKS: [&str; 3] = [
    r#"
calendar "day" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
}
sla "quick" {
    when ticket.impact == "high"
    calendar "day"
    respond within 1 hour
    resolve within 2 hours when ticket.priority == "P1"
    resolve within 5 hours
    on priority change restart
    on policy change keep elapsed
    cancel when ticket.status == "withdrawn"
}
sla "slow" {
    when ticket.site != "z"
    calendar "day"
    respond within 2 hours
    update within 3 hours
    resolve within 8 hours
    reset when ticket.queue == "b" for resolve
    on policy change retroactive
    pause while ticket.status == "waiting"
}
sla "team" {
    class ola
    calendar "day"
    own within 90 minutes
    tier within 2 hours
    assign within 30 minutes
}
"#,
    r#"
calendar "round" {
    timezone "UTC"
    mon..sun 00:00 - 24:00
}
sla "first" since "2026-06-01" {
    calendar "round"
    resolve within 5 hours
    resume when event.kind == "message" && event.author == "requester"
    pause when event.kind == "message" && event.author == "agent"
    on version change restart
}
sla "first" since "2026-06-02" {
    calendar "round"
    resolve within 2 hours
    reply within 1 hour
    on version change restart
}
sla "owed" {
    class ola
    when ticket.tier == "L2"
    calendar "round"
    own within 2 hours
    returning continues
}
"#,
    r#"
calendar "round" {
    timezone "UTC"
    mon..sun 06:00 - 22:00
}
sla "promised" {
    calendar "round"
    respond within 1 hour
    resolve within 4 hours
    merging keeps earliest
    reopening restarts
}
sla "supplier" {
    class supplier
    calendar "round"
    supplier within 3 hours
}
"#,
];

fn after(seconds: usize) -> Timestamp {
    let start = Timestamp::parse("2026-06-01T08:30:00Z").unwrap();
    Timestamp::from_second(start.second() + i64::try_from(seconds).unwrap())
}

fn event(json: serde_json::Value) -> Map {
    match Value::from_json(json) {
        Ok(Value::Map(map)) => map,
        other => panic!("{other:?}"),
    }
}

fn happens(dice: &mut Dice) -> Map {
    let set = |field: &str, value: &str| event(serde_json::json!({"kind": "updated", "set": {field: value}}));
    match dice.below(15) {
        0 => event(serde_json::json!({"kind": "message", "author": "requester", "public": true})),
        1 | 2 => event(serde_json::json!({"kind": "message", "author": "agent", "public": true})),
        3 => set("priority", dice.pick(&["P1", "P3"])),
        4 => set("impact", dice.pick(&["high", "low"])),
        5 | 6 => set("queue", dice.pick(&["a", "b", "c"])),
        7 => set("tier", dice.pick(&["L1", "L2"])),
        8 => set("assignee", dice.pick(&["anna", "ben"])),
        9 => set("applied_sla", dice.pick(&["slow", "first", "none"])),
        10 => event(serde_json::json!({"kind": dice.pick(&["reopened", "merged", "rebase", "deleted"])})),
        11 => event(serde_json::json!({"kind": "absorbed", "opened_at": after(dice.below(9_000))})),
        12 => event(serde_json::json!({"kind": "deadline", "clock": "resolve", "due": after(dice.below(300_000))})),
        _ => set("status", dice.pick(&["open", "waiting", "withdrawn", "resolved", "waiting-supplier"])),
    }
}

/// A ticket and what happens to it, up to some days.
fn log(dice: &mut Dice, number: u64) -> TicketLog {
    let mut seconds = dice.below(20_000);
    let created = event(serde_json::json!({
        "kind": "created", "author": "requester",
        "set": {"status": "open", "queue": dice.pick(&["a", "b"]), "priority": dice.pick(&["P1", "P3"])},
    }));
    let mut events = vec![Happened { at: after(seconds), line: number, event: created }];
    for line in 0..dice.below(14) {
        seconds += dice.below(4) * dice.below(9_000);
        events.push(Happened { at: after(seconds), line: 100 + line as u64, event: happens(dice) });
    }
    for happened in &mut events {
        happened.event.insert("at".into(), Value::Instant(happened.at));
    }
    TicketLog { id: format!("T-{number}").into(), events }
}

fn report(desk: &Desk, logs: &[TicketLog], until: Timestamp) -> Report {
    let naming = Naming { roster: Arc::new(Roster::default()), zone: Zone::named("Europe/London").unwrap() };
    let by: BTreeSet<By> = By::ALL.into_iter().collect();
    let mut report = Report::new(by, naming, None, until);
    logs.iter().for_each(|log| drop(report.add(desk, log)));
    report
}

/// Whatever happens after a miss, it is counted, and in the same groups.
#[test]
fn what_happens_after_a_miss_takes_none_away() {
    let desks = DESKS.map(desk);
    let (mut missed, mut grew) = (0, 0);
    for seed in 0..(if cfg!(debug_assertions) { 400 } else { 10_000 }) {
        let (desk, mut dice) = (&desks[usize::try_from(seed % 3).unwrap()], Dice(seed));
        let logs = [log(&mut dice, 1)];
        let end = after(400_000);
        let whole = report(desk, &logs, end);
        let until = after(dice.below(120_000));
        for (key, then) in &report(desk, &logs, until).counts {
            let now = whole.counts.get(key).copied().unwrap_or_default();
            let (then, now) = (then.missed_open + then.missed_closed, now.missed_open + now.missed_closed);
            assert!(then <= now, "seed {seed}: {key:?}: {then} by {until}, then {now}");
            missed += then;
            grew += u64::from(then < now);
        }
    }
    assert!(missed > 1_000 && grew > 100, "{missed} {grew}");
}

/// By whatever it counts, a report counts every clock once.
#[test]
fn groups_come_to_the_total() {
    let desks = DESKS.map(desk);
    for seed in 0..60 {
        let (desk, mut dice) = (&desks[usize::try_from(seed % 3).unwrap()], Dice(seed));
        let logs: Vec<TicketLog> = (0..3).map(|number| log(&mut dice, number)).collect();
        let report = report(desk, &logs, after(dice.below(300_000)));
        let sum = |by: By| {
            let counts = report.clocks(by).map(|(_, count)| count);
            counts.fold([0; 5], |sum, count| {
                [
                    sum[0] + count.met,
                    sum[1] + count.missed_open,
                    sum[2] + count.missed_closed,
                    sum[3] + count.running,
                    sum[4] + count.cancelled,
                ]
            })
        };
        for by in By::ALL {
            assert_eq!(sum(by), sum(By::Total), "seed {seed}, {by:?}");
            let tickets: u64 = report.groups(by).map(|(_, figures)| figures.tickets).sum();
            assert!(!by.is_of_tickets() || tickets == report.tickets, "seed {seed}, {by:?}");
        }
    }
}

fn answers(desk: &Desk, logs: &[TicketLog]) -> Vec<Vec<String>> {
    let mut answers = vec![vec![]; logs.len()];
    let player = Player::new(desk, logs, Some(after(300_000))).telling(Tell::Nothing, Detail::All);
    player.play(People::default(), &mut |number, played| {
        if let Played::Answer(answer) = played {
            answers[number].push(serde_json::to_string(&answer).unwrap());
        }
    });
    answers
}

#[test]
fn tickets_that_share_nobody_are_answered_as_if_alone() {
    let rules = r#"
escalate "late" on resolve {
    at 75% { notify("lead"); }
    every 40 minutes up to 4 times { notify("delivery"); }
}
stage triage
rule "note" { when ticket.impact == "high" then { add_tag("high"); } }
"#;
    let desk = desk(&format!("{}{rules}", DESKS[0]));
    let mut woken = 0;
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let logs: Vec<TicketLog> = (0..4).map(|number| log(&mut dice, number)).collect();
        let together = answers(&desk, &logs);
        for (log, together) in logs.iter().zip(together) {
            let alone = answers(&desk, std::slice::from_ref(log));
            assert_eq!(alone, std::slice::from_ref(&together), "seed {seed}");
            woken += together.len() - log.events.len();
        }
    }
    assert!(woken > 100, "{woken}");
}

/// The last request of a ticket is what its last answer was asked with, people as they were then included.
#[test]
fn the_last_request_gives_the_last_answer() {
    let rules = r#"
queue "bench"
stage assignment
rule "give" {
    when ticket.assignee == ()
    then { assign(#{ strategy: "round_robin" }); }
}
rule "again" {
    when event.kind == "updated"
    then { assign(#{ strategy: "least_loaded" }); }
}
"#;
    let desk = desk(rules);
    let agents = serde_json::json!({"agents": [
        {"id": "amy", "capacity": 2}, {"id": "bob", "capacity": 1}, {"id": "cem", "load": 1}
    ]});
    let roster = Arc::new(Roster::from_json(agents).unwrap());
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let logs: Vec<TicketLog> = (0..5).map(|number| log(&mut dice, number)).collect();
        let (mut every, mut last) = (vec![String::new(); 5], vec![String::new(); 5]);
        let player = || Player::new(&desk, &logs, None);
        let text = |answer| serde_json::to_string(&answer).unwrap();
        player().play(People::of(roster.clone()), &mut |number, played| {
            if let Played::Answer(answer) = played {
                every[number] = text(answer);
            }
        });
        player().last_only().play(People::of(roster.clone()), &mut |number, played| {
            if let Played::Last(request) = played {
                last[number] = text(desk.evaluate_with_trace(request));
            }
        });
        assert_eq!(every, last, "seed {seed}");
    }
}
