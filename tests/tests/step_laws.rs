//! Laws of the steps of ladders: they count as their clock counts, none is reached in a pause, what was reached stays reached,
//! and readings, breaches and wake-ups agree at every second.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tierline::{Deadlines, Desk, Timestamp};
use tierline_model::{Reading, reading::ClockState};
use tierline_tests::{desk, random::Dice};

/// Seconds that are played of each ticket.
const PLAYED: i64 = 700;

/// A desk whose clocks count seconds, by hours with gaps.
fn rules(settings: &str) -> String {
    format!(
        r#"
calendar "day" {{
    timezone "UTC"
    mon..fri 09:00 - 09:03, 09:04:30 - 09:08, 09:09 - 17:00
}}
calendar "loud" {{
    timezone "UTC"
    mon..sun 09:02 - 09:06:15, 09:08 - 17:00
}}
sla "std" {{
    calendar "day"
    resolve within 100 seconds when ticket.priority == "P1"
    resolve within 160 wall seconds when ticket.priority == "P2"
    resolve within 240 seconds
    respond within 80 seconds
    {settings}
}}
escalate "late" on resolve {{
    at 25% {{ notify("25"); }}
    at 30 seconds before {{ notify("30 before"); }}
    at 20 wall seconds before {{ notify("20 wall before"); }}
    at 100% {{ notify("100"); }}
    at 20 seconds after {{ notify("20 after"); }}
    at 45 wall seconds after {{ notify("45 wall after"); }}
    at 150% {{ notify("150"); }}
    after 40 seconds {{ notify("since 40"); }}
    after 50 wall seconds {{ notify("since 50 wall"); }}
    every 25 seconds up to 5 times {{ notify("every 25"); }}
    every 30 wall seconds up to 3 times {{ notify("every 30 wall"); }}
}}
escalate "quiet" on resolve {{
    quiet outside "loud"
    at 50% {{ notify("quiet 50"); }}
    every 20 seconds up to 4 times {{ notify("quiet 20"); }}
}}
"#
    )
}

const SETTINGS: [&str; 4] = [
    "pause while ticket.status == \"waiting\" for respond, resolve",
    "pause while ticket.status == \"waiting\" without credit",
    "pause while ticket.status == \"waiting\"\n    on priority change keep elapsed\n    reopening counts",
    "pause while ticket.status == \"waiting\"\n    on priority change restart\n    due stays while paused",
];

fn after(seconds: i64) -> Timestamp {
    Timestamp::from_second(Timestamp::parse("2026-11-23T08:59:00Z").unwrap().second() + seconds)
}

