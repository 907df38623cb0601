//! Everything that names Rhai, and the only place that touches its internals.
//!
//! `syntax` gives the blocks their form, `parse` makes our own tree of them, `plain` makes Rhai's tree ready to run, `sandbox`
//! bounds what scripts may do, `session` runs them.

mod beside;
mod cases;
mod clauses;
mod convert;
mod copies;
mod habits;
mod helpers;
mod measures;
mod parse;
mod plain;
mod program;
mod recover;
mod sandbox;
mod session;
mod shifts;
mod sides;
mod syntax;
mod templates;
mod tokens;
mod troubles;
mod values;
mod written;

pub(crate) use beside::without_unit;
pub(crate) use habits::{foreign_comment, in_quotes, typeset};
pub(crate) use parse::{Block, BlockPart, Helper, Slip, parse_block, parse_const, parse_helper};
pub use program::Program;
pub(crate) use recover::parse_all;
pub(crate) use sandbox::{IN, engine};
pub(crate) type Engine = ::rhai::Engine;
pub use session::{Session, TestView};
pub(crate) use tokens::{Token, TokenKind, token_from, tokens};
pub(crate) use written::{Lexeme, LexemeKind, lexemes};
