//! Parts of texts, looked for in a time that is linear in text and part, and mostly without a copy of the text.

use std::borrow::Cow;

use crate::{
    fold::{fold_char, folds_into_ascii},
    functions::Case,
    letters::{composed, goes_on, has_no_blanks, is_mark, is_word},
    plain::{has_odd_blanks, plain},
};

/// A text that is searched: as it is meant, or byte by byte where upper and lower case are told apart.
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
        match self.case {
            Case::Exact => finds_bytes(part, self.text, self.text.bytes(), &mut |_, _| true),
            Case::Folded => Sought::of(self.text, part).is_anywhere(),
        }
    }

    /// Whether `words` stand in it as whole words: what is right before and after them does not go on with them.
    pub(crate) fn mentions(self, words: &str) -> bool {
        match self.case {
            _ if words.is_empty() => false,
            Case::Exact => {
                let edges = Edges::of(words);
                finds_bytes(words, self.text, self.text.bytes(), &mut |start, end| {
                    edges.are_free(self.text, start, end)
                })
            }
            Case::Folded => Sought::of(self.text, words).stands_as_words(),
        }
    }

    /// Whether it begins with `part`.
    pub(crate) fn starts_with(self, part: &str) -> bool {
        match self.case {
            Case::Exact => self.text.starts_with(part),
            Case::Folded => {
                let (text, part) = (self.text.as_bytes(), plain(part));
                let near = text.get(..=part.len()).unwrap_or(text);
                match reads_plainly(near) {
                    true => near.get(..part.len()).is_some_and(|near| near.eq_ignore_ascii_case(part.as_bytes())),
                    false => plain(beginning(self.text, letters(&part))).starts_with(&*part),
                }
            }
        }
    }

    /// Whether it ends with `part`.
    pub(crate) fn ends_with(self, part: &str) -> bool {
        match self.case {
            Case::Exact => self.text.ends_with(part),
            Case::Folded => {
                let (text, part) = (self.text.as_bytes(), plain(part));
                let near = text.len().checked_sub(part.len() + 1).and_then(|from| text.get(from..)).unwrap_or(text);
                match reads_plainly(near) {
                    true => near
                        .len()
                        .checked_sub(part.len())
                        .and_then(|from| near.get(from..))
                        .is_some_and(|near| near.eq_ignore_ascii_case(part.as_bytes())),
                    false => plain(end(self.text, letters(&part))).ends_with(&*part),
                }
            }
        }
    }
}

fn letters(part: &str) -> usize {
    part.chars().count()
}

/// Whether bytes stand for themselves, upper and lower case set aside.
fn reads_plainly(bytes: &[u8]) -> bool {
    bytes.is_ascii() && std::str::from_utf8(bytes).is_ok_and(|text| !has_odd_blanks(text))
}

/// Bytes of a text that may come to one letter, and those that may do so once more.
const OF_A_LETTER: usize = 8;
const OF_ONE_MORE: usize = 256;

