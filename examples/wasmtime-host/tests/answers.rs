//! A guest answers as native does, byte for byte.

mod common;

use std::thread;

use common::{FULL, NOW, RUNTIME, compile_pack, native, program, replies, root, tickets};
use serde_json::{Value as Json, json};
use wasmtime_host::{
    Limits, Pool,
    component::{Desk, Severity},
    pack,
};

/// The tickets of the examples by four threads and three instances. The runtime gets a desk that needs no script.
#[test]
fn tickets_are_answered_as_native_does() {
    for (pack, builds) in [("rules/service-desk", FULL), ("examples/incident-log/desk", RUNTIME)] {
        let load = pack::load(&program(FULL[0]), &root().join(pack), &Limits::USUAL).unwrap();
        let calls = tickets();
        let expected = replies(&[vec![load.clone()], calls.clone()].concat()).split_off(1);
        assert!(expected.len() > 100 && expected.iter().all(|reply| reply.starts_with(r#"{"ok":"#)));
        for name in builds {
            let pool = Pool::new(program(name), Limits::USUAL, 3.try_into().unwrap(), vec![load.clone()]);
            thread::scope(|scope| {
                for start in 0..4 {
                    let (pool, calls, expected) = (&pool, &calls, &expected);
                    scope.spawn(move || {
                        for place in (start..calls.len()).step_by(4) {
                            assert_eq!(pool.call(&calls[place]).as_ref(), Ok(&expected[place]), "{name}");
                        }
                    });
                }
            });
        }
    }
}

/// Every build makes the same bundle of a pack.
#[test]
fn bundles_are_the_same() {
    let bundle = native(&[&compile_pack("rules/help-desk"), r#"{"verb": "bundle"}"#]);
    let bundle = pack::answered(&bundle).unwrap();
    for name in FULL {
        let load = pack::load(&program(name), &root().join("rules/help-desk"), &Limits::USUAL).unwrap();
        assert_eq!(load, json!({ "verb": "load", "bundle": bundle }).to_string(), "{name}");
    }
}

#[test]
fn typed_calls_give_what_calls_of_the_wire_give() {
    let files = pack::files(&root().join("rules/help-desk")).unwrap();
    let mut desk = Desk::compile(&program(FULL[1]), &files, Limits::USUAL).unwrap().unwrap();
    assert_same_as(&mut desk, &compile_pack("rules/help-desk"));

    let load = pack::load(&program(FULL[1]), &root().join("examples/incident-log/desk"), &Limits::USUAL).unwrap();
    let bundle: Json = serde_json::from_str(&load).unwrap();
    let bundle = bundle["bundle"].as_str().unwrap();
    assert_same_as(&mut Desk::load(&program(RUNTIME[1]), bundle, Limits::USUAL).unwrap().unwrap(), &load);
}

/// What a desk says of itself and of a ticket is what native says of one that this call makes.
fn assert_same_as(desk: &mut Desk, call: &str) {
    let made = pack::answered(&native(&[call])).unwrap();
    let codes: Vec<Json> =
        desk.warnings().unwrap().into_iter().map(|warning| json!({ "code": warning.code })).collect();
    let warned = made["warnings"].as_array().unwrap().iter().map(|warning| json!({ "code": warning["code"] }));
    assert_eq!(codes, warned.collect::<Vec<_>>());
    assert_eq!(
        (desk.hash().unwrap(), desk.rules().unwrap()),
        (made["hash"].as_str().unwrap().to_owned(), made["rules"].as_u64().unwrap() as u32)
    );
    let request = json!({ "ticket": { "id": "T", "subject": "VPN", "created_at": NOW }, "now": NOW }).to_string();
    for (verb, reply) in [("evaluate", desk.evaluate(&request)), ("deadlines", desk.deadlines(&request))] {
        let expected = native(&[call, &format!(r#"{{"verb":"{verb}","request":{request}}}"#)]);
        assert_eq!(format!(r#"{{"ok":{}}}"#, reply.unwrap().unwrap()), expected);
    }
}

/// What looks wrong has its place in types, too.
#[test]
fn typed_warnings_say_where() {
    let rules = "calendar \"c\" {\n  timezone \"Europe/London\"\n  mon..fri 09:00 - 17:00\n  covers 2024 to 2036\n}\nsla \"s\" {\n  calendar \"c\"\n  tier within 0 minutes\n}\n";
    let files = [("desk.rhai".to_owned(), rules.to_owned())];
    let warnings = Desk::compile(&program(FULL[1]), &files, Limits::USUAL).unwrap().unwrap().warnings().unwrap();
    assert_eq!(warnings.len(), 1);
    assert_eq!((warnings[0].severity, warnings[0].place.line), (Severity::Warning, 8));
}

#[test]
fn typed_errors_say_where_and_what_next() {
    let program = program(FULL[1]);
    let rules = "stage triage\nrule \"r\" { when ticket.staus == \"new\" then { } }\n";
    let files = [("desk.rhai".to_owned(), rules.to_owned())];
    let error = Desk::compile(&program, &files, Limits::USUAL).unwrap().err().unwrap();
    assert_eq!(error.code, "desk-does-not-compile");
    assert_eq!(error.place.map(|place| (place.file, place.line)), Some(("desk.rhai".to_owned(), 2)));
    assert_eq!(error.diagnostics[0].severity, Severity::Error);
    assert_eq!(error.diagnostics[0].code, "unknown-field");
    assert_eq!(error.diagnostics[0].snippet, rules.lines().nth(1).unwrap());

    let error = Desk::load(&program, "no bundle", Limits::USUAL).unwrap().err().unwrap();
    let reply = native(&[&json!({ "verb": "load", "bundle": "no bundle" }).to_string()]);
    let reply: Json = serde_json::from_str(&reply).unwrap();
    assert_eq!(
        (json!(error.code), json!(error.message)),
        (reply["error"]["code"].clone(), reply["error"]["message"].clone())
    );

    let files = [("desk.rhai".to_owned(), common::RUNAWAY.to_owned())];
    let mut desk = Desk::compile(&program, &files, Limits::USUAL).unwrap().unwrap();
    for request in ["", "[]", "{\"ticket\": {}", "{\"now\": \"2026-11-23T10:00:00Z\"}, \"trace\": true"] {
        let error = desk.evaluate(request).unwrap().unwrap_err();
        assert!(!error.code.is_empty() && !error.message.is_empty(), "{request}: {error:?}");
    }
    let error = Desk::load(&common::program(FULL[0]), "", Limits::USUAL).err().unwrap();
    assert_eq!(error.code(), "not-the-engine");
}
