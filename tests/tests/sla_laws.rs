//! Laws of the clocks, on calendars and events made at random in many zones.

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use tierline::{Desk, Timestamp};
use tierline_tests::desk;

const ZONES: [&str; 14] = [
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
];

/// A desk with one calendar and one SLA, and when the ticket is created.
#[derive(Clone, Debug)]
struct Setting {
    zone: &'static str,
    /// Open minutes of weekdays and of weekends, as two intervals each.
    weekdays: [u32; 4],
    weekend: bool,
    holiday: u32,
    target_minutes: i64,
    /// Minutes after the first of October 2025, when many zones change their clocks soon.
    created: i64,
    /// Pauses: minutes after the one before, and how long.
    pauses: Vec<(i64, i64)>,
}

fn settings() -> impl Strategy<Value = Setting> {
    let hours = (0u32..600, 30u32..400, 1u32..120, 20u32..300);
    let hours = hours.prop_map(|(open, long, gap, again)| {
        [open, open + long, open + long + gap, (open + long + gap + again).min(1440)]
    });
    let pauses = vec((0i64..3_000, 0i64..3_000), 0..5);
    (0..ZONES.len(), hours, any::<bool>(), 1u32..29, 1i64..4_000, 0i64..100_000, pauses).prop_map(
        |(zone, weekdays, weekend, holiday, target_minutes, created, pauses)| Setting {
            zone: ZONES[zone],
            weekdays,
            weekend,
            holiday,
            target_minutes,
            created,
            pauses,
        },
    )
}

impl Setting {
    fn rules(&self, more: &str) -> String {
        let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let [a, b, c, d] = self.weekdays.map(time);
        let weekend = if self.weekend { format!("sat..sun {a} - {b}") } else { "sat..sun closed".to_owned() };
        format!(
            "calendar \"c\" {{\n timezone \"{}\"\n mon..fri {a} - {b}, {c} - {d}\n {weekend}\n holiday \"2025-10-{:02}\"\n covers 2025 to 2027\n}}\n\
             sla \"s\" {{\n calendar \"c\"\n resolve within {} minutes\n pause while ticket.status == \"waiting\"\n{more}\n}}\n",
            self.zone, self.holiday, self.target_minutes
        )
    }

    fn created(&self) -> Timestamp {
        minutes(start(), self.created)
    }

    /// The instants at which it is held up and goes on.
    fn spans(&self) -> Vec<(Timestamp, Timestamp)> {
        let mut at = self.created();
        let span = |(after, long): &(i64, i64)| {
            let from = minutes(at, *after);
            at = minutes(from, *long);
            (from, at)
        };
        self.pauses.iter().map(span).collect()
    }
}

fn start() -> Timestamp {
    Timestamp::parse("2025-10-01T00:00:00Z").unwrap()
}

fn minutes(from: Timestamp, minutes: i64) -> Timestamp {
    Timestamp::from_second(from.second() + minutes * 60)
}

/// Events of a ticket that is held up in these spans.
fn history(created: Timestamp, spans: &[(Timestamp, Timestamp)]) -> Vec<serde_json::Value> {
    let status =
        |at: Timestamp, status: &str| serde_json::json!({"kind": "updated", "at": at, "set": {"status": status}});
    let first = serde_json::json!({"kind": "created", "at": created, "set": {"status": "open"}});
    let held = spans.iter().flat_map(|(from, to)| [status(*from, "waiting"), status(*to, "open")]);
    [first].into_iter().chain(held).collect()
}

/// The reading of the ticket's clock after these events, as JSON.
fn reading(desk: &Desk, history: &[serde_json::Value], now: Timestamp) -> serde_json::Value {
    let request = serde_json::json!({"ticket": {"status": "open"}, "history": history, "now": now});
    let answer = desk.evaluate(desk.read_request(request, None).unwrap());
    assert_eq!(answer.faults, []);
    let [only] = answer.readings.as_slice() else { panic!("{:?}", answer.readings) };
    serde_json::to_value(only).unwrap()
}

fn due(reading: &serde_json::Value) -> Timestamp {
    Timestamp::parse(reading["due"].as_str().unwrap()).unwrap()
}

/// Runs a law on settings made at random, the same on every machine.
fn law(cases: u32, test: impl Fn(Setting) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    TestRunner::new_with_rng(config, random).run(&settings(), test).unwrap();
}

fn last(setting: &Setting) -> Timestamp {
    setting.spans().last().map_or(setting.created(), |(_, to)| *to)
}

