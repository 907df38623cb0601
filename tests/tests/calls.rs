//! What one call may take: it answers what it can, and says of the rest why it is not answered.

use std::num::NonZeroUsize;

use serde_json::{Value as Json, json};
use tierline::Limits;
use tierline_wire::Session;

const RULES: &str = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\n";
const NOW: &str = "2026-11-23T10:00:00Z";

fn call(session: &Session, call: &Json) -> Json {
    serde_json::from_str(&session.call(&call.to_string())).unwrap()
}

fn compile(session: &Session, limits: Json) {
    let compiled = call(session, &json!({"verb": "compile", "files": {"a.rhai": RULES}, "limits": limits}));
    assert!(compiled.get("ok").is_some(), "{compiled}");
}

fn request(id: usize) -> Json {
    json!({"ticket": {"id": id.to_string(), "requester": {"vip": true}}, "now": NOW})
}

/// What comes of a batch: `Ok` with the id of an answer, or the error.
fn batch(session: &Session, requests: &[Json]) -> Vec<Result<String, Json>> {
    let replies = call(session, &json!({"verb": "evaluate_batch", "requests": requests}));
    let replies = replies["ok"].as_array().unwrap_or_else(|| panic!("{replies}")).clone();
    let of = |reply: Json| match reply.get("ok") {
        Some(answer) => Ok(answer["id"].as_str().unwrap().to_owned()),
        None => Err(reply["error"].clone()),
    };
    replies.into_iter().map(of).collect()
}

/// A request counts for 50 units, and the tag that is written for one: the third comes to 153, and those behind it have nothing.
#[test]
fn a_batch_answers_as_many_requests_as_it_may() {
    let mut requests: Vec<Json> = (0..8).map(request).collect();
    requests[1] = json!({"ticket": {"kind": "x"}, "now": NOW});
    for threads in [1, 3, 8] {
        let session = Session::default().on_threads(NonZeroUsize::new(threads).unwrap());
        compile(&session, json!({"call_work": 150}));
        let replies = batch(&session, &requests);
        let ids: Vec<Option<&str>> = replies.iter().map(|reply| reply.as_deref().ok()).collect();
        assert_eq!(ids, [Some("0"), None, Some("2"), Some("3"), None, None, None, None], "{threads} threads");
        assert_eq!(replies[1].as_ref().unwrap_err()["code"], "bad-field");
        for reply in &replies[4..] {
            assert_eq!(
                reply.as_ref().unwrap_err(),
                &json!({
                    "code": "too-costly",
                    "message": "what came before it in this call took 153 units of work, and all of a call may take 150 (the limit `call_work`)",
                    "help": "ask for it again, in a call of its own or with fewer others; or the host raises the limit",
                })
            );
        }
        compile(&session, json!({}));
        assert_eq!(batch(&session, &requests).iter().filter(|reply| reply.is_ok()).count(), 7);
    }
}

/// An answer that adds a tag of so many letters counts for them: the second comes over 2,000 bytes, and not over 4,000.
#[test]
fn the_answers_of_a_batch_have_so_many_bytes() {
    let rules =
        "stage triage\nrule \"r\" {\n  when ticket.subject == \"x\"\n  then { comment(ticket.description); }\n}\n";
    let session = Session::default();
    let limits = json!({"call_bytes": 2_000});
    let compiled = call(&session, &json!({"verb": "compile", "files": {"a.rhai": rules}, "limits": limits}));
    assert!(compiled.get("ok").is_some(), "{compiled}");
    let ticket = |id: usize| json!({"id": id.to_string(), "subject": "x", "description": "word ".repeat(300)});
    let requests: Vec<Json> = (0..4).map(|id| json!({"ticket": ticket(id), "now": NOW})).collect();
    let replies = batch(&session, &requests);
    assert_eq!(replies.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false, false]);
    let error = replies[2].as_ref().unwrap_err();
    assert_eq!(error["code"], "too-large");
    let message = error["message"].as_str().unwrap();
    assert!(message.ends_with(" bytes, and all of a call may take 2000 (the limit `call_bytes`)"), "{message}");
}

