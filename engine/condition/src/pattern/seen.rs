//! A letter of a text, and what is told of it, looked up once however many steps ask.

use std::cell::OnceCell;

use crate::{
    fold::fold_char,
    letters::{WORD_KINDS, is_odd_word, kind, script},
};

/// A letter as it stands in a text, and as it is folded.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) written: Told,
    pub(super) folded: Told,
}

/// What is told of a letter.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) letter: char,
    kind: OnceCell<u8>,
    script: OnceCell<u8>,
}

impl Seen {
    pub(super) fn new(c: char) -> Seen {
        Seen { written: Told::of(c), folded: Told::of(fold_char(c)) }
    }

    pub(super) fn is_word(&self) -> bool {
        self.written.is_word()
    }
}

impl Told {
    pub(super) fn of(letter: char) -> Told {
        Told { letter, kind: OnceCell::new(), script: OnceCell::new() }
    }

    pub(super) fn is_of_kinds(&self, kinds: u32) -> bool {
        kinds != 0 && kinds >> self.kind.get_or_init(|| kind(self.letter)) & 1 == 1
    }

    pub(super) fn is_of_scripts(&self, scripts: u16) -> bool {
        scripts != 0 && scripts >> self.script.get_or_init(|| script(self.letter)) & 1 == 1
    }

    pub(super) fn is_word(&self) -> bool {
        match self.letter.is_ascii() {
            true => self.letter.is_ascii_alphanumeric() || self.letter == '_',
            false => self.is_of_kinds(WORD_KINDS) || is_odd_word(self.letter),
        }
    }
}
