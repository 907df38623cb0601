//! `tierline explain`

use clap::Args;
use serde::Serialize;
use tierline_wire::{
    clocks::{ClockSaid, clocks_said},
    explain,
    explained::{Explanation, WhyNot},
    model::{Text, suggest::did_you_mean},
    tierline::{Answer, Desk, Request},
};

use crate::{
    asking::{Asker, AskingArgs},
    commands::json,
    desk_files,
    exit::{Exit, Failure, unreadable},
    report::{Ui, plural, print, printable, say, show},
    table::AnswerRow,
    tickets::Input,
};

const AFTER_HELP: &str = "\
Examples:
  tierline explain rules/service-desk ticket.json
  tierline explain rules/service-desk tickets.ndjson --id INC-1042
  tierline explain rules/service-desk ticket.json --why-not 'VIPs are never below P3'
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
    /// Say why this rule did not fire, and what would have had to differ; may be given several times
    #[arg(long, value_name = "RULE")]
    why_not: Vec<String>,
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
    known_rules(&desk, &args.why_not)?;
    let answer = desk.evaluate_with_trace(request.clone());
    let asked: Vec<Text> = args.why_not.iter().map(|rule| rule.as_str().into()).collect();
    let why_not = WhyNot::of_all(&desk, &request, &answer, &asked);
    let explanation = Explanation {
        why: explain::sentences(&answer),
        nearly: explain::near_misses(&answer),
        why_not,
        clocks: clocks_said(&desk, &answer.readings, answer.now, DRAWN_WIDTH),
    };
    match args.json {
        true => print(&(json(&Explained { explanation, answer: &answer })? + "\n"))?,
        false => show(&in_words(&answer, &explanation))?,
    }
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

/// What is printed as JSON: the reasons, and the answer that they are of.
#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    explanation: Explanation,
    answer: &'a Answer,
}

/// Refuses names that no rule of the desk has.
fn known_rules(desk: &Desk, names: &[String]) -> Result<(), Failure> {
    match names.iter().find(|name| !desk.has_rule(name)) {
        None => Ok(()),
        Some(name) => {
            let hint = did_you_mean(name, desk.rule_names(), "\"").map(|hint| format!("; {hint}")).unwrap_or_default();
            Err(Failure::trouble(format!("the desk has no rule {name:?}{hint}")))
        }
    }
}

fn in_words(answer: &Answer, explanation: &Explanation) -> String {
    let listed = |said: &[String]| said.iter().map(|said| format!("  {}\n", printable(said))).collect::<String>();
    let nearly = match explanation.nearly.as_slice() {
        [] => "  nothing\n".to_owned(),
        nearly => {
            let (shown, more) = nearly.split_at(nearly.len().min(MOST_NEAR));
            let more = if more.is_empty() { String::new() } else { format!("  and {} more\n", more.len()) };
            format!("{}{more}", listed(shown))
        }
    };
    let why_not = explanation.why_not.iter().map(|rule| {
        let why = [rule.why.clone()].into_iter().chain(rule.instead.clone()).collect::<Vec<_>>();
        listed(&why)
    });
    let why_not: String = why_not.collect();
    let why_not = if why_not.is_empty() { why_not } else { format!("\nWhy not:\n{why_not}") };
    let title = AnswerRow::of(answer).title();
    let clock = |said: &ClockSaid| {
        let drawn = said.timeline.iter().map(|line| format!("    {line}\n"));
        let why = said.why.iter().map(|said| format!("  {}\n", printable(said)));
        format!("\n{}", why.chain(drawn).collect::<String>())
    };
    let clocks: String = explanation.clocks.iter().map(clock).collect();
    let clocks = if clocks.is_empty() { clocks } else { format!("\nClocks:{clocks}") };
    format!("{title}  at {}\n{}\nNearly:\n{nearly}{why_not}{clocks}", answer.now, listed(&explanation.why))
}
