//! Dates that somebody promised, shares of another clock and changes of target, worked out by hand: 7 September 2026 is a
//! Monday.

use tierline_tests::{ask_request, desk};

const CALENDARS: &str = r#"
field "due_on" date
field "wanted" instant
calendar "yard" {
    timezone "UTC"
    mon..fri 08:00 - 16:00
}
calendar "round" {
    timezone "UTC"
    mon..sun 00:00 - 24:00
}
calendar "los angeles" {
    timezone "America/Los_Angeles"
    mon..fri 09:00 - 17:00
}
calendar "berlin" {
    timezone "Europe/Berlin"
    mon..sun 00:00 - 24:00
}
"#;

/// Runs the tests of a desk with these calendars.
fn passes(rules: &str) {
    let desk = desk(&format!("{CALENDARS}{rules}"));
    let reports = desk.test();
    assert!(!reports.is_empty());
    for report in reports {
        assert_eq!(report.failures, [], "{}", report.test);
    }
}

/// Los Angeles is seven hours behind, Berlin two ahead until the clocks go back on Sunday, 25 October, at 03:00.
#[test]
fn a_date_is_a_day_where_the_calendar_is() {
    passes(
        r#"
sla "a" {
    when ticket.type == "close"
    calendar "los angeles"
    resolve by ticket.due_on end of day
}
sla "b" {
    when ticket.type == "open"
    calendar "los angeles"
    resolve by ticket.due_on
}
sla "c" {
    when ticket.type == "instant"
    calendar "los angeles"
    resolve by ticket.wanted end of day
}
sla "d" {
    when ticket.type == "berlin"
    calendar "berlin"
    resolve by ticket.wanted end of day
}
test "its close" {
    given ticket #{ type: "close", due_on: "2026-09-11" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-09-12T00:00:00Z"
}
test "its opening" {
    given ticket #{ type: "open", due_on: "2026-09-11" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-09-11T16:00:00Z"
}
test "a Saturday is over when Monday is" {
    given ticket #{ type: "close", due_on: "2026-09-12" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-09-15T00:00:00Z"
}
test "an instant is in a day: 02:00Z on Saturday is Friday evening there" {
    given ticket #{ type: "instant", wanted: "2026-09-12T02:00:00Z" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-09-12T00:00:00Z"
}
test "a date in a field for instants is a day, too" {
    given ticket #{ type: "instant", wanted: "2026-09-11" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-09-12T00:00:00Z"
}
test "a person says a day, as the field would" {
    given ticket #{ type: "close", due_on: "2026-09-11" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    at "2026-09-08T16:00:00Z" event #{ kind: "deadline", clock: "resolution", due: "2026-09-10", by: "iris", reason: "agreed" }
    expect clock resolution due "2026-09-11T00:00:00Z"
}
test "a person says a day, and it begins there" {
    given ticket #{ type: "open", due_on: "2026-09-11" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    at "2026-09-08T16:00:00Z" event #{ kind: "deadline", clock: "resolution", due: "2026-09-10", by: "iris", reason: "agreed" }
    expect clock resolution due "2026-09-10T16:00:00Z"
}
test "a day of 25 hours" {
    given ticket #{ type: "berlin", wanted: "2026-10-25" }
    at "2026-10-20T15:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-10-25T23:00:00Z"
}
test "it changes hands, and the day stays a day" {
    given ticket #{ type: "close", due_on: "2026-09-11" }
    at "2026-09-08T15:00:00Z" event #{ kind: "created" }
    at "2026-09-09T15:00:00Z" event #{ kind: "updated", set: #{ due_on: "2026-09-10" } }
    expect clock resolution due "2026-09-11T00:00:00Z"
}
"#,
    );
}

