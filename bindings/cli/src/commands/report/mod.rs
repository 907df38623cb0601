//! `tierline report`

mod csv;
mod tables;

use std::{collections::BTreeSet, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use tierline_wire::{
    model::{Path, Timestamp, suggest::did_you_mean},
    simulate::{
        Zone,
        report::{By, Naming, Report},
    },
    tierline::Desk,
};

use crate::{
    asking::{InputArgs, instant},
    commands::json,
    desk_files,
    events::Log,
    exit::{Exit, Failure},
    refusals::Refusals,
    report::{Ui, print, printable, say},
};

const AFTER_HELP: &str = "\
Examples:
  tierline report my-desk --events events.ndjson
  tierline report my-desk --events log.csv --columns columns.json --until 2026-12-01
  tierline report my-desk --events events.ndjson --by team,agent,month --zone Europe/Berlin
  tierline report my-desk --events events.ndjson --format csv > clocks.csv
  tierline report my-desk --events events.ndjson --by customer --satisfaction csat --format csv-tickets

A line of NDJSON is an event {\"ticket_id\": ..., \"at\": ..., \"kind\": ..., \"set\": {...}}; a row of CSV is a ticket as
it was after an event. No rule runs: clocks are folded from the log alone, so what the rules of a desk would set must
stand in the log. A clock that was breached counts as missed whatever becomes of it later, where the ticket was when it
was breached. `% met` is of those met or missed, rounded down. Every figure is told in rules/FORMATS.md.";

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
    /// By what to count: policy, clock, priority, queue, tier, team, agent, requester, customer, category, asset_model,
    /// channel, month, week, or all [default: the first six]
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = by)]
    by: Vec<Asked>,
    /// Where months and weeks begin, such as Europe/Berlin [default: the zone of the desk's calendars, UTC where they have several]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<Zone>,
    /// The field whose number says how satisfied people were [default: `satisfaction`, where the desk has such a field]
    #[arg(long, value_name = "FIELD")]
    satisfaction: Option<String>,
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
    /// A line for every count of clocks, and of time.
    Csv,
    /// A line for every group of tickets.
    CsvTickets,
    /// One object.
    Json,
}

/// By what somebody asks to count.
#[derive(Clone, Copy, Debug)]
enum Asked {
    One(By),
    All,
}

fn by(word: &str) -> Result<Asked, String> {
    let word = word.trim().replace('-', "_");
    if word == "all" {
        return Ok(Asked::All);
    }
    let names = || By::ALL.into_iter().map(By::name).chain(["all"]);
    By::ALL.into_iter().find(|by| by.name() == word).map(Asked::One).ok_or_else(|| {
        let hint = did_you_mean(&word, names(), "`");
        hint.unwrap_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", ")))
    })
}

fn zone(name: &str) -> Result<Zone, String> {
    Zone::named(name)
}

/// Counts how SLAs were kept, where time went, and how tickets went.
///
/// # Errors
///
/// Where the desk does not compile, or something cannot be read.
pub fn run(args: &ReportArgs, ui: Ui) -> Result<Exit, Failure> {
    let desk = desk_files::load(&args.desk, ui)?;
    let satisfaction = satisfaction(args, &desk)?;
    let zone = args.zone.clone().map_or_else(|| zone_of(&desk), Ok)?;
    let (asker, mut input) = args.input.open(&desk, &args.events, None)?;
    let Log { tickets, refusals, last } = Log::read(&asker, &mut input, &desk)?;
    let Some(until) = args.until.or(last) else {
        return Err(Failure::trouble(format!("there is no event in `{}`", input.name)));
    };
    let naming = Naming { roster: asker.roster().clone(), zone };
    let mut report = Report::new(asked(&args.by), naming, satisfaction, until);
    for ticket in tickets {
        for fault in report.add(&desk, &ticket) {
            say(&format!("{}: {}, {}: {}", input.name, printable(&ticket.id), fault.rule, printable(&fault.reason)));
        }
    }
    if args.by.is_empty() {
        leave_out_unnamed(&mut report);
    }
    let printed = match args.format {
        Shape::Table => tables::all(&report, !args.by.is_empty(), ui.out),
        Shape::Csv => csv::clocks(&report),
        Shape::CsvTickets => csv::tickets(&report),
        Shape::Json => as_json(&report, &refusals)?,
    };
    print(&printed)?;
    Ok(refusals.finish())
}

/// By what to count; in total always.
fn asked(by: &[Asked]) -> BTreeSet<By> {
    let named = by.iter().flat_map(|asked| match asked {
        Asked::One(by) => vec![*by],
        Asked::All => By::ALL.to_vec(),
    });
    let usual = By::USUAL.into_iter().filter(|_| by.is_empty());
    named.chain(usual).chain([By::Total]).collect()
}

/// Nobody asked for tiers and teams: a desk without them hears nothing of them.
fn leave_out_unnamed(report: &mut Report) {
    for by in [By::Tier, By::Team] {
        let is_named = report.counts.keys().any(|key| key.by == by && !key.name.is_empty())
            || report.figures.keys().any(|group| group.by == by && !group.name.is_empty());
        if !is_named {
            report.counts.retain(|key, _| key.by != by);
            report.figures.retain(|group, _| group.by != by);
        }
    }
}

/// The zone that all calendars of the desk are in, or else UTC.
fn zone_of(desk: &Desk) -> Result<Zone, Failure> {
    let mut zones: BTreeSet<&str> = desk.agreements().calendars.all().map(|calendar| &**calendar.zone()).collect();
    let only = zones.pop_first().filter(|_| zones.is_empty()).unwrap_or("UTC");
    Zone::named(only).map_err(Failure::trouble)
}

/// The field that says how satisfied people were.
fn satisfaction(args: &ReportArgs, desk: &Desk) -> Result<Option<Path>, Failure> {
    let Some(name) = &args.satisfaction else {
        return Ok(Some(Path::of_ticket("satisfaction")).filter(|path| desk.schema().knows(path)));
    };
    let no_field = || Failure::usage(format!("`{name}` is no field; name it such as `satisfaction`"));
    let path = Path::parse_in_ticket(name).ok_or_else(no_field)?;
    match desk.schema().nearest_beside(&path).filter(|_| !desk.schema().knows(&path)) {
        Some(near) => Err(Failure::usage(format!("`{name}` is no field of this desk; did you mean `{near}`?"))),
        None => Ok(Some(path)),
    }
}

fn as_json(report: &Report, refusals: &Refusals) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Told<'a> {
        until: Timestamp,
        lines: u64,
        refused: u64,
        #[serde(flatten)]
        report: &'a Report,
    }
    let Refusals { lines, refused, .. } = *refusals;
    Ok(json(&Told { until: report.until, lines, refused, report })? + "\n")
}
