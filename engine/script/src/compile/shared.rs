//! What rules have in common is kept once.

use std::sync::Arc;

use tierline_condition::{Call, Expr, Part, Script, ScriptBlock, ScriptId};
use tierline_model::{SortedMap, Spot, Text, kept::keep};

use super::Compiler;
use crate::{
    bounds,
    budget::{Held, as_number, held_by},
    cut::Piece,
};

/// What rules so far have in common.
#[derive(Default)]
pub(super) struct Shared {
    /// By their texts; two that read alike may still differ, for files have constants of their own.
    parts: SortedMap<Text, Vec<Arc<Part>>>,
    /// By what a bundle keeps of them.
    exprs: SortedMap<Vec<u8>, Arc<[Expr]>>,
}

impl Compiler<'_> {
    /// A part of a condition, or one that is the same.
    pub(crate) fn share(&mut self, part: Part) -> Arc<Part> {
        let alike = self.shared.parts.get_or_default(part.text.clone());
        match alike.iter().find(|known| ***known == part) {
            Some(known) => known.clone(),
            None => {
                let held = held_by(&part.expr).size();
                self.budget.bytes(bounds::RULE_BYTES + as_number(part.text.len()) + held);
                let part = Arc::new(part);
                alike.push(part.clone());
                part
            }
        }
    }

    /// A call of the action of that number.
    pub(crate) fn call(&mut self, action: usize, args: Vec<Expr>, at: Spot) -> Call {
        Call { action: number(action), when: None, args: self.share_exprs(args), at }
    }

    /// Expressions, or those that are the same.
    pub(crate) fn share_exprs(&mut self, exprs: Vec<Expr>) -> Arc<[Expr]> {
        let budget = &mut self.budget;
        let shared = self.shared.exprs.get_or_insert_with(keep(&exprs), || {
            budget.bytes(exprs.iter().map(held_by).fold(Held::default(), Held::and).size());
            exprs.into()
        });
        shared.clone()
    }

    /// Notes where a script stands: which of the inputs of its block it is.
    pub(crate) fn add_script(&mut self, file: usize, piece: &Piece<'_>, input: u32) -> ScriptId {
        let block = self.add_block(file, piece);
        let scripts = &mut self.out.scripts.scripts;
        scripts.push(Script { block, input });
        ScriptId(number(scripts.len() - 1))
    }

    /// The number of the block that a piece is.
    pub(crate) fn add_block(&mut self, file: usize, piece: &Piece<'_>) -> u32 {
        let (from, to) = (number(piece.from), number(piece.from + piece.text.len()));
        let block = ScriptBlock { file: number(file), line: piece.line, from, to };
        let blocks = &mut self.out.scripts.blocks;
        if blocks.last() != Some(&block) {
            blocks.push(block);
        }
        number(blocks.len() - 1)
    }
}

/// INVARIANT: files have fewer bytes, and desks fewer scripts and actions, than 32 bits count.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
