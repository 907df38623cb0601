//! Texts as people mean them: text tests that do not tell upper and lower case apart see them so.

use std::borrow::Cow;

use crate::{fold::folded, letters::composed};

/// `text` as text tests read it: case folded, with one blank for every stretch of white space, with plain apostrophes and quotation
/// marks for typeset ones, and with letters in one piece.
///
/// ```
/// assert_eq!(tierline_condition::plain("Won\u{2019}t\r\n  u\u{308}ber"), "won't über");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        let mut made = one_blank(text).into_owned();
        made.make_ascii_lowercase();
        return Cow::Owned(made);
    }
    match composed(text, true) {
        Cow::Owned(made) => Cow::Owned(folded(&made).into_owned()),
        Cow::Borrowed(text) => match one_blank(text) {
            Cow::Owned(made) => Cow::Owned(folded(&made).into_owned()),
            Cow::Borrowed(text) => folded(text),
        },
    }
}

/// Whether white space of ASCII is anything but single blanks.
pub(crate) fn has_odd_blanks(text: &str) -> bool {
    any_pair(text, |one, next| is_odd_blank(one) | ((one == b' ') & (next == b' ')))
}

/// Whether a text reads as it is, at one look: most do.
fn is_plain(text: &str) -> bool {
    let is_read_otherwise = |byte: u8| is_odd_blank(byte) | !byte.is_ascii() | byte.is_ascii_uppercase();
    !any_pair(text, |one, next| is_read_otherwise(one) | ((one == b' ') & (next == b' ')))
}

fn is_odd_blank(byte: u8) -> bool {
    byte.wrapping_sub(b'\t') < 5
}

/// Whether it is so of any byte and the one that follows; 0 follows the last. All of them are looked at, for that is faster.
fn any_pair(text: &str, is_so: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let Some((last, _)) = bytes.split_last() else { return false };
    let next = bytes.get(1..).unwrap_or_default();
    bytes.iter().zip(next).fold(is_so(*last, 0), |any, (one, next)| any | is_so(*one, *next))
}

/// A text in which the white space of ASCII is single blanks.
fn one_blank(text: &str) -> Cow<'_, str> {
    if !has_odd_blanks(text) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len());
    let mut words = text.split(is_blank).filter(|word| !word.is_empty());
    if text.starts_with(is_blank) {
        made.push(' ');
    }
    made.extend(words.next());
    for word in words {
        made.push(' ');
        made.push_str(word);
    }
    if text.ends_with(is_blank) && !made.ends_with(' ') {
        made.push(' ');
    }
    Cow::Owned(made)
}

/// White space of ASCII.
fn is_blank(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ')
}
