//! `tierline pipe`

use std::{
    io::{self, BufReader, BufWriter, Stdin, Write},
    num::NonZeroUsize,
    thread,
};

use clap::Args;
use tierline_wire::{Concern, Session, WireError, readable_id};

use crate::{
    exit::{Exit, Failure, unreadable},
    line_up::{LineUp, Room},
    lines::{Cut, Piece, Pieces, Refusal},
    read_files,
};

const AFTER_HELP: &str = "\
Example:
  echo '{\"id\": 1, \"verb\": \"version\"}' | tierline pipe

A call is a JSON object on one line, of at most 16 MiB; its reply is one line too, in the order of the calls. Calls are
answered side by side. Those about a desk wait for a `compile`, `load` or `forget` of it that came before, and the other
way round. A reply repeats the `id` of its call, also where the call is no JSON but its `id` can be read.

A client must read replies while it writes calls: where it does not, and much waits, no more calls are read.
examples/pipe-client has a client of 60 lines that does.";

/// Bytes of a call.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of calls and replies that may wait.
const MOST_WAITING_BYTES: usize = 64 * 1024 * 1024;

/// How to answer.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct PipeArgs {
    /// How many calls to answer side by side; as many as there are cores where it is left out
    #[arg(long, value_name = "N")]
    workers: Option<NonZeroUsize>,
    /// Write replies as they come, not in the order of the calls: tell them apart by their `id`
    #[arg(long)]
    unordered: bool,
    /// How many calls and replies may wait before no more is read
    #[arg(long, value_name = "N", default_value = "1024")]
    most_waiting: NonZeroUsize,
}

/// Answers wire calls until standard input ends.
///
/// # Errors
///
/// Where standard input or output fails, or both are one file.
pub fn run(args: &PipeArgs) -> Result<Exit, Failure> {
    let stdin = read_files::stdin()?;
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let workers = args.workers.unwrap_or(cores);
    let session = Session::default().on_threads(cores);
    let room = Room { calls: args.most_waiting.get(), bytes: MOST_WAITING_BYTES };
    let line_up = LineUp::new(BufWriter::new(io::stdout()), room, !args.unordered);
    let read = thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some(mut call) = line_up.take() {
                    let reply = match &mut call.text {
                        Ok(text) => session.call(text),
                        Err(reply) => std::mem::take(reply),
                    };
                    line_up.answer(call, reply);
                }
            });
        }
        let read = read_calls(stdin, &line_up);
        line_up.end();
        read
    });
    read.map_err(|error| unreadable("standard input", &error))?;
    line_up.into_outcome()?;
    Ok(Exit::Fine)
}

/// Reads calls and lets them stand in line, those that cannot be read among them: their reply is written in its turn.
fn read_calls(stdin: Stdin, line_up: &LineUp<impl Write>) -> io::Result<()> {
    let calls = Pieces::new(Box::new(BufReader::new(stdin)), Cut::Line, MOST_BYTES)?;
    for call in calls {
        let Piece { text, head, .. } = call?;
        let concern = text.as_ref().map_or(Concern::Nothing, |text| Concern::of(text));
        if !line_up.push(concern, text.map_err(|refusal| refused(&refusal, &head))) {
            break;
        }
    }
    Ok(())
}

fn refused(refusal: &Refusal, head: &[u8]) -> String {
    let code = if matches!(refusal, Refusal::TooLong(..)) { "too-large" } else { "bad-json" };
    let error = WireError::new(code, format!("the call cannot be read: {refusal}"));
    error.reply(readable_id(&String::from_utf8_lossy(head)).as_ref())
}
