//! Many requests at once.

use std::{num::NonZeroUsize, panic, thread};

use tierline_model::{Answer, Request, Tell};

use crate::Desk;

impl Desk {
    /// Answers many requests on up to so many threads. The answers stand in the order of the requests, and are the same on
    /// any number of threads. With one thread none is started, as on targets that have none.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Tell, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// # let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let tickets = (0..100).map(|id| desk.read_ticket(serde_json::json!({"id": id}), now).unwrap()).collect();
    /// let threads = std::thread::available_parallelism().unwrap();
    /// let answers = desk.evaluate_batch(tickets, &Tell::Nothing, threads);
    /// assert_eq!(answers[42].id.as_deref(), Some("42"));
    /// ```
    pub fn evaluate_batch(&self, requests: Vec<Request>, tell: &Tell, threads: NonZeroUsize) -> Vec<Answer> {
        let each = requests.len().div_ceil(threads.get()).max(1);
        let answer = |requests: Vec<Request>| -> Vec<Answer> {
            requests.into_iter().map(|request| self.evaluate_telling(request, tell)).collect()
        };
        // WebAssembly has one thread.
        if cfg!(target_family = "wasm") || each >= requests.len() {
            return answer(requests);
        }
        let mut left = requests.into_iter();
        let parts: Vec<Vec<Request>> = std::iter::from_fn(|| {
            Some(left.by_ref().take(each).collect()).filter(|part: &Vec<Request>| !part.is_empty())
        })
        .collect();
        thread::scope(|scope| {
            let workers: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| answer(part))).collect();
            let answers =
                workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
            answers.flatten().collect()
        })
    }
}
