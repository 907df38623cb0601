//! The tables of the language: all there is to know of a word stands in its row, and nowhere else.

mod actions;
mod sources;
