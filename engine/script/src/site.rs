//! Where clauses are read: what `sla` and `escalate` blocks share.

use std::cell::OnceCell;

use tierline_condition::Condition;
use tierline_model::{Place, Text, quoted, suggest};

use crate::{
    check::{self, Room},
    clauses::Asked,
    compile::Compiler,
    cut::Piece,
    rhai::{Slip, Token, tokens},
    rules::{clause_texts, condition, place},
    source::Spot,
};

/// The block that is being read.
pub(crate) struct Site<'a, 'c> {
    pub(crate) compiler: &'a mut Compiler<'c>,
    pub(crate) file: usize,
    pub(crate) piece: &'a Piece<'a>,
    /// Of the piece, read when they are first asked for.
    tokens: OnceCell<Vec<Token>>,
}

impl<'a, 'c> Site<'a, 'c> {
    pub(crate) fn new(compiler: &'a mut Compiler<'c>, file: usize, piece: &'a Piece<'a>) -> Site<'a, 'c> {
        Site { compiler, file, piece, tokens: OnceCell::new() }
    }

    pub(crate) fn place(&self, at: Spot) -> Place {
        place(self.compiler, self.file, self.piece, at)
    }

    /// A condition that stands among clauses, checked.
    pub(crate) fn condition(&mut self, (node, number): Asked<'_>) -> Result<Condition, Vec<Slip>> {
        let slips = check::condition(&self.compiler.names(self.file), Room::Condition, node);
        if !slips.is_empty() {
            return Err(slips);
        }
        let tokens = self.tokens.get_or_init(|| tokens(self.piece.text));
        let texts = clause_texts(self.piece.text, tokens, node.leftmost(), node.conjuncts().len());
        Ok(condition(self.compiler, self.file, self.piece, node, number, texts))
    }

    /// The name of a calendar that is there.
    pub(crate) fn calendar(&self, (name, at): (&Text, Spot)) -> Result<Text, Slip> {
        let names = self.compiler.names(self.file);
        match names.calendars.contains(name) || names.has_broken(name) {
            true => Ok(name.clone()),
            false => Err(unknown_calendar(name, names.calendars).at(at)),
        }
    }

    /// The name of an SLA that is there. A desk without any may climb on those of its host.
    pub(crate) fn sla(&self, (name, at): (&Text, Spot)) -> Result<Text, Slip> {
        match check::unknown_sla(&self.compiler.names(self.file), name) {
            None => Ok(name.clone()),
            Some(slip) => Err(slip.at(at)),
        }
    }
}

/// That there is no calendar of that name.
pub(crate) fn unknown_calendar<'a>(name: &str, known: impl IntoIterator<Item = &'a Text>) -> Slip {
    let hint = suggest::did_you_mean(name, known.into_iter().map(|known| &**known), "\"");
    let help = hint.unwrap_or_else(|| format!("write a block: calendar {} {{ ... }}", quoted(name)));
    Slip::new("unknown-calendar", format!("there is no calendar {}", quoted(name))).help(help)
}
