//! `tierline deadline`

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use comfy_table::{Table, presets::UTF8_BORDERS_ONLY};
use serde::Serialize;
use tierline_wire::{
    clocks::{hours_of, open_hours},
    explain::{clock_name, clock_sentences, duration, local, timeline},
    model::{Reading, Timestamp, reading::OpenHours},
    tierline::{Deadlines, Desk},
};

use crate::{
    asking::{InputArgs, WhenArgs},
    commands::json,
    desk_files,
    exit::{Exit, Failure, unreadable},
    refusals::Refusals,
    report::{Ui, print, printable},
};

const AFTER_HELP: &str = "\
Examples:
  tierline deadline my-desk request.json
  tierline deadline my-desk requests.ndjson --now 2026-11-23T10:00:00Z --why
  tierline deadline my-desk requests.ndjson --format json

A line of NDJSON is a request {\"ticket\": ..., \"history\": [...], \"now\": ...}, or a ticket, of which nothing is known
but when it was made. No rule runs. On a terminal the clocks are a table with a drawing of each, elsewhere a JSON
object a line.";

/// Characters of a line of a drawing, where the terminal does not say.
const USUAL_WIDTH: usize = 100;

/// Which clocks to show, and how.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct DeadlineArgs {
    /// A folder, a `.rhai` file or a bundle
    desk: PathBuf,
    /// A file of requests or tickets, or `-` for standard input
    requests: PathBuf,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the clocks [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Shape>,
    /// Show only this clock, such as `resolution` or `resolve`
    #[arg(long, value_name = "CLOCK", value_parser = metric)]
    clock: Option<Clock>,
    /// Say why: policies that lost, what counted, what moved the deadline; earlier cycles too
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    input: InputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// A table and a drawing of each clock.
    Table,
    /// An object a line.
    Json,
}

/// A clock to show.
#[derive(Clone, Copy, Debug)]
struct Clock(tierline_wire::model::Metric);

fn metric(text: &str) -> Result<Clock, String> {
    use tierline_wire::model::{Metric, suggest::did_you_mean};
    Metric::named(text).map(Clock).ok_or_else(|| {
        let names = Metric::ALL.map(Metric::name);
        let hint = did_you_mean(text, names.into_iter().chain(Metric::ALL.map(Metric::verb)), "`");
        let hint = hint.unwrap_or_else(|| format!("the clocks are {}", names.join(", ")));
        format!("there is no clock `{text}`; {hint}")
    })
}

/// Shows what is due when.
///
/// # Errors
///
/// Where the desk does not compile, or something cannot be read.
pub fn run(args: &DeadlineArgs, ui: Ui) -> Result<Exit, Failure> {
    let desk = desk_files::load(&args.desk, ui)?;
    let (asker, mut input) = args.input.open(&desk, &args.requests, args.when.now)?;
    let to_terminal = io::stdout().is_terminal();
    let shape = args.format.unwrap_or(if to_terminal { Shape::Table } else { Shape::Json });
    let drawing = Drawing { why: args.why, width: width(), colour: ui.out };
    let mut refusals = Refusals::of(&input.name);
    while let Some(piece) = input.pieces.next() {
        let piece = piece.map_err(|error| unreadable(&input.name, &error))?;
        refusals.lines += 1;
        let request = match asker.request(&desk, &piece) {
            Ok(request) => request,
            Err(why) => {
                refusals.refuse(piece.line, &why);
                continue;
            }
        };
        // A drawing needs to know what counted.
        let mut deadlines = desk.deadlines(request, args.why || shape == Shape::Table);
        deadlines.readings.retain(|reading| args.clock.is_none_or(|Clock(metric)| reading.clock == metric));
        let said = match shape {
            Shape::Json => line(&desk, &deadlines, args.why)?,
            Shape::Table => drawing.paragraph(&desk, &deadlines),
        };
        print(&said)?;
    }
    Ok(refusals.finish())
}

fn line(desk: &Desk, deadlines: &Deadlines, why: bool) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct WithHours<'a> {
        #[serde(flatten)]
        deadlines: &'a Deadlines,
        hours: Vec<OpenHours>,
    }
    let line = match why {
        true => json(&WithHours { deadlines, hours: open_hours(desk, &deadlines.readings, deadlines.now) })?,
        false => json(deadlines)?,
    };
    Ok(line + "\n")
}

