//! What to ask a desk: the options of `eval` and `explain`, and requests from what the input holds.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::Args;
use tierline_wire::{
    model::{Request, Roster, Timestamp, roster::Unreadable},
    tierline::Desk,
};

use crate::{
    cells::Layout,
    columns::ColumnMap,
    exit::{Failure, unreadable},
    lines::{Piece, Refusal},
    read_files,
    report::{cut, printable, say},
    tickets::{self, Format, Input},
};

/// Characters of a message about a refused line.
const MOST_OF_A_MESSAGE: usize = 300;

/// Which tickets to ask about.
#[derive(Args, Debug)]
pub struct AskingArgs {
    /// A folder, a `.rhai` file or a bundle
    pub desk: PathBuf,
    /// A file of tickets, or `-` for standard input
    pub tickets: PathBuf,
    #[command(flatten)]
    pub when: WhenArgs,
    /// How the tickets are written down [default: as the file's name says; ndjson on standard input]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub how: HowArgs,
}

/// As of when to ask.
#[derive(Args, Debug)]
pub struct WhenArgs {
    /// The instant to ask for, where a request names none [default: when the ticket was updated or created, else now; not before its last event]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Timestamp>,
}

/// How to read tickets and logs.
#[derive(Args, Debug)]
pub struct HowArgs {
    /// A column map (JSON) for a CSV file
    #[arg(long, value_name = "MAP")]
    columns: Option<PathBuf>,
    /// Teams and agents (JSON), in place of the desk's own
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// How many bytes a line or ticket may have
    #[arg(long, value_name = "BYTES", default_value_t = 1024 * 1024)]
    max_line: u32,
}

/// How the input of a command is written down whose `--format` is that of its output.
#[derive(Args, Debug)]
pub struct InputArgs {
    /// How the input is written down [default: as the file's name says; ndjson on standard input]
    #[arg(long, value_enum)]
    input: Option<Format>,
    #[command(flatten)]
    how: HowArgs,
}

impl InputArgs {
    /// As [`HowArgs::open`].
    ///
    /// # Errors
    ///
    /// As [`HowArgs::open`].
    pub fn open(&self, desk: &Desk, path: &Path, now: Option<Timestamp>) -> Result<(Asker, Input), Failure> {
        self.how.open(desk, File { path, format: self.input, option: "--input" }, now)
    }
}

/// Reads an instant of the command line.
///
/// # Errors
///
/// Where it is none, with how to write it.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text)
        .ok_or_else(|| "write an instant such as 2026-11-23T10:00:00Z or a date such as 2026-11-23".to_owned())
}

impl AskingArgs {
    /// Opens the tickets and reads what goes with them.
    ///
    /// # Errors
    ///
    /// Where a file is missing or not what it should be, or the options do not go together.
    pub fn open(&self, desk: &Desk) -> Result<(Asker, Input), Failure> {
        let file = File { path: &self.tickets, format: self.format, option: "--format" };
        self.how.open(desk, file, self.when.now)
    }
}

/// A file of tickets or events.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// How it is written down, where that is said.
    pub format: Option<Format>,
    /// The option that says so.
    pub option: &'static str,
}

impl HowArgs {
    /// Opens the tickets of a file and reads what goes with them.
    ///
    /// # Errors
    ///
    /// Where a file is missing or not what it should be, or the options do not go together.
    pub fn open(&self, desk: &Desk, file: File<'_>, now: Option<Timestamp>) -> Result<(Asker, Input), Failure> {
        let max_line = usize::try_from(self.max_line).unwrap_or(usize::MAX);
        let mut input = Input::open(file, max_line)?;
        let roster = self.roster()?.unwrap_or_else(|| desk.roster().clone());
        let layout = match (input.format, &self.columns) {
            (Format::Csv, map) => {
                let map = map.as_deref().map(ColumnMap::read).transpose()?;
                Some(layout(&mut input, desk, map.as_ref())?)
            }
            (_, None) => None,
            (_, Some(_)) => {
                return Err(Failure::usage(format!(
                    "`--columns` goes only with CSV, and `{}` is read as JSON; add `{} csv`",
                    input.name, file.option
                )));
            }
        };
        Ok((Asker { roster, layout, now, clock: clock() }, input))
    }

