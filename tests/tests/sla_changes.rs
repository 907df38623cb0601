//! What clauses of an SLA ask of an event: `changed`, `changed_to`, `changed_from`, `previous`, in every clause, of every kind of
//! event. All instants are worked out by hand: the ticket is made at 08:00, and its status becomes `parts` at 08:30 and nothing
//! else until it is looked at at 09:30; the first answer is due at 09:00, the resolution at 12:00.

use serde_json::{Value as Json, json};
use tierline::{Desk, Reading, Request, Ticket, Timestamp, Value};
use tierline_model::{Map, reading::ClockState};
use tierline_tests::desk;

/// Conditions that hold at the change of the status, and at nothing else that happens.
const HOLD: [&str; 4] = [
    r#"changed("status")"#,
    r#"changed_to("status", "parts")"#,
    r#"changed_from("status", "fresh")"#,
    r#"previous("status") == "fresh""#,
];

/// Conditions that hold at nothing that happens.
const MISS: [&str; 5] = [
    r#"changed("service")"#,
    r#"changed_to("status", "fresh")"#,
    r#"changed_from("status", "parts")"#,
    r#"previous("status") == "parts""#,
    r#"previous("service") == "lift""#,
];

/// The clauses, and what the clock that each is about has come to at 09:30: its state, cycle and end, and its deadline.
const CLAUSES: [(&str, &str); 5] = [
    ("reset when CONDITION for resolve", "resolution running cycle 2 due 2026-04-06T12:30:00Z"),
    ("stop when CONDITION for resolve", "resolution met cycle 1 stopped 2026-04-06T08:30:00Z"),
    ("cancel when CONDITION for resolve", "resolution cancelled cycle 1 stopped 2026-04-06T08:30:00Z"),
    ("pause when CONDITION for resolve\n    resume when false for resolve", "resolution paused cycle 1 used 1800"),
    ("answer when CONDITION", "first_response met cycle 1 stopped 2026-04-06T08:30:00Z"),
];

/// What the clock of a clause reads at 09:30 where its condition has never held.
fn untouched(clause: &str) -> &'static str {
    match clause.starts_with("answer") {
        true => "first_response missed_open cycle 1 due 2026-04-06T09:00:00Z",
        false => "resolution running cycle 1 due 2026-04-06T12:00:00Z",
    }
}

/// A condition as it stands in a clause, and the helpers that it takes: as it is, in a helper that is written out, and in one
/// that takes a script, itself called by another.
fn written(condition: &str) -> [(String, String); 3] {
    let helper = format!("fn moved() {{ {condition} }}\n");
    let script = format!("fn found() {{ let held = {condition}; held }}\nfn moved() {{ let held = found(); held }}\n");
    [(condition.to_owned(), String::new()), ("moved()".to_owned(), helper), ("moved()".to_owned(), script)]
}

fn rules(clause: &str, condition: &str, helpers: &str) -> String {
    let clause = clause.replace("CONDITION", condition);
    format!(
        "{helpers}calendar \"round\" {{\n    timezone \"UTC\"\n    mon..sun 00:00 - 24:00\n}}\n\
         sla \"mill\" {{\n    calendar \"round\"\n    respond within 1 hour\n    resolve within 4 hours\n    {clause}\n}}\n"
    )
}

