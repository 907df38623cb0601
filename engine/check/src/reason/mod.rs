//! Reasoning about conditions: what can hold, and the ticket that shows it.
//!
//! A condition becomes a [`Formula`] over **terms**: fields, and what functions make of them. What a formula says is never
//! less than what the condition asks: where a part cannot be put into these words, it is taken to hold. So "nothing makes
//! this formula true" is a proof that the condition never holds, and what does make it true is a candidate that has to be
//! evaluated before anybody is told of it.

mod build;
mod domain;
mod formula;
mod lists;
mod mark;
mod ranges;
mod realise;
mod solve;
mod terms;
mod texts;

pub(crate) use build::{Builder, Versions};
pub(crate) use domain::{Domain, Word};
pub(crate) use formula::Formula;
pub(crate) use mark::Mark;
pub(crate) use realise::{base_request, realised};
pub(crate) use solve::{Bounds, Ground, Search, Verdict, bounds, solve};
pub(crate) use terms::{TermId, Terms, named, paths};
