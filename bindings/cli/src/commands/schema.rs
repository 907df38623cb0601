//! `tierline schema`

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::Value as Json;
use tierline_wire::{schema, tierline::Schema};

use crate::{
    desk_files,
    exit::{Exit, Failure, unwritable},
    report::{Ui, say},
    written_files,
};

const AFTER_HELP: &str = "\
Examples:
  tierline schema                                  all, as one object
  tierline schema ticket --desk rules/service-desk
  tierline schema -o schemas                       writes schemas/ticket.schema.json and so on";

/// Which schemas to print.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct SchemaArgs {
    /// Which one; all where it is left out
    #[arg(value_enum)]
    name: Option<Name>,
    /// Add the fields that this desk declares
    #[arg(long)]
    desk: Option<PathBuf>,
    /// Write files NAME.schema.json into this folder
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Ticket,
    Request,
    Answer,
    Roster,
    Diagnostic,
    Deadlines,
    Explanation,
    Finding,
    Form,
    Error,
    Reference,
    Report,
    Coverage,
    Cases,
}

impl Name {
    fn word(self) -> &'static str {
        match self {
            Name::Ticket => "ticket",
            Name::Request => "request",
            Name::Answer => "answer",
            Name::Roster => "roster",
            Name::Diagnostic => "diagnostic",
            Name::Deadlines => "deadlines",
            Name::Explanation => "explanation",
            Name::Finding => "finding",
            Name::Form => "form",
            Name::Error => "error",
            Name::Reference => "reference",
            Name::Report => "report",
            Name::Coverage => "coverage",
            Name::Cases => "cases",
        }
    }
}

/// Prints or writes JSON Schemas.
///
/// # Errors
///
/// Where the desk does not compile, or something cannot be written.
pub fn run(args: &SchemaArgs, ui: Ui) -> Result<Exit, Failure> {
    let fields = match &args.desk {
        Some(desk) => desk_files::load(desk, ui)?.schema().clone(),
        None => Schema::standard(),
    };
    let all = schema::all(&fields);
    let Some(folder) = &args.output else {
        let content = args.name.map_or(&all, |name| &all[name.word()]);
        let mut out = io::stdout().lock();
        out.write_all(pretty(content)?.as_bytes())?;
        out.flush()?;
        return Ok(Exit::Fine);
    };
    fs::create_dir_all(folder).map_err(|error| unwritable(&folder.display().to_string(), &error))?;
    let named = args.name.map_or_else(|| Name::value_variants().to_vec(), |name| vec![name]);
    named.into_iter().try_for_each(|name| write(folder, name.word(), &all[name.word()]))?;
    Ok(Exit::Fine)
}

fn write(folder: &Path, name: &str, content: &Json) -> Result<(), Failure> {
    let file = folder.join(format!("{name}.schema.json"));
    written_files::write(&file, pretty(content)?.as_bytes())?;
    say(&format!("wrote {}", file.display()));
    Ok(())
}

fn pretty(content: &Json) -> Result<String, Failure> {
    let pretty = serde_json::to_string_pretty(content);
    let pretty = pretty.map_err(|error| Failure::trouble(format!("the schema has no JSON form: {error}")))?;
    Ok(pretty + "\n")
}
