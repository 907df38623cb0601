//! `tierline completions`

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{
    Cli,
    exit::{Exit, Failure},
};

const AFTER_HELP: &str = "\
Examples:
  tierline completions bash > ~/.local/share/bash-completion/completions/tierline
  tierline completions zsh > ~/.zfunc/_tierline";

/// For which shell.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints completions for a shell.
///
/// # Errors
///
/// Where they cannot be written.
pub fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut Cli::command(), "tierline", &mut script);
    let mut out = io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Fine)
}
