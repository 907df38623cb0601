//! What a request says in two ways that cannot both be: refused, or one side counts and a fault names the other.

use serde_json::{Value as Json, json};
use tierline::Desk;
use tierline_tests::desk;

/// Six hours of an office that is open from nine to five, held up while the ticket waits.
fn office(target: &str) -> Desk {
    desk(&format!(
        "calendar \"office\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}}\nsla \"s\" {{\n    calendar \"office\"\n    {target}\n    pause while ticket.status == \"waiting\"\n}}\n"
    ))
}

fn hours() -> Desk {
    office("resolve within 6 hours")
}

/// Monday, at this time of day.
fn at(time: &str) -> String {
    format!("2026-11-23T{time}:00Z")
}

fn created(set: Json) -> Json {
    json!({"kind": "created", "at": at("09:00"), "author": "requester", "set": set})
}

fn event(time: &str, kind: &str, set: Json) -> Json {
    json!({"kind": kind, "at": at(time), "set": set})
}

/// What the clocks of a ticket read at three o'clock: the first one, and all faults as `rule: code`.
fn read(desk: &Desk, ticket: Json, history: Json) -> (Json, Vec<String>) {
    let request = json!({"ticket": ticket, "history": history, "now": at("15:00")});
    let deadlines = desk.deadlines(desk.read_request(request, None).unwrap(), false);
    let told = deadlines.faults.iter().map(|fault| format!("{}: {}", fault.rule, fault.code)).collect();
    (serde_json::to_value(deadlines.readings.first()).unwrap(), told)
}

/// The codes of the faults of an answer about a request.
fn faults(desk: &Desk, request: Json) -> Vec<String> {
    let answer = desk.evaluate(desk.read_request(request, None).unwrap());
    answer.faults.iter().map(|fault| format!("{}: {}", fault.rule, fault.code)).collect()
}

/// Why a request is refused.
fn refused(request: Json) -> String {
    let desk =
        desk("field \"rank\" integer\nstage triage\nrule \"r\" { when changed(\"rank\") then { flag(\"r\"); } }\n");
    let text = desk.read_request_text(&request.to_string(), None).unwrap_err().to_string();
    // Read in one pass or part by part, a request is refused for the same reason.
    assert_eq!(desk.read_request(request, None).unwrap_err().to_string(), text);
    text
}

#[test]
fn the_dates_of_a_ticket_tell_of_the_end_that_its_history_leaves_out() {
    // Nobody says anything of the status before the end: from nine to two o'clock are five hours.
    let history =
        json!([{"kind": "created", "at": at("09:00")}, {"kind": "message", "at": at("10:00"), "author": "agent"}]);
    let ticket = json!({"status": "resolved", "resolved_at": at("14:00")});
    let (clock, told) = read(&hours(), ticket, history.clone());
    assert_eq!((&clock["stopped_at"], &clock["elapsed_seconds"]), (&json!(at("14:00")), &json!(18_000)));
    assert_eq!(told, [""; 0]);
    // Closed without having been resolved.
    let (clock, told) = read(&hours(), json!({"status": "closed", "closed_at": at("13:00")}), history.clone());
    assert_eq!((&clock["stopped_at"], told.len()), (&json!(at("13:00")), 0));
    // A date before all that happened tells nothing. What nobody tells of has always been so: no clock runs.
    let (clock, told) =
        read(&hours(), json!({"status": "resolved", "resolved_at": "2026-11-20T12:00:00Z"}), history.clone());
    assert_eq!((clock, told.len()), (Json::Null, 0));
    assert_eq!(read(&hours(), json!({"status": "closed"}), history), (Json::Null, vec![]));
    // The last word is that it came back, at noon: only a date behind it tells of the end.
    let back = json!({"kind": "reopened", "at": at("12:00")});
    let history = json!([created(json!({})), {"kind": "resolved", "at": at("10:00")}, back]);
    let resolved = |time: &str| json!({"status": "resolved", "resolved_at": at(time)});
    assert_eq!(read(&hours(), resolved("10:00"), history.clone()).1, ["ticket.status: end-untold"]);
    let (clock, told) = read(&hours(), resolved("14:00"), history);
    assert_eq!((&clock["stopped_at"], told.len()), (&json!(at("14:00")), 0));
}