/// The request at 09:30, by how the change of the status is told.
fn histories() -> [(&'static str, Json); 5] {
    let created =
        json!({"kind": "created", "author": "requester", "at": "2026-04-06T08:00:00Z", "set": {"status": "fresh"}});
    let note =
        json!({"kind": "updated", "at": "2026-04-06T08:20:00Z", "set": {"subject": "b"}, "before": {"subject": "a"}});
    let later = json!({"kind": "message", "author": "requester", "at": "2026-04-06T08:45:00Z"});
    let both = json!({"kind": "updated", "at": "2026-04-06T08:30:00Z", "set": {"status": "parts"}, "before": {"status": "fresh"}});
    let set = json!({"kind": "updated", "at": "2026-04-06T08:30:00Z", "set": {"status": "parts"}});
    let before = json!({"kind": "updated", "at": "2026-04-06T08:30:00Z", "before": {"status": "fresh"}});
    let bare = json!({"kind": "updated", "at": "2026-04-06T08:30:00Z"});
    let ticket = json!({"status": "parts", "subject": "b"});
    let now = "2026-04-06T09:30:00Z";
    let told = |events: Json| json!({"ticket": ticket, "history": events, "now": now});
    [
        ("`set` and `before` in the history", told(json!([created, note, both, later]))),
        ("`set` alone in the history", told(json!([created, note, set, later]))),
        ("`before` alone, of the last event", told(json!([created, note, before]))),
        ("neither, of the last event", told(json!([created, note, bare]))),
        (
            "`before` of the event that the desk is asked about",
            json!({"ticket": ticket, "event": before, "history": [created, note], "now": now}),
        ),
    ]
}

/// The reading of a clock in a few words.
fn spoken(readings: &[Reading], clock: &str) -> String {
    let reading = readings.iter().rfind(|reading| reading.clock.name() == clock).unwrap();
    let end = match (reading.state, reading.stopped_at, reading.due) {
        (ClockState::Paused, ..) => format!("used {}", reading.elapsed_seconds),
        (_, Some(stopped), _) => format!("stopped {stopped}"),
        (_, None, Some(due)) => format!("due {due}"),
        (_, None, None) => "neither".to_owned(),
    };
    format!("{clock} {} cycle {} {end}", reading.state.name(), reading.cycle)
}

fn evaluated(desk: &Desk, request: &Json) -> Vec<Reading> {
    let answer = desk.evaluate(desk.read_request(request.clone(), None).unwrap());
    assert_eq!(answer.faults, []);
    answer.readings
}

fn clock_of(clause: &str) -> &'static str {
    if clause.starts_with("answer") { "first_response" } else { "resolution" }
}

#[test]
fn every_function_holds_in_every_clause_at_the_event_that_changes_the_field() {
    for (clause, wanted) in CLAUSES {
        for (condition, helpers) in HOLD.into_iter().flat_map(written) {
            let desk = desk(&rules(clause, &condition, &helpers));
            for (how, request) in histories() {
                let found = spoken(&evaluated(&desk, &request), clock_of(clause));
                assert_eq!(found, wanted, "{clause}, {condition}, {helpers}, {how}");
            }
        }
    }
}

#[test]
fn no_function_holds_in_any_clause_at_another_event() {
    for (clause, _) in CLAUSES {
        for (condition, helpers) in MISS.into_iter().flat_map(written) {
            let desk = desk(&rules(clause, &condition, &helpers));
            for (how, request) in histories() {
                let found = spoken(&evaluated(&desk, &request), clock_of(clause));
                assert_eq!(found, untouched(clause), "{clause}, {condition}, {helpers}, {how}");
            }
        }
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-04-06T{text}Z")).unwrap()
}

fn event(kind: &str, set: Json) -> Map {
    let event = json!({"kind": kind, "author": "requester", "set": set});
    let Value::Map(event) = Value::from_json(event).unwrap() else { panic!() };
    event
}

/// Each change of the status begins another cycle, and the one before it does not stand in its way: not where a helper
/// asks, and neither where that takes a script.
#[test]
fn one_change_right_after_another_is_another() {
    for (condition, helpers) in written(HOLD[0]) {
        let desk = desk(&rules(CLAUSES[0].0, &condition, &helpers));
        let mut replay = desk.replay(Request::new(Ticket::default(), at("08:00:00")));
        replay.event(at("08:00:00"), event("created", json!({"status": "fresh"})));
        replay.event(at("08:30:00"), event("updated", json!({"status": "parts"})));
        let answer = replay.event(at("08:50:00"), event("updated", json!({"status": "fresh"})));
        let wanted = "resolution running cycle 3 due 2026-04-06T12:50:00Z";
        assert_eq!(spoken(&answer.readings, "resolution"), wanted, "{helpers}");
        // Nothing is changed by time, nor by what is set to what it is.
        replay.until(at("10:00:00"));
        replay.event(at("10:00:00"), event("updated", json!({"status": "fresh"})));
        let answer = replay.look(at("11:00:00"));
        assert_eq!(spoken(&answer.readings, "resolution"), wanted, "{helpers}");
    }
}

/// What a rule writes at an event changes the ticket there and then, and is told of as an event of its own from then on; what
/// one writes at the creation belongs to it, and changes nothing.
#[test]
fn what_rules_write_changes_the_ticket_as_an_event_does() {
    let more = "stage triage\nrule \"parts\" {\n    when event.kind == \"message\" && ticket.status != \"parts\"\n    then { set_status(\"parts\"); }\n}\n\
         rule \"fresh\" {\n    when event.kind == \"created\"\n    then { set_status(\"fresh\"); }\n}\n";
    for (clause, wanted) in CLAUSES {
        for condition in HOLD {
            let desk = desk(&format!("{}{more}", rules(clause, condition, "")));
            let mut replay = desk.replay(Request::new(Ticket::default(), at("08:00:00")));
            let answer = replay.event(at("08:00:00"), event("created", json!({"status": "made"})));
            assert_eq!(spoken(&answer.readings, "resolution"), untouched("reset"), "{clause}, {condition}");
            replay.event(at("08:30:00"), event("message", json!({})));
            let answer = replay.look(at("09:30:00"));
            assert_eq!(spoken(&answer.readings, clock_of(clause)), wanted, "{clause}, {condition}");
        }
    }
}

/// A few numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[usize::try_from(self.0 >> 33).unwrap() % words.len()]
    }
}

