//! What scripts and predicates make: how values are shown in a text, and how large what they make may be.

use std::borrow::Cow;

use tierline_model::Value;

/// Bytes of a text that a script may make; predicates leave longer ones to it.
pub const LONGEST_TEXT: usize = 64 * 1024;
/// Items of a list that a script may make.
pub const LONGEST_LIST: usize = 512;
/// Entries of a map that a script may make.
pub const LARGEST_MAP: usize = 256;

/// A value as a template shows it: text as it is, nothing for a missing value.
pub fn shown(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Missing => Cow::Borrowed(""),
        Value::Text(text) => Cow::Borrowed(text),
        value => Cow::Owned(value.to_string()),
    }
}

/// Whether a script may make a value so large. Texts, items and entries inside it count together.
pub(crate) fn fits(value: &Value) -> bool {
    Room { text: LONGEST_TEXT, items: LONGEST_LIST, entries: LARGEST_MAP }.takes(value)
}

/// How much more there may be.
struct Room {
    text: usize,
    items: usize,
    entries: usize,
}

impl Room {
    /// Takes a value in, no further than there is room.
    fn takes(&mut self, value: &Value) -> bool {
        match value {
            Value::Text(text) => take(&mut self.text, text.len()),
            Value::List(items) => take(&mut self.items, items.len()) && items.iter().all(|item| self.takes(item)),
            Value::Map(map) => take(&mut self.entries, map.len()) && map.values().all(|value| self.takes(value)),
            _ => true,
        }
    }
}

fn take(left: &mut usize, taken: usize) -> bool {
    let rest = left.checked_sub(taken);
    *left = rest.unwrap_or_default();
    rest.is_some()
}
