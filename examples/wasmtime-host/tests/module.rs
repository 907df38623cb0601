//! What the modules promise to every host, whatever it hands in.

mod common;

use std::sync::OnceLock;

use common::{FULL, RUNTIME, compile, evaluate, native, wasm};
use serde_json::json;
use wasmtime::{Config, Engine, ExternType, Instance, Memory, Module, Store, TypedFunc, component::Component};

const RULES: &str = "stage triage\nrule \"vip\" { when requester.vip then { add_tag(\"vip\"); } }\n";

/// The runtime, which is the quicker to compile.
fn module() -> &'static Module {
    static MODULE: OnceLock<Module> = OnceLock::new();
    MODULE.get_or_init(|| {
        let engine = Engine::new(Config::new().consume_fuel(true)).unwrap();
        Module::from_file(&engine, wasm(RUNTIME[0])).unwrap()
    })
}

/// An instance, by its bare exports.
struct Bare {
    store: Store<()>,
    memory: Memory,
    alloc: TypedFunc<u32, u32>,
    call: TypedFunc<u32, u32>,
    free: TypedFunc<u32, ()>,
}

impl Bare {
    fn new() -> Bare {
        let mut store = Store::new(module().engine(), ());
        store.set_fuel(u64::MAX).unwrap();
        let instance = Instance::new(&mut store, module(), &[]).unwrap();
        Bare {
            memory: instance.get_memory(&mut store, "memory").unwrap(),
            alloc: instance.get_typed_func(&mut store, "tierline_alloc").unwrap(),
            call: instance.get_typed_func(&mut store, "tierline_call").unwrap(),
            free: instance.get_typed_func(&mut store, "tierline_free").unwrap(),
            store,
        }
    }

    fn alloc(&mut self, length: u32) -> u32 {
        self.alloc.call(&mut self.store, length).unwrap()
    }

    fn free(&mut self, room: u32) {
        self.free.call(&mut self.store, room).unwrap();
    }

    /// A room that a call stands in.
    fn room(&mut self, call: &[u8]) -> u32 {
        let room = self.alloc(call.len().try_into().unwrap());
        self.memory.write(&mut self.store, room as usize, call).unwrap();
        room
    }

    fn call(&mut self, room: u32) -> wasmtime::Result<String> {
        let at = self.call.call(&mut self.store, room)?;
        let (length, rest) = self.memory.data(&self.store)[at as usize..].split_first_chunk().unwrap();
        let reply = String::from_utf8(rest[..u32::from_le_bytes(*length) as usize].to_vec()).unwrap();
        self.free(at);
        Ok(reply)
    }

    fn ask(&mut self, call: &str) -> String {
        let room = self.room(call.as_bytes());
        self.call(room).unwrap()
    }

