//! Texts and their codes.

use tierline_model::Text;

/// A set of texts, each with the code under which it came in: 0, 1, 2 …
///
/// A table of places, at most half full; a text stands in the first free place from that of its hash on.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    texts: Vec<Text>,
    /// The code of each place and one more; 0 where the place is free.
    places: Box<[u32]>,
    /// Bytes of its longest text: longer ones need not be read.
    longest: usize,
}

impl Dictionary {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The code of a text.
    pub(super) fn code(&self, text: &str) -> Option<u32> {
        if self.places.is_empty() || text.len() > self.longest {
            return None;
        }
        let mut place = self.first_place(text);
        loop {
            let code = self.places[place].checked_sub(1)?;
            if &*self.texts[code as usize] == text {
                return Some(code);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    /// The code of a text, which is taken in where it is new.
    pub(super) fn learn(&mut self, text: &Text) -> u32 {
        if let Some(code) = self.code(text) {
            return code;
        }
        self.texts.push(text.clone());
        self.longest = self.longest.max(text.len());
        if self.texts.len() * 2 > self.places.len() {
            self.places = vec![0; (self.texts.len() * 4).next_power_of_two()].into();
            (0..self.texts.len()).for_each(|code| self.place(code));
        } else {
            self.place(self.texts.len() - 1);
        }
        number(self.texts.len() - 1)
    }

    fn place(&mut self, code: usize) {
        let mut place = self.first_place(&self.texts[code]);
        while self.places[place] != 0 {
            place = (place + 1) & (self.places.len() - 1);
        }
        self.places[place] = number(code + 1);
    }

    fn first_place(&self, text: &str) -> usize {
        let hash = hash(text.as_bytes());
        // The number of places is a power of two, and the upper bits are the best mixed.
        (hash >> (64 - self.places.len().trailing_zeros())) as usize & (self.places.len() - 1)
    }
}

/// A multiplicative hash, eight bytes at a time: the same on every machine.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = rest.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    mix(hash, last)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_keeps_its_code() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.code("network"), None);
        let texts: Vec<Text> = (0..1_000).map(|number| format!("category {number}").into()).collect();
        for (code, text) in (0..).zip(&texts) {
            assert_eq!(dictionary.learn(text), code);
            assert_eq!(dictionary.learn(text), code);
        }
        for (code, text) in (0..).zip(&texts) {
            assert_eq!(dictionary.code(text), Some(code), "{text}");
        }
        assert_eq!((dictionary.len(), dictionary.code("category 1000"), dictionary.code("")), (1_000, None, None));
    }
}
