//! Many requests at once.

use std::{num::NonZeroUsize, panic, thread};

use tierline_model::{Answer, Bytes, Limits, Request, Tell};

use crate::Desk;

/// Work that a request takes beside what is counted of it.
const REQUEST: u64 = 50;

/// What came of many requests that were asked in one call.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The answers, in the order of the requests; to the last ones there is none where the call ran out.
    pub answers: Vec<Answer>,
    /// Why there is none to the last ones.
    pub ran_out: Option<RanOut>,
}

/// A limit of a call that its answers came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RanOut {
    /// Its name.
    pub limit: &'static str,
    /// What it allows.
    pub allowed: u64,
    /// What the answers came to.
    pub needed: u64,
}

/// An answer, and what it came to.
struct Counted {
    answer: Answer,
    work: u64,
    bytes: u64,
}

/// What the answers of a call came to so far.
#[derive(Default)]
struct Used {
    work: u64,
    bytes: u64,
}

impl Used {
    fn take(&mut self, counted: &Counted) {
        self.work = self.work.saturating_add(counted.work);
        self.bytes = self.bytes.saturating_add(counted.bytes);
    }

    /// The limit that was come to, if any was.
    fn ran_out(&self, limits: &Limits) -> Option<RanOut> {
        let of = |limit, needed, allowed| (needed >= allowed).then_some(RanOut { limit, allowed, needed });
        of("call_work", self.work, limits.call_work).or_else(|| of("call_bytes", self.bytes, limits.call_bytes))
    }
}

impl Desk {
    /// Answers many requests on up to so many threads. The answers stand in the order of the requests, and are the same on
    /// any number of threads. With one thread none is started, as on targets that have none. Each has the limits of an event, and all
    /// together none: see [`Desk::answer_batch`].
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Tell, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let tickets = (0..100).map(|id| desk.read_ticket(serde_json::json!({"id": id}), now).unwrap()).collect();
    /// let threads = std::thread::available_parallelism().unwrap();
    /// let answers = desk.evaluate_batch(tickets, &Tell::Nothing, threads);
    /// assert_eq!(answers[42].id.as_deref(), Some("42"));
    /// ```
    pub fn evaluate_batch(&self, requests: Vec<Request>, tell: &Tell, threads: NonZeroUsize) -> Vec<Answer> {
        let answer = |requests: Vec<Request>| -> Vec<Answer> {
            requests.into_iter().map(|request| self.evaluate_telling(request, tell)).collect()
        };
        on_threads(requests, threads, &answer)
    }

    /// As [`Desk::evaluate_batch`], where all answers together may come to no more than [`Limits::call_work`](crate::Limits::call_work)
    /// and [`Limits::call_bytes`](crate::Limits::call_bytes): a request is answered where those before it left something.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Tell, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\n";
    /// let limits = Limits { call_bytes: 1_000, ..Limits::SERVER };
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), limits).unwrap();
    /// # let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let vip = serde_json::json!({"requester": {"vip": true}});
    /// let tickets = (0..100).map(|_| desk.read_ticket(vip.clone(), now).unwrap()).collect();
    /// let batch = desk.answer_batch(tickets, &Tell::Nothing, std::num::NonZeroUsize::MIN);
    /// assert!((1..100).contains(&batch.answers.len()));
    /// assert_eq!(batch.ran_out.unwrap().limit, "call_bytes");
    /// ```
    pub fn answer_batch(&self, requests: Vec<Request>, tell: &Tell, threads: NonZeroUsize) -> Batch {
        let answer = |requests: Vec<Request>| -> Vec<Counted> {
            let mut used = Used::default();
            let mut next = |request: Request| {
                let counted = used.ran_out(&self.limits).is_none().then(|| self.counted(request, tell))?;
                used.take(&counted);
                Some(counted)
            };
            requests.into_iter().map_while(&mut next).collect()
        };
        let asked = requests.len();
        let (mut used, mut answers) = (Used::default(), Vec::with_capacity(asked));
        // A thread knows its own part only; which answers count is settled in their order.
        for counted in on_threads(requests, threads, &answer) {
            if used.ran_out(&self.limits).is_some() {
                break;
            }
            used.take(&counted);
            answers.push(counted.answer);
        }
        let ran_out = if answers.len() < asked { used.ran_out(&self.limits) } else { None };
        Batch { answers, ran_out }
    }

    fn counted(&self, request: Request, tell: &Tell) -> Counted {
        let (answer, took) = self.evaluate_metered(request, tell);
        Counted { work: REQUEST + took.event + took.waking, bytes: answer.bytes(), answer }
    }
}

/// What comes of requests, in their order, on up to so many threads.
fn on_threads<T: Send>(
    requests: Vec<Request>,
    threads: NonZeroUsize,
    answer: &(impl Fn(Vec<Request>) -> Vec<T> + Sync),
) -> Vec<T> {
    let each = requests.len().div_ceil(threads.get()).max(1);
    // WebAssembly has one thread.
    if cfg!(target_family = "wasm") || each >= requests.len() {
        return answer(requests);
    }
    let mut left = requests.into_iter();
    let parts: Vec<Vec<Request>> =
        std::iter::from_fn(|| Some(left.by_ref().take(each).collect()).filter(|part: &Vec<Request>| !part.is_empty()))
            .collect();
    thread::scope(|scope| {
        let workers: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| answer(part))).collect();
        let answers =
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        answers.flatten().collect()
    })
}