    /// A guest that knows a desk, loaded from what native compiled.
    fn with_desk() -> Bare {
        let mut bare = Bare::new();
        let bundle = native(&[&compile(RULES), r#"{"verb":"bundle"}"#]);
        let bundle = wasmtime_host::pack::answered(&bundle).unwrap();
        let made = bare.ask(&json!({ "verb": "load", "bundle": bundle }).to_string());
        assert!(made.starts_with(r#"{"ok":"#), "{made}");
        bare
    }

    fn assert_right(&mut self) {
        let call = evaluate(&json!({ "id": "T", "requester": { "vip": true } }));
        assert_eq!(self.ask(&call), native(&[&compile(RULES), &call]));
    }
}

#[test]
fn modules_import_nothing_and_have_a_bound() {
    let engine = Engine::default();
    for name in [FULL[0], RUNTIME[0]] {
        let module =
            if name == RUNTIME[0] { module().clone() } else { Module::from_file(&engine, wasm(name)).unwrap() };
        assert_eq!(module.imports().count(), 0, "{name}");
        let mut functions = vec![];
        for export in module.exports() {
            match export.ty() {
                ExternType::Func(_) => functions.push(export.name().to_owned()),
                ExternType::Memory(memory) => assert_eq!(memory.maximum(), Some(256 * 16), "{name}: pages of 64 KiB"),
                _ => {}
            }
        }
        functions.sort();
        assert_eq!(functions, ["tierline_abi", "tierline_alloc", "tierline_call", "tierline_free"], "{name}");
    }
}

#[test]
fn components_import_nothing() {
    let engine = Engine::default();
    let component = Component::from_file(&engine, wasm(RUNTIME[1])).unwrap();
    let world = component.component_type();
    assert_eq!(world.imports(&engine).count(), 0);
    let exports: Vec<&str> = world.exports(&engine).map(|(name, _)| name).collect();
    assert_eq!(exports, ["tierline:engine/engine@0.1.0"]);
}

#[test]
fn rooms_that_were_never_given_are_no_calls() {
    let mut bare = Bare::with_desk();
    for room in [0, 1, 12, 0x10_0000, 0x7fff_ffff, u32::MAX] {
        assert!(bare.call(room).unwrap().contains("bad-call"), "{room}");
        bare.free(room);
    }
    let room = bare.room(br#"{"verb":"version"}"#);
    assert!(bare.call(room + 1).unwrap().contains("bad-call"));
    assert!(bare.call(room).unwrap().starts_with(r#"{"ok":"#));
    assert!(bare.call(room).unwrap().contains("bad-call"), "a room is answered once");
    let room = bare.room(br#"{"verb":"version"}"#);
    bare.free(room);
    bare.free(room);
    assert!(bare.call(room).unwrap().contains("bad-call"));
    bare.assert_right();
}

#[test]
fn lengths_beyond_the_memory_get_no_room() {
    let mut bare = Bare::with_desk();
    for length in [u32::MAX, u32::MAX - 15, 0x8000_0000, 0x7fff_ffff, 0x1000_0000] {
        assert_eq!(bare.alloc(length), 0, "{length}");
    }
    let (one, other) = (bare.alloc(0), bare.alloc(0));
    assert!(one != 0 && other != 0 && one != other);
    bare.assert_right();
}

#[test]
fn calls_that_make_no_sense_are_answered() {
    let mut bare = Bare::with_desk();
    let nested = format!("{{\"verb\":{}", "[".repeat(100_000));
    for call in [&b""[..], b"\0", b"\xff\xfe", b"{", b"[]", b"{\"verb\":7}", nested.as_bytes()] {
        let room = bare.room(call);
        let reply = bare.call(room).unwrap();
        assert!(reply.starts_with(r#"{"error":{"code":"bad-"#), "{reply}");
    }
    bare.assert_right();
}

#[test]
fn after_a_trap_every_call_says_so() {
    let mut bare = Bare::with_desk();
    let room = bare.room(evaluate(&json!({ "id": "T" })).as_bytes());
    bare.store.set_fuel(5_000).unwrap();
    assert!(bare.call(room).is_err());
    bare.store.set_fuel(u64::MAX).unwrap();
    for call in [r#"{"verb":"version"}"#, &evaluate(&json!({ "id": "T" }))] {
        let reply = bare.ask(call);
        assert!(reply.starts_with(r#"{"error":{"code":"trapped""#), "{reply}");
        assert!(reply.contains("throw this instance away"), "{reply}");
    }
}

#[test]
fn memory_does_not_grow_with_the_number_of_calls() {
    let mut bare = Bare::with_desk();
    let evaluate = evaluate(&json!({ "id": "T", "subject": "x".repeat(1_000), "requester": { "vip": true } }));
    let calls = [&*evaluate, r#"{"verb":"version"}"#, "{", r#"{"verb":"evaluate","desk":"none","request":{}}"#];
    let mut sizes = (0..10_000).map(|number| {
        bare.ask(calls[number % calls.len()]);
        bare.memory.data_size(&bare.store)
    });
    let after_100 = sizes.nth(99);
    assert_eq!(sizes.last(), after_100);
}
