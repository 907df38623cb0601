//! A clock that goes over to another target takes nothing of the old one along but what it has used, where its rule says so;
//! and what it reads, when it is late and when it is due next tell the same, whatever happens to a ticket.

use serde_json::{Value as Json, json};
use tierline::{Deadlines, Desk, Timestamp};
use tierline_model::{Reading, reading::ClockState};
use tierline_tests::{desk, random::Dice};

/// Hours of three kinds: an office far from UTC whose clocks change in the time that is played, a yard, and all day.
const CALENDARS: &str = r#"
field "due_on" date
field "bound" text
calendar "office" {
    timezone "America/New_York"
    mon..fri 09:00 - 12:00, 13:00 - 17:00
    holiday "2026-11-11"
    covers 2025 to 2028
}
calendar "yard" {
    timezone "UTC"
    mon..sat 08:00 - 16:00
    covers 2025 to 2028
}
calendar "round" {
    timezone "UTC"
    mon..sun 00:00 - 24:00
    covers 2025 to 2028
}
"#;

/// Targets of every kind, and what stands beside each: by which calendar and after which grace it counts.
const TARGETS: [&str; 11] = [
    "calendar \"yard\" resolve within 3 wall hours",
    "calendar \"yard\" resolve within 6 hours",
    "calendar \"office\" resolve within 6 hours start after 90 minutes",
    "calendar \"yard\" resolve within 20 hours of \"round\" start after 2 hours",
    "calendar \"office\" resolve within 2 days",
    "calendar \"yard\" resolve within 1 day end of day start after 30 minutes",
    "calendar \"office\" resolve within 2 calendar days",
    "calendar \"yard\" resolve within 8 hours due at next opening",
    "calendar \"office\" resolve by ticket.due_at",
    "calendar \"office\" resolve by ticket.due_on end of day",
    "calendar \"yard\" resolve by ticket.due_at moves with pauses",
];

/// An SLA for each of these targets, the one whose number the ticket names; with more clauses in each.
fn slas(class: &str, targets: &[usize], more: &str) -> String {
    let sla = |number: &usize| {
        format!(
            "sla \"t{number}\" {{\n class {class}\n when ticket.bound == \"{number}\"\n {}\n\
             pause while ticket.status == \"waiting\"\n{more}\n}}\n",
            TARGETS[*number]
        )
    };
    format!("{CALENDARS}{}", targets.iter().map(sla).collect::<String>())
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.second() + seconds)
}

/// A ticket that waits now and then and goes from target to target, from the last Thursday of October on.
fn life(dice: &mut Dice, targets: &[usize]) -> (Vec<Json>, usize) {
    let mut now = later(at("2026-10-29T06:00:00Z"), below(dice, 40) * 1_800);
    let mut bound = targets[dice.below(targets.len())];
    let promised = json!({
        "status": "open", "bound": bound.to_string(), "due_at": "2026-11-03T15:30:00Z", "due_on": "2026-11-04",
    });
    let mut life = vec![json!({"kind": "created", "at": now, "set": promised})];
    for _ in 0..2 + below(dice, 6) {
        now = later(now, 600 + below(dice, 60) * 900);
        let set = match below(dice, 3) {
            0 => {
                bound = targets[dice.below(targets.len())];
                json!({"bound": bound.to_string()})
            }
            1 => json!({"status": "waiting"}),
            _ => json!({"status": "open"}),
        };
        life.push(json!({"kind": "updated", "at": now, "set": set}));
    }
    (life, bound)
}

fn below(dice: &mut Dice, most: usize) -> i64 {
    i64::try_from(dice.below(most)).unwrap()
}

/// When the last of these events happened.
fn end(life: &[Json]) -> Timestamp {
    at(life.last().unwrap()["at"].as_str().unwrap())
}

fn asked(desk: &Desk, life: &[Json], now: Timestamp) -> Deadlines {
    let mut ticket = serde_json::Map::new();
    for event in life {
        ticket.extend(event["set"].as_object().cloned().unwrap_or_default());
    }
    let request = json!({"ticket": ticket, "history": life, "now": now});
    let deadlines = desk.deadlines(desk.read_request(request, None).unwrap(), false);
    assert_eq!(deadlines.faults, []);
    deadlines
}

fn only(deadlines: &Deadlines) -> &Reading {
    let mut open = deadlines.readings.iter().filter(|reading| reading.stopped_at.is_none());
    let reading = open.next().unwrap();
    assert!(open.next().is_none());
    reading
}

/// What a clock reads of time: nothing of it may tell under which target it was before.
fn time_of(reading: &Reading) -> impl PartialEq + std::fmt::Debug {
    let seconds = (reading.goal_seconds, reading.elapsed_seconds, reading.remaining_seconds, reading.paused_seconds);
    let starts = (reading.started_at, reading.counts_from, reading.used_percent);
    (reading.due, seconds, starts, reading.calendar.clone(), reading.target.clone())
}

