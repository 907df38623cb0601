//! Whatever a call does, it ends within its limits, and the next one is answered rightly.

mod common;

use std::time::Duration;

use common::{FULL, NOW, RUNAWAY, assert_the_next_is_right, compile, evaluate, native, pool};
use serde_json::{Value as Json, json};
use wasmtime_host::{Allowance, HostError, Limits, Meters, Pool, Sandbox};

/// Little enough that no call ends.
const HARDLY_ANY: u64 = 10_000;

#[test]
fn a_script_that_runs_away_meets_the_limits_of_the_engine_first() {
    let call = evaluate(&json!({ "id": "T" }));
    let expected = native(&[&compile(RUNAWAY), &call]);
    let answer: Json = serde_json::from_str(&expected).unwrap();
    assert_eq!(answer["ok"]["faults"][0]["code"], "too-many-steps");
    assert_eq!(answer["ok"]["ticket"]["tags"], json!(["seen"]));
    for name in FULL {
        assert_eq!(pool(name, RUNAWAY, Limits::USUAL).call(&call), Ok(expected.clone()), "{name}");
    }
}

#[test]
fn a_call_without_enough_fuel_is_the_error_of_the_host() {
    let call = Allowance { fuel: HARDLY_ANY, ..Limits::USUAL.call };
    for name in FULL {
        let poor = pool(name, RUNAWAY, Limits { call, ..Limits::USUAL });
        let call = evaluate(&json!({ "id": "T" }));
        assert_eq!(poor.call(&call), Err(HostError::OutOfFuel), "{name}");
        // The instance is gone; the next one is made, loads its desk on the fuel for that, and ends in the same way.
        assert_eq!(poor.call(&call), Err(HostError::OutOfFuel), "{name}");
    }
}

/// More runaway tickets than anyone can wait for.
fn endless_batch() -> String {
    let request = json!({ "ticket": { "id": "T" }, "now": NOW });
    json!({ "verb": "evaluate_batch", "requests": vec![request; 100_000] }).to_string()
}

#[test]
fn after_a_call_that_takes_too_much_the_next_one_is_right() {
    let fuel = Allowance { fuel: 50_000_000, ..Limits::USUAL.call };
    let time = Allowance { fuel: u64::MAX, time: Duration::from_millis(50) };
    for name in FULL {
        for (call, error) in [(fuel, HostError::OutOfFuel), (time, HostError::OutOfTime)] {
            let pool = pool(name, RUNAWAY, Limits { call, ..Limits::USUAL });
            assert_eq!(pool.call(&endless_batch()), Err(error), "{name}");
            assert_eq!(pool.call(r#"{"verb":"version"}"#), Ok(native(&[r#"{"verb":"version"}"#])), "{name}");
        }
    }
}

#[test]
fn memory_ends_where_the_host_says() {
    let rules = "stage triage\nrule \"stays\" { then { add_tag(\"seen\"); } }\n";
    for name in FULL {
        let pool = pool(name, rules, Limits { memory: 24 * 1024 * 1024, ..Limits::USUAL });
        assert_the_next_is_right(&pool, rules);
        let long = evaluate(&json!({ "id": "T", "subject": "x".repeat(16 * 1024 * 1024) }));
        assert_eq!(pool.call(&long), Err(HostError::OutOfMemory), "{name}");
        assert_the_next_is_right(&pool, rules);
    }
}

#[test]
fn a_desk_that_does_not_compile_is_said_by_the_first_call() {
    let pool = pool(FULL[0], "stage nowhere\n", Limits::USUAL);
    for _ in 0..2 {
        let error = pool.call(&evaluate(&json!({}))).unwrap_err();
        assert_eq!(error.code(), "no-desk");
        assert!(error.to_string().contains("nowhere"), "{error}");
    }
}

/// A module that imports a function `host.now`.
const WANTS_A_CLOCK: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0c\x01\x04host\x03now\0\0";

#[test]
fn what_is_not_the_engine_is_refused() {
    let folder = std::env::temp_dir().join(format!("tierline-wasmtime-host-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let sandbox = Sandbox::new(Meters::ALL, &folder).unwrap();
    let refused = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).unwrap();
        let error = sandbox.program(&folder.join(name)).err().unwrap();
        assert_eq!(error.code(), "not-the-engine");
        error.to_string()
    };
    assert!(refused("text.wasm", b"text").contains("text.wasm"));
    assert!(refused("clock.wasm", WANTS_A_CLOCK).contains("host::now"));
    assert!(refused("half.component.wasm", b"\0asm\x0d\0\x01\0\xff").contains("half.component.wasm"));
    let program = {
        std::fs::write(folder.join("empty.wasm"), b"\0asm\x01\0\0\0").unwrap();
        sandbox.program(&folder.join("empty.wasm")).unwrap()
    };
    let error = Pool::new(program, Limits::USUAL, 1.try_into().unwrap(), vec![]).call("{}").unwrap_err();
    assert!(error.to_string().contains("tierline_abi"), "{error}");
    assert!(sandbox.program(&folder.join("none.wasm")).err().unwrap().to_string().contains("cargo xtask wasm"));
    std::fs::remove_dir_all(folder).unwrap();
}
