//! The seam: calls in, replies out.

use tierline_wire::{Session, Verb};

const RULES: &str = "stage routing\\nrule \\\"vip\\\" {\\n  when requester.vip\\n  then { route(\\\"first\\\"); }\\n}\\notherwise { route(\\\"rest\\\"); }\\ntest \\\"t\\\" { expect outcome.queue == \\\"rest\\\" }\\n";

fn session() -> Session {
    let session = Session::default();
    let reply = session.call(&format!(r#"{{"verb":"compile","desk":"d","files":{{"a.rhai":"{RULES}"}}}}"#));
    assert_eq!(reply, r#"{"ok":{"hash":"HASH","rules":2,"warnings":[]}}"#.replace("HASH", &hash(&reply)));
    session
}

/// The 32 digits after `"hash":`.
fn hash(reply: &str) -> String {
    reply.split("\"hash\":\"").nth(1).unwrap_or_default().chars().take(32).collect()
}

#[test]
fn a_ticket_is_evaluated_and_explained() {
    let session = session();
    let call = r#"{"id":"7","verb":"VERB","desk":"d","request":{"ticket":{"id":"T-1"},"now":"2026-11-23T10:00:00Z"}}"#;
    let reply = session.call(&call.replace("VERB", "evaluate"));
    let desk: String = reply.split("\"desk\":\"").nth(1).unwrap().chars().take(32).collect();
    assert_eq!(
        reply,
        format!(
            r#"{{"id":"7","ok":{{"id":"T-1","desk":"{desk}","now":"2026-11-23T10:00:00Z","effects":[{{"do":"route","queue":"rest","rule":"otherwise (routing)"}}],"ticket":{{"id":"T-1","queue":"rest"}},"faults":[]}}}}"#
        )
    );
    assert_eq!(
        session.call(&call.replace("VERB", "explain")),
        r#"{"id":"7","ok":{"why":["In routing, \"otherwise (routing)\" asks to route it to rest."],"nearly":[]}}"#
    );
}

#[test]
fn a_batch_keeps_its_order_and_one_bad_request_spoils_no_other() {
    let reply = session().call(
        r#"{"verb":"evaluate_batch","desk":"d","requests":[{"ticket":{"id":"A"},"now":"2026-11-23T10:00:00Z"},{"ticket":{"kind":"x"},"now":"2026-11-23T10:00:00Z"},{"ticket":{"id":"C","requester":{"vip":true}},"now":"2026-11-23T10:00:00Z"}]}"#,
    );
    let queues: Vec<&str> =
        reply.split("\"queue\":\"").skip(1).step_by(2).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(queues, ["rest", "first"]);
    assert!(reply.contains(r#"{"error":{"code":"bad-field","message":"`ticket.kind` must be one of"#), "{reply}");
}

#[test]
fn parts_of_a_request_that_cannot_be_are_named() {
    let session = session();
    let refused = |parts: &str| {
        let call = format!(
            r#"{{"verb":"evaluate","desk":"d","request":{{"ticket":{{}},"now":"2026-11-23T10:00:00Z",{parts}}}}}"#
        );
        let reply: serde_json::Value = serde_json::from_str(&session.call(&call)).unwrap();
        reply["error"]["message"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(r#""event":{"knd":"updated"}"#), "an event has no `knd`; did you mean `kind`?");
    assert_eq!(
        refused(r#""history":[{"kind":"created"},{"kind":"updated","status":"open","set":{"reopened":"x"}}]"#),
        "history, event 2: `status` is of the ticket, not of the event; write it inside `set`; \
         history, event 2: `event.set.reopened` must be a whole number, not text (\"x\")"
    );
    assert_eq!(
        refused(r#""done":"x""#),
        "`done` must be a list of the texts that answers gave as `done`, not text (\"x\")"
    );
    assert_eq!(
        refused(r#""since":"yesterday""#),
        "`since` must be an instant such as \"2026-11-23T10:00:00Z\", not text (\"yesterday\")"
    );
    assert_eq!(
        refused(r#""without_groups":{}"#),
        "`without_groups` must be a list of names of groups, not a map (#{ })"
    );
}

#[test]
fn bundles_move_between_names() {
    let session = session();
    let bundle = session.call(r#"{"verb":"bundle","desk":"d"}"#);
    let bundle = bundle.strip_prefix("{\"ok\":").unwrap().strip_suffix('}').unwrap();
    let loaded = session.call(&format!(r#"{{"verb":"load","desk":"e","bundle":{bundle}}}"#));
    assert!(loaded.starts_with(r#"{"ok":{"hash":""#), "{loaded}");
    assert_eq!(
        session.call(r#"{"verb":"test","desk":"e"}"#),
        r#"{"ok":[{"test":"t","place":{"file":"a.rhai","line":7,"column":6,"length":3},"failures":[]}]}"#
    );
    assert_eq!(session.call(r#"{"verb":"forget","desk":"e"}"#), r#"{"ok":true}"#);
    assert_eq!(
        session.call(r#"{"verb":"bundle","desk":"dd"}"#),
        r#"{"error":{"code":"unknown-desk","message":"there is no desk `dd`","help":"compile or load it first"}}"#
    );
}

#[test]
fn bad_calls_get_errors_and_the_session_goes_on() {
    let session = session();
    let cases = [
        ("", r#""code":"bad-json""#),
        ("[]", r#"{"error":{"code":"bad-call","message":"a call must be a JSON object"}}"#),
        (
            "{}",
            r#"{"error":{"code":"bad-call","message":"the call needs `verb`","help":"the verbs are version, compile"#,
        ),
        (r#"{"verb":"evaluate","desk":"d"}"#, r#"{"error":{"code":"bad-call","message":"the call needs `request`"}}"#),
        (
            r#"{"verb":"evaluate","desk":"d","reqest":{}}"#,
            r#""message":"`evaluate` takes no `reqest`","help":"did you mean `request`?""#,
        ),
        (r#"{"verb":"evaluate","desk":"d","request":{"ticket":{}}}"#, r#""message":"a request needs `now`"#),
        (
            r#"{"verb":"compile","files":{"a.rhai":1}}"#,
            r#""message":"`files[\"a.rhai\"]` must be the text of that file, not a whole number (1)""#,
        ),
        (
            r#"{"verb":"compile","files":{"a.rhai":"rul"}}"#,
            r#""code":"desk-does-not-compile","message":"the desk does not compile: 1 error","place":{"file":"a.rhai","line":1"#,
        ),
        (r#"{"verb":"compile","files":{}}"#, r#""code":"no-rules""#),
        (
            r#"{"verb":"load","bundle":"[1]"}"#,
            r#"{"code":"not-a-bundle","message":"`bundle` is not written in base64"}"#,
        ),
        (
            r#"{"verb":"load","bundle":"aGVsbG8="}"#,
            r#""message":"this is no bundle of a desk: it does not begin as bundles do""#,
        ),
    ];
    for (call, part) in cases {
        let reply = session.call(call);
        assert!(reply.contains(part), "{call} gives {reply}");
    }
    assert!(session.call(r#"{"verb":"version"}"#).starts_with("{\"ok\""));
}

#[test]
fn deep_and_strange_json_is_no_panic() {
    let session = session();
    for call in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "\u{0}".to_owned(),
        "\"\\ud800\"".to_owned(),
        "1e999999".to_owned(),
    ] {
        assert!(session.call(&call).starts_with("{\"error\""));
    }
}

#[test]
fn every_verb_says_what_it_does() {
    for verb in Verb::all() {
        assert!(verb.help.ends_with('.'), "{}", verb.name);
    }
    assert_eq!(Verb::all().count(), 19);
}
