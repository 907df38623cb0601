//! `tierline actions`

use std::io::{self, Write};

use clap::Args;
use tierline_wire::{
    model::Metric,
    reference::{self, Reference},
    tierline,
};

use crate::{
    commands::json,
    exit::{Exit, Failure},
};

const AFTER_HELP: &str = "\
Examples:
  tierline actions | less
  tierline actions --markdown > reference.md";

/// How to print the reference.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct ActionsArgs {
    /// As JSON
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// As a page of Markdown, with the standard fields
    #[arg(long)]
    markdown: bool,
}

/// Prints the reference of actions, functions and metrics.
///
/// # Errors
///
/// Where it cannot be written.
pub fn run(args: &ActionsArgs) -> Result<Exit, Failure> {
    let page = match (args.json, args.markdown) {
        (true, _) => json(&Reference::of_tables())? + "\n",
        (_, true) => reference::as_markdown(),
        _ => text(),
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(Exit::Fine)
}

fn text() -> String {
    let entry = |signature: String, help: &str| format!("  {signature}\n      {help}\n");
    let actions: String = tierline::actions().map(|action| entry(action.signature(), action.help)).collect();
    let functions = tierline::functions().map(|function| entry(function.signature(), function.help));
    let functions: String = functions.collect();
    let metrics = Metric::ALL.map(|metric| entry(format!("{} within ...", metric.verb()), metric.row().help)).concat();
    format!(
        "Actions, in `then` and `otherwise`:\n\n{actions}\nFunctions, in conditions and actions:\n\n{functions}\nMetrics, in `sla`:\n\n{metrics}"
    )
}
