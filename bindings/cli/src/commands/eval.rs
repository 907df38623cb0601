//! `tierline eval`

use std::{
    io::{self, IsTerminal, Write},
    num::NonZeroUsize,
    panic, thread,
};

use clap::Args;
use serde::Serialize;
use tierline_wire::{
    explain,
    tierline::{Answer, Desk, Request},
};

use crate::{
    asking::AskingArgs,
    desk_files,
    exit::{Exit, Failure, unreadable},
    lines::{Piece, Pieces},
    progress::Progress,
    report::{Ui, say},
    table::{AnswerRow, Summary, table},
    tickets::Input,
};

const AFTER_HELP: &str = "\
Examples:
  tierline eval rules/service-desk tickets.ndjson
  tierline eval rules/service-desk tickets.ndjson --json > answers.ndjson
  tierline eval service-desk.desk.json log.csv --columns columns.json --json
  cat tickets.ndjson | tierline eval rules/service-desk - --explain

A line of NDJSON is a ticket, or a request {\"ticket\": ..., \"event\": ..., \"context\": ..., \"now\": ...}.
The header of a CSV file names fields, such as `subject`, `requester.vip` or `event.kind`.
On a terminal the answers are a table, elsewhere a JSON object a line.";

/// Tickets of one chunk, and bytes of their text: this much is in memory at a time.
const CHUNK_TICKETS: usize = 1_024;
const CHUNK_BYTES: usize = 16 * 1024 * 1024;
/// Fewer than this are not worth another thread.
const LEAST_SHARE: usize = 16;

/// What to ask, and how to show the answers.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct EvalArgs {
    #[command(flatten)]
    asking: AskingArgs,
    /// Print answers as JSON, one a line, on a terminal too
    #[arg(long)]
    json: bool,
    /// Add to every JSON answer what became of every rule
    #[arg(long)]
    trace: bool,
    /// Say why, in sentences
    #[arg(long)]
    explain: bool,
    /// How many threads evaluate [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Asks a desk about tickets.
///
/// # Errors
///
/// Where the desk does not compile, or something cannot be read or written.
pub fn run(args: &EvalArgs, ui: Ui) -> Result<Exit, Failure> {
    let desk = desk_files::load(&args.asking.desk, ui)?;
    let (asker, mut input) = args.asking.open(&desk)?;
    let to_terminal = io::stdout().is_terminal();
    let shape = Shape { json: args.json || !to_terminal, trace: args.trace, explain: args.explain };
    let threads = args.threads.map(usize::from).or_else(|| thread::available_parallelism().ok().map(NonZeroUsize::get));
    let work = |piece: &Piece| Outcome {
        line: piece.line,
        shown: asker.request(&desk, piece).and_then(|request| shape.shown(&desk, request)),
    };
    let mut sink = Sink::new(&input, Progress::new(input.size, !(shape.json && to_terminal)), shape, ui);
    loop {
        let (pieces, trouble) = chunk(&mut input.pieces);
        sink.take(in_parallel(&pieces, threads.unwrap_or(1), &work), input.pieces.consumed())?;
        if let Some(error) = trouble {
            return Err(unreadable(&input.name, &error));
        }
        if pieces.is_empty() {
            return sink.finish();
        }
    }
}

/// The next tickets; none at the end. An error comes with those that were read before it.
fn chunk(input: &mut Pieces) -> (Vec<Piece>, Option<io::Error>) {
    let mut pieces = vec![];
    let mut bytes = 0;
    while pieces.len() < CHUNK_TICKETS && bytes < CHUNK_BYTES {
        match input.next() {
            None => break,
            Some(Err(error)) => return (pieces, Some(error)),
            Some(Ok(piece)) => {
                bytes += piece.text.as_ref().map_or(0, String::len);
                pieces.push(piece);
            }
        }
    }
    (pieces, None)
}

/// What `work` makes of every piece, in order.
fn in_parallel<T: Send>(pieces: &[Piece], threads: usize, work: &(impl Fn(&Piece) -> T + Sync)) -> Vec<T> {
    let share = pieces.len().div_ceil(threads.max(1)).max(LEAST_SHARE);
    if pieces.len() <= share {
        return pieces.iter().map(work).collect();
    }
    thread::scope(|scope| {
        let work_off = |part: &[Piece]| part.iter().map(work).collect::<Vec<T>>();
        let shares: Vec<_> = pieces.chunks(share).map(|part| scope.spawn(move || work_off(part))).collect();
        let done = shares.into_iter().map(|share| share.join().unwrap_or_else(|why| panic::resume_unwind(why)));
        done.flatten().collect()
    })
}

/// What became of a piece.
struct Outcome {
    line: u64,
    shown: Result<Shown, String>,
}

enum Shown {
    Json(String),
    Row(Box<AnswerRow>),
}

#[derive(Clone, Copy)]
struct Shape {
    json: bool,
    trace: bool,
    explain: bool,
}

impl Shape {
    fn shown(self, desk: &Desk, request: Request) -> Result<Shown, String> {
        let answer = match self.trace || self.explain {
            true => desk.evaluate_with_trace(request),
            false => desk.evaluate(request),
        };
        match self.json {
            true => self.line(answer).map(Shown::Json).map_err(|error| format!("the answer has no JSON form: {error}")),
            false => Ok(Shown::Row(Box::new(AnswerRow::of(&answer)))),
        }
    }

    fn line(self, mut answer: Answer) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Explained<'a> {
            #[serde(flatten)]
            answer: &'a Answer,
            why: Vec<String>,
            nearly: Vec<String>,
        }
        if !self.explain {
            return serde_json::to_string(&answer);
        }
        let (why, nearly) = (explain::sentences(&answer), explain::near_misses(&answer));
        if !self.trace {
            answer.trace = None;
        }
        serde_json::to_string(&Explained { answer: &answer, why, nearly })
    }
}

