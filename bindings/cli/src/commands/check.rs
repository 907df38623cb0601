//! `tierline check`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Serialize;
use tierline_wire::tierline::{Desk, Diagnostic};

use crate::{
    commands::json,
    desk_files::Source,
    exit::{Exit, Failure},
    report::{Ui, counted, plural, rendered, say},
};

const AFTER_HELP: &str = "\
Examples:
  tierline check rules/service-desk
  tierline check --json rules/help-desk/help-desk.rhai";

/// Desks to check.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct CheckArgs {
    /// Folders, `.rhai` files or bundles
    #[arg(required = true, value_name = "DESK")]
    desks: Vec<PathBuf>,
    /// Print diagnostics as JSON, one a line; of several desks, each with its `desk`
    #[arg(long)]
    json: bool,
}

/// Compiles desks and shows everything that is wrong with them.
///
/// # Errors
///
/// Where a desk cannot be read.
pub fn run(args: &CheckArgs, ui: Ui) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    for path in &args.desks {
        if check(path, args, ui)?.is_none() {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// Shows what is wrong with one desk; the desk if it compiles.
fn check(path: &Path, args: &CheckArgs, ui: Ui) -> Result<Option<Desk>, Failure> {
    let source = Source::read(path)?;
    let home = source.home.clone();
    let compiled = source.compile()?;
    let found = match &compiled {
        Ok(desk) => desk.warnings(),
        Err(wrong) => wrong,
    };
    let shown = path.display().to_string();
    let mut out = io::stdout().lock();
    for diagnostic in found {
        match args.json {
            true => writeln!(out, "{}", diagnostic_json(diagnostic, &shown, args.desks.len())?)?,
            false => writeln!(out, "{}\n", rendered(diagnostic, &home, ui.out))?,
        }
    }
    let verdict = match &compiled {
        Ok(desk) => format!("{shown}: {}", fine(desk)),
        Err(_) => String::new(),
    };
    let lines = (!found.is_empty()).then(|| counted(found)).into_iter().chain(Some(verdict));
    for line in lines.filter(|line| !line.is_empty()) {
        if args.json { say(&line) } else { writeln!(out, "{line}")? }
    }
    out.flush()?;
    Ok(compiled.ok())
}

/// `12 rules, 5 tests, fine (desk 0123...)`
fn fine(desk: &Desk) -> String {
    let (rules, tests) = (plural(desk.rule_count(), "rule"), plural(desk.test_count(), "test"));
    format!("{rules}, {tests}, fine (desk {})", desk.hash())
}

fn diagnostic_json(diagnostic: &Diagnostic, desk: &str, desks: usize) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct OfDesk<'a> {
        desk: &'a str,
        #[serde(flatten)]
        diagnostic: &'a Diagnostic,
    }
    match desks {
        1 => json(diagnostic),
        _ => json(&OfDesk { desk, diagnostic }),
    }
}
