//! Parts of texts, looked for in a time that is linear in text and part, and without a copy of the text.

use std::{borrow::Cow, str::Chars};

use crate::{
    fold::{fold_char, folded, folds_into_ascii},
    functions::Case,
};

/// A text that is searched, upper and lower case alike or told apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Searched<'a> {
    text: &'a str,
    case: Case,
}

/// Whether the part that stands from one place up to another is wanted. Places are counted from the first on, in whatever is
/// looked at one by one, and never go back.
type IsWanted<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

impl<'a> Searched<'a> {
    /// A text that is searched.
    pub(crate) fn new(text: &'a str, case: Case) -> Searched<'a> {
        Searched { text, case }
    }

    /// Whether `part` stands in it.
    pub(crate) fn has(self, part: &str) -> bool {
        let part = self.read(part);
        match self.goes_by_bytes(&part) {
            true => self.finds_bytes(&part, &mut |_, _| true),
            false => self.finds_letters(&part, &mut |_, _| true),
        }
    }

    /// Whether `words` stand in it with no letter or digit right before or after them.
    pub(crate) fn mentions(self, words: &str) -> bool {
        let words = self.read(words);
        if words.is_empty() {
            return false;
        }
        if self.goes_by_bytes(&words) {
            return self.finds_bytes(&words, &mut |start, end| {
                let before = self.text.get(..start).and_then(|before| before.chars().next_back());
                let after = self.text.get(end..).and_then(|after| after.chars().next());
                self.is_free(before) && self.is_free(after)
            });
        }
        let (mut before, mut after) = (Onwards::through(self.text), Onwards::through(self.text));
        self.finds_letters(&words, &mut |start, end| {
            start.checked_sub(1).is_none_or(|place| self.is_free(before.letter(place)))
                && self.is_free(after.letter(end))
        })
    }

    /// Whether it begins with `part`.
    pub(crate) fn starts_with(self, part: &str) -> bool {
        let mut letters = self.text.chars();
        match self.case {
            Case::Exact => self.text.starts_with(part),
            Case::Folded => part.chars().all(|c| letters.next().is_some_and(|of| fold_char(of) == fold_char(c))),
        }
    }

    /// Whether it ends with `part`.
    pub(crate) fn ends_with(self, part: &str) -> bool {
        let mut letters = self.text.chars().rev();
        match self.case {
            Case::Exact => self.text.ends_with(part),
            Case::Folded => part.chars().rev().all(|c| letters.next().is_some_and(|of| fold_char(of) == fold_char(c))),
        }
    }

    /// A part as it is looked for.
    fn read<'p>(self, part: &'p str) -> Cow<'p, str> {
        if self.case.folds() { folded(part) } else { Cow::Borrowed(part) }
    }

    fn letter(self, c: char) -> char {
        if self.case.folds() { fold_char(c) } else { c }
    }

    fn is_free(self, neighbour: Option<char>) -> bool {
        !neighbour.is_some_and(|c| self.letter(c).is_alphanumeric())
    }

    /// In UTF-8 the bytes of a letter stand nowhere inside of others. Where case is folded, what is ASCII must stand for itself.
    fn goes_by_bytes(self, part: &str) -> bool {
        !self.case.folds() || part.is_ascii() && !folds_into_ascii(self.text)
    }

    fn finds_bytes(self, part: &str, is_wanted: IsWanted<'_>) -> bool {
        let folds = self.case.folds();
        let bytes = self.text.bytes().map(|byte| if folds { byte.to_ascii_lowercase() } else { byte });
        part.len() <= self.text.len() && finds(part.as_bytes(), bytes, is_wanted)
    }

    /// What folds may take more bytes than what it is found in; it has as many letters.
    fn finds_letters(self, part: &str, is_wanted: IsWanted<'_>) -> bool {
        let most = self.text.len();
        let part: Vec<char> = part.chars().take(most + 1).collect();
        part.len() <= most && finds(&part, self.text.chars().map(|c| self.letter(c)), is_wanted)
    }
}

/// A text that is gone through once, and asked for letters further and further on.
struct Onwards<'a> {
    rest: Chars<'a>,
    read: usize,
}

