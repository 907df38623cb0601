//! `tierline test`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Serialize;
use tierline_wire::model::quoted;
use tierline_wire::tierline::TestReport;

use crate::{
    commands::json,
    desk_files::{Home, Source},
    exit::{Exit, Failure},
    report::{Ui, printable, say},
    tally::Tally,
};

const AFTER_HELP: &str = "\
Examples:
  tierline test rules/service-desk
  tierline test --json rules/service-desk rules/help-desk";

/// Desks to test.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct TestArgs {
    /// Folders, `.rhai` files or bundles
    #[arg(required = true, value_name = "DESK")]
    desks: Vec<PathBuf>,
    /// Print a report as JSON for every test, one a line; of several desks, each with its `desk`
    #[arg(long)]
    json: bool,
}

/// Runs the tests of desks.
///
/// # Errors
///
/// Where a desk cannot be read.
pub fn run(args: &TestArgs, ui: Ui) -> Result<Exit, Failure> {
    let mut tally = Tally::default();
    let mut broken = 0;
    for path in &args.desks {
        let compiles = test(path, args, ui, &mut tally)?;
        broken += usize::from(!compiles);
    }
    // Where no desk compiles nothing was tested, and all is said.
    if broken < args.desks.len() {
        tally.finish(args.json)?;
    }
    Ok(if broken == 0 { tally.exit() } else { Exit::Findings })
}

/// Tests a desk. Gives whether it compiles.
fn test(path: &Path, args: &TestArgs, ui: Ui, tally: &mut Tally) -> Result<bool, Failure> {
    let source = Source::read(path)?;
    let home = source.home.clone();
    let desk = match source.compile()? {
        Ok(desk) => desk,
        Err(wrong) => {
            ui.does_not_compile(&wrong, &home);
            return Ok(false);
        }
    };
    let reports = desk.test();
    if reports.is_empty() {
        say(&format!("{}: the desk has no tests", path.display()));
    }
    let mut out = io::stdout().lock();
    for report in &reports {
        tally.count(report.failures.is_empty());
        match args.json {
            true => writeln!(out, "{}", report_json(report, &path.display().to_string(), args.desks.len())?)?,
            false => show(report, &home, &mut out)?,
        }
    }
    Ok(true)
}

/// `rules/a.rhai:12:5: test "name": expected ...`, a line for every failure.
fn show(report: &TestReport, home: &Home, out: &mut impl Write) -> io::Result<()> {
    for failure in &report.failures {
        let (place, message) = (&failure.place, printable(&failure.message));
        let line = if place.line == 0 { String::new() } else { format!(":{}:{}", place.line, place.column) };
        writeln!(out, "{}{line}: test {}: {message}", home.shown(&place.file), quoted(&report.test))?;
    }
    Ok(())
}

fn report_json(report: &TestReport, desk: &str, desks: usize) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct OfDesk<'a> {
        desk: &'a str,
        #[serde(flatten)]
        report: &'a TestReport,
    }
    match desks {
        1 => json(report),
        _ => json(&OfDesk { desk, report }),
    }
}
