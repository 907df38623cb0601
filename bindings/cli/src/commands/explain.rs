//! `tierline explain`

use clap::Args;
use serde::Serialize;
use tierline_wire::{
    clocks::{ClockSaid, clocks_said},
    explain,
    model::suggest::did_you_mean,
    tierline::{Answer, Desk, Request},
};

use crate::{
    asking::{Asker, AskingArgs},
    commands::json,
    desk_files,
    exit::{Exit, Failure, unreadable},
    report::{Ui, plural, print, printable, say},
    table::AnswerRow,
    tickets::Input,
};

const AFTER_HELP: &str = "\
Examples:
  tierline explain rules/service-desk ticket.json
  tierline explain rules/service-desk tickets.ndjson --id INC-1042
  tierline explain rules/service-desk log.csv --columns columns.json --json";

/// So many rules that nearly fired are shown.
const MOST_NEAR: usize = 5;

/// Characters of a line of a clock's drawing.
const DRAWN_WIDTH: usize = 96;

/// So many ids are remembered for `did you mean`.
const MOST_IDS: usize = 10_000;

/// Which ticket to explain.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct ExplainArgs {
    #[command(flatten)]
    asking: AskingArgs,
    /// The id of the ticket [default: the first ticket]
    #[arg(long)]
    id: Option<String>,
    /// Print the reasons and the answer with its trace as JSON
    #[arg(long)]
    json: bool,
}

/// Says in sentences why a ticket goes where it goes, and what nearly happened.
///
/// # Errors
///
/// Where the desk does not compile, something cannot be read, or the ticket is not there.
pub fn run(args: &ExplainArgs, ui: Ui) -> Result<Exit, Failure> {
    let desk = desk_files::load(&args.asking.desk, ui)?;
    let (asker, input) = args.asking.open(&desk)?;
    let request = find(args.id.as_deref(), &asker, &desk, input)?;
    let answer = desk.evaluate_with_trace(request);
    let clocks = clocks_said(&desk, &answer.readings, answer.now, DRAWN_WIDTH);
    let said = match args.json {
        true => as_json(&answer, clocks)? + "\n",
        false => in_words(&answer, &clocks),
    };
    print(&said)?;
    Ok(Exit::Fine)
}

/// The ticket of that id, or the first one.
fn find(id: Option<&str>, asker: &Asker, desk: &Desk, mut input: Input) -> Result<Request, Failure> {
    let mut ids: Vec<String> = vec![];
    let (mut read, mut unread) = (0, 0);
    while let Some(piece) = input.pieces.next() {
        let piece = piece.map_err(|error| unreadable(&input.name, &error))?;
        let refused = |why| {
            say(&format!("{}:{}: {why}", input.name, piece.line));
            Failure::Said(Exit::Refused)
        };
        let request = match (asker.unchecked(&piece), id) {
            (Err(why), None) => return Err(refused(why)),
            (Ok(_), None) => return asker.request(desk, &piece).map_err(refused),
            (Err(_), Some(_)) => {
                unread += 1;
                continue;
            }
            (Ok(request), Some(_)) => request,
        };
        read += 1;
        let got = request.ticket.id().map(|id| id.to_string());
        if got.as_deref() == id {
            return asker.request(desk, &piece).map_err(refused);
        }
        ids.extend(got.filter(|_| ids.len() < MOST_IDS));
    }
    Err(Failure::trouble(not_found(id, &input.name, &ids, (read, unread))))
}

fn not_found(id: Option<&str>, name: &str, ids: &[String], (read, unread): (usize, usize)) -> String {
    let Some(id) = id else { return format!("there is no ticket in `{name}`") };
    let unread = match unread {
        0 => String::new(),
        lines => format!("; {} could not be read", plural(lines, "line")),
    };
    let hint = did_you_mean(id, ids.iter().map(String::as_str), "`").map(|hint| format!("; {hint}"));
    format!("none of the {} in `{name}` has the id `{id}`{unread}{}", plural(read, "ticket"), hint.unwrap_or_default())
}

fn as_json(answer: &Answer, clocks: Vec<ClockSaid>) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Explained<'a> {
        why: Vec<String>,
        nearly: Vec<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        clocks: Vec<ClockSaid>,
        answer: &'a Answer,
    }
    json(&Explained { why: explain::sentences(answer), nearly: explain::near_misses(answer), clocks, answer })
}

fn in_words(answer: &Answer, clocks: &[ClockSaid]) -> String {
    let listed = |said: Vec<String>| said.iter().map(|said| format!("  {}\n", printable(said))).collect::<String>();
    let nearly = match explain::near_misses(answer) {
        none if none.is_empty() => "  nothing\n".to_owned(),
        mut nearly => {
            let more = nearly.len().saturating_sub(MOST_NEAR);
            nearly.truncate(MOST_NEAR);
            let more = if more > 0 { format!("  and {more} more\n") } else { String::new() };
            format!("{}{more}", listed(nearly))
        }
    };
    let title = AnswerRow::of(answer).title();
    let clock = |said: &ClockSaid| {
        let drawn = said.timeline.iter().map(|line| format!("    {line}\n"));
        let why = said.why.iter().map(|said| format!("  {}\n", printable(said)));
        format!("\n{}", why.chain(drawn).collect::<String>())
    };
    let clocks: String = clocks.iter().map(clock).collect();
    let clocks = if clocks.is_empty() { clocks } else { format!("\nClocks:{clocks}") };
    format!("{title}  at {}\n{}\nNearly:\n{nearly}{clocks}", answer.now, listed(explain::sentences(answer)))
}
