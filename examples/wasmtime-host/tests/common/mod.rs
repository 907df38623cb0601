//! The engine in a sandbox, and beside it as the command line tool has it.
#![allow(dead_code, missing_docs, reason = "each file of tests takes what it needs")]

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Map, Value as Json, json};
use wasmtime_host::{HostError, Limits, Meters, Pool, Program, Sandbox, pack};

pub const NOW: &str = "2026-11-23T10:00:00Z";
/// The builds that compile desks.
pub const FULL: [&str; 2] = ["tierline.wasm", "tierline.component.wasm"];
/// Those that only run them.
pub const RUNTIME: [&str; 2] = ["tierline-runtime.wasm", "tierline-runtime.component.wasm"];

/// A rule that a script never gets to the end of, and one beside it.
pub const RUNAWAY: &str = r#"
const LIST = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];
stage triage
rule "runs away" {
  then { let x = 0; for a in LIST { for b in LIST { for c in LIST { for d in LIST { x += a; } } } } }
}
rule "stays" {
  then { add_tag("seen"); }
}
"#;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn wasm(name: &str) -> PathBuf {
    root().join("target/wasm").join(name)
}

pub fn program(name: &str) -> Program {
    let sandbox = Sandbox::new(Meters::ALL, &wasm("compiled")).unwrap();
    sandbox.program(&wasm(name)).unwrap_or_else(|error| panic!("{error}"))
}

pub fn compile(rules: &str) -> String {
    json!({ "verb": "compile", "files": { "desk.rhai": rules } }).to_string()
}

pub fn evaluate(ticket: &Json) -> String {
    json!({ "verb": "evaluate", "request": { "ticket": ticket, "now": NOW } }).to_string()
}

/// One instance that knows a desk of these rules.
pub fn pool(name: &str, rules: &str, limits: Limits) -> Pool {
    Pool::new(program(name), limits, 1.try_into().unwrap(), vec![compile(rules)])
}

pub fn tickets() -> Vec<String> {
    pack::calls(&fs::read_to_string(root().join("examples/tickets.ndjson")).unwrap(), NOW).unwrap()
}

/// What `tierline pipe` replies to calls.
pub fn replies(calls: &[impl AsRef<str>]) -> Vec<String> {
    let tool = env::var_os("TIERLINE").map_or_else(|| root().join("target/debug/tierline"), PathBuf::from);
    let mut pipe =
        Command::new(&tool).arg("pipe").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap_or_else(|error| {
            panic!("{}: {error}; `cargo build` builds it, or say in TIERLINE where it is", tool.display());
        });
    let mut stdin = pipe.stdin.take().unwrap();
    let calls: Vec<String> = calls.iter().map(|call| format!("{}\n", call.as_ref())).collect();
    let writer = std::thread::spawn(move || stdin.write_all(calls.concat().as_bytes()));
    let output = pipe.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{}", tool.display());
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// The last of its replies.
pub fn native(calls: &[&str]) -> String {
    replies(calls).pop().unwrap_or_default()
}

/// The call that compiles the files of a pack.
pub fn compile_pack(folder: &str) -> String {
    let files = pack::files(&root().join(folder)).unwrap();
    let files: Map<String, Json> = files.into_iter().map(|(name, text)| (name, json!(text))).collect();
    json!({ "verb": "compile", "files": files }).to_string()
}

/// The reply to the next call, which must be what native gives: nothing of the call before is left.
pub fn assert_the_next_is_right(pool: &Pool, rules: &str) {
    let call = evaluate(&json!({ "id": "next" }));
    let reply: Result<String, HostError> = pool.call(&call);
    assert_eq!(reply, Ok(native(&[&compile(rules), &call])));
}