#[test]
fn the_last_word_of_the_history_and_the_ticket_are_held_to_each_other() {
    let made = || created(json!({"status": "open"}));
    // It was resolved at two o'clock, says the ticket, and the history knows of no end.
    let ticket = json!({"status": "resolved", "resolved_at": at("14:00")});
    let (clock, told) = read(&hours(), ticket, json!([made()]));
    assert_eq!((&clock["state"], &clock["stopped_at"]), (&json!("met"), &json!(at("14:00"))));
    assert_eq!(told, ["history, event 1, set.status: history-against-ticket"]);
    // Open, says the ticket, and it is nowhere said that it came back: it counts from the last event on.
    let waits = event("10:00", "updated", json!({"status": "waiting"}));
    let (clock, told) = read(&hours(), json!({"status": "open"}), json!([made(), waits]));
    assert_eq!((&clock["state"], &clock["due"]), (&json!("running"), &json!(at("15:00"))));
    assert_eq!(told, ["history, event 2, set.status: history-against-ticket"]);
    // Events stand in any order, and the last word is the latest.
    let back = event("12:00", "updated", json!({"status": "open"}));
    let waits = event("10:00", "updated", json!({"status": "waiting"}));
    let (clock, told) = read(&hours(), json!({"status": "open"}), json!([back, made(), waits]));
    assert_eq!((&clock["due"], told.len()), (&json!(at("17:00")), 0));
    // `before` says that the field changed, and the ticket to what.
    let back = json!({"kind": "updated", "at": at("12:00"), "before": {"status": "waiting"}});
    let waits = event("10:00", "updated", json!({"status": "waiting"}));
    let (clock, told) = read(&hours(), json!({"status": "open"}), json!([made(), waits, back]));
    assert_eq!((&clock["due"], told.len()), (&json!(at("17:00")), 0));
}

/// What an event may have changed that says nothing of it is as the ticket has it.
#[test]
fn events_that_say_little_contradict_nothing() {
    let made = || created(json!({"status": "open"}));
    for kind in ["resolved", "updated"] {
        let history = json!([made(), {"kind": kind, "at": at("12:00")}]);
        let (clock, told) = read(&hours(), json!({"status": "resolved"}), history);
        assert_eq!((&clock["stopped_at"], told.len()), (&json!(at("12:00")), 0), "{kind}");
        let request =
            json!({"ticket": {"status": "resolved"}, "event": {"kind": kind}, "history": [made()], "now": at("15:00")});
        assert_eq!(faults(&hours(), request), [""; 0], "{kind}");
    }
}

#[test]
fn fields_are_held_to_the_history_as_far_as_clocks_look_at_them() {
    let by_priority = office("resolve within 2 hours when ticket.priority == \"P1\"\n    resolve within 6 hours");
    let (ticket, made) = (json!({"priority": "P1", "category": "b"}), json!({"priority": "P3", "category": "a"}));
    let (_, told) = read(&by_priority, ticket.clone(), json!([created(made.clone())]));
    assert_eq!(told, ["history, event 1, set.priority: history-against-ticket"]);
    assert_eq!(read(&hours(), ticket, json!([created(made)])).1, [""; 0]);
    // A queue matters to whoever must not have it for too long, and a date to who promised it.
    let (front, wires) = (json!({"queue": "front"}), json!({"queue": "wires"}));
    assert_eq!(read(&hours(), wires.clone(), json!([created(front.clone())])).1, [""; 0]);
    let owned = desk(
        "calendar \"office\" {\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}\nsla \"s\" {\n    class ola\n    calendar \"office\"\n    own within 6 hours\n}\n",
    );
    let (_, told) = read(&owned, wires, json!([created(front)]));
    assert_eq!(told, ["history, event 1, set.queue: history-against-ticket"]);
    let promised = office("resolve by ticket.due_at");
    let due = |time: &str| json!({"due_at": at(time)});
    let (_, told) = read(&promised, due("16:00"), json!([created(due("12:00"))]));
    assert_eq!(told, ["history, event 1, set.due_at: history-against-ticket"]);
    // The same instant in another offset is the same.
    let (_, told) = read(&promised, due("16:00"), json!([created(json!({"due_at": "2026-11-23T17:00:00+01:00"}))]));
    assert_eq!(told, [""; 0]);
    // What the engine says of its clocks changes though no event says so.
    let named = office("resolve within 2 hours when ticket.sla == \"s\"\n    resolve within 6 hours");
    assert_eq!(read(&named, json!({"sla": "s"}), json!([created(json!({"sla": "t"}))])).1, [""; 0]);
    // A record that was set as a whole says nothing for sure of its fields.
    let gold = office("resolve within 2 hours when requester.tier == \"gold\"\n    resolve within 6 hours");
    let made = created(json!({"requester": {"tier": "gold"}}));
    let ticket = |tier: &str| json!({"requester": {"tier": tier}});
    assert_eq!(read(&gold, ticket("none"), json!([made.clone()])).1.len(), 1);
    let gone = event("10:00", "updated", json!({"requester": null}));
    assert_eq!(read(&gold, ticket("none"), json!([made, gone])).1, [""; 0]);
}

#[test]
fn what_lies_after_now_has_not_happened() {
    let later = "2026-11-24T09:00:00Z";
    let told = |ticket: Json| read(&hours(), ticket, json!([])).1;
    assert_eq!(told(json!({"created_at": later})), ["ticket.created_at: date-to-come"]);
    assert_eq!(
        told(json!({"created_at": at("09:00"), "resolved_at": later, "status": "resolved"})),
        ["ticket.resolved_at: date-to-come"]
    );
    assert_eq!(told(json!({"created_at": at("15:00")})), [""; 0]);
    // With and without anything owed.
    let request = json!({"ticket": {"created_at": later}, "now": at("15:00")});
    assert_eq!(faults(&hours(), request.clone()), ["ticket.created_at: date-to-come"]);
    assert_eq!(
        faults(&desk("stage triage\nrule \"r\" { then { flag(\"r\"); } }\n"), request),
        ["ticket.created_at: date-to-come"]
    );
    // An event before the creation that the ticket tells of: it counts from there.
    let (clock, told) =
        read(&hours(), json!({"created_at": at("11:00")}), json!([event("10:00", "message", json!({}))]));
    assert_eq!(
        (&clock["started_at"], told),
        (&json!(at("10:00")), vec!["ticket.created_at: event-before-creation".to_owned()])
    );
}