/// The beginning of a text, with so many letters and one more, as it is read.
fn beginning(text: &str, letters: usize) -> &str {
    let most = OF_ONE_MORE.saturating_add(letters.saturating_mul(OF_A_LETTER));
    let cut = (most..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let near = text.get(..cut).unwrap_or(text);
    let next = near.char_indices().filter(|(at, c)| begins_letter(near, *at, *c)).nth(letters + 1);
    next.and_then(|(at, _)| near.get(..at)).unwrap_or(near)
}

/// The end of a text, with so many letters and one more, as it is read.
fn end(text: &str, letters: usize) -> &str {
    let most = OF_ONE_MORE.saturating_add(letters.saturating_mul(OF_A_LETTER));
    let cut = (0..text.len().saturating_sub(most)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let near = text.get(cut..).unwrap_or(text);
    let first = near.char_indices().rev().filter(|(at, c)| begins_letter(near, *at, *c)).nth(letters);
    first.and_then(|(at, _)| near.get(at..)).unwrap_or(near)
}

/// Whether what stands there is read by itself: no mark on what is before it, and no more of the same white space.
fn begins_letter(text: &str, at: usize, c: char) -> bool {
    let follows_blank = || text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
    !(goes_on(c) || c.is_whitespace() && follows_blank())
}

/// What is looked for in a text, both as they are meant. A text is copied only where letters of it are put together.
struct Sought<'a> {
    text: Cow<'a, str>,
    part: Cow<'a, str>,
    /// Whether white space of the text is read as one blank on the way.
    has_odd_blanks: bool,
}

impl<'a> Sought<'a> {
    fn of(text: &'a str, part: &'a str) -> Sought<'a> {
        let part = plain(part);
        let text = if text.is_ascii() { Cow::Borrowed(text) } else { composed(text, true) };
        let has_odd_blanks = part.contains(' ') && has_odd_blanks(&text);
        Sought { text, part, has_odd_blanks }
    }

    /// In UTF-8 the bytes of a letter stand nowhere inside of others; and what is ASCII must stand for itself.
    fn goes_by_bytes(&self) -> bool {
        self.part.is_ascii() && !folds_into_ascii(&self.text) && !self.has_odd_blanks
    }

    fn is_anywhere(&self) -> bool {
        let bytes = self.text.bytes().map(|byte| byte.to_ascii_lowercase());
        match self.goes_by_bytes() {
            true => finds_bytes(&self.part, &self.text, bytes, &mut |_, _| true),
            false => self.finds_letters(&mut |_, _| true),
        }
    }

    fn stands_as_words(&self) -> bool {
        let edges = Edges::of(&self.part);
        if self.goes_by_bytes() {
            let bytes = self.text.bytes().map(|byte| byte.to_ascii_lowercase());
            return finds_bytes(&self.part, &self.text, bytes, &mut |start, end| {
                edges.are_free(&self.text, start, end)
            });
        }
        let (mut before, mut after) = (Onwards::through(self.letters()), Onwards::through(self.letters()));
        self.finds_letters(&mut |start, end| {
            start.checked_sub(1).is_none_or(|place| edges.first_is_free(before.letter(place)))
                && edges.last_is_free(after.letter(end))
        })
    }

    fn letters(&self) -> impl Iterator<Item = char> {
        let (one_blank, mut was_blank) = (self.has_odd_blanks, false);
        self.text.chars().filter_map(move |c| {
            let is_blank = one_blank && c.is_ascii() && c.is_whitespace();
            let goes_on = is_blank && was_blank;
            was_blank = is_blank;
            (!goes_on).then(|| if is_blank { ' ' } else { fold_char(c) })
        })
    }

    /// What folds may take more bytes than what it is found in; it has as many letters.
    fn finds_letters(&self, is_wanted: IsWanted<'_>) -> bool {
        let most = self.text.len();
        let part: Vec<char> = self.part.chars().take(most + 1).collect();
        part.len() <= most && finds(&part, self.letters(), is_wanted)
    }
}

fn finds_bytes(part: &str, text: &str, bytes: impl Iterator<Item = u8>, is_wanted: IsWanted<'_>) -> bool {
    part.len() <= text.len() && finds(part.as_bytes(), bytes, is_wanted)
}

/// The letters at both ends of words that are looked for.
#[derive(Clone, Copy)]
struct Edges {
    first: char,
    last: char,
}

impl Edges {
    fn of(words: &str) -> Edges {
        Edges { first: words.chars().next().unwrap_or_default(), last: words.chars().next_back().unwrap_or_default() }
    }

    fn are_free(self, text: &str, start: usize, end: usize) -> bool {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        self.first_is_free(before) && self.last_is_free(text.get(end..).and_then(|after| after.chars().next()))
    }

    /// Where a script puts no blanks between words, any letter may stand beside one.
    fn first_is_free(self, before: Option<char>) -> bool {
        before.is_none_or(|c| !is_of_word(c) || has_no_blanks(c) || has_no_blanks(self.first))
    }

    /// A mark belongs to the last letter and makes another of it.
    fn last_is_free(self, after: Option<char>) -> bool {
        after.is_none_or(|c| !is_of_word(c) || !is_mark(c) && (has_no_blanks(c) || has_no_blanks(self.last)))
    }
}

/// Whether a word goes on with it: what `\w` is, but that `_` keeps words apart.
fn is_of_word(c: char) -> bool {
    c != '_' && is_word(c)
}

/// A text that is gone through once, and asked for letters further and further on.
struct Onwards<I> {
    rest: I,
    read: usize,
}

impl<I: Iterator<Item = char>> Onwards<I> {
    fn through(rest: I) -> Onwards<I> {
        Onwards { rest, read: 0 }
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
mod tests;
