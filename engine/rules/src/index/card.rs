//! A ticket, written down for an index.

use tierline_condition::{Facts, Slot, fold};
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
    text: Option<Option<(Text, Hashes)>>,
}

impl Default for Card {
    fn default() -> Card {
        Card { cells: [0; MOST_CELLS], items: vec![], texts: vec![] }
    }
}

impl Index {
    /// Writes a ticket onto a card.
    pub fn write(&self, facts: &Facts, card: &mut Card) {
        let columns = &self.columns;
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
        card.texts.clear();
        card.texts.extend(columns.texts.iter().map(|(slot, folds)| Read { slot: *slot, folds: *folds, text: None }));
    }
}

impl Read {
    /// The text and the hashes of it; none where the field holds no text.
    pub(super) fn read(&mut self, facts: &Facts) -> Option<(&str, &Hashes)> {
        let read = || {
            let text: Text = match facts.slot(self.slot) {
                Value::Text(text) if self.folds => fold(text).into(),
                Value::Text(text) => text.clone(),
                _ => return None,
            };
            let hashes = Hashes::of(&text);
            Some((text, hashes))
        };
        self.text.get_or_insert_with(read).as_ref().map(|(text, hashes)| (&**text, hashes))
    }
}
