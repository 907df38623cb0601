//! The command line as its users meet it: the binary, its output and its exit codes.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod check;
mod clocks;
mod controls;
mod coverage;
mod csv;
mod desks;
mod eval;
mod explain;
mod fmt;
mod guide;
mod hostile;
mod import;
mod links;
mod logs;
mod pipe;
mod reader;
mod readme;
mod reference;
mod reports;
mod verify;
mod written;

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde_json::Value as Json;

/// Two rules and a test.
pub const RULES: &str = r#"field "cost_centre" text
field "context.freeze" boolean

stage routing

rule "VIP network" {
    when ticket.category == "network" && requester.vip
    then { route("network-l2"); prioritise("P1"); }
}

stage follow_up

rule "Frozen" {
    when context.freeze
    then { flag("frozen"); }
}

test "a VIP outage" {
    given ticket #{ category: "network", requester: #{ vip: true } }
    expect outcome.queue == "network-l2"
}
"#;

/// A ticket on which "VIP network" fires.
pub const VIP: &str = r#"{"id": "T-1", "subject": "VPN", "category": "network", "requester": {"vip": true}, "updated_at": "2026-11-23T10:00:00Z"}"#;

/// A folder of its own, gone after the test.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder.
    pub fn empty() -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("tierline-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// A folder with the desk `desk` of [`RULES`].
    pub fn with_desk() -> Folder {
        let folder = Folder::empty();
        folder.put("desk/a.rhai", RULES);
        folder
    }

    /// Writes a file.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The bytes of a file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The command, in this folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tierline"));
        command.args(args).current_dir(&self.0).env_remove("NO_COLOR");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the command with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.feed(args, b"")
    }

    /// Runs the command with `input` on standard input.
    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = thread::scope(|scope| {
            // The command may end without reading everything.
            scope.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output().unwrap()
        });
        Ran {
            code: output.status.code().unwrap(),
            // A bundle is no text.
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// What came of a command.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Ran {
    /// The lines of standard output, as JSON.
    pub fn json(&self) -> Vec<Json> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// It ended so, with this on standard output and standard error.
    #[track_caller]
    pub fn is(&self, code: i32, out: &str, err: &str) {
        assert_eq!((self.code, self.out.as_str(), self.err.as_str()), (code, out, err));
    }
}