/// Counted again from the start, a clock reads what it would had its last target been its only one.
#[test]
fn a_retroactive_change_equals_the_target_from_the_start() {
    let mut count = 0;
    for class in ["customer", "ola", "supplier"] {
        let all: Vec<usize> = (0..TARGETS.len()).collect();
        let more = "on policy change retroactive\n on priority change retroactive\n counts from creation";
        let changing = desk(&slas(class, &all, more));
        for seed in 0..150 {
            let (life, last) = life(&mut Dice(seed), &all);
            let from_the_start = desk_of_one(class, last, more);
            for now in [end(&life), later(end(&life), 20_000), later(end(&life), 400_000)] {
                let found = asked(&changing, &life, now);
                let wanted = asked(&from_the_start, &life, now);
                assert_eq!(time_of(only(&found)), time_of(only(&wanted)), "at {now}, {class}: {life:#?}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 1_350);
}

/// A desk with one of the targets, for all tickets.
fn desk_of_one(class: &str, target: usize, more: &str) -> Desk {
    desk(&slas(class, &[target], more).replace(&format!("when ticket.bound == \"{target}\""), ""))
}

/// The same by lines of one SLA, whose calendars, units and dates differ.
#[test]
fn another_line_of_an_sla_equals_that_line_from_the_start() {
    let lines = [
        "within 3 wall hours",
        "within 6 hours",
        "within 20 hours of \"round\"",
        "within 2 days of \"office\"",
        "within 1 day end of day",
        "within 3 calendar days",
        "by ticket.due_at of \"office\"",
        "by ticket.due_on end of day of \"office\"",
    ];
    let sla = |lines: &str| {
        let clauses = "pause while ticket.status == \"waiting\"\n start after 45 minutes";
        desk(&format!("{CALENDARS}sla \"one\" {{\n calendar \"yard\"\n {lines}\n {clauses}\n}}\n"))
    };
    let line = |(number, line): (usize, &&str)| format!("resolve {line} when ticket.bound == \"{number}\"\n");
    let all: Vec<usize> = (0..lines.len()).collect();
    let changing = sla(&lines.iter().enumerate().map(line).collect::<String>());
    let desks: Vec<Desk> = lines.iter().map(|line| sla(&format!("resolve {line}"))).collect();
    for seed in 1_000..1_300 {
        let (life, last) = life(&mut Dice(seed), &all);
        for now in [end(&life), later(end(&life), 50_000)] {
            let (found, wanted) = (asked(&changing, &life, now), asked(&desks[last], &life, now));
            assert_eq!(time_of(only(&found)), time_of(only(&wanted)), "at {now}: {life:#?}");
        }
    }
}

/// What is used stays used, and what is left is left by the new target: at the deadline all is used up, and a second later it
/// is late.
#[test]
fn what_is_kept_is_used_and_the_rest_counts_by_the_target_in_force() {
    let all: Vec<usize> = (0..8).collect();
    let desk = desk(&slas("customer", &all, "on policy change keep elapsed"));
    let (mut changed, mut ended) = (0, 0);
    for seed in 2_000..2_300 {
        let (life, _) = life(&mut Dice(seed), &all);
        for number in 1..life.len() {
            let now = end(&life[..=number]);
            let before = only(&asked(&desk, &life[..number], now)).clone();
            let after = only(&asked(&desk, &life[..=number], now)).clone();
            assert_eq!((after.elapsed_seconds, after.paused_seconds), (before.elapsed_seconds, before.paused_seconds));
            assert_eq!(after.remaining_seconds, after.goal_seconds - after.elapsed_seconds);
            changed += usize::from(after.target != before.target);
        }
        let now = end(&life);
        let reading = only(&asked(&desk, &life, now)).clone();
        let Some(due) = reading.due.filter(|due| *due > now && reading.state == ClockState::Running) else { continue };
        let at_due = only(&asked(&desk, &life, due)).clone();
        assert_eq!(at_due.state, ClockState::Running, "{life:#?}");
        // Due when the office opens again, or on dates that are not open: nothing counts there.
        if !reading.target.contains("calendar") {
            assert_eq!(at_due.remaining_seconds, 0, "{life:#?}");
        }
        let after = only(&asked(&desk, &life, later(due, 1))).clone();
        assert_eq!((after.state, after.breach.map(|breach| breach.at)), (ClockState::MissedOpen, Some(due)));
        ended += 1;
    }
    assert!(changed > 200 && ended > 50, "{changed} {ended}");
}

const EVERYTHING: &str = r#"
sla "customer" {
    calendar "office"
    respond within 1 hour
    update within 4 hours
    wait within 9 hours of "round"
    work by ticket.due_at moves with pauses
    resolve by ticket.due_on end of day when ticket.bound == "0"
    resolve within 6 hours of "yard" when ticket.bound == "1"
    resolve by ticket.due_at
    pause while ticket.status == "waiting"
    pause while ticket.status == "parked" without credit
    on priority change keep elapsed for wait
}
sla "team" {
    class ola
    calendar "yard"
    own within 3 hours
    tier within 40% left to resolve
    pause while ticket.status == "waiting" for tier
}
"#;

/// A ticket to which everything happens that moves a deadline or hides it.
fn rich_life(dice: &mut Dice) -> Vec<Json> {
    let mut now = later(at("2026-10-29T06:00:00Z"), below(dice, 40) * 1_800);
    let set = json!({
        "status": "open", "bound": "1", "tier": "L1", "queue": "a", "due_at": "2026-11-02T15:30:00Z", "due_on": "2026-11-03",
    });
    let mut life = vec![json!({"kind": "created", "author": "requester", "at": now, "set": set})];
    for _ in 0..2 + below(dice, 10) {
        now = later(now, below(dice, 50) * 700);
        let day = below(dice, 6) + 1;
        let date = format!("2026-11-0{day}");
        let instant = later(at("2026-10-30T00:00:00Z"), below(dice, 200) * 3_000);
        let clock = dice.pick(&["resolution", "requester_wait", "agent_work"]);
        let by = |due: Json| json!({"kind": "deadline", "at": now, "clock": clock, "due": due, "by": "iris", "reason": "agreed"});
        let updated = |set: Json| json!({"kind": "updated", "at": now, "set": set});
        life.push(match below(dice, 14) {
            0 => by(json!(instant)),
            1 => by(json!(null)),
            2 => updated(json!({"due_at": instant})),
            3 => updated(json!({"due_on": date})),
            4 => updated(json!({"due_at": date})),
            5 | 6 => updated(json!({"bound": below(dice, 3).to_string()})),
            7 => updated(json!({"tier": dice.pick(&["L1", "L2"]), "queue": dice.pick(&["a", "b"])})),
            8 => updated(json!({"status": "resolved"})),
            9 => json!({"kind": "message", "author": "agent", "public": true, "at": now}),
            10 | 11 => updated(json!({"status": "waiting"})),
            12 => updated(json!({"status": "parked"})),
            _ => updated(json!({"status": "open"})),
        });
    }
    life
}

/// What a field held last.
fn last<'a>(told: &'a [Json], field: &str) -> &'a str {
    told.iter().filter_map(|event| event["set"][field].as_str()).next_back().unwrap_or_default()
}

/// A deadline that is read is the one that is missed, to the second, and the one that is told to be next; where none is read,
/// none is missed until something happens, or a pause without credit has hidden it.
#[test]
fn reading_breach_and_next_deadline_agree_at_every_instant() {
    let desk = desk(&format!("{CALENDARS}{EVERYTHING}"));
    let (mut shown, mut hidden, mut missed) = (0, 0, 0);
    for seed in 3_000..3_160 {
        let life = rich_life(&mut Dice(seed));
        for number in 0..life.len() {
            let until =
                life.get(number + 1).map_or(later(end(&life), 800_000), |next| at(next["at"].as_str().unwrap()));
            let told = &life[..=number];
            let first = asked(&desk, told, end(told));
            let dues = first.readings.iter().filter_map(|reading| reading.due);
            let mut instants = vec![end(told), until];
            instants.extend(dues.flat_map(|due| [due, later(due, 1)]).filter(|now| end(told) < *now && *now <= until));
            for now in instants {
                let deadlines = asked(&desk, told, now);
                let open = || deadlines.readings.iter().filter(|reading| reading.stopped_at.is_none());
                let next = open().filter_map(|reading| reading.due).min();
                assert_eq!(deadlines.next_deadline, next, "at {now}: {told:#?}");
                for reading in open() {
                    let is_late = reading.breach.is_some();
                    assert_eq!(reading.state == ClockState::MissedOpen, is_late, "at {now}: {told:#?}");
                    let same = |other: &&Reading| {
                        (other.class, other.clock, &other.of, other.cycle)
                            == (reading.class, reading.clock, &reading.of, reading.cycle)
                    };
                    let before = first.readings.iter().find(same).unwrap();
                    match (&before.breach, before.due) {
                        (Some(_), _) => assert_eq!(reading.breach, before.breach),
                        (None, Some(due)) => {
                            assert_eq!(is_late, due < now, "{due} at {now}, {reading:#?}: {told:#?}");
                            assert!(!is_late || reading.breach.as_ref().is_some_and(|breach| breach.at == due));
                            assert!(reading.due == Some(due));
                            shown += 1;
                        }
                        (None, None) => {
                            // A pause without credit hides what is missed all the same; it is in sight from then on.
                            let missed = reading.breach.as_ref().map(|breach| breach.at);
                            assert_eq!(reading.due, missed, "at {now}: {told:#?}");
                            assert!(!is_late || last(told, "status") == "parked", "at {now}: {told:#?}");
                            hidden += 1;
                        }
                    }
                    missed += usize::from(is_late);
                }
            }
        }
    }
    assert!(shown > 5_000 && hidden > 1_000 && missed > 1_000, "{shown} {hidden} {missed}");
}
