//! What all peers share: the routing workload, and how an engine is checked and timed on it.
//!
//! A peer is a program called with the number of rules, `first` or `collect`, and a variant of its own. It prints its
//! [`Figures`] as JSON, or says on the error output why there are none.

mod measure;
mod memory;
mod workload;

pub use measure::{Engine, Figures};
pub use workload::{FIELDS, Mode, Op, Rule, Test, Workload};

/// What a peer is asked to do.
pub struct Task {
    /// Which answers.
    pub mode: Mode,
    /// Which way of using the engine.
    pub variant: String,
    /// On what.
    pub workload: Workload,
}

impl Task {
    /// Reads it from the arguments of the program.
    pub fn from_args() -> Task {
        let mut args = std::env::args().skip(1);
        let mut next = |what: &str| args.next().unwrap_or_else(|| refuse(&format!("no {what} given")));
        let rules = next("number of rules").parse().unwrap_or_else(|_| refuse("that is no number of rules"));
        let mode = next("mode");
        let mode = [Mode::First, Mode::Collect].into_iter().find(|known| known.name() == mode);
        let mode = mode.unwrap_or_else(|| refuse("there is no such mode"));
        Task { mode, variant: next("variant"), workload: Workload::load(rules) }
    }

    /// Loads the engine, checks and times it, and prints the figures.
    pub fn run<E: Engine>(&self, load: impl FnOnce() -> E) {
        let figures = measure::measure(self, load).unwrap_or_else(|why| refuse(&why));
        println!("{}", serde_json::to_string(&figures).expect("figures"));
    }

    /// Says that there is no such variant.
    pub fn unknown_variant(&self) -> ! {
        refuse(&format!("there is no variant `{}`", self.variant))
    }
}

/// Ends the program: there are no figures, and why.
pub fn refuse(why: &str) -> ! {
    eprintln!("{why}");
    std::process::exit(1)
}
