//! Asks a desk from a bundle about tickets, one a line: the same in a build that can compile and in one that cannot.
//!
//! ```text
//! cargo run --no-default-features --example runtime -- office.desk tickets.ndjson deadlines
//! ```

use std::{env, error::Error, fs};

use serde_json::{Map, Value, json};
use tierline_wire::{Session, base64};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [bundle, tickets, verb] = args.as_slice() else { return Err("runtime BUNDLE TICKETS VERB".into()) };
    let session = Session::default();
    let load = json!({ "verb": "load", "bundle": base64::encode(&fs::read(bundle)?) });
    println!("{}", session.call(&load.to_string()));
    for ticket in fs::read_to_string(tickets)?.lines() {
        let mut ticket: Map<String, Value> = serde_json::from_str(ticket)?;
        let mut request = json!({ "now": "2026-11-23T10:00:00Z" });
        for beside in ["event", "context", "roster", "history", "turns", "now"] {
            if let Some(part) = ticket.remove(beside) {
                request[beside] = part;
            }
        }
        request["ticket"] = Value::Object(ticket);
        let reply = session.call(&json!({ "verb": verb, "request": request }).to_string());
        if reply.starts_with("{\"error\"") {
            return Err(reply.into());
        }
        println!("{reply}");
    }
    Ok(())
}
