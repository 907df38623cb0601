//! `tierline check`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Serialize;
use tierline_wire::{
    check::{Finding, NOT_LOOKED_AT, Scope},
    tierline::Desk,
};

use crate::{
    asking::clock,
    commands::json,
    desk_files::Source,
    exit::{Exit, Failure},
    forms::forms_said,
    report::{Ui, counted, found_said, plural, printable, say},
};

const AFTER_HELP: &str = "\
Examples:
  tierline check rules/service-desk
  tierline check --json rules/help-desk/help-desk.rhai
  tierline check --strict rules/service-desk
  tierline check --changed routing.rhai rules/service-desk
  tierline check --forms rules/service-desk";

/// Desks to check.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct CheckArgs {
    /// Folders, `.rhai` files or bundles
    #[arg(required = true, value_name = "DESK")]
    desks: Vec<PathBuf>,
    /// Say only what has to do with this file of the desk, and with what it changes for others; may be given several times
    #[arg(long, value_name = "FILE")]
    changed: Vec<String>,
    /// Let warnings be findings too: the exit code says so
    #[arg(long)]
    strict: bool,
    /// Print diagnostics as JSON, one a line; of several desks, each with its `desk`
    #[arg(long)]
    json: bool,
    /// Say of each rule how it runs: by the index, by predicates, or by the interpreter, and why; with --json one rule a line
    #[arg(long)]
    forms: bool,
}

/// Compiles desks and shows everything that is wrong with them.
///
/// # Errors
///
/// Where a desk cannot be read.
pub fn run(args: &CheckArgs, ui: Ui) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    for path in &args.desks {
        let (desk, warnings) = check(path, args, ui)?;
        if desk.is_none() || args.strict && warnings > 0 {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// Shows what is wrong with one desk; the desk if it compiles, and how much was found.
fn check(path: &Path, args: &CheckArgs, ui: Ui) -> Result<(Option<Desk>, usize), Failure> {
    let source = Source::read(path)?;
    let home = source.home.clone();
    let compiled = source.compile()?;
    let found: Vec<Finding> = match &compiled {
        Ok(desk) => tierline_wire::check::check(desk, &scope(args)),
        Err(wrong) => wrong.iter().cloned().map(Finding::from).collect(),
    };
    let shown = path.display().to_string();
    let mut out = io::stdout().lock();
    for finding in &found {
        match args.json {
            true => writeln!(out, "{}", of_desk(finding, &shown, args)?)?,
            false => writeln!(out, "{}\n", found_said(finding, &home, ui.out)?)?,
        }
    }
    let verdict = match &compiled {
        Ok(desk) => format!("{shown}: {}", fine(desk)),
        Err(_) => String::new(),
    };
    // What was not looked at is said, and is nothing that is wrong.
    let wrong = found.iter().filter(|finding| finding.diagnostic.code != NOT_LOOKED_AT);
    let diagnostics: Vec<_> = wrong.map(|finding| finding.diagnostic.clone()).collect();
    let lines = (!diagnostics.is_empty()).then(|| counted(&diagnostics)).into_iter().chain(Some(verdict));
    for line in lines.filter(|line| !line.is_empty()) {
        if args.json { say(&line) } else { writeln!(out, "{}", printable(&line))? }
    }
    if let (true, Ok(desk)) = (args.forms, &compiled) {
        let forms = desk.forms();
        match args.json {
            true => forms
                .iter()
                .try_for_each(|form| Ok::<(), Failure>(writeln!(out, "{}", of_desk(form, &shown, args)?)?))?,
            false => write!(out, "{}", forms_said(&forms, &home))?,
        }
    }
    out.flush()?;
    Ok((compiled.ok(), diagnostics.len()))
}

fn scope(args: &CheckArgs) -> Scope {
    let files = (!args.changed.is_empty()).then(|| args.changed.iter().map(|file| file.as_str().into()).collect());
    Scope { files, now: Some(clock()) }
}

/// `12 rules, 5 tests, fine (desk 0123...)`
fn fine(desk: &Desk) -> String {
    let (rules, tests) = (plural(desk.rule_count(), "rule"), plural(desk.test_count(), "test"));
    format!("{rules}, {tests}, fine (desk {})", desk.hash())
}

/// What is said, as JSON; of several desks, with the one it is said of.
fn of_desk<T: Serialize>(said: &T, desk: &str, args: &CheckArgs) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct OfDesk<'a, T> {
        desk: &'a str,
        #[serde(flatten)]
        said: &'a T,
    }
    match args.desks.len() {
        1 => json(said),
        _ => json(&OfDesk { desk, said }),
    }
}
