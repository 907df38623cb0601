//! `tierline fmt`

use std::{io::Read, path::PathBuf};

use clap::Args;
use tierline_wire::tierline;

use crate::{
    desk_files::{Home, RuleFile, rule_files},
    exit::{Exit, Failure, unreadable},
    line_diff::line_diff,
    read_files::{self, MOST_BYTES},
    report::{Ui, plural, print, rendered, say, say_styled, show},
    written_files::rewrite,
};

const AFTER_HELP: &str = "\
Examples:
  tierline fmt my-desk                 lays out all `.rhai` files in it anew
  tierline fmt --check my-desk         says what would change, and ends with 1 where something would
  tierline fmt --stdin < a.rhai        writes to standard output

What a file says does not change, nor does the hash of its desk. A file that cannot be read as rules is left as it is.";

/// What a file is called that comes from standard input.
const STDIN: &str = "<stdin>";

/// Rule files to lay out.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct FmtArgs {
    /// Rule files, and folders with some
    #[arg(required_unless_present = "stdin", conflicts_with = "stdin", value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Change nothing; say what would change
    #[arg(long)]
    check: bool,
    /// Read from standard input, and write to standard output
    #[arg(long)]
    stdin: bool,
}

/// Lays out rule files in the one style.
///
/// # Errors
///
/// Where something cannot be read or written.
pub fn run(args: &FmtArgs, ui: Ui) -> Result<Exit, Failure> {
    if args.stdin {
        return from_stdin(args, ui);
    }
    let mut tally = Tally::default();
    for path in &args.paths {
        for file in rule_files(path)? {
            let shown = file.home.shown(&file.name);
            let Some(laid_out) = laid_out(&file, ui) else {
                tally.unread += 1;
                continue;
            };
            tally.files += 1;
            if laid_out == file.text {
                continue;
            }
            tally.changed += 1;
            if args.check {
                show(&format!("{shown}\n{}\n", line_diff(&file.text, &laid_out)))?;
            } else {
                rewrite(&file.home.path(&file.name), laid_out.as_bytes())?;
                show(&format!("{shown}\n"))?;
            }
        }
    }
    say(&tally.said(args.check));
    Ok(tally.exit(args.check))
}

fn from_stdin(args: &FmtArgs, ui: Ui) -> Result<Exit, Failure> {
    let mut text = String::new();
    let read = read_files::stdin()?.lock().take(MOST_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| unreadable("standard input", &error))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(Failure::trouble(format!("standard input is too long: it may have {MOST_BYTES} bytes")));
    }
    let file = RuleFile { home: Home::none(), name: STDIN.to_owned(), text };
    let Some(laid_out) = laid_out(&file, ui) else { return Ok(Exit::Findings) };
    let is_same = laid_out == file.text;
    match args.check {
        true if is_same => {}
        true => show(&line_diff(&file.text, &laid_out))?,
        false => print(&laid_out)?,
    }
    Ok(if args.check && !is_same { Exit::Findings } else { Exit::Fine })
}

/// The text in the one style. Where it cannot be read, that is said.
fn laid_out(file: &RuleFile, ui: Ui) -> Option<String> {
    let laid_out = tierline::format(&file.name, &file.text);
    let said = laid_out.as_ref().err().into_iter().flatten();
    said.for_each(|wrong| say_styled(&format!("{}\n", rendered(wrong, &file.home, ui.err))));
    laid_out.ok()
}

/// What became of the files.
#[derive(Default)]
struct Tally {
    files: usize,
    changed: usize,
    unread: usize,
}

impl Tally {
    /// `2 of 20 files laid out anew, 1 file left alone`
    fn said(&self, is_check: bool) -> String {
        let what = if is_check { "would be laid out anew" } else { "laid out anew" };
        let files = format!("{} of {} {what}", self.changed, plural(self.files, "file"));
        match self.unread {
            0 => files,
            unread => format!("{files}, {} left alone", plural(unread, "file")),
        }
    }

    fn exit(&self, is_check: bool) -> Exit {
        if self.unread > 0 || is_check && self.changed > 0 { Exit::Findings } else { Exit::Fine }
    }
}
