//! Classes of letters.

use tierline_model::sort::sort_by;

use super::seen::{Seen, Told};
use crate::{
    fold::{fold_char, folds_of},
    letters::{CASED, DIGITS, ODD_WORDS, Property, WORD_KINDS, plain_quote, quotes_within},
};

/// Letters of which one may stand in a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// Those of ASCII, a bit each.
    ascii: u128,
    /// Ranges, in order; none touches another.
    ranges: Vec<(char, char)>,
    kinds: u32,
    scripts: u16,
    /// Whatever is no letter of a word.
    has_no_words: bool,
    /// Whatever is none of these.
    not: Vec<fn(char) -> bool>,
    /// Whether it is all but those, beyond ASCII.
    is_turned: bool,
    /// Whether letters are folded before they are looked up.
    pub(super) folds: bool,
}

/// What can stand in a class, beside letters and ranges.
#[derive(Clone, Copy, Debug)]
pub(super) enum Set {
    /// `\d`
    Digits,
    /// `\s`
    Blanks,
    /// `\w`
    Words,
    /// `\p{…}`
    Of(Property),
    /// `[:alpha:]`, which is of ASCII.
    Ascii(fn(char) -> bool),
}

/// How the letters of a pattern are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Upper and lower case are alike.
    pub(super) folds: bool,
    /// The text is read as it is meant: letters in one piece, typeset quotation marks as plain ones.
    pub(super) is_plain: bool,
}

/// What a class is made of, as it is written.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) ranges: Vec<(char, char)>,
    /// Each with whether it is all but that.
    pub(super) sets: Vec<(Set, bool)>,
}

impl Items {
    /// The class of these; or of all others.
    pub(super) fn class(self, is_turned: bool, reading: Reading) -> Class {
        let mut class = Class { folds: reading.folds, is_turned, ..Class::default() };
        for (first, last) in self.ranges {
            class.add(first, last, reading);
        }
        for (set, is_turned) in self.sets {
            class.add_set(set, is_turned);
        }
        class.ranges = merged(class.ranges);
        class.ascii = (0..128u8)
            .filter(|byte| class.has_read(&Told::of(class.read(char::from(*byte)))))
            .fold(0, |all, byte| all | 1 << byte);
        class
    }
}

impl Class {
    fn add(&mut self, first: char, last: char, reading: Reading) {
        self.ranges.push((first, last));
        if reading.is_plain {
            self.ranges.extend(quotes_within(first, last).map(|quote| (quote, quote)));
        }
        if reading.folds {
            // What its letters fold to, for letters are folded before they are looked up.
            self.ranges.extend(folds_of(first, last).map(|c| (c, c)));
        }
    }

    fn add_set(&mut self, set: Set, is_turned: bool) {
        match (set, is_turned) {
            (Set::Digits, _) => self.add_property(Property::Kinds(DIGITS), is_turned),
            (Set::Words, false) => {
                self.kinds |= WORD_KINDS;
                self.ranges.extend(ODD_WORDS);
            }
            (Set::Words, true) => self.has_no_words = true,
            (Set::Blanks, false) => self.ranges.extend(BLANKS),
            (Set::Blanks, true) => self.not.push(char::is_whitespace),
            (Set::Of(property), _) => self.add_property(property, is_turned),
            (Set::Ascii(is), false) => {
                self.ranges.extend((0..128).map(char::from).filter(|c| is(*c)).map(|c| (c, c)));
            }
            (Set::Ascii(is), true) => self.not.push(is),
        }
    }

    fn add_property(&mut self, property: Property, is_turned: bool) {
        let property = match property {
            // Upper and lower case are alike.
            Property::Kinds(kinds) if self.folds && kinds & CASED != 0 => Property::Kinds(kinds | CASED),
            other => other,
        };
        match if is_turned { property.turned() } else { Some(property) } {
            Some(Property::Kinds(kinds)) => self.kinds |= kinds,
            Some(Property::Scripts(scripts)) => self.scripts |= scripts,
            Some(Property::Ascii) => self.ranges.push(('\0', '\x7f')),
            None => self.ranges.push(('\u{80}', char::MAX)),
        }
    }

    fn read(&self, c: char) -> char {
        if self.folds { fold_char(c) } else { c }
    }

    fn has_read(&self, told: &Told) -> bool {
        let at = self.ranges.partition_point(|(_, last)| *last < told.letter);
        let is_in = self.ranges.get(at).is_some_and(|(first, _)| *first <= told.letter)
            || told.is_of_kinds(self.kinds)
            || told.is_of_scripts(self.scripts)
            || self.has_no_words && !told.is_word()
            || self.not.iter().any(|is| !is(told.letter));
        is_in != self.is_turned
    }

    /// Whether a letter is one of them.
    pub(super) fn has(&self, seen: &Seen) -> bool {
        match u32::from(seen.written.letter) {
            number @ ..128 => self.ascii >> number & 1 == 1,
            _ => self.has_read(if self.folds { &seen.folded } else { &seen.written }),
        }
    }
}

/// Ranges in order, those together that overlap.
fn merged(mut ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    sort_by(&mut ranges, Ord::cmp);
    let mut merged: Vec<(char, char)> = vec![];
    for (first, last) in ranges {
        match merged.last_mut() {
            Some((_, end)) if first <= *end => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// White space, as `char::is_whitespace` has it.
const BLANKS: [(char, char); 10] = [
    ('\t', '\r'),
    (' ', ' '),
    ('\u{85}', '\u{85}'),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
];

/// A letter of a pattern as it is looked for.
pub(super) fn letter(c: char, reading: Reading) -> char {
    let c = if reading.is_plain { plain_quote(c) } else { c };
    if reading.folds { fold_char(c) } else { c }
}
