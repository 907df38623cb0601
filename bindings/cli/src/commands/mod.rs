//! The subcommands, a file each.

mod actions;
mod check;
mod compile;
mod completions;
mod deadline;
mod eval;
mod explain;
mod fmt;
mod import;
mod pipe;
mod report;
mod schema;
mod test;
mod verify;

use clap::Subcommand;

use crate::{
    exit::{Exit, Failure},
    report::Ui,
};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile desks and show everything that is wrong with them
    Check(check::CheckArgs),
    /// Lay out rule files in the one style
    Fmt(fmt::FmtArgs),
    /// Run the tests of desks
    Test(test::TestArgs),
    /// Run recorded cases against the engine: deadlines that were, and are to come out again
    Verify(verify::VerifyArgs),
    /// Ask a desk about tickets
    Eval(eval::EvalArgs),
    /// Say in sentences why a ticket goes where it goes, and what nearly happened
    Explain(explain::ExplainArgs),
    /// Show the SLA clocks of tickets: what is due when, and why
    Deadline(deadline::DeadlineArgs),
    /// Count from an event log how SLAs were kept, and where time went
    Report(report::ReportArgs),
    /// Make a list of holidays from an iCalendar file
    Import(import::ImportArgs),
    /// Write a desk as one file, a bundle
    Compile(compile::CompileArgs),
    /// Print the JSON Schemas of what goes in and comes out
    Schema(schema::SchemaArgs),
    /// Print the reference of actions, functions and metrics
    Actions(actions::ActionsArgs),
    /// Answer wire calls, a JSON object a line, on standard input
    Pipe(pipe::PipeArgs),
    /// Print completions for a shell
    Completions(completions::CompletionsArgs),
}

impl Command {
    /// Does it.
    ///
    /// # Errors
    ///
    /// Where it could not be done to the end.
    pub fn run(&self, ui: Ui) -> Result<Exit, Failure> {
        match self {
            Command::Check(args) => check::run(args, ui),
            Command::Fmt(args) => fmt::run(args, ui),
            Command::Test(args) => test::run(args, ui),
            Command::Verify(args) => verify::run(args),
            Command::Eval(args) => eval::run(args, ui),
            Command::Explain(args) => explain::run(args, ui),
            Command::Deadline(args) => deadline::run(args, ui),
            Command::Report(args) => report::run(args, ui),
            Command::Import(args) => import::run(args),
            Command::Compile(args) => compile::run(args, ui),
            Command::Schema(args) => schema::run(args, ui),
            Command::Actions(args) => actions::run(args),
            Command::Pipe(args) => pipe::run(args),
            Command::Completions(args) => completions::run(args),
        }
    }
}

/// A line of JSON for standard output.
pub(crate) fn json<T: serde::Serialize>(content: &T) -> Result<String, Failure> {
    serde_json::to_string(content).map_err(|error| Failure::trouble(format!("the output has no JSON form: {error}")))
}
