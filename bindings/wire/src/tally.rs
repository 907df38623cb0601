//! What a session counts of the calls it answers.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use serde::Serialize;
use tierline::Desk;
use tierline_model::SortedMap;

use crate::{BatchReply, Reply, Verb, WireError};

/// A count that many threads add to.
#[derive(Debug, Default)]
struct Count(AtomicU64);

impl Count {
    fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What was counted of the calls of one verb.
#[derive(Debug, Default)]
struct OfVerb {
    calls: Count,
    errors: Count,
}

/// What was counted of the calls about one desk, and goes on being counted where another takes its name.
#[derive(Debug, Default)]
pub(crate) struct OfDesk {
    calls: Count,
    errors: Count,
    faults: Count,
    /// Of desks that had its name before.
    work: Count,
}

impl OfDesk {
    /// Another desk takes its name.
    pub(crate) fn replace(&self, desk: &Desk) {
        self.work.add(desk.work_done());
    }

    pub(crate) fn counted(&self, desk: &Desk) -> DeskCounts {
        DeskCounts {
            calls: self.calls.so_far(),
            errors: self.errors.so_far(),
            faults: self.faults.so_far(),
            work: self.work.so_far() + desk.work_done(),
        }
    }
}

/// What was counted of all calls.
#[derive(Debug)]
pub(crate) struct Tally {
    verbs: SortedMap<&'static str, OfVerb>,
    unreadable: Count,
}

impl Default for Tally {
    fn default() -> Tally {
        let verbs = Verb::all().map(|verb| (verb.name, OfVerb::default()));
        Tally { verbs: verbs.collect(), unreadable: Count::default() }
    }
}

impl Tally {
    /// Counts a call that asked for nothing that there is.
    pub(crate) fn count_unreadable(&self) {
        self.unreadable.add(1);
    }

    /// Counts a call of a verb, perhaps about a desk, by its reply.
    pub(crate) fn count(&self, verb: &Verb, desk: Option<Arc<OfDesk>>, reply: &Result<Reply, WireError>) {
        let errors = u64::from(reply.is_err());
        if let Some(of_verb) = self.verbs.get(verb.name) {
            of_verb.calls.add(1);
            of_verb.errors.add(errors);
        }
        if let Some(of_desk) = desk {
            of_desk.calls.add(1);
            of_desk.errors.add(errors);
            of_desk.faults.add(reply.as_ref().map_or(0, Reply::faults));
        }
    }

    pub(crate) fn counted(&self) -> Stats {
        let of_verb = |of_verb: &OfVerb| VerbCounts { calls: of_verb.calls.so_far(), errors: of_verb.errors.so_far() };
        let verbs: SortedMap<_, _> = self.verbs.iter().map(|(name, counts)| (*name, of_verb(counts))).collect();
        Stats {
            calls: verbs.values().map(|counts| counts.calls).sum::<u64>() + self.unreadable.so_far(),
            errors: verbs.values().map(|counts| counts.errors).sum::<u64>() + self.unreadable.so_far(),
            unreadable: self.unreadable.so_far(),
            verbs,
        }
    }
}

impl Reply {
    /// How many faults the answers in it tell of.
    fn faults(&self) -> u64 {
        let faults = match self {
            Reply::Answer(answer) => answer.faults.len(),
            Reply::Batch(replies) => {
                let of = |reply: &BatchReply| if let BatchReply::Ok(answer) = reply { answer.faults.len() } else { 0 };
                replies.iter().map(of).sum()
            }
            _ => 0,
        };
        faults as u64
    }
}

/// What `stats` gives.
#[derive(Debug, Serialize)]
pub struct Stats {
    /// Calls that were answered, that of `stats` not among them.
    pub calls: u64,
    /// Those that were answered with an error.
    pub errors: u64,
    /// Those of them that were no JSON, or named no verb that there is.
    pub unreadable: u64,
    /// The calls of each verb.
    pub verbs: SortedMap<&'static str, VerbCounts>,
}

/// What was counted of a verb.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct VerbCounts {
    /// Calls.
    pub calls: u64,
    /// Those that were answered with an error.
    pub errors: u64,
}

/// What was counted of a desk.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DeskCounts {
    /// Calls about it.
    pub calls: u64,
    /// Those that were answered with an error.
    pub errors: u64,
    /// Faults of its answers.
    pub faults: u64,
    /// Work that its answers took.
    pub work: u64,
}

/// What `desks` tells of a desk.
#[derive(Debug, Serialize)]
pub struct DeskStats {
    /// Its name.
    pub desk: String,
    /// The hash of its content.
    pub hash: tierline_model::Text,
    /// How many rules it has.
    pub rules: usize,
    /// How large it is as a bundle.
    pub bytes: usize,
    /// What was counted of it.
    #[serde(flatten)]
    pub counts: DeskCounts,
}