#[test]
fn what_is_promised_stays_and_is_seen() {
    passes(
        r#"
sla "stays" {
    when ticket.type == "stays"
    calendar "yard"
    resolve by ticket.due_at
    pause while ticket.status == "hold"
}
sla "moves" {
    when ticket.type == "moves"
    calendar "yard"
    resolve by ticket.due_at moves with pauses
    pause while ticket.status == "hold"
}
sla "out of sight" {
    when ticket.type == "hidden"
    calendar "yard"
    resolve within 4 hours
    pause while ticket.status == "hold" without credit
}
stage triage
rule "half way" { when sla.resolution.used >= 50% then { flag("half"); } }

// From Tuesday 08:00 to Thursday 08:00 sixteen hours are open: half of them on Wednesday at 08:00.
test "it is read, it is reached, it is missed" {
    given ticket #{ status: "open", type: "stays", due_at: "2026-09-10T08:00:00Z" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-08T10:00:00Z" event #{ kind: "updated", set: #{ status: "hold" } }
    expect clock resolution state "paused"
    expect clock resolution due "2026-09-10T08:00:00Z"
    expect clock resolution left 14h
    at "2026-09-09T09:00:00Z"
    expect clock resolution elapsed 2h
    expect clock resolution paused 7h
    expect clock resolution left 7h
    expect clock resolution used 56%
    at "2026-09-10T08:00:00Z"
    expect clock resolution state "paused"
    at "2026-09-10T08:00:01Z"
    expect clock resolution state "missed_open"
    expect clock resolution breached "2026-09-10T08:00:00Z"
}
test "resolved while it waits, too late" {
    given ticket #{ status: "hold", type: "stays", due_at: "2026-09-10T08:00:00Z" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-10T10:00:00Z" event #{ kind: "resolved", set: #{ status: "resolved" } }
    expect clock resolution state "missed_closed"
}
test "reopened behind its date" {
    given ticket #{ status: "open", type: "stays", due_at: "2026-09-10T08:00:00Z" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-09T08:00:00Z" event #{ kind: "resolved", set: #{ status: "resolved" } }
    at "2026-09-11T08:00:00Z" event #{ kind: "reopened", set: #{ status: "open" } }
    expect clock resolution due "2026-09-10T08:00:00Z"
    expect clock resolution breached "2026-09-11T08:00:00Z"
}
// Two hours before the new date was agreed move nothing, the two after it do: to 14:00.
test "pauses move it since it was promised" {
    given ticket #{ status: "open", type: "moves", due_at: "2026-09-10T08:00:00Z" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-08T10:00:00Z" event #{ kind: "updated", set: #{ status: "hold" } }
    expect clock resolution due ()
    at "2026-09-08T12:00:00Z" event #{ kind: "updated", set: #{ due_at: "2026-09-10T12:00:00Z" } }
    at "2026-09-08T14:00:00Z" event #{ kind: "updated", set: #{ status: "open" } }
    expect clock resolution due "2026-09-10T14:00:00Z"
    at "2026-09-09T08:00:00Z" event #{ kind: "deadline", clock: "resolution", due: "2026-09-10T10:00:00Z", by: "iris", reason: "agreed" }
    at "2026-09-09T09:00:00Z" event #{ kind: "updated", set: #{ status: "hold" } }
    expect clock resolution due ()
    at "2026-09-09T10:00:00Z" event #{ kind: "updated", set: #{ status: "open" } }
    expect clock resolution due "2026-09-10T11:00:00Z"
}
test "what nobody sees goes on, and is seen when it is late" {
    given ticket #{ status: "open", type: "hidden" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-08T11:00:00Z" event #{ kind: "updated", set: #{ status: "hold" } }
    expect clock resolution due ()
    at "2026-09-08T12:00:00Z"
    expect clock resolution state "paused"
    expect clock resolution due ()
    at "2026-09-08T12:00:01Z"
    expect clock resolution state "missed_open"
    expect clock resolution breached "2026-09-08T12:00:00Z"
    expect clock resolution due "2026-09-08T12:00:00Z"
    at "2026-09-08T14:00:00Z" event #{ kind: "updated", set: #{ status: "open" } }
    expect clock resolution due "2026-09-08T12:00:00Z"
}
"#,
    );
}

