//! What `changed`, `changed_to` and `previous` say of fields that lie in others, where the event names only those.

use serde_json::json;
use tierline::{Timestamp, Value};
use tierline_tests::desk;

/// Which of three rules fire on a request: `changed`, `changed_to` with what the form starts at, `previous` with what it did.
fn told_of_the_form(request: serde_json::Value) -> String {
    let rules = r#"
stage triage
rule "changed" { when changed("form.start") then { add_tag("changed"); } }
rule "to" { when changed_to("form.start", "b") then { add_tag("to"); } }
rule "from" { when previous("form.start") == "a" then { add_tag("from"); } }
"#;
    let desk = desk(rules);
    let answer = desk.evaluate(desk.read_request(request, Timestamp::parse("2026-11-23T10:00:00Z")).unwrap());
    assert_eq!(answer.faults, []);
    answer.ticket.get("tags").map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_form_that_was_replaced_changes_what_is_in_it() {
    let event = |ticket: serde_json::Value, event: serde_json::Value| {
        told_of_the_form(json!({"ticket": ticket, "event": event}))
    };
    let now = || json!({"form": {"start": "b"}});
    // There was no form.
    assert_eq!(event(now(), json!({"kind": "updated", "before": {"form": null}})), r#"["changed", "to"]"#);
    // There was another one, without a start, and the event set the whole of it.
    let whole = json!({"kind": "updated", "set": {"form": {"start": "b"}}, "before": {"form": {"end": "x"}}});
    assert_eq!(event(now(), whole), r#"["changed", "to"]"#);
    // Of a form of which only a part is named, the rest is not known to have changed.
    assert_eq!(event(now(), json!({"kind": "updated", "before": {"form": {"end": "x"}}})), "");
    // The form is gone, or has no start any more.
    let had = json!({"kind": "updated", "before": {"form": {"start": "a"}}});
    assert_eq!(event(json!({"form": {}}), had.clone()), r#"["changed", "from"]"#);
    assert_eq!(event(json!({}), had), r#"["changed", "from"]"#);
    // Neither had one.
    assert_eq!(event(json!({"form": {"end": "y"}}), json!({"kind": "updated", "before": {"form": null}})), "");
}

#[test]
fn a_requester_who_was_not_known_has_changed() {
    let rules =
        "stage triage\nrule \"r\" { when changed_to(\"requester.site\", \"leeds\") then { add_tag(\"moved\"); } }\n";
    let desk = desk(rules);
    let at = |text| Timestamp::parse(text).unwrap();
    let mut replay = desk.replay(desk.read_ticket(json!({"id": 7}), at("2026-11-23T09:00:00Z")).unwrap());
    replay.created(at("2026-11-23T09:00:00Z"));
    let map = |name: &str, value| Value::Map([(name.into(), value)].into_iter().collect());
    let set = map("requester", map("site", Value::text("leeds")));
    let event = [("kind".into(), Value::text("updated")), ("set".into(), set)].into_iter().collect();
    let answer = replay.event(at("2026-11-23T10:00:00Z"), event);
    assert_eq!(answer.ticket["tags"].to_string(), r#"["moved"]"#);
    let event = replay.request().history.iter().find(|event| event.contains_key("before")).unwrap();
    assert_eq!(event["before"].to_string(), r#"#{ requester: #{ site: () } }"#);
}

/// In clauses of SLAs, whether the history tells what was before or shows it.
#[test]
fn clauses_see_what_is_in_a_form_that_was_replaced() {
    let rules = "calendar \"round\" {\n    timezone \"UTC\"\n    mon..sun 00:00 - 24:00\n}\nsla \"mill\" {\n    calendar \"round\"\n    resolve within 4 hours\n    stop when changed(\"form.start\") for resolve\n}\n";
    let desk = desk(rules);
    let created = json!({"kind": "created", "at": "2026-04-06T08:00:00Z", "set": {"form": {"end": "x"}}});
    for before in [json!({}), json!({"before": {"form": {"end": "x"}}})] {
        let mut change = json!({"kind": "updated", "at": "2026-04-06T08:30:00Z", "set": {"form": {"start": "b"}}});
        change.as_object_mut().unwrap().extend(before.as_object().unwrap().clone());
        let request = json!({
            "ticket": {"form": {"start": "b"}}, "history": [created, change], "now": "2026-04-06T09:30:00Z",
        });
        let answer = desk.evaluate(desk.read_request(request, None).unwrap());
        assert_eq!(answer.readings[0].stopped_at, Timestamp::parse("2026-04-06T08:30:00Z"), "{change}");
    }
}
