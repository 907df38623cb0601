//! Writing.

use super::Keep;

/// The bytes of something.
pub fn keep<T: Keep>(what: &T) -> Vec<u8> {
    let mut writer = Writer::default();
    what.keep(&mut writer);
    writer.0
}

/// Where things are kept.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Adds one byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Adds a number: seven bits a byte, the least first, all but the last with the highest bit set.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.byte(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.byte(number.to_le_bytes()[0]);
    }

    /// Adds how many things follow.
    pub fn length(&mut self, length: usize) {
        // INVARIANT: nothing in memory has more items than 64 bits count.
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Adds things, one after the other.
    pub fn list<'a, T: Keep + 'a>(&mut self, things: impl ExactSizeIterator<Item = &'a T>) {
        self.length(things.len());
        things.for_each(|thing| thing.keep(self));
    }
}
