//! What a call with a ticket of a kilobyte costs: in a Rust program, in the core module, in the component; with meters and without.
//!
//! The two take turns, so that what else runs on the machine meets both; a figure is the median of many.

use std::{
    env,
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use serde_json::json;
use tierline_wire::Session;
use wasmtime_host::{Limits, Meters, Sandbox, pack};

const ROUNDS: usize = 201;
/// Calls that are measured as one.
const CALLS: u32 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [wasm, pack] = args.as_slice() else { return Err("wasmtime-bench WASM-FOLDER PACK".into()) };
    let wasm = Path::new(wasm);
    let call = call();
    for (meters, name) in [
        (Meters { fuel: false, time: false }, "no meter"),
        (Meters { fuel: false, time: true }, "time"),
        (Meters::ALL, "fuel and time"),
    ] {
        let sandbox = Sandbox::new(meters, &wasm.join("compiled"))?;
        for engine in ["tierline.wasm", "tierline.component.wasm"] {
            let program = sandbox.program(&wasm.join(engine))?;
            let load = pack::load(&program, Path::new(pack), &Limits::USUAL)?;
            let session = Session::default();
            pack::answered(&session.call(&load))?;
            let mut guest = program.guest(&Limits::USUAL)?;
            pack::answered(&guest.call(&load, &Limits::USUAL.load)?)?;
            assert_eq!(guest.call(&call, &Limits::USUAL.call)?, session.call(&call));
            let (mut native, mut guests) = (vec![], vec![]);
            for _ in 0..ROUNDS {
                native.push(measure(|| drop(session.call(&call))));
                guests.push(measure(|| drop(guest.call(&call, &Limits::USUAL.call))));
            }
            let (native, guest) = (median(native), median(guests));
            let times = guest.as_secs_f64() / native.as_secs_f64();
            println!("{engine:24} {name:14} native {native:>9.1?}  guest {guest:>9.1?}  {times:.2} times");
        }
    }
    Ok(())
}

/// A call about a ticket of a kilobyte.
fn call() -> String {
    let description = "The tunnel falls over every ten minutes and comes back. ".repeat(12);
    let requester =
        json!({ "id": "u-301", "name": "Ollie Fenwick", "department": "marketing", "language": "en", "vip": true });
    let ticket = json!({
        "id": "INC-1003", "kind": "incident", "channel": "portal", "subject": "VPN drops every ten minutes",
        "description": description, "created_at": "2026-11-16T09:11:45Z", "requester": requester,
    });
    json!({ "verb": "evaluate", "request": { "ticket": ticket, "now": "2026-11-16T10:00:00Z" } }).to_string()
}

fn measure(mut call: impl FnMut()) -> Duration {
    let start = Instant::now();
    (0..CALLS).for_each(|_| call());
    start.elapsed() / CALLS
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
