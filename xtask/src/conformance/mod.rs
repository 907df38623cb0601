//! `cargo xtask conformance`: every home of the engine answers `tests/conformance` with the same bytes.
//!
//! A runner is a program that reads calls from standard input, one a line, and writes a reply a line.

mod files;
pub(crate) mod runners;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use files::CallsFile;
use runners::{Build, NATIVE, RUNNERS, RUNTIME, Ready, Runner};

use crate::{cargo, left_out, root, target};

/// Asks all runners, or those that are named. `--update` writes what is made of the rest of the repository, and all replies, anew.
pub fn run(args: &[&str]) -> Result<(), String> {
    let (options, names): (Vec<&str>, Vec<&str>) = args.iter().partition(|arg| arg.starts_with("--"));
    match options.as_slice() {
        [] => {}
        ["--update"] => update()?,
        [other, ..] => return Err(format!("`conformance` knows no `{other}`")),
    }
    let known = || RUNNERS.iter().map(|runner| runner.name);
    if let Some(unknown) = names.iter().find(|name| known().all(|known| known != **name)) {
        return Err(format!("there is no runner `{unknown}`; there are {}", known().collect::<Vec<_>>().join(", ")));
    }
    let files = files::all()?;
    let native = command(&NATIVE)?;
    let mut wrong = vec![];
    for runner in RUNNERS.iter().filter(|runner| names.is_empty() || names.contains(&runner.name)) {
        let command = match (runner.prepare)()? {
            Ready::Command(command) => command,
            Ready::LeftOut(why) => {
                wrong.extend(left_out(&format!("the runner `{}`", runner.name), &why).err());
                continue;
            }
        };
        let differences = differences(runner, &command, &native, &files)?;
        if differences.is_empty() {
            let count = files.iter().filter(|file| runner.build.answers(&file.name)).count();
            println!("xtask: `{}` answers {count} files of calls as recorded", runner.name);
        } else {
            wrong.push(format!("`{}` answers otherwise:\n{}", runner.name, differences.join("\n")));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Where a runner answers otherwise than recorded: the first such line of each file.
fn differences(
    runner: &Runner,
    command: &[String],
    native: &[String],
    files: &[CallsFile],
) -> Result<Vec<String>, String> {
    let mut found = vec![];
    for file in files.iter().filter(|file| runner.build.answers(&file.name)) {
        let calls = match runner.build {
            Build::Full => file.calls(),
            Build::Runtime => {
                let calls = file.for_bundles(|calls| ask(native, &scratch(&file.name, calls)?))?;
                scratch(&format!("{}.bundles", file.name), &calls)?
            }
        };
        found.extend(file.difference(&ask(command, &calls)?));
    }
    Ok(found)
}

/// Writes what is made, and what native answers, over what stands there.
fn update() -> Result<(), String> {
    cargo(&["run", "--quiet", "--package", "tierline-tests", "--bin", "corpus"])?;
    let (native, runtime) = (command(&NATIVE)?, command(&RUNTIME)?);
    for name in files::names()? {
        let file = CallsFile::named(&name);
        let replies = if NATIVE.build.answers(&name) {
            ask(&native, &file.calls())?
        } else {
            let calls = file.for_bundles(|calls| ask(&native, &scratch(&name, calls)?))?;
            ask(&runtime, &scratch(&format!("{name}.bundles"), &calls)?)?
        };
        fs::write(file.replies(), replies).map_err(|error| format!("{}: {error}", file.replies().display()))?;
    }
    Ok(())
}

/// The command of a runner that no machine lacks.
fn command(runner: &Runner) -> Result<Vec<String>, String> {
    match (runner.prepare)()? {
        Ready::Command(command) => Ok(command),
        Ready::LeftOut(why) => Err(format!("the runner `{}` is needed: {why}", runner.name)),
    }
}

/// What a runner replies to a file of calls.
fn ask(command: &[String], calls: &Path) -> Result<String, String> {
    let (program, args) = command.split_first().ok_or("a runner needs a command")?;
    let calls = File::open(calls).map_err(|error| format!("{}: {error}", calls.display()))?;
    let mut asked = Command::new(program);
    asked.args(args).current_dir(root()).stdin(Stdio::from(calls)).stderr(Stdio::inherit());
    let output = asked.output().map_err(|error| format!("`{program}` cannot be started: {error}"))?;
    match output.status.success() {
        true => String::from_utf8(output.stdout).map_err(|error| format!("`{program}` writes no UTF-8: {error}")),
        false => Err(format!("`{}` failed: {}", command.join(" "), output.status)),
    }
}

/// Writes calls where a runner can read them.
fn scratch(name: &str, calls: &str) -> Result<PathBuf, String> {
    let folder = target().join("conformance");
    let path = folder.join(format!("{name}.jsonl"));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, calls));
    written.map(|()| path).map_err(|error| format!("{}: {error}", folder.display()))
}
