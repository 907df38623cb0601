//! How much work it is to go through values: what is charged before it is done.
//!
//! A unit takes 30 to 120 ns. What is short costs nothing: it is part of the step that reads it.

use tierline_model::Value;

/// Items of a list that one unit goes through where each is looked at.
const ITEMS: u64 = 16;
/// Items that one unit copies, and lets go again.
const COPIES: u64 = 8;
/// Items that one unit counts: they are gone through once more by whoever asks what comes next.
const COUNTED: u64 = 32;
/// Bytes of two texts that one unit compares, and bytes that it puts together.
const BYTES: u64 = 1_024;
/// Bytes of a text that one unit searches.
const SEARCHED: u64 = 512;
/// Bytes that one unit makes of values that are no texts.
const SHOWN: u64 = 64;

/// How much there is of values, all the way down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Items of lists and entries of maps.
    pub items: u64,
    /// Bytes of texts.
    pub bytes: u64,
}

impl Extent {
    /// The extent of a value.
    pub fn of(value: &Value) -> Extent {
        let mut extent = Extent::default();
        extent.add(value, u64::MAX);
        extent
    }

    /// The extent of a value; where it has more than so many items, that of a part with more.
    pub fn within(value: &Value, most_items: u64) -> Extent {
        let mut extent = Extent::default();
        extent.add(value, most_items);
        extent
    }

    fn add(&mut self, value: &Value, most_items: u64) {
        match value {
            Value::Text(text) => self.bytes += text.len() as u64,
            Value::List(items) => self.add_all(items.iter(), most_items),
            Value::Map(map) => self.add_all(map.values(), most_items),
            _ => {}
        }
    }

    fn add_all<'a>(&mut self, items: impl Iterator<Item = &'a Value>, most_items: u64) {
        for item in items {
            if self.items > most_items {
                return;
            }
            self.items += 1;
            self.add(item, most_items);
        }
    }

    /// The least that a value can come to: what is in its items is not looked at.
    pub fn at_least(value: &Value) -> Extent {
        let items = match value {
            Value::List(items) => items.len(),
            Value::Map(map) => map.len(),
            _ => 0,
        };
        Extent { items: items as u64, bytes: 0 }
    }

    /// The work of copying it: texts are shared.
    pub fn copied(self) -> u64 {
        self.items / COPIES
    }

    /// The work of looking at all of it.
    pub fn looked_at(self) -> u64 {
        self.items / ITEMS + self.bytes / BYTES
    }

    /// The work of finding out how much it is.
    pub fn counted(self) -> u64 {
        self.items / COUNTED
    }
}

/// The most items that can be gone through for so much work, however little is done with each.
pub(crate) fn most_items(work: u64) -> u64 {
    work.saturating_mul(COUNTED)
}

/// The work of searching a text of so many bytes.
pub(crate) fn searching(bytes: usize) -> u64 {
    bytes as u64 / SEARCHED
}

/// The work of putting so many bytes of texts together.
pub(crate) fn joining(bytes: usize) -> u64 {
    bytes as u64 / BYTES
}

/// The work of showing what takes so many bytes and is no text.
pub(crate) fn showing(bytes: usize) -> u64 {
    bytes as u64 / SHOWN
}

/// The work of going through so many choices.
pub(crate) fn choosing(choices: usize) -> u64 {
    choices as u64 / ITEMS
}

/// The work of comparing two texts.
pub(crate) fn comparing(a: &str, b: &str) -> u64 {
    a.len().min(b.len()) as u64 / BYTES
}