    fn roster(&self) -> Result<Option<Arc<Roster>>, Failure> {
        let Some(path) = &self.roster else { return Ok(None) };
        let text = read_files::text(path)?;
        let roster = Roster::from_text(&text).map_err(|wrong| {
            let Unreadable { line, column, why } = wrong;
            Failure::trouble(format!("`{}` is no roster: {why} (line {line}, column {column})", path.display()))
        })?;
        let roster = roster.consistent().map_err(|why| Failure::trouble(format!("`{}`: {why}", path.display())))?;
        Ok(Some(Arc::new(roster)))
    }
}

/// What the clock of this computer says: the only place of Tierline that asks.
pub fn clock() -> Timestamp {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_second(i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX))
}

fn layout(input: &mut Input, desk: &Desk, map: Option<&ColumnMap>) -> Result<Layout, Failure> {
    let named = |why: String| Failure::trouble(format!("`{}`: {}", input.name, short(&why)));
    let header = input.pieces.next().ok_or_else(|| named("it is empty; CSV begins with a header".to_owned()))?;
    let header = header.map_err(|error| unreadable(&input.name, &error))?.text;
    let header = header.map_err(|why| named(format!("the header cannot be read: {why}")))?;
    let layout = Layout::of(&header, desk.schema(), map).map_err(named)?;
    layout.notes().iter().for_each(|note| say(&format!("{}: {note}", input.name)));
    Ok(layout)
}

/// Makes requests of what the input holds.
#[derive(Debug)]
pub struct Asker {
    roster: Arc<Roster>,
    layout: Option<Layout>,
    now: Option<Timestamp>,
    /// What the clock said when the command began.
    clock: Timestamp,
}

impl Asker {
    /// Reads what goes before the tickets of an input: the header, where there is one.
    ///
    /// # Errors
    ///
    /// Where the header is none.
    pub fn of(input: &mut Input, desk: &Desk) -> Result<Asker, Failure> {
        let layout = (input.format == Format::Csv).then(|| layout(input, desk, None)).transpose()?;
        Ok(Asker { roster: desk.roster().clone(), layout, now: None, clock: Timestamp::MIN })
    }

    /// Who can be given work.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    /// What the header says, where this is CSV.
    pub fn layout(&self) -> Option<&Layout> {
        self.layout.as_ref()
    }

    /// The request that a piece holds, not yet checked against the fields of the desk.
    ///
    /// # Errors
    ///
    /// Where it holds none, in a few words.
    pub fn unchecked(&self, piece: &Piece) -> Result<Request, String> {
        let text = text_of(piece)?;
        let read = match &self.layout {
            Some(layout) => layout.request(text, &self.roster),
            None => tickets::from_json(text, piece.line, &self.roster),
        };
        let mut read = read.map_err(|why| short(&why))?;
        if !read.has_now {
            read.request.now = self.now.unwrap_or_else(|| self.usual_now(&read.request));
        }
        Ok(read.request)
    }

    /// The instant to ask for where nobody names one: never before something that happened.
    fn usual_now(&self, request: &Request) -> Timestamp {
        let now = tickets::instant_of(&request.ticket).unwrap_or(self.clock);
        tickets::last_event(&request.history).map_or(now, |last| last.max(now))
    }

    /// The request that a piece holds.
    ///
    /// # Errors
    ///
    /// Where it holds none, or a field does not hold what it may, in a few words.
    pub fn request(&self, desk: &Desk, piece: &Piece) -> Result<Request, String> {
        let request = self.unchecked(piece)?;
        request.check(desk.schema()).map_err(|error| short(&error.to_string()))?;
        Ok(request)
    }
}

/// The text of a piece.
///
/// # Errors
///
/// Where it could not be read, in a few words.
pub fn text_of(piece: &Piece) -> Result<&str, String> {
    piece.text.as_deref().map_err(|refusal| match refusal {
        Refusal::TooLong(..) => format!("{refusal}; raise that with `--max-line`"),
        refusal => refusal.to_string(),
    })
}

/// What is wrong with a line, on one line of bearable length.
pub fn short(why: &str) -> String {
    cut(&printable(why), MOST_OF_A_MESSAGE)
}
