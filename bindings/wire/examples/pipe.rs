//! Answers calls from standard input, one a line: what `tierline pipe` does, also in a build that cannot compile.
//!
//! ```text
//! cargo run --no-default-features --example pipe < calls.jsonl
//! ```

use std::io::{self, BufRead, Write};

use tierline_wire::Session;

fn main() -> io::Result<()> {
    let session = Session::default();
    let mut out = io::stdout().lock();
    for call in io::stdin().lock().lines() {
        writeln!(out, "{}", session.call(&call?))?;
    }
    Ok(())
}
