//! A request is read from its text as it is from the tree of that text, and refused for the same reason.

use serde_json::Value as Json;
use tierline::Desk;
use tierline_tests::{desk, random::Dice};

const RULES: &str = r#"
field "form.start" instant
field "form.seats" integer
field "size" one of "small", "large"
field "context.load" number
stage triage
rule "r" { when ticket.size == "large" then { add_tag("large"); } }
"#;

/// Both ways say the same; whether it was let through.
fn both_ways(desk: &Desk, text: &str) -> Option<bool> {
    let tree: Json = serde_json::from_str(text).ok()?;
    let by_tree = desk.read_request(tree, None).map(|request| format!("{request:?}")).map_err(|why| why.to_string());
    let by_text = desk.read_request_text(text, None);
    let by_text = by_text.map(|request| format!("{request:?}")).map_err(|why| why.to_string());
    assert_eq!(by_text, by_tree, "{text}");
    Some(by_tree.is_ok())
}

#[test]
fn requests_of_all_kinds_are_read_alike() {
    let desk = desk(RULES);
    let tickets = [
        (r#"{}"#, true),
        (r#"{"id": 7, "tags": ["a", "b"], "form": {"start": "2026-11-23", "seats": 3, "else": [1.50, null]}}"#, true),
        (r#"{"id": "7", "id": 8, "own": {"deep": {"er": [true]}}, "cost": 12.340}"#, true),
        (r#"{"requester": {"vip": true, "name": "Zo\u00eb \ud83d\ude00"}, "organisation": null, "asset": {}}"#, true),
        (r#"{"si\u007ae": "large", "subject": "line\nbreak \"quoted\""}"#, true),
        (r#"{"size": "huge"}"#, false),
        (r#"{"form": {"start": "soon"}}"#, false),
        (r#"{"form": {"seats": 2.5}}"#, false),
        (r#"{"form": 5}"#, false),
        (r#"{"requester": {"vip": "yes"}}"#, false),
        (r#"{"requester": 5}"#, false),
        (r#"{"requester": []}"#, false),
        (r#"{"tags": ["a", 1]}"#, false),
        (r#"{"now": "2026-11-23T10:00:00Z"}"#, false),
        (r#"{"cost": 1e99}"#, false),
        (r#"{"own": 12345678901234567890123456789012}"#, false),
        (r#"[]"#, false),
        (r#"5"#, false),
        (r#"null"#, true),
    ];
    for (ticket, is_right) in tickets {
        let text = format!(r#"{{"now": "2026-11-23T10:00:00Z", "ticket": {ticket}}}"#);
        assert_eq!(both_ways(&desk, &text), Some(is_right), "{text}");
    }
    let beside = [
        (r#""now": "2026-11-23T10:00:00Z""#, true),
        (r#""now": "2026-11-23T10:00:00Z", "now": "2026-11-24""#, true),
        (r#""now": 5"#, false),
        (r#""nwo": "2026-11-23T10:00:00Z""#, false),
        (r#""requester": {}, "now": "2026-11-23T10:00:00Z""#, false),
        (r#""event": null, "context": null, "now": "2026-11-23T10:00:00Z""#, true),
        (r#""event": {"kind": "message", "set": {"size": "large"}}, "now": "2026-11-23T10:00:00Z""#, true),
        (r#""event": {"kind": "message", "set": {"size": "huge"}}, "now": "2026-11-23T10:00:00Z""#, false),
        (r#""event": {"knid": "message"}, "now": "2026-11-23T10:00:00Z""#, false),
        (r#""event": 5, "now": "2026-11-23T10:00:00Z""#, false),
        (r#""history": [{"kind": "created", "at": "2026-11-23"}, {}], "now": "2026-11-23T10:00:00Z""#, true),
        (r#""history": [null], "now": "2026-11-23T10:00:00Z""#, true),
        (r#""history": {}, "now": "2026-11-23T10:00:00Z""#, false),
        (r#""history": [{"author": 5}], "now": "2026-11-23T10:00:00Z""#, false),
        (r#""context": {"load": 0.75, "own": "x"}, "now": "2026-11-23T10:00:00Z""#, true),
        (r#""context": {"load": "x"}, "now": "2026-11-23T10:00:00Z""#, false),
        (r#""done": ["a", "b", "a"], "since": "2026-11-22", "now": "2026-11-23T10:00:00Z""#, true),
        (r#""done": "a", "now": "2026-11-23T10:00:00Z""#, false),
        (r#""since": null, "now": "2026-11-23T10:00:00Z""#, true),
        (r#""turns": {"a": "b"}, "without_groups": ["g"], "now": "2026-11-23T10:00:00Z""#, true),
        (r#""turns": [], "now": "2026-11-23T10:00:00Z""#, false),
        (r#""roster": {"agents": [{"id": "ana", "capacity": 2}]}, "now": "2026-11-23T10:00:00Z""#, true),
        (r#""roster": {"agents": 5}, "now": "2026-11-23T10:00:00Z""#, false),
    ];
    for (beside, is_right) in beside {
        let text = format!(r#"{{"ticket": {{"id": 1}}, {beside}}}"#);
        assert_eq!(both_ways(&desk, &text), Some(is_right), "{text}");
    }
    assert_eq!(both_ways(&desk, r#"{"now": "2026-11-23T10:00:00Z"}"#), Some(false));
    assert_eq!(both_ways(&desk, "[]"), Some(false));
    // What is no JSON is refused as such, whatever was read of it before.
    let cut_off = r#"{"ticket": {"id": 1}, "now": "2026-11-23T10:00:00Z"} x"#;
    let refused = desk.read_request_text(cut_off, None).unwrap_err().to_string();
    assert_eq!(refused, "the request is not JSON: trailing characters at line 1 column 54");
}

/// Requests out of the examples with something in them changed.
#[test]
fn changed_requests_are_read_alike() {
    let desk = desk(RULES);
    let texts = include_str!("../bench/service-desk.ndjson");
    let requests: Vec<String> =
        texts.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()["request"].to_string()).collect();
    let mut dice = Dice(20_261_122);
    let pieces = ["null", "5", "\"x\"", "[]", "{}", "true", "1.5", "\"2026-11-23T10:00:00Z\""];
    let (mut right, mut wrong) = (0, 0);
    for _ in 0..4_000 {
        let text = &requests[dice.below(requests.len())];
        let colons: Vec<usize> = text.match_indices("\":").map(|(at, _)| at + 2).collect();
        let start = colons[dice.below(colons.len())];
        let end = start + value_length(&text[start..]);
        let changed = format!("{}{}{}", &text[..start], dice.pick(&pieces), &text[end..]);
        match both_ways(&desk, &changed) {
            Some(true) => right += 1,
            Some(false) => wrong += 1,
            None => panic!("no JSON: {changed}"),
        }
    }
    assert!(right > 500 && wrong > 500, "{right} right, {wrong} wrong");
}

/// The bytes of the JSON value that a text begins with.
fn value_length(text: &str) -> usize {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    values.next().unwrap().unwrap();
    values.byte_offset()
}
