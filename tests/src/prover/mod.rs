//! A second opinion on what `check` claims: the conditions of a desk, written as SMT-LIB from their syntax trees, and z3, which
//! looks for a ticket that refutes the claim.

mod calls;
mod claims;
mod compute;
mod encode;
mod pins;
mod run;
mod same;
mod solver;
mod terms;
mod unknowns;
mod words;

pub use claims::{Claim, Question};
pub use run::{Outcome, Plan, run};
pub use solver::{Said, Solver};