/// The events of a ticket, each with its second; of pauses only, where nothing else shall move a deadline.
fn events(dice: &mut Dice, only_pauses: bool) -> Vec<(i64, Json)> {
    let mut found = vec![(0, json!({"kind": "created", "set": {"status": "open", "priority": "P1"}}))];
    for _ in 0..dice.below(8) {
        let at = i64::try_from(1 + dice.below(600)).unwrap();
        let set = |set: Json| json!({"kind": "updated", "author": "agent", "set": set});
        let event = match dice.below(if only_pauses { 3 } else { 8 }) {
            0..=2 => set(json!({"status": dice.pick(&["open", "waiting", "waiting"])})),
            3 | 4 => set(json!({"priority": dice.pick(&["P1", "P2", "P3"])})),
            5 => set(json!({"status": dice.pick(&["open", "resolved"])})),
            6 => json!({"kind": "message", "author": "agent", "public": true}),
            _ => {
                let due = after(i64::try_from(dice.below(700)).unwrap());
                json!({"kind": "deadline", "clock": "resolution", "due": due, "by": "ana"})
            }
        };
        found.push((at, event));
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    found
}

/// The request of a ticket to which these events have happened by `second`.
fn request(events: &[(i64, Json)], second: i64) -> Json {
    let mut ticket = json!({"id": 7});
    let happened = events.iter().filter(|(at, _)| *at <= second);
    let history = happened.map(|(at, event)| {
        let mut event = event.clone();
        event["at"] = json!(after(*at));
        if let Some(set) = event["set"].as_object() {
            set.iter().for_each(|(name, value)| ticket[name] = value.clone());
        }
        event
    });
    let history: Vec<Json> = history.collect();
    json!({"ticket": ticket, "history": history, "now": after(second)})
}

fn deadlines(desk: &Desk, events: &[(i64, Json)], second: i64) -> Deadlines {
    desk.deadlines(desk.read_request(request(events, second), None).unwrap(), false)
}

/// The seconds in which the ticket waits: from each of the first up to each of the second.
fn pauses(events: &[(i64, Json)]) -> Vec<(i64, i64)> {
    let mut found: Vec<(i64, i64)> = vec![];
    for (at, event) in events {
        let Some(status) = event["set"]["status"].as_str() else { continue };
        if let Some(open) = found.last_mut().filter(|(_, to)| *to == i64::MAX) {
            open.1 = *at;
        }
        if status == "waiting" {
            found.push((*at, i64::MAX));
        }
    }
    found
}

fn is_open(reading: &Reading) -> bool {
    matches!(reading.state, ClockState::Running | ClockState::Paused | ClockState::MissedOpen)
}

/// When a step of a reading is to be taken.
fn take_at(step: &tierline_model::reading::StepReading) -> Timestamp {
    step.put_off_to.unwrap_or(step.at)
}

/// The keys of the steps that are due.
fn due_steps(answer: &Deadlines) -> Vec<String> {
    let steps = answer.readings.iter().flat_map(|reading| &reading.steps);
    let due = steps.filter(|step| !step.done && take_at(step) <= answer.now);
    let mut keys: Vec<String> = due.map(|step| step.key.to_string()).collect();
    keys.sort();
    keys
}

/// What the clocks are doing.
fn states(answer: &Deadlines) -> Vec<(ClockState, bool, bool)> {
    answer.readings.iter().map(|reading| (reading.state, reading.paused, reading.breach.is_some())).collect()
}

/// Whether a clock does something else, or a further step is due. (Quiet hours put off what nobody has taken before.)
fn goes_further(before: &Deadlines, answer: &Deadlines) -> bool {
    let known = due_steps(before);
    states(before) != states(answer) || due_steps(answer).iter().any(|key| !known.contains(key))
}

fn seeds() -> u64 {
    if cfg!(debug_assertions) { 12 } else { 150 }
}

#[test]
fn no_step_is_reached_in_a_pause_and_what_is_reached_stays_so() {
    let mut count = 0;
    for (number, settings) in SETTINGS.into_iter().enumerate() {
        let desk = desk(&rules(settings));
        for seed in 0..seeds() {
            let events = events(&mut Dice(seed * 31 + number as u64), false);
            let pauses = pauses(&events);
            let mut reached: BTreeMap<String, Timestamp> = BTreeMap::new();
            for second in 0..PLAYED {
                let answer = deadlines(&desk, &events, second);
                let steps =
                    answer.readings.iter().filter(|reading| is_open(reading)).flat_map(|reading| &reading.steps);
                for step in steps.filter(|step| step.at <= answer.now) {
                    let told = || format!("{} at {second} of seed {seed}, {settings}: {events:?}", step.key);
                    let at = step.at.second() - after(0).second();
                    assert!(!pauses.iter().any(|(from, to)| *from <= at && at < *to), "{} {}", step.at, told());
                    let first = *reached.entry(step.key.to_string()).or_insert(step.at);
                    assert_eq!(first, step.at, "{}", told());
                    count += 1;
                }
            }
        }
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn readings_breaches_and_wake_ups_agree_at_every_second() {
    for (number, settings) in SETTINGS.into_iter().enumerate() {
        let desk = desk(&rules(settings));
        for seed in 0..seeds() {
            let events = events(&mut Dice(seed * 37 + number as u64), false);
            let mut before: Option<Deadlines> = None;
            for second in 0..PLAYED {
                let answer = deadlines(&desk, &events, second);
                let told = || format!("at {second} of seed {seed}, {settings}: {events:?}");
                assert!(answer.wake_at.is_none_or(|at| at > answer.now), "{}", told());
                for reading in &answer.readings {
                    let is_missed = matches!(reading.state, ClockState::MissedOpen | ClockState::MissedClosed);
                    assert!(!is_missed || reading.breach.is_some(), "{reading:?} {}", told());
                    let is_past = is_open(reading) && reading.due.is_some_and(|due| due < answer.now);
                    let is_kept = settings.contains("due stays") && reading.state == ClockState::Paused;
                    assert!(!is_past || is_missed || is_kept, "{reading:?} {}", told());
                    if let Some(breach) = reading.breach.as_ref().filter(|breach| !breach.rebased) {
                        assert!(breach.at < answer.now);
                    }
                }
                let told_due =
                    answer.readings.iter().filter(|reading| is_open(reading)).filter_map(|reading| reading.due);
                if !settings.contains("due stays") {
                    assert_eq!(answer.next_deadline, told_due.min(), "{}", told());
                }
                // Where nothing happens, all changes at the wake-up and nothing in between.
                let happens = events.iter().any(|(at, _)| *at == second);
                if let Some(before) = before.filter(|_| !happens) {
                    let is_woken = before.wake_at == Some(answer.now);
                    assert_eq!(goes_further(&before, &answer), is_woken, "{}\n{before:?}\n{answer:?}", told());
                }
                if second % 50 == 0 || happens {
                    let evaluated = desk.evaluate(desk.read_request(request(&events, second), None).unwrap());
                    let keys = evaluated.effects.iter().filter_map(|asked| asked.key.as_deref());
                    let mut taken: Vec<String> =
                        keys.filter(|key| !key.contains("/breach/")).map(str::to_owned).collect();
                    taken.sort();
                    assert_eq!(taken, due_steps(&answer), "{}", told());
                }
                before = Some(answer);
            }
        }
    }
}

/// The first second by which `counted` has come to so much; where nothing can count just then, the next in which it can.
fn first(counted: &[i64], can_count: impl Fn(i64) -> bool, waits: impl Fn(i64) -> bool, seconds: i64) -> Option<i64> {
    let found = counted.iter().position(|so_far| *so_far >= seconds).and_then(|at| i64::try_from(at).ok())?;
    let again = || (found..i64::try_from(counted.len()).unwrap()).find(|at| can_count(*at));
    if waits(found) { again() } else { Some(found) }
}

/// What is counted up to each second, where a second counts that is so.
fn counted(counts: impl Fn(i64) -> bool) -> Vec<i64> {
    let mut sum = 0;
    let up_to = |second: i64| {
        let before = sum;
        sum += i64::from(counts(second));
        before
    };
    (0..PLAYED).map(up_to).collect()
}

/// Steps of a clock of 100 open seconds, counted second by second on a calendar that is asked of each whether it is open.
#[test]
fn steps_are_reached_as_counting_second_by_second_says() {
    let desk = desk(&rules(SETTINGS[0]));
    let mut count = 0;
    for seed in 0..seeds() * 4 {
        let events = events(&mut Dice(seed + 5_000), true);
        let pauses = pauses(&events);
        let waits = |at: i64| pauses.iter().any(|(from, to)| *from <= at && at < *to);
        let open = counted(|at| !waits(at) && desk.is_open("day", after(at)).unwrap());
        let in_open_time =
            |seconds: i64| first(&open, |at| !waits(at) && desk.is_open("day", after(at)).unwrap(), waits, seconds);
        let Some(due) = in_open_time(100) else { continue };
        let wall_since =
            |from: i64, seconds: i64| first(&counted(|at| at >= from && !waits(at)), |at| !waits(at), waits, seconds);
        let expected = [
            ("25%/1", in_open_time(25)),
            ("30 seconds before/1", in_open_time(70)),
            ("100%/1", Some(due)),
            ("20 seconds after/1", in_open_time(120)),
            ("150%/1", in_open_time(150)),
            ("45 wall seconds after/1", wall_since(due, 45)),
            ("after 40 seconds/1", in_open_time(40)),
            ("after 50 wall seconds/1", wall_since(0, 50)),
            ("every 25 seconds/1", in_open_time(125)),
            ("every 25 seconds/4", in_open_time(200)),
            ("every 30 wall seconds/3", wall_since(due, 90)),
        ];
        let mut reached: BTreeMap<String, i64> = BTreeMap::new();
        for second in 0..PLAYED {
            let answer = deadlines(&desk, &events, second);
            for step in answer.readings.iter().flat_map(|reading| &reading.steps).filter(|step| step.at <= answer.now) {
                let name = step.key.rsplit('/').take(2).collect::<Vec<_>>();
                let name = format!("{}/{}/{}", step.ladder, name[1], name[0]);
                reached.entry(name).or_insert(step.at.second() - after(0).second());
            }
        }
        for (step, at) in expected {
            // What would be reached later than anybody looks, nobody has seen.
            let seen = reached.get(&format!("late/{step}")).copied();
            assert_eq!(seen, at, "{step} of seed {seed}: {events:?}");
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}
