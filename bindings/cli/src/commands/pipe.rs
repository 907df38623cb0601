//! `tierline pipe`

use std::{
    io::{self, BufReader, Write},
    num::NonZeroUsize,
    thread,
};

use clap::Args;
use tierline_wire::{Session, WireError};

use crate::{
    commands::json,
    exit::{Exit, Failure, unreadable},
    lines::{Cut, Pieces, Refusal},
};

const AFTER_HELP: &str = "\
Example:
  echo '{\"id\": 1, \"verb\": \"version\"}' | tierline pipe

A call is a JSON object on one line, of at most 16 MiB; its reply is one line too.";

/// Bytes of a call.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Nothing to choose.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct PipeArgs {}

/// Answers wire calls until standard input ends; batches on all cores.
///
/// # Errors
///
/// Where standard input or output fails.
pub fn run() -> Result<Exit, Failure> {
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let session = Session::default().on_threads(threads);
    let trouble = |error: io::Error| unreadable("standard input", &error);
    let calls = Pieces::new(Box::new(BufReader::new(io::stdin())), Cut::Line, MOST_BYTES).map_err(trouble)?;
    let mut out = io::stdout().lock();
    for call in calls {
        let reply = match call.map_err(trouble)?.text {
            Ok(call) => session.call(&call),
            Err(refusal) => refused(&refusal)?,
        };
        writeln!(out, "{reply}")?;
        out.flush()?;
    }
    Ok(Exit::Fine)
}

fn refused(refusal: &Refusal) -> Result<String, Failure> {
    let code = if matches!(refusal, Refusal::TooLong(..)) { "too-large" } else { "bad-json" };
    let error = json(&WireError::new(code, format!("the call cannot be read: {refusal}")))?;
    Ok(format!("{{\"error\":{error}}}"))
}
