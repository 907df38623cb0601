//! z3, in a process of Python that answers one question after the other.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::{Value as Json, json};

/// What z3 says of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing makes it true.
    Never,
    /// This does.
    Shown(Vec<String>),
    /// Not in time, or not at all; with the reason.
    Unknown(String),
}

/// z3.
#[derive(Debug)]
pub struct Solver {
    python: PathBuf,
    time: Duration,
    running: Running,
}

#[derive(Debug)]
struct Running {
    child: Child,
    to: ChildStdin,
    from: Receiver<String>,
}

impl Solver {
    /// Starts it, with so much time for each question.
    ///
    /// # Errors
    ///
    /// Where Python cannot be started.
    pub fn start(python: PathBuf, time: Duration) -> Result<Solver, String> {
        let running = Running::start(&python, time)?;
        Ok(Solver { python, time, running })
    }

    /// What it says of a question.
    ///
    /// # Errors
    ///
    /// Where it refuses the question, or went away.
    pub fn ask(&mut self, smt: &str) -> Result<Said, String> {
        let line = json!({ "smt": smt }).to_string();
        writeln!(self.running.to, "{line}").map_err(|error| format!("z3 went away: {error}"))?;
        // It minds its time most often, but not in every corner.
        let Ok(answer) = self.running.from.recv_timeout(self.time * 4) else {
            self.running.end();
            self.running = Running::start(&self.python, self.time)?;
            return Ok(Said::Unknown("it did not mind the time".to_owned()));
        };
        let answer: Json = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
        match answer["answer"].as_str().unwrap_or_default() {
            "unsat" => Ok(Said::Never),
            "sat" => {
                let model = answer["model"].as_array().cloned().unwrap_or_default();
                Ok(Said::Shown(model.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()))
            }
            said if said.starts_with("unknown") => Ok(Said::Unknown(said.to_owned())),
            other => Err(other.to_owned()),
        }
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        self.running.end();
    }
}

impl Running {
    fn start(python: &PathBuf, time: Duration) -> Result<Running, String> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/prover/solver.py");
        let mut child = Command::new(python)
            .args([script, &time.as_millis().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", python.display()))?;
        let (Some(to), Some(out)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("z3 has no pipes".to_owned());
        };
        let (sender, from) = channel();
        thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)).ok();
        });
        Ok(Running { child, to, from })
    }

    fn end(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