#[test]
fn a_call_holds_so_many_requests_or_cases() {
    let session = Session::new(Limits { call_items: 3, ..Limits::SERVER });
    compile(&session, json!({}));
    let requests: Vec<Json> = (0..4).map(request).collect();
    assert_eq!(batch(&session, &requests[..3]).len(), 3);
    for (verb, part, items) in
        [("evaluate_batch", "requests", &requests[..]), ("verify", "cases", &vec![json!({}); 4][..])]
    {
        let refused = call(&session, &json!({"verb": verb, part: items}));
        assert_eq!(
            refused["error"]["message"],
            format!("the call has 4 {part}, and one may have 3 (the limit `call_items`)")
        );
    }
    let refused = call(&session, &json!({"verb": "verify", "lines": "{}\n\n{}\n{}\n{}\n"}));
    assert_eq!(refused["error"]["code"], "too-large");
}

/// A calendar of five years (2026, and two on both sides) counts for 5 times 500 units, and the case for 500: two cases come to 6,000.
#[test]
fn cases_are_run_as_long_as_a_call_may() {
    let case = |id: &str| {
        json!({"id": id, "calendar": {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
            "op": "add", "from": "2026-11-23T16:00:00Z", "seconds": 7_200, "expect": "2026-11-30T10:00:00Z"})
    };
    let cases = ["a", "b", "c", "d"].map(case);
    let session = Session::new(Limits { call_work: 6_000, ..Limits::SERVER });
    let done = call(&session, &json!({"verb": "verify", "cases": cases}));
    assert_eq!((&done["ok"]["passed"], &done["ok"]["failed"]), (&json!(2), &json!(2)), "{done}");
    let failures = done["ok"]["failures"].as_array().unwrap();
    assert_eq!(failures.iter().map(|failure| failure["line"].as_u64().unwrap()).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(
        failures[0]["error"]["message"],
        "what came before it in this call took 6000 units of work, and all of a call may take 6000 (the limit `call_work`)"
    );
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let done = call(&session, &json!({"verb": "verify", "lines": lines}));
    assert_eq!((&done["ok"]["passed"], &done["ok"]["failed"]), (&json!(2), &json!(2)));
}

/// Laying out a byte counts for 10 units: the second file is given as it came.
#[test]
fn files_are_laid_out_as_long_as_a_call_may() {
    let session = Session::new(Limits { call_work: 15 * RULES.len() as u64, ..Limits::SERVER });
    let files = json!({"a.rhai": RULES, "b.rhai": RULES});
    let done = call(&session, &json!({"verb": "format", "files": files}));
    let laid_out = "stage triage\n\nrule \"vip\" {\n    when requester.vip\n    then { add_tag(\"vip\"); }\n}\n";
    assert_eq!(done["ok"]["files"], json!({"a.rhai": laid_out, "b.rhai": RULES}));
    let wrong = &done["ok"]["diagnostics"][0];
    assert_eq!((&wrong["code"], &wrong["place"]["file"]), (&json!("too-costly"), &json!("b.rhai")));
    let (needed, allowed) = (20 * RULES.len(), 15 * RULES.len());
    assert_eq!(
        wrong["message"],
        format!(
            "this file is not laid out: with the files before it that takes {needed} units of work, and a call may take {allowed} (the limit `call_work`)"
        )
    );
}

#[test]
fn what_would_have_had_to_differ_is_looked_for_as_long_as_the_limit_allows() {
    let session = Session::default();
    let explain = || {
        let request = json!({"ticket": {}, "now": NOW});
        call(&session, &json!({"verb": "explain", "request": request, "why_not": ["vip"]}))["ok"]["why_not"][0]["instead"].clone()
    };
    compile(&session, json!({}));
    assert_eq!(explain(), "\"vip\" would have fired had requester.vip been true.");
    compile(&session, json!({"what_if_work": 1}));
    assert_eq!(
        explain(),
        "What would have had to differ was not looked for any further: for all rules of a call that may take 1 units of work (the limit `what_if_work`); ask of fewer rules at once."
    );
}