/// Tuesday 14:00: the customer's clock is the team's hours, the wall's, a date, held up.
#[test]
fn a_share_is_spent_in_the_time_of_its_clock() {
    passes(
        r#"
sla "wall" {
    when ticket.type == "wall"
    calendar "yard"
    resolve within 10 wall hours
}
sla "date" {
    when ticket.type == "date"
    calendar "round"
    resolve by ticket.due_at
    pause while ticket.status == "hold"
}
sla "held" {
    when ticket.type == "held"
    calendar "yard"
    resolve within 6 hours
    pause while ticket.status == "hold"
}
sla "team" {
    class ola
    calendar "los angeles"
    own within 50% left to resolve
    tier within 50% left to resolve of "yard" when ticket.tier == "L2"
}
sla "carrier" {
    class supplier
    supplier within 25% left to resolve
}
// Nine hours on the wall are left at 15:00: half of them end at 19:30, a quarter at 17:15; the yard is open for one.
test "the wall" {
    given ticket #{ status: "open", type: "wall", queue: "one" }
    at "2026-09-08T14:00:00Z" event #{ kind: "created" }
    at "2026-09-08T15:00:00Z" event #{ kind: "updated", set: #{ queue: "two", tier: "L2", status: "waiting-supplier" } }
    expect clock resolution due "2026-09-09T00:00:00Z"
    expect clock ownership due "2026-09-08T19:30:00Z"
    expect clock tier due "2026-09-08T15:30:00Z"
    expect clock supplier due "2026-09-08T17:15:00Z"
}
// Eighteen hours are left to the date, held up or not: half of them end at midnight.
test "a date" {
    given ticket #{ status: "hold", type: "date", queue: "one", due_at: "2026-09-09T09:00:00Z" }
    at "2026-09-08T14:00:00Z" event #{ kind: "created" }
    at "2026-09-08T15:00:00Z" event #{ kind: "updated", set: #{ queue: "two" } }
    expect clock ownership due "2026-09-09T00:00:00Z"
}
// Six hours are left on hold: three of them end on Wednesday at 10:00.
test "a clock that is held up" {
    given ticket #{ status: "hold", type: "held", queue: "one" }
    at "2026-09-08T14:00:00Z" event #{ kind: "created" }
    at "2026-09-08T15:00:00Z" event #{ kind: "updated", set: #{ queue: "two" } }
    expect clock ownership due "2026-09-09T10:00:00Z"
}
"#,
    );
}

#[test]
fn grace_and_days_belong_to_the_target_in_force() {
    passes(
        r#"
sla "patient" {
    when ticket.type == "patient"
    calendar "yard"
    resolve within 2 hours
    start after 4 hours
    on policy change keep elapsed
}
sla "hasty" {
    when ticket.type == "hasty"
    calendar "yard"
    resolve within 2 hours
    on policy change keep elapsed
}
sla "days" {
    when ticket.type == "days"
    calendar "yard"
    resolve within 1 day end of day
}
sla "wall" {
    when ticket.type == "wall"
    calendar "yard"
    resolve within 30 wall hours
    start after 2 hours
}
// Nothing is used in the four hours of grace; there are none any more.
test "out of the grace" {
    given ticket #{ status: "open", type: "patient" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    expect clock resolution due "2026-09-08T14:00:00Z"
    at "2026-09-08T09:00:00Z" event #{ kind: "updated", set: #{ type: "hasty" } }
    expect clock resolution due "2026-09-08T11:00:00Z"
    expect clock resolution elapsed 0
}
// One hour is used; the rest begins behind the grace, at 12:00.
test "into the grace" {
    given ticket #{ status: "open", type: "hasty" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-08T09:00:00Z" event #{ kind: "updated", set: #{ type: "patient" } }
    expect clock resolution elapsed 1h
    expect clock resolution due "2026-09-08T13:00:00Z"
}
// Retroactive: one day on, to the close; then 30 hours on the wall from 10:00.
test "days and hours" {
    given ticket #{ status: "open", type: "patient" }
    at "2026-09-08T08:00:00Z" event #{ kind: "created" }
    at "2026-09-08T09:00:00Z" event #{ kind: "updated", set: #{ type: "days" } }
    expect clock resolution due "2026-09-09T16:00:00Z"
    expect clock resolution elapsed 1h
    at "2026-09-08T12:00:00Z" event #{ kind: "updated", set: #{ type: "wall" } }
    expect clock resolution due "2026-09-09T16:00:00Z"
    expect clock resolution elapsed 2h
    at "2026-09-08T18:00:00Z"
    expect clock resolution elapsed 8h
}
"#,
    );
}

