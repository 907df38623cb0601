//! The rule language: Rhai blocks, checked, sandboxed, lowered to predicates.
//!
//! [`Language::compile`] turns the files of a pack into rules, matrices and tests, or says everything that is wrong with
//! them. What stays within the compilable forms needs no interpreter afterwards; a [`Session`] runs the rest.

pub mod bounds;
mod cells;
mod check;
mod compile;
mod cut;
mod header;
mod lower;
mod matrices;
mod rhai;
mod rules;
mod source;
mod tables;
mod tests;
mod tree;

pub use compile::{Compiled, Language};
pub use rhai::{Library, Program, Script, Session, TestView};
pub use rules::{RuleDoing, RuleDraft};
pub use tests::{Expectation, TestCase};