/// Where answers go.
struct Sink {
    name: String,
    shape: Shape,
    ui: Ui,
    progress: Progress,
    lines: u64,
    refused: u64,
    summary: Summary,
    rows: Vec<AnswerRow>,
}

impl Sink {
    fn new(input: &Input, progress: Progress, shape: Shape, ui: Ui) -> Sink {
        let (summary, rows) = Default::default();
        Sink { name: input.name.clone(), shape, ui, progress, lines: 0, refused: 0, summary, rows }
    }

    fn take(&mut self, outcomes: Vec<Outcome>, consumed: u64) -> Result<(), Failure> {
        let mut out = String::new();
        for Outcome { line, shown } in outcomes {
            self.lines += 1;
            match shown {
                Ok(Shown::Json(json)) => {
                    out.push_str(&json);
                    out.push('\n');
                }
                Ok(Shown::Row(row)) => self.row(*row, &mut out),
                Err(why) => {
                    self.refused += 1;
                    self.progress.aside(|| say(&format!("{}:{line}: {why}", self.name)));
                }
            }
        }
        self.progress.aside(|| print(&out))?;
        self.progress.at(self.lines, consumed);
        Ok(())
    }

    fn row(&mut self, row: AnswerRow, out: &mut String) {
        self.summary.count(&row);
        match self.shape.explain {
            true => {
                out.push_str(&row.paragraph());
                out.push('\n');
            }
            false => self.rows.push(row),
        }
    }

    fn finish(self) -> Result<Exit, Failure> {
        drop(self.progress);
        if !self.shape.json {
            let table = if self.rows.is_empty() { String::new() } else { table(&self.rows, self.ui.out) + "\n" };
            print(&format!("{table}{}\n", self.summary.line()))?;
        }
        if self.refused == 0 {
            return Ok(Exit::Fine);
        }
        say(&format!("{} of {} lines refused", self.refused, self.lines));
        Ok(Exit::Refused)
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
