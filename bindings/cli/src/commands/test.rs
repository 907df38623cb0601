//! `tierline test`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Serialize;
use tierline_wire::tierline::TestReport;

use crate::{
    commands::json,
    desk_files::{Home, Source},
    exit::{Exit, Failure},
    report::{Ui, printable, say},
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

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    broken_desks: usize,
}

/// Runs the tests of desks.
///
/// # Errors
///
/// Where a desk cannot be read.
pub fn run(args: &TestArgs, ui: Ui) -> Result<Exit, Failure> {
    let mut tally = Tally::default();
    for path in &args.desks {
        test(path, args, ui, &mut tally)?;
    }
    let end = format!("{} passed, {} failed", tally.passed, tally.failed);
    let mut out = io::stdout().lock();
    match args.json {
        true => say(&end),
        false => writeln!(out, "{end}")?,
    }
    out.flush()?;
    Ok(if tally.failed + tally.broken_desks == 0 { Exit::Fine } else { Exit::Findings })
}

fn test(path: &Path, args: &TestArgs, ui: Ui, tally: &mut Tally) -> Result<(), Failure> {
    let source = Source::read(path)?;
    let home = source.home.clone();
    let desk = match source.compile()? {
        Ok(desk) => desk,
        Err(wrong) => {
            ui.does_not_compile(&wrong, &home);
            tally.broken_desks += 1;
            return Ok(());
        }
    };
    let reports = desk.test();
    if reports.is_empty() {
        say(&format!("{}: the desk has no tests", path.display()));
    }
    let mut out = io::stdout().lock();
    for report in &reports {
        match report.failures.is_empty() {
            true => tally.passed += 1,
            false => tally.failed += 1,
        }
        match args.json {
            true => writeln!(out, "{}", report_json(report, &path.display().to_string(), args.desks.len())?)?,
            false => show(report, &home, &mut out)?,
        }
    }
    Ok(())
}

/// `rules/a.rhai:12:5: test "name": expected ...`, a line for every failure.
fn show(report: &TestReport, home: &Home, out: &mut impl Write) -> io::Result<()> {
    for failure in &report.failures {
        let (place, message) = (&failure.place, printable(&failure.message));
        let line = if place.line == 0 { String::new() } else { format!(":{}:{}", place.line, place.column) };
        writeln!(out, "{}{line}: test {:?}: {message}", home.shown(&place.file), &*report.test)?;
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