/// How wide the terminal is.
fn width() -> usize {
    let width = Table::new().width().map(usize::from);
    width.filter(|width| *width >= 40).unwrap_or(USUAL_WIDTH)
}

/// How to show clocks to people.
struct Drawing {
    why: bool,
    width: usize,
    colour: bool,
}

impl Drawing {
    fn paragraph(&self, desk: &Desk, deadlines: &Deadlines) -> String {
        let Deadlines { id, now, readings, wake_at, faults, .. } = deadlines;
        let hours = open_hours(desk, readings, *now);
        let id = id.as_deref().map_or_else(|| "a ticket without id".to_owned(), printable);
        let mut said = format!("{id}  at {now}\n");
        for fault in faults {
            said.push_str(&format!("  ! {}: {}\n", printable(&fault.rule), printable(&fault.reason)));
        }
        match readings.is_empty() {
            true => said.push_str("  no clock\n"),
            false => said.push_str(&format!("{}\n", self.table(readings, &hours))),
        }
        // What is uncertain is said with and without reasons.
        for warning in readings.iter().filter(|_| !self.why).filter_map(|reading| {
            Some(format!("  ! {}: {}\n", printable(&clock_name(reading)), printable(reading.warning.as_ref()?)))
        }) {
            said.push_str(&warning);
        }
        for reading in readings {
            let why = if self.why { clock_sentences(reading) } else { vec![clock_name(reading)] };
            let drawn = timeline(reading, hours_of(reading, &hours), *now, self.width.saturating_sub(2));
            said.push('\n');
            for line in why.into_iter().chain(drawn) {
                said.push_str(&format!("  {}\n", printable(&line)));
            }
        }
        let wake = wake_at.map_or_else(|| "Nothing changes by time alone.".to_owned(), |at| format!("Wake at {at}."));
        format!("{said}\n{wake}\n\n")
    }

    fn table(&self, readings: &[Reading], hours: &[OpenHours]) -> Table {
        let mut table = Table::new();
        table.load_style(UTF8_BORDERS_ONLY);
        if self.colour {
            table.enforce_styling();
        }
        table.set_header(["clock", "policy", "state", "target", "used", "left", "due", "due (UTC)", "next step"]);
        table.add_rows(
            readings.iter().map(|reading| cells(reading, hours_of(reading, hours)).map(|cell| printable(&cell))),
        );
        table
    }
}

/// What a clock is doing; one that is late may wait as well.
fn state(reading: &Reading) -> String {
    let paused = if reading.paused { ", paused" } else { "" };
    format!("{}{paused}", reading.state.name().replace('_', " "))
}

fn cells(reading: &Reading, hours: Option<&OpenHours>) -> [String; 9] {
    let cycle = if reading.cycle > 1 { format!(" ({})", reading.cycle) } else { String::new() };
    let due = |show: &dyn Fn(Timestamp) -> String| reading.due.map(show).unwrap_or_default();
    let next = reading.steps.iter().filter(|step| !step.done).min_by_key(|step| step.at);
    let next = next.map(|step| format!("{} at {}", step.step, local(step.put_off_to.unwrap_or(step.at), hours)));
    [
        format!("{}{cycle}", clock_name(reading)),
        reading.policy.to_string(),
        state(reading),
        reading.target.to_string(),
        format!("{} ({}%)", duration(reading.elapsed_seconds), reading.used_percent),
        duration(reading.remaining_seconds),
        due(&|due| local(due, hours)),
        due(&|due| due.to_string()),
        next.unwrap_or_default(),
    ]
}
