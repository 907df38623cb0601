//! The search for the worst evaluation: desks and tickets that want to hurt, made at random and made worse step by step.
//!
//! A [`Recipe`] is a few words and sizes; it makes a desk and a request of up to 1 MB, so that what was found is a line of
//! `tests/data/hostile/worst.jsonl`. The command `worst` (`cargo xtask fuzz --worst N`) cooks recipes in processes of their own, which it
//! ends where they take too long, and climbs from the worst ones.

mod calls;
pub mod cook;
mod desks;
mod parts;
mod recipe;
mod requests;
pub mod search;

pub use cook::{Figures, cook};
pub use recipe::{Filler, Group, Ladders, Recipe, Slas, Ticket};

/// Bytes of a request at most.
pub const REQUEST_BYTES: usize = 1_000_000;

/// Milliseconds of CPU time that an evaluation may take at most.
pub const MOST_MS: u64 = 250;

/// Bytes that an evaluation may take at most, beyond the request.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The recipes that were found to be the worst once, a line each.
///
/// # Panics
///
/// Where a line is no recipe.
pub fn worst_so_far() -> Vec<Recipe> {
    let lines = include_str!("../../data/hostile/worst.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}
