//! What the README shows is what the binary prints.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::Folder;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The blocks of a language in a document.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// A shell in a folder that knows the command `tierline`.
#[cfg(unix)]
pub struct Shell<'a> {
    folder: &'a Folder,
    path: String,
}

#[cfg(unix)]
impl Shell<'_> {
    /// The shell of a folder.
    pub fn in_folder(folder: &Folder) -> Shell<'_> {
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_tierline"), bin.join("tierline")).unwrap();
        Shell { folder, path: format!("{}:{}", bin.display(), env::var("PATH").unwrap()) }
    }

    /// Runs every `$ command` of a `console` block and compares what it prints. Gives how many there are.
    pub fn prints(&self, document: &str, block: &str) -> usize {
        let commands: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        let printed: String = commands.iter().map(|command| self.run(command)).collect();
        assert_eq!(printed, block, "{document}");
        commands.len()
    }

    /// A command and what it prints.
    fn run(&self, command: &str) -> String {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(self.folder.path()).env("PATH", &self.path);
        let output = shell.output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        format!("$ {command}\n{out}{err}")
    }
}

/// Runs the `console` blocks of a document, in order and in one folder. Gives how many commands there are.
#[cfg(unix)]
fn run_as_shown(folder: &Folder, document: &str) -> usize {
    let shell = Shell::in_folder(folder);
    blocks(document, "console").iter().map(|block| shell.prints(document, block)).sum()
}

#[test]
#[cfg(unix)]
fn the_tour_prints_what_it_says() {
    let folder = Folder::empty();
    let rules = blocks("README.md", "rhai");
    folder.put("my-desk/rules.rhai", &rules[0]);
    folder.put("office/sla.rhai", &rules[1]);
    let commands = run_as_shown(&folder, "README.md");
    assert!(commands >= 9, "{commands}");
}

#[test]
#[cfg(unix)]
fn files_of_tickets_and_events_are_read_as_told() {
    const FORMATS: &str = "rules/FORMATS.md";
    let folder = Folder::empty();
    for (name, language) in
        [("desk/desk.rhai", "rhai"), ("map.json", "json"), ("tickets.csv", "csv"), ("log.ndjson", "ndjson")]
    {
        folder.put(name, &blocks(FORMATS, language)[0]);
    }
    assert_eq!(run_as_shown(&folder, FORMATS), 3);
}

/// The first command of the README, from the root of the repository.
#[test]
fn the_first_command_answers_every_sample_ticket() {
    let root = root();
    let output = Command::new(env!("CARGO_BIN_EXE_tierline"))
        .args(["eval", "rules/service-desk", "examples/tickets.ndjson"])
        .current_dir(&root)
        .output()
        .unwrap();
    let tickets = fs::read_to_string(root.join("examples/tickets.ndjson")).unwrap().lines().count();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), tickets);
}

/// The matrix gives the recorded priority in all 1,646 rows of the real log, as counted apart from the engine.
#[test]
fn the_incident_log_keeps_its_priorities() {
    let root = root().join("examples/incident-log");
    let output = Command::new(env!("CARGO_BIN_EXE_tierline"))
        .args(["eval", "desk", "incident_event_log_small.csv", "--columns", "columns.json", "--json"])
        .current_dir(root)
        .output()
        .unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    let count = |part: &str| answers.lines().filter(|answer| answer.contains(part)).count();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(count("\"do\":\"prioritise\""), 1_646);
    assert_eq!(count("priority differs"), 0);
    assert_eq!(count("\"queue\":\"triage\""), 18);
    assert_eq!(count("\"queue\":\"Group 70\""), 879);
}
