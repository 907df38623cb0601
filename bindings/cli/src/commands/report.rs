//! `tierline report`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use comfy_table::{Cell, CellAlignment, Color, Table, presets::UTF8_BORDERS_ONLY};
use serde::Serialize;
use tierline_wire::{explain::duration, model::Timestamp};

use crate::{
    asking::{InputArgs, instant},
    commands::json,
    compliance::{By, Compliance, Count, Group, Key, Spent},
    desk_files,
    events::Log,
    exit::{Exit, Failure},
    refusals::Refusals,
    report::{Ui, plural, print, printable, say},
};

const AFTER_HELP: &str = "\
Examples:
  tierline report my-desk --events events.ndjson
  tierline report my-desk --events log.csv --columns columns.json --until 2026-12-01
  tierline report my-desk --events events.ndjson --format csv > compliance.csv

A line of NDJSON is an event {\"ticket_id\": ..., \"at\": ..., \"kind\": ..., \"set\": {...}}; a row of CSV is a ticket as
it was after an event. No rule runs: clocks are folded from the log alone, so what the rules of a desk would set must
stand in the log. `% met` is of those met or missed, rounded down. The formats are told in rules/FORMATS.md.";

/// What to count.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct ReportArgs {
    /// A folder, a `.rhai` file or a bundle
    desk: PathBuf,
    /// An event log, or `-` for standard input
    #[arg(long, value_name = "LOG")]
    events: PathBuf,
    /// Leave out what happened later, and read the clocks then [default: the last event of the log]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    until: Option<Timestamp>,
    /// How to print the report
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
    #[command(flatten)]
    input: InputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Tables for people.
    Table,
    /// A line for every count.
    Csv,
    /// One object.
    Json,
}

/// Counts how SLAs were kept and where time went.
///
/// # Errors
///
/// Where the desk does not compile, or something cannot be read.
pub fn run(args: &ReportArgs, ui: Ui) -> Result<Exit, Failure> {
    let desk = desk_files::load(&args.desk, ui)?;
    let (asker, mut input) = args.input.open(&desk, &args.events, None)?;
    let Log { tickets, refusals, last } = Log::read(&asker, &mut input, &desk)?;
    let Some(until) = args.until.or(last) else {
        return Err(Failure::trouble(format!("there is no event in `{}`", input.name)));
    };
    let mut compliance = Compliance::default();
    for ticket in tickets {
        let id = ticket.id.clone();
        let request = ticket.up_to(until);
        if request.history.is_empty() {
            continue;
        }
        let group = Group::of(&request.ticket.0);
        // Every cycle counts, not just the last: only with its reasons does a desk give them all.
        let deadlines = desk.deadlines(request, true);
        for fault in &deadlines.faults {
            say(&format!("{}: {}, {}: {}", input.name, printable(&id), fault.rule, printable(&fault.reason)));
        }
        compliance.add(&group, &deadlines.readings);
    }
    let printed = match args.format {
        Shape::Table => tables(&compliance, until, ui.out),
        Shape::Csv => csv(&compliance),
        Shape::Json => as_json(&compliance, &refusals, until)?,
    };
    print(&printed)?;
    Ok(refusals.finish())
}

fn as_json(compliance: &Compliance, refusals: &Refusals, until: Timestamp) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Report<'a> {
        until: Timestamp,
        lines: u64,
        refused: u64,
        #[serde(flatten)]
        compliance: &'a Compliance,
    }
    let Refusals { lines, refused, .. } = *refusals;
    Ok(json(&Report { until, lines, refused, compliance })? + "\n")
}

