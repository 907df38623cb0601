//! What a letter is, and what is told of letters: the kinds and scripts of Unicode 16, and what is put together of what.
//!
//! The tables are written by `cargo run -p tierline-tests --bin letters`; tests hold them to other crates.

mod compose;
mod kinds;
mod names;
mod scripts;

#[cfg(test)]
mod tests;

pub(crate) use compose::{composed, goes_on, is_changed, plain_quote, quotes_within};
pub(crate) use kinds::{CASED, DIGITS, ODD_WORDS, WORD_KINDS, is_mark, is_odd_word, is_word, kind};
pub(crate) use names::{Property, named};
pub(crate) use scripts::{has_no_blanks, script};