#[test]
fn more_pause_never_brings_a_deadline_forward() {
    law(150, |setting| {
        let desk = desk(&setting.rules(""));
        let spans = setting.spans();
        let now = minutes(last(&setting), 500);
        let before = due(&reading(&desk, &history(setting.created(), &spans), now));
        let mut longer = spans.clone();
        if let Some((_, to)) = longer.last_mut() {
            *to = minutes(*to, 400);
        }
        let after = due(&reading(&desk, &history(setting.created(), &longer), now));
        prop_assert!(after >= before, "{after} {before}");
        Ok(())
    });
}

#[test]
fn splitting_a_pause_in_two_changes_nothing() {
    law(150, |setting| {
        let desk = desk(&setting.rules(""));
        let spans = setting.spans();
        let half = |(from, to): &(Timestamp, Timestamp)| {
            let middle = Timestamp::from_second((from.second() + to.second()) / 2);
            [(*from, middle), (middle, *to)]
        };
        let halves: Vec<_> = spans.iter().flat_map(half).collect();
        let now = last(&setting);
        let whole = reading(&desk, &history(setting.created(), &spans), now);
        prop_assert_eq!(whole, reading(&desk, &history(setting.created(), &halves), now));
        Ok(())
    });
}

#[test]
fn replaying_a_prefix_and_then_the_rest_is_replaying_all() {
    law(150, |setting| {
        let desk = desk(&setting.rules(" respond within 30 minutes\n reply within 45 minutes"));
        let at = setting.created();
        let mut replay = desk.replay(desk.read_ticket(serde_json::json!({"status": "open"}), at).unwrap());
        let mut answer = replay.created(at);
        let mut told = vec![serde_json::json!({"kind": "created", "at": at, "author": "requester"})];
        for (from, to) in setting.spans() {
            let events = [
                (
                    from,
                    serde_json::json!({"kind": "message", "author": "agent", "public": true, "set": {"status": "waiting"}}),
                ),
                (to, serde_json::json!({"kind": "message", "author": "requester", "set": {"status": "open"}})),
            ];
            for (at, event) in events {
                let tierline::Value::Map(map) = tierline::Value::from_json(event.clone()).unwrap() else {
                    unreachable!()
                };
                replay.until(at);
                answer = replay.event(at, map);
                let mut event = event;
                event["at"] = serde_json::json!(at);
                told.push(event);
            }
        }
        told[0]["set"] = serde_json::json!({"status": "open"});
        let request = serde_json::json!({"ticket": {"status": "open"}, "history": told, "now": answer.now});
        let at_once = desk.evaluate_with_trace(desk.read_request(request, None).unwrap());
        prop_assert_eq!(&answer.readings, &at_once.readings);
        Ok(())
    });
}

#[test]
fn retroactive_is_keep_elapsed_while_the_calendar_stays() {
    law(150, |setting| {
        let rules = |rule: &str| {
            let targets =
                format!(" resolve within {} minutes when ticket.priority == \"P1\"", setting.target_minutes / 2 + 1);
            let base = setting.rules(&format!(" on priority change {rule}"));
            base.replacen(" resolve within", &format!("{targets}\n resolve within"), 1)
        };
        let spans = setting.spans();
        let mut events = history(setting.created(), &spans);
        let changed = minutes(setting.created(), setting.target_minutes / 3);
        events.push(serde_json::json!({"kind": "updated", "at": changed, "set": {"priority": "P1"}, "before": {"priority": "P3"}}));
        let now = minutes(last(&setting).max(changed), 10);
        let of = |rule: &str| {
            let request =
                serde_json::json!({"ticket": {"status": "open", "priority": "P1"}, "history": events, "now": now});
            let desk = desk(&rules(rule));
            let reading = desk.evaluate(desk.read_request(request, None).unwrap()).readings.remove(0);
            (reading.due, reading.elapsed_seconds, reading.paused_seconds, reading.breach)
        };
        prop_assert_eq!(of("retroactive"), of("keep elapsed"));
        Ok(())
    });
}

/// The deadline by counting seconds one after the other, on a calendar that is asked of each whether it is open.
fn counted(desk: &Desk, setting: &Setting) -> Timestamp {
    let spans = setting.spans();
    let is_held = |at: Timestamp| spans.iter().any(|(from, to)| *from <= at && at < *to);
    let mut left = setting.target_minutes;
    let mut at = setting.created();
    // All boundaries are whole minutes in zones whose clocks change by whole minutes.
    while left > 0 {
        if !is_held(at) && desk.is_open("c", at).unwrap() {
            left -= 1;
        }
        at = minutes(at, 1);
    }
    at
}

#[test]
fn counting_minute_by_minute_agrees() {
    law(120, |setting| {
        let desk = desk(&setting.rules(""));
        let expected = counted(&desk, &setting);
        let now = last(&setting);
        prop_assert_eq!(due(&reading(&desk, &history(setting.created(), &setting.spans()), now)), expected);
        Ok(())
    });
}
