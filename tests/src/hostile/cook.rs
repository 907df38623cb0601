//! What a recipe costs: its desk is compiled and asked once, under the limits of a server.

use std::{fs, time::Instant};

use peak_alloc::PeakAlloc;
use serde::{Deserialize, Serialize};
use tierline::{Answer, Limits, Pack, Tell};

use super::{MOST_BYTES, MOST_MS, Recipe};

/// What one evaluation took, the writing of its answer included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Milliseconds of CPU time to compile the desk.
    pub compile_ms: u64,
    /// Milliseconds of CPU time to answer.
    pub ms: u64,
    /// Bytes of the heap at its fullest, beyond desk and request.
    pub bytes: u64,
    /// Bytes of the request.
    pub request: u64,
    /// Bytes of the answer.
    pub answer: u64,
    /// Units of work that were charged for it.
    #[serde(default)]
    pub work: u64,
    /// Effects.
    pub effects: usize,
    /// Faults.
    pub faults: usize,
    /// The code of the first mistake, where the desk does not compile.
    #[serde(default)]
    pub wrong: Option<String>,
}

impl Figures {
    /// How bad that is, in thousandths of what is bearable.
    pub fn badness(&self) -> u64 {
        (self.ms * 1_000 / MOST_MS).max(self.bytes * 1_000 / MOST_BYTES)
    }

    /// Whether it is more than is bearable.
    pub fn is_too_much(&self) -> bool {
        self.badness() > 1_000
    }
}

/// Compiles and asks. `heap` counts what all of this process takes, so that nothing else may run beside it.
pub fn cook(recipe: &Recipe, bytes: usize, heap: &PeakAlloc) -> Figures {
    let pack = Pack::of("desk.rhai", &recipe.desk());
    let (compile_ms, desk) = timed(|| tierline::Desk::compile(pack, Limits::SERVER));
    let desk = match desk {
        Ok(desk) => desk,
        Err(wrong) => {
            let wrong = wrong.first().map(ToString::to_string);
            return Figures { compile_ms, wrong, ..Figures::default() };
        }
    };
    let text = recipe.request(bytes);
    let request = match desk.read_request_text(&text, None) {
        Ok(request) => request,
        Err(error) => return Figures { compile_ms, wrong: Some(error.to_string()), ..Figures::default() },
    };
    heap.reset_peak_usage();
    let before = heap.current_usage();
    let tell = if recipe.traced { Tell::All } else { Tell::Nothing };
    let (ms, (answer, work, written)) = timed(|| {
        let (answer, work) = desk.evaluate_counting(request, &tell);
        let written = serde_json::to_string(&answer).map_or(0, |text| text.len());
        (answer, work, written)
    });
    let bytes = heap.peak_usage().saturating_sub(before);
    Figures { compile_ms, ms, bytes: bytes as u64, work, ..told(&text, &answer, written) }
}

fn told(request: &str, answer: &Answer, written: usize) -> Figures {
    Figures {
        request: request.len() as u64,
        answer: written as u64,
        effects: answer.effects.len(),
        faults: answer.faults.len(),
        ..Figures::default()
    }
}

/// Milliseconds of this thread's CPU time, or of the clock where the system does not tell.
fn timed<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let (clock, before) = (Instant::now(), cpu_ns());
    let done = work();
    let ms = match (before, cpu_ns()) {
        (Some(before), Some(after)) => (after - before) / 1_000_000,
        _ => u64::try_from(clock.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    (ms, done)
}

/// Nanoseconds for which this thread was running.
fn cpu_ns() -> Option<u64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok().filter(|ns| *ns > 0)
}