/// What the target alone gives follows the target, under a date set by hand.
#[test]
fn the_deadline_beside_one_set_by_hand_is_that_of_the_target_in_force() {
    let desk = desk(&format!(
        "{CALENDARS}sla \"a\" {{\n calendar \"yard\"\n resolve within 3 wall hours when ticket.priority == \"P1\"\n resolve within 6 hours\n}}\n"
    ));
    let request = r#"{"ticket": {"priority": "P4"}, "now": "2026-09-08T16:00:00Z", "history": [
        {"kind": "created", "at": "2026-09-08T15:00:00Z", "set": {"priority": "P1"}},
        {"kind": "deadline", "at": "2026-09-08T15:10:00Z", "clock": "resolution", "due": "2026-09-10T12:00:00Z", "by": "iris"},
        {"kind": "updated", "at": "2026-09-08T15:20:00Z", "set": {"priority": "P4"}}]}"#;
    let readings = ask_request(&desk, request).readings;
    let by_hand = readings[0].set_by_hand.as_ref().unwrap();
    assert_eq!(by_hand.instead_of.unwrap().to_string(), "2026-09-09T13:00:00Z");
    assert_eq!(readings[0].due.unwrap().to_string(), "2026-09-10T12:00:00Z");
}

#[test]
fn a_clock_with_a_promised_date_is_explained() {
    let desk = desk(&format!(
        "{CALENDARS}sla \"a\" {{\n calendar \"yard\"\n resolve by ticket.due_on end of day\n pause while ticket.status == \"hold\"\n}}\n"
    ));
    let request = r#"{"ticket": {"status": "hold", "due_on": "2026-09-09"}, "now": "2026-09-08T14:00:00Z", "history": [
        {"kind": "created", "at": "2026-09-08T08:00:00Z", "set": {"status": "open", "due_on": "2026-09-09"}},
        {"kind": "updated", "at": "2026-09-08T10:00:00Z", "set": {"status": "hold"}},
        {"kind": "updated", "at": "2026-09-08T12:00:00Z", "set": {"status": "open"}},
        {"kind": "updated", "at": "2026-09-08T13:00:00Z", "set": {"status": "hold"}}]}"#;
    let readings =
        desk.deadlines(desk.read_request(serde_json::from_str(request).unwrap(), None).unwrap(), true).readings;
    assert_eq!(
        tierline_wire::explain::clock_sentences(&readings[0]),
        [
            "resolution: under the customer SLA \"a\", by ticket.due_on end of day by the calendar \"yard\".",
            "It counted 2h from 2026-09-08T08:00:00Z to 2026-09-08T10:00:00Z (the ticket was created).",
            "It did not count from 2026-09-08T10:00:00Z to 2026-09-08T12:00:00Z (ticket.status became \"hold\"): 2h of open time.",
            "It counted 1h from 2026-09-08T12:00:00Z to 2026-09-08T13:00:00Z (ticket.status became \"open\").",
            "It has not counted since 2026-09-08T13:00:00Z (ticket.status became \"hold\"): 1h of open time.",
            "It went on at 2026-09-08T12:00:00Z (ticket.status became \"open\"): its deadline stayed 2026-09-09T16:00:00Z.",
            "It is paused: 3h used (37% of the way to its date), 10h left, due 2026-09-09T16:00:00Z.",
        ]
    );
}

/// Nobody owed it before the ticket, or its second cycle, began: so it is missed from then on, and in no month before.
#[test]
fn a_date_that_had_passed_is_missed_from_the_beginning_on() {
    passes(
        r#"
sla "a" {
    calendar "yard"
    resolve by ticket.due_on end of day
    reopening restarts
}
test "passed when the ticket is made" {
    given ticket #{ status: "open", due_on: "2026-09-04" }
    at "2026-09-07T10:00:00Z" event #{ kind: "created" }
    at "2026-09-07T12:00:00Z"
    expect clock resolution state "missed_open"
    expect clock resolution breached "2026-09-07T10:00:00Z"
}
test "passed when the ticket is reopened" {
    given ticket #{ status: "open", due_on: "2026-09-08" }
    at "2026-09-07T10:00:00Z" event #{ kind: "created" }
    at "2026-09-08T12:00:00Z" event #{ kind: "resolved", set: #{ status: "resolved" } }
    expect clock resolution state "met"
    at "2026-09-14T10:00:00Z" event #{ kind: "reopened", set: #{ status: "open" } }
    at "2026-09-14T11:00:00Z"
    expect clock resolution state "missed_open"
    expect clock resolution breached "2026-09-14T10:00:00Z"
}
"#,
    );
}
