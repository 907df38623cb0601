//! Which words a subject contains.

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

/// The words that rules ask for.
///
/// Most are not there. A filter of the three-byte windows of the subject, made once a ticket and only where a rule
/// needs it, says so of nearly all.
#[derive(Default)]
pub struct Words {
    numbers: FxHashMap<String, u32>,
    words: Vec<Word>,
    filter: [u64; 16],
    is_filled: bool,
}

struct Word {
    finder: Finder<'static>,
    first: u16,
    last: u16,
}

impl Words {
    /// The number of a word that a rule names.
    pub fn add(&mut self, word: &str) -> u32 {
        assert!(word.len() >= 3);
        let (bytes, words) = (word.as_bytes(), &mut self.words);
        *self.numbers.entry(word.to_owned()).or_insert_with(|| {
            let (first, last) = (window(bytes), window(&bytes[bytes.len() - 3..]));
            words.push(Word { finder: Finder::new(word).into_owned(), first, last });
            words.len() as u32 - 1
        })
    }

    /// Another subject comes.
    pub fn forget(&mut self) {
        self.is_filled = false;
    }

    /// Whether the subject contains a word.
    #[inline(always)]
    pub fn is_in(&mut self, word: u32, subject: &str) -> bool {
        if !self.is_filled {
            self.fill(subject);
        }
        let word = &self.words[word as usize];
        let may_be = |window: u16| self.filter[usize::from(window >> 6) & 15] >> (window & 63) & 1;
        may_be(word.first) & may_be(word.last) == 1 && word.finder.find(subject.as_bytes()).is_some()
    }

    fn fill(&mut self, subject: &str) {
        (self.filter, self.is_filled) = ([0; 16], true);
        for bytes in subject.as_bytes().windows(3) {
            let window = window(bytes);
            self.filter[usize::from(window >> 6) & 15] |= 1 << (window & 63);
        }
    }
}

/// A hash of ten bits.
#[inline(always)]
fn window(bytes: &[u8]) -> u16 {
    let bits = u32::from(bytes[0]) | u32::from(bytes[1]) << 8 | u32::from(bytes[2]) << 16;
    (bits.wrapping_mul(0x9E37_79B1) >> 22) as u16
}
