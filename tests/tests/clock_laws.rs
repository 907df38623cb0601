//! What holds of clocks whatever happens to a ticket.

use std::sync::Arc;

use tierline::{Answer, Desk, Request, Ticket, Timestamp, Value};
use tierline_calendar::{Calendar, Calendars};
use tierline_model::{Class, Map, Metric, Reading, Years, reading::ClockState};
use tierline_tests::desk;

const RULES: &str = r#"
calendar "office" {
    timezone "UTC"
    mon..fri 09:00 - 12:00, 13:00 - 17:00
    holiday "2026-06-03"
    covers 2025 to 2028
}
sla "customer" {
    calendar "office"
    respond within 1 hour
    reply within 2 hours
    update within 4 hours
    resolve within 3 hours when ticket.impact == "high"
    resolve within 12 hours
    pause while ticket.status == "waiting" for resolve, update
    pause while ticket.status == "on-hold" for resolve
    reopening pauses within 16 hours
}
sla "desk" {
    class ola
    calendar "office"
    own within 2 hours
    tier within 3 hours
    assign within 30 minutes
}
sla "vendor" {
    class supplier
    calendar "office"
    supplier within 4 hours
}
"#;

/// A few numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }
}

fn map<const N: usize>(parts: [(&str, Value); N]) -> Map {
    parts.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// A ticket's life of so many events, from Monday, 1 June 2026, 08:00.
fn life(seed: u64, events: usize) -> Vec<(Timestamp, Map)> {
    let mut dice = Dice(seed);
    let mut at = Timestamp::parse("2026-06-01T08:00:00Z").unwrap().second();
    let mut life = vec![];
    for number in 0..events {
        at += i64::try_from(dice.below(4) * dice.below(9_000)).unwrap();
        let set = |field: &str, value: &str| map([("set", Value::Map(map([(field, Value::text(value))])))]);
        let (kind, mut event) = match dice.below(8) {
            _ if number == 0 => ("created", map([("author", Value::text(dice.one_of(&["requester", "agent"])))])),
            0 => ("message", map([("author", Value::text("requester"))])),
            1 => ("message", map([("author", Value::text("agent")), ("public", Value::Bool(true))])),
            2 => ("updated", set("queue", dice.one_of(&["a", "b"]))),
            3 => ("updated", set("tier", dice.one_of(&["L1", "L2"]))),
            4 => ("updated", set("impact", dice.one_of(&["high", "low"]))),
            5 => ("updated", set("assignee", dice.one_of(&["anna", "ben"]))),
            _ => {
                let words = ["open", "open", "waiting", "on-hold", "resolved", "waiting-supplier"];
                ("updated", set("status", dice.one_of(&words)))
            }
        };
        event.insert("kind".into(), Value::text(kind));
        event.insert("at".into(), Value::Instant(Timestamp::from_second(at)));
        life.push((Timestamp::from_second(at), event));
    }
    life
}

/// What the clocks read at an instant, all of them.
fn read(desk: &Desk, life: &[(Timestamp, Map)], now: Timestamp) -> Vec<Reading> {
    let mut ticket = Map::new();
    for (_, event) in life {
        ticket.extend(event.get("set").and_then(Value::as_map).cloned().unwrap_or_default());
    }
    let mut request = Request::new(Ticket(ticket), now);
    request.history = life.iter().map(|(_, event)| event.clone()).collect();
    plain(desk.evaluate_with_trace(request))
}

/// The readings of an answer without their history.
fn plain(answer: Answer) -> Vec<Reading> {
    assert_eq!(answer.faults, []);
    answer.readings.into_iter().map(|reading| Reading { why: None, steps: vec![], ..reading }).collect()
}

fn lives() -> impl Iterator<Item = Vec<(Timestamp, Map)>> {
    (0..150).map(|seed| life(seed, 3 + usize::try_from(seed % 12).unwrap()))
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.second() + seconds)
}

#[test]
fn a_ticket_that_is_played_reads_as_one_that_is_told() {
    let desk = desk(RULES);
    for life in lives() {
        let mut replay = desk.replay(Request::new(Ticket::default(), life[0].0));
        for (at, event) in &life {
            replay.until(*at);
            replay.event(*at, event.clone());
        }
        let now = later(life.last().unwrap().0, 40_000);
        replay.until(now);
        assert_eq!(plain(replay.look(now)), read(&desk, &life, now), "{life:?}");
    }
}

#[test]
fn a_breach_stays_on_record() {
    type Told = (Class, Metric, u32, Timestamp, bool);
    let desk = desk(RULES);
    let mut count = 0;
    for life in lives() {
        let mut told: Vec<Told> = vec![];
        for number in 1..=life.len() {
            let now = life.get(number).map_or(later(life[number - 1].0, 50_000), |(at, _)| *at);
            let readings = read(&desk, &life[..number], now);
            let breaches: Vec<Told> = readings
                .iter()
                .filter_map(|reading| {
                    let breach = reading.breach.as_ref()?;
                    Some((reading.class, reading.clock, reading.cycle, breach.at, breach.rebased))
                })
                .collect();
            for known in &told {
                assert!(breaches.contains(known), "{known:?} of {life:?}");
            }
            count += breaches.len() - told.len();
            told = breaches;
        }
    }
    assert!(count > 300, "{count}");
}

fn office() -> Arc<Calendar> {
    let office = serde_json::json!({
        "name": "office", "time_zone": "UTC", "holidays": ["2026-06-03"],
        "weekly": {"mon": HOURS, "tue": HOURS, "wed": HOURS, "thu": HOURS, "fri": HOURS},
    });
    let calendars = Calendars::compile(&[serde_json::from_value(office).unwrap()], Years { from: 2025, to: 2028 });
    calendars.unwrap().get("office").unwrap().clone()
}

const HOURS: [[&str; 2]; 2] = [["09:00", "12:00"], ["13:00", "17:00"]];

#[test]
fn used_and_paused_time_are_all_the_time_there_was() {
    let (desk, office) = (desk(RULES), office());
    for life in lives() {
        let now = later(life.last().unwrap().0, 20_000);
        for reading in read(&desk, &life, now) {
            let until = reading.stopped_at.unwrap_or(now);
            let all = office.between(reading.started_at, until).unwrap();
            assert_eq!(reading.elapsed_seconds + reading.paused_seconds, all, "{reading:?} of {life:?}");
            assert_eq!(reading.remaining_seconds, reading.goal_seconds - reading.elapsed_seconds);
        }
    }
}

/// A clock that runs on has used its target at its deadline, is not late then, and is late a second of open time later.
#[test]
fn at_the_deadline_all_is_used_and_nothing_is_late() {
    let (desk, office) = (desk(RULES), office());
    let mut count = 0;
    for life in lives() {
        let now = life.last().unwrap().0;
        for reading in read(&desk, &life, now).into_iter().filter(|reading| reading.state == ClockState::Running) {
            let due = reading.due.unwrap();
            let same = |at: Timestamp| {
                let found = read(&desk, &life, at);
                let is_same = |other: &&Reading| {
                    (other.class, other.clock, other.cycle) == (reading.class, reading.clock, reading.cycle)
                };
                found.iter().find(is_same).unwrap().clone()
            };
            let at_due = same(due);
            assert_eq!((at_due.elapsed_seconds, at_due.state), (reading.goal_seconds, ClockState::Running), "{life:?}");
            let after = same(office.add(due, 1).unwrap());
            assert_eq!((after.elapsed_seconds, after.state), (reading.goal_seconds + 1, ClockState::MissedOpen));
            assert_eq!(after.breach.unwrap().at, due);
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}
