//! `tierline eval`

use std::{
    io::{self, IsTerminal},
    num::NonZeroUsize,
    panic,
    path::{Path, PathBuf},
    thread,
};

use clap::Args;
use serde::Serialize;
use tierline_wire::{
    explain,
    model::Timestamp,
    simulate::{Played, Player, TicketLog},
    tierline::{Answer, Desk, Detail, People, Request, Tell},
};

use crate::{
    asking::{Asker, File, HowArgs, WhenArgs},
    desk_files,
    events::{CHUNK_EVENTS, Log},
    exit::{Exit, Failure, unreadable},
    lines::{Piece, Pieces},
    progress::Progress,
    refusals::Refusals,
    report::{Ui, print},
    table::{AnswerRow, Summary, table},
    tickets::{Format, Input},
};

const AFTER_HELP: &str = "\
Examples:
  tierline eval rules/service-desk tickets.ndjson
  tierline eval rules/service-desk tickets.ndjson --json > answers.ndjson
  tierline eval service-desk.desk log.csv --columns columns.json --json
  cat tickets.ndjson | tierline eval rules/service-desk - --explain
  tierline eval rules/service-desk --events log.ndjson --last

A line of NDJSON is a ticket, or a request {\"ticket\": ..., \"event\": ..., \"context\": ..., \"now\": ...}.
The header of a CSV file names fields, such as `subject`, `requester.vip` or `event.kind`.
On a terminal the answers are a table, elsewhere a JSON object a line.

With `--events` the tickets come from a log: a line of NDJSON is an event {\"ticket_id\": ..., \"at\": ..., \"kind\": ...,
\"set\": {...}}, a row of CSV a ticket as it was after an event. The events of all tickets are played to the desk in the
order of time, what it answers is done, and it is woken whenever it asks to be, up to `--now` or the end of the log.
Turns and loads go from ticket to ticket, beginning with the roster. What came of one ticket is shown together.
Column maps and logs are told in rules/FORMATS.md.";

/// Tickets of one chunk, and bytes of their text: this much is in memory at a time.
const CHUNK_TICKETS: usize = 1_024;
const CHUNK_BYTES: usize = 16 * 1024 * 1024;
/// Fewer than this are not worth another thread.
const LEAST_SHARE: usize = 16;

/// What to ask, and how to show the answers.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct EvalArgs {
    /// A folder, a `.rhai` file or a bundle
    desk: PathBuf,
    /// A file of tickets, or `-` for standard input
    #[arg(required_unless_present = "events")]
    tickets: Option<PathBuf>,
    /// Play an event log to the desk, in place of tickets; `-` for standard input
    #[arg(long, value_name = "LOG", conflicts_with = "tickets")]
    events: Option<PathBuf>,
    /// Of every ticket of the log, print the last answer only
    #[arg(long)]
    last: bool,
    #[command(flatten)]
    when: WhenArgs,
    /// How the tickets or events are written down [default: as the file's name says; ndjson on standard input]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    how: HowArgs,
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
    if args.last && args.events.is_none() {
        return Err(Failure::usage("`--last` goes only with `--events`"));
    }
    let desk = desk_files::load(&args.desk, ui)?;
    // One of the two is there: the arguments say so.
    let path = args.tickets.as_deref().or(args.events.as_deref()).unwrap_or(Path::new("-"));
    let file = File { path, format: args.format, option: "--format" };
    let (asker, mut input) = args.how.open(&desk, file, args.when.now)?;
    let to_terminal = io::stdout().is_terminal();
    let shape = Shape { json: args.json || !to_terminal, trace: args.trace, explain: args.explain };
    let threads = args.threads.map(usize::from).or_else(|| thread::available_parallelism().ok().map(NonZeroUsize::get));
    let threads = threads.unwrap_or(1);
    let mut sink = Sink::new(&input, Progress::new(input.size, !(shape.json && to_terminal)), shape, ui);
    if args.events.is_some() {
        let mut log = Log::read(&asker, &mut input, &desk)?;
        let play = Play { desk: &desk, asker: &asker, shape, last: args.last, until: args.when.now.or(log.last) };
        std::mem::swap(&mut sink.refusals, &mut log.refusals);
        let consumed = input.pieces.consumed();
        if play.goes_together() {
            sink.stream(&play, &log.tickets, consumed)?;
            return sink.finish();
        }
        for tickets in log.chunks() {
            match tickets {
                [long] if long.events.len() > CHUNK_EVENTS => sink.stream(&play, tickets, consumed)?,
                tickets => {
                    let played = in_parallel(tickets, threads, &|ticket| play.played(ticket));
                    sink.show(played.into_iter().flatten().collect(), consumed)?;
                }
            }
        }
        return sink.finish();
    }
    let work = |piece: &Piece| Outcome {
        line: piece.line,
        shown: asker.request(&desk, piece).and_then(|request| shape.shown(shape.asked(&desk, request))),
    };
    loop {
        let (pieces, trouble) = chunk(&mut input.pieces);
        sink.take(in_parallel(&pieces, threads, &work), input.pieces.consumed())?;
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

/// What `work` makes of every piece or ticket, in order.
fn in_parallel<P: Sync, T: Send>(pieces: &[P], threads: usize, work: &(impl Fn(&P) -> T + Sync)) -> Vec<T> {
    let share = pieces.len().div_ceil(threads.max(1)).max(LEAST_SHARE);
    if pieces.len() <= share {
        return pieces.iter().map(work).collect();
    }
    thread::scope(|scope| {
        let work_off = |part: &[P]| part.iter().map(work).collect::<Vec<T>>();
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
    fn asked(self, desk: &Desk, request: Request) -> Answer {
        match self.trace || self.explain {
            true => desk.evaluate_with_trace(request),
            false => desk.evaluate(request),
        }
    }

    fn shown(self, answer: Answer) -> Result<Shown, String> {
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

/// Plays the events of a log to a desk.
struct Play<'a> {
    desk: &'a Desk,
    asker: &'a Asker,
    shape: Shape,
    last: bool,
    /// Up to when the desk is woken; later events are left out.
    until: Option<Timestamp>,
}

impl Play<'_> {
    /// Plays tickets, and shows what the desk answers, with the number of each ticket; nothing at the end of one.
    fn play(&self, tickets: &[TicketLog], show: &mut dyn FnMut(usize, Option<Result<Shown, String>>)) {
        let player = Player::new(self.desk, tickets, self.until);
        let player = match (self.last, self.tells_why()) {
            (true, _) => player.last_only(),
            (false, true) => player,
            (false, false) => player.telling(Tell::Nothing, Detail::All),
        };
        let people = People::of(self.asker.roster().clone());
        player.play(people, &mut |number, played| match played {
            Played::Answer(answer) => show(number, Some(self.shape.shown(answer))),
            Played::Last(request) => show(number, Some(self.shape.shown(self.told_all(request)))),
            Played::Over => show(number, None),
        });
    }

    /// The answer to a request, as one among those of a log.
    fn told_all(&self, request: Request) -> Answer {
        let mut answer = self.desk.evaluate_with_trace(request);
        if !self.tells_why() {
            answer.trace = None;
            answer.readings.iter_mut().for_each(|reading| reading.why = None);
        }
        answer
    }

    fn tells_why(&self) -> bool {
        self.shape.trace || self.shape.explain
    }

    /// What comes of a ticket by itself.
    fn played(&self, ticket: &TicketLog) -> Vec<Result<Shown, String>> {
        let mut shown = vec![];
        self.play(std::slice::from_ref(ticket), &mut |_, answer| shown.extend(answer));
        shown
    }

    /// Whether what becomes of one ticket bears on others.
    fn goes_together(&self) -> bool {
        self.desk.chooses_among(self.asker.roster())
    }
}

/// What came of tickets that are played together, until those before them are over.
struct Waiting {
    shown: Vec<Vec<Result<Shown, String>>>,
    is_over: Vec<bool>,
    /// The first ticket that is not over.
    first: usize,
}

impl Waiting {
    fn of(tickets: &[TicketLog]) -> Waiting {
        Waiting { shown: tickets.iter().map(|_| vec![]).collect(), is_over: vec![false; tickets.len()], first: 0 }
    }

    /// Takes what came of a ticket; gives what can be shown, in the order of tickets.
    fn take(&mut self, number: usize, answer: Option<Result<Shown, String>>) -> Vec<Result<Shown, String>> {
        if let (Some(shown), Some(is_over)) = (self.shown.get_mut(number), self.is_over.get_mut(number)) {
            *is_over |= answer.is_none();
            shown.extend(answer);
        }
        let mut ready = vec![];
        while let Some(shown) = self.shown.get_mut(self.first) {
            ready.append(shown);
            if self.is_over.get(self.first) != Some(&true) {
                break;
            }
            self.first += 1;
        }
        ready
    }
}

/// Where answers go.
struct Sink {
    shape: Shape,
    ui: Ui,
    progress: Progress,
    refusals: Refusals,
    summary: Summary,
    rows: Vec<AnswerRow>,
}

impl Sink {
    fn new(input: &Input, progress: Progress, shape: Shape, ui: Ui) -> Sink {
        let (summary, rows) = Default::default();
        Sink { refusals: Refusals::of(&input.name), shape, ui, progress, summary, rows }
    }

    fn take(&mut self, outcomes: Vec<Outcome>, consumed: u64) -> Result<(), Failure> {
        let mut out = String::new();
        for Outcome { line, shown } in outcomes {
            self.refusals.lines += 1;
            match shown {
                Ok(Shown::Json(json)) => {
                    out.push_str(&json);
                    out.push('\n');
                }
                Ok(Shown::Row(row)) => self.row(*row, &mut out),
                Err(why) => {
                    let refusals = &mut self.refusals;
                    self.progress.aside(|| refusals.refuse(line, &why));
                }
            }
        }
        self.progress.aside(|| print(&out))?;
        self.progress.at(self.refusals.lines, consumed);
        Ok(())
    }

    /// Shows what came of the tickets of a log.
    fn show(&mut self, shown: Vec<Result<Shown, String>>, consumed: u64) -> Result<(), Failure> {
        let lines = self.refusals.lines;
        self.take(shown.into_iter().map(|shown| Outcome { line: 0, shown }).collect(), consumed)?;
        self.refusals.lines = lines;
        Ok(())
    }

    /// Shows what comes of tickets that are played together, as soon as those before them are over.
    fn stream(&mut self, play: &Play<'_>, tickets: &[TicketLog], consumed: u64) -> Result<(), Failure> {
        let (mut waiting, mut failed) = (Waiting::of(tickets), Ok(()));
        play.play(tickets, &mut |number, answer| {
            let ready = waiting.take(number, answer);
            if failed.is_ok() && !ready.is_empty() {
                failed = self.show(ready, consumed);
            }
        });
        failed
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
        Ok(self.refusals.finish())
    }
}
