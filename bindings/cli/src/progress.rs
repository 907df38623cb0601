//! A progress bar on standard error, for long inputs only.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

const LONG_BYTES: u64 = 1_000_000;
const LONG_LINES: u64 = 2_000;

/// How far a command is.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    size: Option<u64>,
    wanted: bool,
    what: &'static str,
}

impl Progress {
    /// For an input of `size` bytes, where that is known. Nothing is shown unless standard error is a terminal; where
    /// the answers go to a terminal too, `wanted` should be false.
    pub fn new(size: Option<u64>, wanted: bool) -> Progress {
        Progress { bar: None, size, wanted: wanted && io::stderr().is_terminal(), what: "tickets" }
    }

    /// The same for an input of something else than tickets.
    pub fn counting(mut self, what: &'static str) -> Progress {
        self.what = what;
        self
    }

    /// So many lines and bytes are done.
    pub fn at(&mut self, lines: u64, bytes: u64) {
        let is_long = lines > LONG_LINES || self.size.is_some_and(|size| size > LONG_BYTES);
        if self.wanted && self.bar.is_none() && is_long {
            self.bar = Some(bar(self.size));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            bar.set_message(format!("{lines} {}", self.what));
        }
    }

    /// Does something to the terminal while the bar is out of the way.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(work),
            None => work(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}

fn bar(size: Option<u64>) -> ProgressBar {
    let (bar, template) = match size {
        Some(size) => (ProgressBar::new(size), "{bar:30} {percent:>3} %  {msg}"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