impl<'a> Onwards<'a> {
    fn through(text: &'a str) -> Onwards<'a> {
        Onwards { rest: text.chars(), read: 0 }
    }

    fn letter(&mut self, place: usize) -> Option<char> {
        // Asked twice for one place, it would be behind it: whoever asks goes on.
        let ahead = place.checked_sub(self.read)?;
        self.read = place + 1;
        self.rest.nth(ahead)
    }
}

/// Whether a part that is wanted stands among `all`, by the algorithm of Knuth, Morris and Pratt.
fn finds<T: Copy + PartialEq>(part: &[T], all: impl Iterator<Item = T>, is_wanted: IsWanted<'_>) -> bool {
    /// Parts up to so long have their table on the stack.
    const SHORT: usize = 32;
    let Some(last) = part.len().checked_sub(1) else { return is_wanted(0, 0) };
    let (mut near, mut far) = ([0; SHORT], vec![]);
    let table = match near.get_mut(..part.len()) {
        Some(table) => table,
        None => {
            far.resize(part.len(), 0);
            &mut far[..]
        }
    };
    fill(table, part);
    let mut met = 0;
    for (place, one) in all.enumerate() {
        while met > 0 && part[met] != one {
            met = table[met - 1] as usize;
        }
        if part[met] == one {
            met += 1;
        }
        if met > last {
            if is_wanted(place - last, place + 1) {
                return true;
            }
            met = table[last] as usize;
        }
    }
    false
}

/// How much of the part stands again at the end of what was met of it, for each length but the whole.
fn fill<T: Copy + PartialEq>(table: &mut [u32], part: &[T]) {
    let mut met = 0;
    for place in 1..part.len() {
        while met > 0 && part[met] != part[place] {
            met = table[met - 1] as usize;
        }
        if part[met] == part[place] {
            met += 1;
        }
        // INVARIANT: a part that is looked for is shorter than 4 GB.
        table[place] = u32::try_from(met).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    /// As it was defined before it was made fast: both are folded whole, and every place is looked at.
    struct Slow(String, fn(&str) -> String);

    impl Slow {
        fn mentions(&self, words: &str) -> bool {
            let (text, words) = (&*self.0, (self.1)(words));
            let is_free = |neighbour: Option<char>| !neighbour.is_some_and(char::is_alphanumeric);
            let stands_at = |(start, _): (usize, char)| {
                let after = text[start..].strip_prefix(&*words);
                let before = text[..start].chars().next_back();
                after.is_some_and(|after| is_free(before) && is_free(after.chars().next()))
            };
            !words.is_empty() && text.char_indices().any(stands_at)
        }
    }

    fn hold(text: &str, part: &str) {
        for (case, read) in [(Case::Folded, fold as fn(&str) -> String), (Case::Exact, str::to_owned)] {
            let (slow, searched) = (Slow(read(text), read), Searched::new(text, case));
            let of = || format!("{part:?} in {text:?}, {case:?}");
            assert_eq!(searched.has(part), slow.0.contains(&read(part)), "{}", of());
            assert_eq!(searched.starts_with(part), slow.0.starts_with(&read(part)), "{}", of());
            assert_eq!(searched.ends_with(part), slow.0.ends_with(&read(part)), "{}", of());
            assert_eq!(searched.mentions(part), slow.mentions(part), "{}", of());
        }
    }

    /// Letters that make trouble: such as fold to ASCII, to longer and to shorter ones, letters of several bytes, and blanks.
    const LETTERS: [&str; 6] = [
        "ab ",
        "kKs\u{17f}\u{212a} ",
        "aAäÄ-",
        "\u{23a}\u{2c65}ıİßẞ ",
        "σΣςa1 ",
        "\u{1e900}\u{1e922}\u{10400}\u{345}ι\u{301}. ",
    ];

    #[test]
    fn it_finds_what_is_found_where_all_is_folded() {
        let mut number = 7u64;
        let mut dice = |sides: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) as usize % sides
        };
        for round in 0..60_000 {
            let letters: Vec<char> = match round % 8 {
                6 => LETTERS.concat().chars().collect(),
                7 => (0..4).filter_map(|_| char::from_u32(dice(0x1_f000) as u32)).chain(['a', ' ']).collect(),
                set => LETTERS[set].chars().collect(),
            };
            let mut text = |most| (0..dice(most)).map(|_| letters[dice(letters.len())]).collect::<String>();
            let (text, made) = (text(40), text(5));
            hold(&text, &made);
            // A part of the text, in another case.
            let inside: Vec<char> = text.chars().skip(dice(20)).take(dice(36)).collect();
            let inside: String = if dice(2) == 0 {
                inside.iter().collect()
            } else {
                inside.iter().flat_map(|c| c.to_uppercase()).collect()
            };
            hold(&text, &inside);
        }
    }

    #[test]
    fn words_are_whole() {
        let mentions = |text, words| Searched::new(text, Case::Folded).mentions(words);
        assert!(mentions("the vpn is down.", "DOWN"));
        assert!(mentions("down", "down"));
        assert!(!mentions("download fails", "down"));
        assert!(mentions("shutdown, then down!", "down"));
        assert!(mentions("drucker geht nicht", "geht nicht"));
        assert!(!mentions("größe", "gr"));
        assert!(!mentions("anything", ""));
        assert!(mentions("nono no no", "no no"));
        assert!(mentions("xno no no", "no no"));
    }

    #[test]
    fn what_repeats_is_gone_through_once() {
        let text = "a ".repeat(200_000) + "a";
        let words = "a ".repeat(100_000);
        assert!(!Searched::new(&text, Case::Folded).mentions(&words));
        assert!(!Searched::new(&text.replace('a', "ä"), Case::Folded).mentions(&words.replace('a', "Ä")));
    }
}
