//! `tierline test`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Serialize;
use tierline_wire::explained::{tested, tested_with_coverage};
use tierline_wire::model::quoted;
use tierline_wire::tierline::{Coverage, TestReport};

use crate::{
    commands::json,
    coverage::{lcov, shown},
    desk_files::{Home, Source},
    exit::{Exit, Failure},
    report::{Ui, print, printable, say, show as show_all},
    tally::Tally,
    written_files::write,
};

const AFTER_HELP: &str = "\
Examples:
  tierline test rules/service-desk
  tierline test --json rules/service-desk rules/help-desk
  tierline test --coverage rules/service-desk
  tierline test --coverage-lcov lcov.info --coverage-at-least 90 rules/service-desk";

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
    /// Say what of each desk its tests reach, and what not: rules, parts of conditions, branches, cells, SLAs, steps
    #[arg(long)]
    coverage: bool,
    /// Write that as an lcov tracefile, which editors show
    #[arg(long, value_name = "FILE")]
    coverage_lcov: Option<PathBuf>,
    /// Say it, and fail where the tests of a desk reach less of it
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    coverage_at_least: Option<u8>,
}

impl TestArgs {
    /// Whether coverage is said.
    fn says_coverage(&self) -> bool {
        self.coverage || self.coverage_at_least.is_some()
    }
}

/// Runs the tests of desks.
///
/// # Errors
///
/// Where a desk cannot be read.
pub fn run(args: &TestArgs, ui: Ui) -> Result<Exit, Failure> {
    let mut tally = Tally::default();
    let (mut broken, mut short, mut tracefile) = (0, false, String::new());
    for path in &args.desks {
        let Some(tested) = test(path, args, ui, &mut tally)? else {
            broken += 1;
            continue;
        };
        let Some(coverage) = &tested.coverage else { continue };
        tracefile.push_str(&lcov(coverage, &tested.home));
        short |= tell(coverage, &tested.home, path, args)?;
    }
    if let Some(file) = &args.coverage_lcov {
        write(file, tracefile.as_bytes())?;
    }
    // Where no desk compiles nothing was tested, and all is said.
    if broken < args.desks.len() {
        tally.finish(args.json)?;
    }
    Ok(if broken == 0 && !short { tally.exit() } else { Exit::Findings })
}

/// A desk that was tested.
struct Tested {
    home: Home,
    coverage: Option<Coverage>,
}

/// Tests a desk; none where it does not compile.
fn test(path: &Path, args: &TestArgs, ui: Ui, tally: &mut Tally) -> Result<Option<Tested>, Failure> {
    let source = Source::read(path)?;
    let home = source.home.clone();
    let desk = match source.compile()? {
        Ok(desk) => desk,
        Err(wrong) => {
            ui.does_not_compile(&wrong, &home);
            return Ok(None);
        }
    };
    let (reports, coverage) = match args.says_coverage() || args.coverage_lcov.is_some() {
        true => {
            let (reports, coverage) = tested_with_coverage(&desk);
            (reports, Some(coverage))
        }
        false => (tested(&desk), None),
    };
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
    Ok(Some(Tested { home, coverage }))
}

/// Says what the tests of a desk reach, where that is asked for. Gives whether it is too little.
fn tell(coverage: &Coverage, home: &Home, path: &Path, args: &TestArgs) -> Result<bool, Failure> {
    if args.says_coverage() {
        match args.json {
            true => print(&(coverage_json(coverage, path, args)? + "\n"))?,
            false => show_all(&shown(coverage, home))?,
        }
    }
    let (reached, goals) = (coverage.reached(), coverage.goals.len());
    let Some(percent) = args.coverage_at_least.filter(|percent| reached * 100 < goals * usize::from(*percent)) else {
        return Ok(false);
    };
    let (path, missing) = (path.display(), goals - reached);
    say(&format!(
        "{path}: the tests reach {reached} of {goals}, which is less than {percent} %: {missing} are missing"
    ));
    Ok(true)
}

fn coverage_json(coverage: &Coverage, path: &Path, args: &TestArgs) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Covered<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        desk: Option<String>,
        coverage: &'a Coverage,
    }
    let desk = (args.desks.len() > 1).then(|| path.display().to_string());
    json(&Covered { desk, coverage })
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
