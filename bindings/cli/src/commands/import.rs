//! `tierline import`

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use tierline_wire::model::quoted;

use crate::{
    exit::{Exit, Failure},
    ics::{Holidays, Span, holidays},
    read_files,
    report::{plural, printable, say},
    written_files::write,
};

const AFTER_HELP: &str = "\
Examples:
  tierline import holidays.ics -o my-desk/holidays.csv
  tierline import holidays.ics --from 2026 --until 2030

A calendar of a desk takes the file with `holidays from \"holidays.csv\"`. Whole days count, also those that come back and
those that take several days; events at a time of the day are named and left out.";

/// What to import.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct ImportArgs {
    /// An iCalendar file
    feed: PathBuf,
    /// The first year to list [default: that of the first event]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9_999))]
    from: Option<i32>,
    /// The last year to list [default: ten years after the first]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9_999))]
    until: Option<i32>,
    /// Where to write the holidays [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the holidays of an iCalendar file as a list for `holidays from`.
///
/// # Errors
///
/// Where the file cannot be read, is broken, or comes back without bound; or the list cannot be written.
pub fn run(args: &ImportArgs) -> Result<Exit, Failure> {
    if let (Some(from), Some(until)) = (args.from, args.until)
        && until < from
    {
        return Err(Failure::usage(format!("`--until {until}` lies before `--from {from}`")));
    }
    let name = args.feed.display().to_string();
    let found = holidays(&read_files::text(&args.feed)?, Span { from: args.from, until: args.until });
    let found = found.map_err(|wrong| match wrong.line {
        0 => Failure::trouble(format!("`{name}`: {}", printable(&wrong.why))),
        line => Failure::trouble(format!("{name}:{line}: {}", printable(&wrong.why))),
    })?;
    for (line, what) in &found.left_out {
        say(&format!("{name}:{line}: {} is left out: it is not made of whole days", quoted(what)));
    }
    let list = list(&found);
    write(args.output.as_deref().unwrap_or(Path::new("-")), list.as_bytes())?;
    let (from, until) = found.years;
    let years = if found.days.is_empty() { String::new() } else { format!(" in {from} to {until}") };
    say(&format!("{}{years}", plural(found.days.len(), "holiday")));
    Ok(Exit::Fine)
}

fn list(found: &Holidays) -> String {
    let line = |date: &NaiveDate, names: Vec<String>| {
        let name = printable(&names.join(" / "));
        let quoted = match name.contains([',', '"']) {
            true => format!("\"{}\"", name.replace('"', "\"\"")),
            false => name,
        };
        format!("{date},{quoted}\n")
    };
    let lines = found.days.iter().map(|(date, names)| line(date, names.iter().cloned().collect()));
    std::iter::once("date,name\n".to_owned()).chain(lines).collect()
}
