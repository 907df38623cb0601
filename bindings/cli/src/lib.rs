//! The command line of Tierline: check, test, evaluate, explain and compile desks.

mod asking;
mod cells;
mod columns;
mod commands;
mod coverage;
mod desk_files;
pub mod doors;
mod events;
mod exit;
mod forms;
mod ics;
mod instants;
mod line_diff;
mod line_up;
mod lines;
mod progress;
mod read_files;
mod refusals;
mod report;
mod table;
mod tally;
mod tickets;
mod written_files;

use std::process::ExitCode;

use clap::Parser;

use crate::{
    commands::Command,
    exit::{Exit, Failure},
    report::{Colour, Ui, say},
};

const AFTER_HELP: &str = "\
Examples:
  tierline check rules/service-desk
  tierline test rules/service-desk
  tierline eval rules/service-desk tickets.ndjson
  tierline explain rules/service-desk tickets.ndjson --id INC-1042

A desk is a folder (all `.rhai` and `.csv` files in it and its subfolders, and `roster.json`), one `.rhai` file, or a
bundle that `tierline compile` wrote (`*.desk`).

Exit codes:
  0  fine
  1  findings, failed tests, or a desk that does not compile
  2  wrong usage
  3  some of the input was refused; the rest was answered
  4  something could not be read or written";

/// The rules engine for help desks.
#[derive(Debug, Parser)]
#[command(name = "tierline", version, after_help = AFTER_HELP)]
struct Cli {
    /// When to use colour; NO_COLOR counts for `auto`
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Colour,
    #[command(subcommand)]
    command: Command,
}

/// Says what clap says of a command line: a page of help as it is, but what was wrong without what a terminal would obey.
fn answer_to(no_call: clap::Error) -> ExitCode {
    if !no_call.use_stderr() {
        no_call.exit();
    }
    say(no_call.to_string().trim_end());
    Exit::Usage.into()
}

/// Does what the arguments of this process say.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(no_call) => return answer_to(no_call),
    };
    let ui = Ui::new(cli.color);
    let exit = match cli.command.run(ui) {
        Ok(exit) => exit,
        Err(Failure::Closed) => Exit::Fine,
        Err(Failure::Said(exit)) => exit,
        Err(Failure::Message(exit, message)) => {
            ui.error(&message);
            exit
        }
    };
    exit.into()
}
