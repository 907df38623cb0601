//! What the engine can answer in two ways, answered in both: every comparison takes a desk and requests, and finds either as much
//! as its [`Tally`] says, or a [`Difference`].
//!
//! The tests make short rounds of it; the command `differ` goes on as long as one likes; the corpus keeps what was found once.

mod answers;
mod calls;
pub mod corpus;
mod difference;
mod index;
pub mod long_run;
mod predicates;
mod round;
mod rulebook;
mod subject;
mod tally;

pub use answers::{from_source_and_bundle, same_desk};
pub use difference::Difference;
pub use round::{Found, Size, round};
pub use rulebook::Rulebook;
pub use subject::Subject;
pub use tally::Tally;
use tierline_model::Request;

/// What is answered in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Parts of conditions: a predicate gives what its script gives, or is unsure.
    Predicates,
    /// Rules: the index finds those whose conditions hold.
    Index,
    /// Actions whose arguments are predicates ask for what their script asks for.
    Calls,
    /// Whole answers: the index hands out the rules, or all of them are looked at.
    Answers,
    /// Whole answers: of a desk, and of what its bundle loads to.
    Bundles,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] = [Kind::Predicates, Kind::Index, Kind::Calls, Kind::Answers, Kind::Bundles];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Predicates => "predicate against script",
            Kind::Index => "index against conditions",
            Kind::Calls => "calls against script",
            Kind::Answers => "index on against off",
            Kind::Bundles => "bundle against source",
        }
    }

    /// Answers these requests in both ways.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn compare(self, subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
        match self {
            Kind::Predicates => predicates::compare(subject, requests),
            Kind::Index => index::compare(subject, requests),
            Kind::Calls => calls::compare(subject, requests),
            Kind::Answers => answers::with_and_without_index(subject, requests),
            Kind::Bundles => from_source_and_bundle(subject, requests),
        }
    }
}
