//! What a trace shows of a value: a little, however long it is.

use tierline_model::{Map, Value};

use crate::Extent;

/// Characters of a value that a trace shows, about.
const SHOWN: usize = 200;
/// Items and entries of a list or a map that it shows, and bytes of the texts in them.
const SHOWN_ITEMS: usize = 50;
const SHOWN_BYTES: usize = 1_000;

/// A value as people are shown it: cut where it is long.
pub fn shortened(value: &Value) -> Value {
    match value {
        Value::Text(text) if text.len() > SHOWN && text.chars().count() > SHOWN => cut(text, SHOWN),
        Value::List(_) | Value::Map(_) => {
            let extent = Extent::within(value, SHOWN_ITEMS as u64);
            match extent.items > SHOWN_ITEMS as u64 || extent.bytes > SHOWN_BYTES as u64 {
                true => Shortened { bytes: SHOWN_BYTES, items: SHOWN_ITEMS }.of(value),
                false => value.clone(),
            }
        }
        value => value.clone(),
    }
}

/// What is left of what may be shown.
struct Shortened {
    bytes: usize,
    items: usize,
}

impl Shortened {
    fn of(&mut self, value: &Value) -> Value {
        match value {
            Value::Text(text) => {
                let shown = if text.len() > self.bytes { cut(text, self.bytes) } else { value.clone() };
                self.bytes = self.bytes.saturating_sub(text.len());
                shown
            }
            Value::List(items) => {
                let mut shown = vec![];
                for item in items {
                    if !self.has_room() {
                        shown.push(Value::text("…"));
                        break;
                    }
                    shown.push(self.of(item));
                }
                Value::List(shown)
            }
            Value::Map(map) => {
                let mut shown = Map::new();
                for (name, item) in map {
                    if !self.has_room() {
                        shown.insert("…".into(), Value::Missing);
                        break;
                    }
                    self.bytes = self.bytes.saturating_sub(name.len());
                    shown.insert(name.clone(), self.of(item));
                }
                Value::Map(shown)
            }
            value => value.clone(),
        }
    }

    /// Whether there is room for an item more, which then counts.
    fn has_room(&mut self) -> bool {
        let has_room = self.items > 0 && self.bytes > 0;
        self.items = self.items.saturating_sub(1);
        has_room
    }
}

fn cut(text: &str, characters: usize) -> Value {
    Value::text(text.chars().take(characters).chain(['…']).collect::<String>())
}