/// A rule fires at an event, and the same condition begins another cycle there: as often the one as the other.
#[test]
fn an_sla_reads_the_changes_that_a_rule_reads() {
    const STATUS: [&str; 3] = ["fresh", "parts", "away"];
    let mut fired = 0;
    for (number, condition) in
        HOLD.into_iter().chain(MISS).chain([r#"changed("form.start") || changed("requester.site")"#]).enumerate()
    {
        let field = "field \"form.start\" text\n";
        let rule = format!("stage triage\nrule \"it\" {{\n    when {condition}\n    then {{ comment(\"!\"); }}\n}}\n");
        let desk = desk(&format!("{field}{}{rule}", rules(CLAUSES[0].0, condition, "")));
        for seed in 0..40 {
            let mut dice = Dice(seed * 100 + number as u64);
            let request = json!({"ticket": {"requester": {"site": "home"}}, "now": "2026-04-06T08:00:00Z"});
            let mut replay = desk.replay(desk.read_request(request, None).unwrap());
            replay.event(at("08:00:00"), event("created", json!({"status": dice.of(&STATUS), "service": "lift"})));
            let mut cycles = 1;
            for minute in 1..9 {
                let set = match dice.of(&["status", "status", "service", "form", "requester"]) {
                    "form" => json!({"form": {dice.of(&["start", "end"]): dice.of(&STATUS)}}),
                    "requester" => json!({"requester": {dice.of(&["site", "language"]): dice.of(&STATUS)}}),
                    "service" => json!({"service": dice.of(&["lift", "crane"]), "status": dice.of(&STATUS)}),
                    field => json!({field: dice.of(&STATUS)}),
                };
                let answer = replay.event(at(&format!("08:0{minute}:00")), event("updated", set));
                cycles += u32::try_from(answer.effects.len()).unwrap();
                fired += answer.effects.len();
                assert_eq!(
                    answer.readings.last().unwrap().cycle,
                    cycles,
                    "{condition}, {:?}",
                    replay.request().history
                );
            }
            // The history alone says the same, and the same again where nobody says what was before.
            let answer = replay.look(at("08:30:00"));
            assert_eq!(answer.readings.last().unwrap().cycle, cycles);
            let mut request = replay.request().clone();
            request.history.iter_mut().for_each(|event| drop(event.remove("before")));
            assert_eq!(desk.evaluate(request).readings.last().unwrap().cycle, cycles, "{condition}");
        }
    }
    assert!(fired > 400, "{fired}");
}
