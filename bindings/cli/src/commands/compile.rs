//! `tierline compile`

use std::path::PathBuf;

use clap::Args;

use crate::{
    desk_files,
    exit::{Exit, Failure},
    report::{Ui, plural, say},
    written_files::{is_stdout, write},
};

const AFTER_HELP: &str = "\
Examples:
  tierline compile rules/service-desk                     writes service-desk.desk
  tierline compile rules/service-desk -o build/office.desk
  tierline compile rules/service-desk -o - | gzip > office.desk.gz";

/// What to compile, and where to.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct CompileArgs {
    /// A folder, a `.rhai` file or a bundle
    desk: PathBuf,
    /// Where to write the bundle; `-` for standard output [default: NAME.desk in the current folder]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

/// Writes a desk as a bundle.
///
/// # Errors
///
/// Where the desk does not compile, or the bundle cannot be written.
pub fn run(args: &CompileArgs, ui: Ui) -> Result<Exit, Failure> {
    let desk = desk_files::load(&args.desk, ui)?;
    let out = args.output.clone();
    let out = out.unwrap_or_else(|| PathBuf::from(format!("{}.desk", desk_files::name(&args.desk))));
    let bundle = desk.bundle();
    write(&out, &bundle)?;
    let name = if is_stdout(&out) { "the bundle".to_owned() } else { out.display().to_string() };
    say(&format!("wrote {name}: {} (desk {})", plural(desk.rule_count(), "rule"), desk.hash()));
    Ok(Exit::Fine)
}