fn csv(compliance: &Compliance) -> String {
    let mut lines =
        String::from("by,name,class,clock,met,missed_open,missed_closed,running,cancelled,percent_met,times,seconds\n");
    for (Key { by, name, class, clock }, count) in By::ALL.into_iter().flat_map(|by| compliance.of(by)) {
        let clock = clock.map(|clock| clock.name()).unwrap_or_default();
        let Count { met, missed_open, missed_closed, running, cancelled } = count;
        lines.push_str(&format!(
            "{},{},{},{clock},{met},{missed_open},{missed_closed},{running},{cancelled},{},,\n",
            by.name(),
            quoted(name),
            class.name(),
            count.percent_met()
        ));
    }
    for (holder, time) in &compliance.times {
        let by = spent(holder.time);
        let (of, class, clock) = (quoted(&holder.of), holder.class.name(), holder.clock.name());
        lines.push_str(&format!("{by},{of},{class},{clock},,,,,,,{},{}\n", time.times, time.seconds));
    }
    lines
}

fn spent(time: Spent) -> &'static str {
    match time {
        Spent::Held => "held",
        Spent::Paused => "paused",
    }
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

fn tables(compliance: &Compliance, until: Timestamp, colour: bool) -> String {
    let tickets = plural(usize::try_from(compliance.tickets).unwrap_or(usize::MAX), "ticket");
    let mut said = format!("{tickets}, as of {until}\n");
    for by in By::ALL {
        if compliance.of(by).next().is_some() {
            said.push_str(&format!("\n{}\n{}\n", by.name(), counts(compliance, by, colour)));
        }
    }
    for time in [Spent::Held, Spent::Paused] {
        if compliance.times.keys().any(|holder| holder.time == time) {
            said.push_str(&format!("\ntime {}\n{}\n", spent(time), times(compliance, time)));
        }
    }
    if compliance.counts.is_empty() {
        said.push_str("no ticket is under an SLA\n");
    }
    said
}

fn counts(compliance: &Compliance, by: By, colour: bool) -> Table {
    let mut table = framed(colour);
    table.set_header(["", "class", "clock", "met", "missed open", "missed closed", "running", "cancelled", "% met"]);
    for (key, count) in compliance.of(by) {
        let clock = key.clock.map(|clock| clock.name()).unwrap_or_default();
        let name = match (by, &*key.name) {
            (By::Total | By::Clock, _) => "all".to_owned(),
            (_, "") => format!("no {}", by.name()),
            (_, name) => printable(name),
        };
        let words = [name, key.class.name().to_owned(), clock.to_owned()];
        let numbers = [count.met, count.missed_open, count.missed_closed, count.running, count.cancelled];
        let numbers = numbers.map(|number| number.to_string()).into_iter().map(right);
        let cells = words.into_iter().map(Cell::new).chain(numbers).chain([percent(count, colour)]);
        table.add_row(cells.collect::<Vec<Cell>>());
    }
    table
}

fn percent(count: Count, colour: bool) -> Cell {
    let cell = right(count.percent_met());
    match count.tenths_met() {
        Some(..900) if colour => cell.fg(Color::Red),
        _ => cell,
    }
}

fn times(compliance: &Compliance, time: Spent) -> Table {
    let mut table = framed(false);
    table.set_header(["", "class", "clock", "times", "open time"]);
    let (mut all_times, mut all_seconds) = (0_u64, 0_i64);
    for (holder, time) in compliance.times.iter().filter(|(holder, _)| holder.time == time) {
        let words = [printable(&holder.of), holder.class.name().to_owned(), holder.clock.name().to_owned()];
        let numbers = [time.times.to_string(), duration(time.seconds)].into_iter().map(right);
        table.add_row(words.into_iter().map(Cell::new).chain(numbers).collect::<Vec<Cell>>());
        (all_times, all_seconds) = (all_times + time.times, all_seconds.saturating_add(time.seconds));
    }
    let all = [Cell::new("all"), Cell::new(""), Cell::new(""), right(all_times.to_string())];
    table.add_row(all.into_iter().chain([right(duration(all_seconds))]).collect::<Vec<Cell>>());
    table
}

fn right(text: String) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn framed(colour: bool) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY);
    if colour {
        table.enforce_styling();
    }
    table
}