#[test]
fn an_event_is_held_to_the_ticket_after_it() {
    let desk =
        desk("field \"rank\" integer\nstage triage\nrule \"r\" { when changed(\"rank\") then { flag(\"r\"); } }\n");
    let told = |ticket: Json, event: Json, history: Json| {
        faults(&desk, json!({"ticket": ticket, "event": event, "history": history, "now": at("15:00")}))
    };
    let set = |set: Json| json!({"kind": "updated", "set": set});
    assert_eq!(told(json!({"rank": 4}), set(json!({"rank": 5})), json!([])), ["event.set.rank: event-against-ticket"]);
    assert_eq!(
        told(json!({"rank": 4}), set(json!({"rank": null})), json!([])),
        ["event.set.rank: event-against-ticket"]
    );
    let (gold, silver) =
        (json!({"requester": {"tier": "gold"}}), json!({"requester": {"tier": "silver", "vip": true}}));
    assert_eq!(told(silver, set(gold.clone()), json!([])), ["event.set.requester.tier: event-against-ticket"]);
    assert_eq!(told(json!({}), set(gold), json!([])), ["event.set.requester.tier: event-against-ticket"]);
    // What agrees in whatever way it is written, and what was overtaken by a later event, is none.
    let alike =
        json!({"tags": ["b", "a"], "vip": null, "due_at": "2026-11-24T10:00:00+01:00", "requester": {"vip": false}});
    assert_eq!(told(json!({"tags": ["a", "b"], "due_at": "2026-11-24T09:00:00Z"}), set(alike), json!([])), [""; 0]);
    let late = json!({"kind": "updated", "at": at("10:00"), "set": {"rank": 5}});
    let after = event("11:00", "updated", json!({"rank": 4}));
    assert_eq!(told(json!({"rank": 4}), late, json!([after])), [""; 0]);
}

#[test]
fn what_cannot_be_by_itself_is_refused_by_its_own_name() {
    let now = at("15:00");
    let of_event = |event: Json| refused(json!({"ticket": {"rank": 4}, "event": event, "now": now}));
    assert_eq!(
        of_event(json!({"kind": "updated", "before": {"rank": "four"}})),
        "`event.before.rank` must be a whole number, not text (\"four\")"
    );
    assert_eq!(
        of_event(json!({"kind": "updated", "set": {"requester": {"vip": 1}}})),
        "`event.set.requester.vip` must be true or false, not a whole number (1)"
    );
    let past = json!({"kind": "updated", "at": now, "set": {"rank": "four"}});
    assert_eq!(
        refused(json!({"ticket": {}, "history": [past], "now": now})),
        "history, event 1: `event.set.rank` must be a whole number, not text (\"four\")"
    );
    let of_roster = |roster: Json| refused(json!({"ticket": {}, "roster": roster, "now": now}));
    let team = json!({"id": "nights", "queues": ["bench"]});
    let amy = |teams: Json| json!({"id": "amy", "teams": teams});
    assert_eq!(
        of_roster(json!({"teams": [team], "agents": [amy(json!(["night"]))]})),
        "`roster`: agent \"amy\": there is no team \"night\"; did you mean \"nights\"?"
    );
    assert_eq!(
        of_roster(json!({"teams": [team, team], "agents": [amy(json!([])), amy(json!([]))]})),
        "`roster`: there are two teams with the id \"nights\"; there are two agents with the id \"amy\""
    );
    let backwards = json!({"id": "amy", "shifts": [{"from": at("15:00"), "to": at("09:00")}]});
    assert_eq!(
        of_roster(json!({"agents": [backwards]})),
        format!("`roster`: agent \"amy\": the shift from {} ends before it begins", at("15:00"))
    );
}

#[test]
fn rosters_that_can_be_are_taken() {
    let desk = desk("stage triage\nrule \"r\" { then { flag(\"r\"); } }\n");
    let rosters = [
        // Teams that nobody lists, more work than there is room for, an agent without a team, a lead and a manager from elsewhere.
        json!({"agents": [{"id": "amy", "teams": ["anywhere"]}]}),
        json!({"teams": [{"id": "t", "lead": "zoe"}], "agents": [{"id": "amy", "capacity": 1, "load": 5, "manager": "zoe"}]}),
        json!({"teams": [{"id": "amy", "queues": ["of another desk"]}], "agents": [{"id": "amy", "teams": ["amy", "amy"]}]}),
    ];
    for roster in rosters {
        assert_eq!(faults(&desk, json!({"ticket": {}, "roster": roster, "now": at("15:00")})), [""; 0], "{roster}");
    }
}
