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
    let mut size = Size::default();
    size.add(value);
    size.text <= LONGEST_TEXT && size.items <= LONGEST_LIST && size.entries <= LARGEST_MAP
}

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    text: usize,
    items: usize,
    entries: usize,
}

impl Size {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.text += text.len(),
            Value::List(items) => {
                self.items += items.len();
                items.iter().for_each(|item| self.add(item));
            }
            Value::Map(map) => {
                self.entries += map.len();
                map.values().for_each(|value| self.add(value));
            }
            _ => {}
        }
    }
}
