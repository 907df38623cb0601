//! A ticket, written down for an index.

use std::sync::Arc;

use tierline_condition::{Facts, Slot, plain};
use tierline_model::{Text, Value};

use super::{
    Index,
    columns::{Columns, MOST_CELLS},
    texts::Hashes,
};

/// A ticket as an index reads it: what its fields hold, as numbers.
///
/// It is as good as the facts that it was written from; after those have changed it must be written anew.
#[derive(Clone, Debug)]
pub struct Card {
    pub(super) cells: [i32; MOST_CELLS],
    /// The codes of the items of lists: the column and the code.
    pub(super) items: Vec<(u8, i32)>,
    pub(super) texts: Vec<Read>,
}

/// A text, read as far as anybody has asked.
#[derive(Clone, Debug)]
pub(super) struct Read {
    slot: Slot,
    folds: bool,
    /// What was read, once somebody asked.
    text: Option<Known>,
}

/// A text that was read.
#[derive(Clone, Debug)]
struct Known {
    /// What the field holds.
    held: Text,
    /// How it is read.
    text: Text,
    hashes: Hashes,
}

/// What can be said of a text.
pub(super) enum Said<'a> {
    /// The field holds none.
    None,
    /// This, and the hashes of it.
    Text(&'a str, &'a Hashes),
    /// There is no work left to read it.
    Refused,
}

/// Bytes of a text that a unit of work reads.
const READ: usize = 32;
/// Items of lists that cost nothing to look up, and those that a unit of work does.
const FEW: usize = 64;
const LOOKED_UP: usize = 4;

impl Default for Card {
    fn default() -> Card {
        Card { cells: [0; MOST_CELLS], items: vec![], texts: vec![] }
    }
}

impl Index {
    /// Writes a ticket onto a card. Where it says false, there was no work left for that.
    pub fn write(&self, facts: &Facts, card: &mut Card) -> bool {
        let columns = &self.columns;
        let lists = || columns.lists.iter().filter_map(|words| facts.slot(words.slot).as_list());
        let items: usize = lists().map(<[Value]>::len).sum();
        if items > FEW && !facts.charge((items / LOOKED_UP) as u64) {
            return false;
        }
        for (cell, words) in card.cells.iter_mut().skip(1).zip(&columns.words) {
            *cell = words.code(facts.slot(words.slot));
        }
        // Numbers stand at the end, the first one last.
        for (cell, numbers) in card.cells.iter_mut().rev().zip(&columns.numbers) {
            *cell = Columns::number(facts, numbers.slot);
        }
        card.items.clear();
        for (column, words) in (0..).zip(&columns.lists) {
            let items = facts.slot(words.slot).as_list().into_iter().flatten().filter_map(Value::as_text);
            card.items.extend(items.map(|item| (column, words.text(item))));
        }
        if card.texts.len() != columns.texts.len() {
            let unread = |(slot, folds): &(Slot, bool)| Read { slot: *slot, folds: *folds, text: None };
            card.texts = columns.texts.iter().map(unread).collect();
        }
        card.texts.iter_mut().for_each(|text| text.forget_what_changed(facts));
        true
    }
}

impl Read {
    fn forget_what_changed(&mut self, facts: &Facts) {
        let stays = match (&self.text, facts.slot(self.slot)) {
            (Some(known), Value::Text(held)) => Arc::ptr_eq(&known.held, held),
            _ => false,
        };
        if !stays {
            self.text = None;
        }
    }

    /// The text and the hashes of it.
    pub(super) fn read(&mut self, facts: &Facts) -> Said<'_> {
        let Value::Text(held) = facts.slot(self.slot) else { return Said::None };
        if self.text.is_none() && held.len() >= READ && !facts.charge((held.len() / READ) as u64) {
            return Said::Refused;
        }
        let folds = self.folds;
        let known = self.text.get_or_insert_with(|| {
            let text: Text = if folds { plain(held).into() } else { held.clone() };
            Known { held: held.clone(), hashes: Hashes::of(&text), text }
        });
        Said::Text(&known.text, &known.hashes)
    }
}
