//! `tierline verify`

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Serialize;
use tierline_wire::{
    WireError,
    verify::{CaseReport, Disagreement, verify},
};

use crate::{
    asking::File,
    commands::json,
    exit::{Exit, Failure, unreadable},
    lines::{Piece, Pieces},
    progress::Progress,
    report::{cut, print, printable, show},
    tally::Tally,
    tickets::{Format, Input},
};

const AFTER_HELP: &str = "\
Examples:
  tierline verify cases/glpi.jsonl
  tierline verify --json cases/*.jsonl > disagreements.ndjson

A line is a case: a question to a calendar, or the events of a ticket and what its clocks shall read. The formats, and
what each setting means in the rule language, are in rules/CASES.md.";

/// Bytes of a case.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Characters of what a case says about itself.
const MOST_OF_NOTES: usize = 200;

/// Cases to run.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct VerifyArgs {
    /// Files of cases, one a line, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print every disagreement as JSON, one a line
    #[arg(long)]
    json: bool,
}

/// Runs recorded cases against the engine.
///
/// # Errors
///
/// Where a file cannot be read.
pub fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let mut tally = Tally::default();
    for path in &args.files {
        file(path, args.json, &mut tally)?;
    }
    tally.finish(args.json)?;
    Ok(tally.exit())
}

fn file(path: &Path, as_json: bool, tally: &mut Tally) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::trouble(format!("`{}` is a folder; give files of cases", path.display())));
    }
    // What a case file holds is no matter of an option.
    let cases = File { path, format: Some(Format::Ndjson), option: "" };
    let mut input = Input::open(cases, MOST_BYTES)?;
    let mut progress = Progress::new(input.size, !(as_json && io::stdout().is_terminal())).counting("cases");
    let mut lines = 0;
    while let Some(piece) = input.pieces.next() {
        let piece = piece.map_err(|error| unreadable(&input.name, &error))?;
        let report = report(&piece);
        lines += 1;
        tally.count(report.passed());
        if !report.passed() {
            let place = Place { file: &input.name, line: piece.line };
            progress.aside(|| match as_json {
                true => Ok::<(), Failure>(print(&place.lines(&report)?)?),
                false => Ok(show(&place.paragraph(&report))?),
            })?;
        }
        progress.at(lines, Pieces::consumed(&input.pieces));
    }
    Ok(())
}

fn report(piece: &Piece) -> CaseReport {
    match &piece.text {
        Ok(text) => verify(text),
        Err(refusal) => {
            let error = WireError::new("bad-json", format!("the case cannot be read: {refusal}"));
            CaseReport { error: Some(error), ..CaseReport::default() }
        }
    }
}

/// Where a case stands.
struct Place<'a> {
    file: &'a str,
    line: u64,
}

impl Place<'_> {
    /// For people: what is otherwise, and what the case says about itself.
    fn paragraph(&self, report: &CaseReport) -> String {
        let id = report.id.as_ref().map(|id| format!("{}: ", printable(id))).unwrap_or_default();
        let head = format!("{}:{}: {id}", self.file, self.line);
        let mut text = String::new();
        for Disagreement { what, expected, found } in &report.disagreements {
            text.push_str(&format!("{head}{what}: expected {expected}, the engine says {found}\n"));
        }
        if let Some(WireError { message, help, .. }) = &report.error {
            let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            text.push_str(&format!("{head}error: {}{}\n", printable(message), printable(&help)));
        }
        for said in [&report.source, &report.notes].into_iter().flatten() {
            text.push_str(&format!("    {}\n", cut(&printable(said), MOST_OF_NOTES)));
        }
        text
    }

    /// For programs: an object for each disagreement.
    fn lines(&self, report: &CaseReport) -> Result<String, Failure> {
        #[derive(Serialize)]
        struct Line<'a> {
            file: &'a str,
            line: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            id: Option<&'a str>,
            #[serde(flatten)]
            disagreement: Option<&'a Disagreement>,
            #[serde(skip_serializing_if = "Option::is_none")]
            error: Option<&'a WireError>,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            notes: Option<&'a str>,
        }
        let line = |disagreement, error| Line {
            file: self.file,
            line: self.line,
            id: report.id.as_deref(),
            disagreement,
            error,
            source: report.source.as_deref(),
            notes: report.notes.as_deref(),
        };
        let differ = report.disagreements.iter().map(|disagreement| line(Some(disagreement), None));
        let broken = report.error.iter().map(|error| line(None, Some(error)));
        differ.chain(broken).map(|line| json(&line).map(|line| line + "\n")).collect()
    }
}
