//! Letters put together: what people type as one letter and a mark on it becomes the letter that stands for both, as in the form C of
//! Unicode; and typeset quotation marks and apostrophes become plain ones.
//!
//! Left out is what nobody types: ideographs that are there twice for the sake of older sets, and scripts beyond the first plane.

use std::{borrow::Cow, sync::LazyLock};

use tierline_model::sort::sort_by;

const LETTERS: &[u8] = include_bytes!("composed.bin");
const MARKS: &[u8] = include_bytes!("marks.bin");
/// Bytes of a run of marks: the first, how many follow, the class.
const RUN: usize = 4;

/// How many second letters there are, and how many letters that are put together.
const SECONDS: usize = LETTERS[0] as usize;
const COUNT: usize = (LETTERS[1 + 2 * SECONDS] as usize) << 8 | LETTERS[2 + 2 * SECONDS] as usize;
/// Where the columns begin.
const COLUMNS: usize = 3 + 2 * SECONDS;
/// What is added to the number of a second where the two are not put together again.
const FOR_GOOD: u8 = 128;

/// Syllables of Hangul are put together by a sum.
const SYLLABLES: u32 = 0xac00;
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
const TAILS: u32 = 0x11a7;
const VOWEL_COUNT: u32 = 21;
const TAIL_COUNT: u32 = 28;
const SYLLABLE_COUNT: u32 = 19 * VOWEL_COUNT * TAIL_COUNT;

/// Typeset quotation marks, with the plain ones that they stand for.
const QUOTES: [(char, char, char); 13] = [
    ('\u{ab}', '\u{ab}', '"'),
    ('\u{b4}', '\u{b4}', '\''),
    ('\u{bb}', '\u{bb}', '"'),
    ('\u{2bc}', '\u{2bc}', '\''),
    ('\u{2018}', '\u{201b}', '\''),
    ('\u{201c}', '\u{201f}', '"'),
    ('\u{2032}', '\u{2032}', '\''),
    ('\u{2033}', '\u{2033}', '"'),
    ('\u{2039}', '\u{203a}', '\''),
    ('\u{2e42}', '\u{2e42}', '"'),
    ('\u{301d}', '\u{301f}', '"'),
    ('\u{ff02}', '\u{ff02}', '"'),
    ('\u{ff07}', '\u{ff07}', '\''),
];

/// What is found out of the tables once.
struct Known {
    /// Whether a character of the first plane is read as another, or may become one with what stands before it.
    odd: Bits,
    /// Whether it is a mark that has a class.
    marks: Bits,
    /// The places of letters that are put together, in the order of their parts.
    by_parts: Vec<u16>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(Known::new);

struct Bits(Vec<u64>);

impl Bits {
    fn new() -> Bits {
        Bits(vec![0; 1024])
    }

    fn add(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize >> 6) {
            *word |= 1 << (number & 63);
        }
    }

    fn has(&self, c: char) -> bool {
        let number = u32::from(c);
        self.0.get(number as usize >> 6).is_some_and(|word| word >> (number & 63) & 1 == 1)
    }
}

impl Known {
    fn new() -> Known {
        let mut known = Known { odd: Bits::new(), marks: Bits::new(), by_parts: vec![] };
        for row in (0..COUNT).map(Row::at) {
            // What another letter is put together with, or what is taken apart for good.
            let odd = if row.is_for_good { Some(row.letter) } else { row.second };
            odd.into_iter().for_each(|number| known.odd.add(u32::from(number)));
        }
        let jamo = (VOWELS..VOWELS + VOWEL_COUNT).chain(TAILS + 1..TAILS + TAIL_COUNT);
        let quotes = QUOTES.iter().flat_map(|(first, last, _)| u32::from(*first)..=u32::from(*last));
        let blanks = (0x80..=0x3000).filter(|number| char::from_u32(*number).is_some_and(char::is_whitespace));
        jamo.chain(quotes).chain(blanks).for_each(|number| known.odd.add(number));
        for [a, b, more, _] in MARKS.as_chunks::<RUN>().0 {
            let first = u32::from(u16::from_be_bytes([*a, *b]));
            (first..=first + u32::from(*more)).for_each(|number| known.marks.add(number));
        }
        known.by_parts = (0..COUNT as u16).collect();
        sort_by(&mut known.by_parts, |a, b| {
            let parts = |place: &u16| Row::at(usize::from(*place)).parts();
            parts(a).cmp(&parts(b))
        });
        known
    }
}

/// A letter that is put together, and its parts.
struct Row {
    letter: u16,
    first: u16,
    second: Option<u16>,
    is_for_good: bool,
}

impl Row {
    fn at(place: usize) -> Row {
        let column = |number: usize| LETTERS.get(COLUMNS + number * COUNT + place).copied().unwrap_or_default();
        let second = column(4);
        let number = usize::from(second & (FOR_GOOD - 1));
        let second_letter = || LETTERS.get(2 * number - 1..).and_then(|bytes| bytes.first_chunk::<2>());
        Row {
            letter: u16::from_be_bytes([column(0), column(1)]),
            first: u16::from_be_bytes([column(2), column(3)]),
            second: if number == 0 { None } else { second_letter().map(|bytes| u16::from_be_bytes(*bytes)) },
            is_for_good: second >= FOR_GOOD,
        }
    }

    fn letter_at(place: usize) -> u16 {
        let column = |number: usize| LETTERS.get(COLUMNS + number * COUNT + place).copied().unwrap_or_default();
        u16::from_be_bytes([column(0), column(1)])
    }

    /// Those that are not put together again stand behind.
    fn parts(&self) -> (bool, u16, Option<u16>) {
        (self.is_for_good, self.first, self.second)
    }
}

fn place_of<T>(count: usize, key: impl Fn(usize) -> T, wanted: &T) -> Option<usize>
where
    T: Ord,
{
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = (from + to) / 2;
        if key(middle) < *wanted { from = middle + 1 } else { to = middle }
    }
    (from < count && key(from) == *wanted).then_some(from)
}

/// What a letter is put together of.
fn parts(c: char) -> Option<(char, Option<char>)> {
    let number = u32::from(c);
    if let Some(syllable) = number.checked_sub(SYLLABLES).filter(|syllable| *syllable < SYLLABLE_COUNT) {
        let (first, tail) = (syllable / TAIL_COUNT, syllable % TAIL_COUNT);
        return match tail {
            0 => Some((char::from_u32(LEADS + first / VOWEL_COUNT)?, char::from_u32(VOWELS + first % VOWEL_COUNT))),
            tail => Some((char::from_u32(number - tail)?, char::from_u32(TAILS + tail))),
        };
    }
    let number = u16::try_from(number).ok()?;
    let row = Row::at(place_of(COUNT, Row::letter_at, &number)?);
    Some((char::from_u32(row.first.into())?, row.second.and_then(|second| char::from_u32(second.into()))))
}

/// The letter that stands for two.
fn together(first: char, second: char) -> Option<char> {
    let (one, other) = (u32::from(first), u32::from(second));
    let lead = one.wrapping_sub(LEADS);
    let vowel = other.wrapping_sub(VOWELS);
    if lead < 19 && vowel < VOWEL_COUNT {
        return char::from_u32(SYLLABLES + (lead * VOWEL_COUNT + vowel) * TAIL_COUNT);
    }
    let (syllable, tail) = (one.wrapping_sub(SYLLABLES), other.wrapping_sub(TAILS));
    if syllable < SYLLABLE_COUNT && syllable % TAIL_COUNT == 0 && (1..TAIL_COUNT).contains(&tail) {
        return char::from_u32(one + tail);
    }
    let wanted = (false, u16::try_from(one).ok()?, Some(u16::try_from(other).ok()?));
    let row = |place: usize| Row::at(usize::from(KNOWN.by_parts.get(place).copied().unwrap_or_default()));
    let place = place_of(COUNT, |place| row(place).parts(), &wanted)?;
    char::from_u32(row(place).letter.into())
}

/// Marks on one letter stand in the order of their classes; 0 is what is no such mark.
fn class(c: char) -> u8 {
    if !KNOWN.marks.has(c) {
        return 0;
    }
    let (runs, _) = MARKS.as_chunks::<RUN>();
    let first = |[a, b, ..]: &[u8; RUN]| u32::from(u16::from_be_bytes([*a, *b]));
    let behind = runs.partition_point(|run| first(run) <= u32::from(c));
    behind.checked_sub(1).and_then(|place| runs.get(place)).map_or(0, |[.., class]| *class)
}

/// The plain quotation mark or apostrophe that a typeset one stands for; anything else as it is.
pub(crate) fn plain_quote(c: char) -> char {
    let found = || QUOTES.iter().find(|(first, last, _)| (*first..=*last).contains(&c));
    if c.is_ascii() { c } else { found().map_or(c, |(.., plain)| *plain) }
}

/// The plain quotation marks of all that stand in a range.
pub(crate) fn quotes_within(first: char, last: char) -> impl Iterator<Item = char> {
    QUOTES.iter().filter(move |(from, to, _)| first <= *to && *from <= last).map(|(.., plain)| *plain)
}

/// Whether it may become one letter with what stands before it, or is read as another.
pub(crate) fn goes_on(c: char) -> bool {
    !c.is_ascii() && (KNOWN.odd.has(c) || KNOWN.marks.has(c))
}

/// Whether reading a text puts letters together or makes plain what is typeset. Few texts have a byte that asks for a closer look.
pub(crate) fn is_changed(text: &str) -> bool {
    // Those that lead to characters from U+0300 on, to the signs of Latin-1, and to U+02BC.
    let asks = |byte: u8| byte >= 0xcc || byte == 0xc2 || byte == 0xca;
    if !text.bytes().fold(false, |any, byte| any | asks(byte)) {
        return false;
    }
    let mut last = 0;
    text.chars().filter(|c| !c.is_ascii()).any(|c| {
        let class = class(c);
        let is_out_of_order = class != 0 && class < last;
        last = class;
        is_out_of_order || KNOWN.odd.has(c)
    })
}

/// A text with its letters put together and its quotation marks made plain; where `one_blank` is set, every stretch of white space is
/// one blank as well, if anything else is changed.
pub(crate) fn composed(text: &str, one_blank: bool) -> Cow<'_, str> {
    if !is_changed(text) {
        return Cow::Borrowed(text);
    }
    let mut made = Made { text: String::with_capacity(text.len()), one_blank };
    let mut letter = vec![];
    for c in text.chars() {
        if !goes_on(c) {
            made.add(&mut letter);
        }
        letter.push(c);
    }
    made.add(&mut letter);
    Cow::Owned(made.text)
}

struct Made {
    text: String,
    one_blank: bool,
}

impl Made {
    /// Adds a letter and what belongs to it, put together.
    fn add(&mut self, letter: &mut Vec<char>) {
        match letter[..] {
            [one] if one.is_ascii() || !KNOWN.odd.has(one) => self.push(one),
            _ => {
                let mut apart = vec![];
                letter.iter().for_each(|c| take_apart(*c, &mut apart));
                put_together(apart).into_iter().for_each(|c| self.push(c));
            }
        }
        letter.clear();
    }

    fn push(&mut self, c: char) {
        match plain_quote(c) {
            c if !self.one_blank || !c.is_whitespace() => self.text.push(c),
            _ if self.text.ends_with(' ') => {}
            _ => self.text.push(' '),
        }
    }
}

fn take_apart(c: char, to: &mut Vec<(u8, char)>) {
    match parts(c) {
        Some((first, second)) => {
            take_apart(first, to);
            second.into_iter().for_each(|second| take_apart(second, to));
        }
        None => to.push((class(c), c)),
    }
}

fn put_together(mut apart: Vec<(u8, char)>) -> Vec<char> {
    for marks in apart.chunk_by_mut(|(a, _), (b, _)| *a != 0 && *b != 0) {
        if !marks.is_sorted_by_key(|(class, _)| *class) {
            sort_by(marks, |(a, _), (b, _)| a.cmp(b));
        }
    }
    let mut made: Vec<char> = Vec::with_capacity(apart.len());
    // Where the letter stands that marks go onto, and the class of the last one that found no place in it.
    let (mut letter, mut last) = (None, 0);
    for (class, c) in apart {
        let is_next = |place: usize| place + 1 == made.len() || last < class;
        let one =
            letter.filter(|place| is_next(*place)).and_then(|place| Some((place, together(*made.get(place)?, c)?)));
        match one {
            Some((place, one)) => made[place] = one,
            None => {
                if class == 0 {
                    letter = Some(made.len());
                }
                last = class;
                made.push(c);
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn is_left_out(c: char) -> bool {
        matches!(u32::from(c), 0xf900..=0xfaff | 0x1_0000..)
    }

    /// As the crate puts them together, quotation marks set aside.
    fn hold(text: &str) {
        let expected: String = text.nfc().map(plain_quote).collect();
        assert_eq!(composed(text, false), expected, "{:?}", text.escape_unicode().to_string());
    }

    #[test]
    fn every_letter_is_put_together_as_unicode_says() {
        for c in (0..=0xffff).filter_map(char::from_u32).filter(|c| !is_left_out(*c)) {
            hold(&c.to_string());
            hold(&c.nfd().collect::<String>());
            hold(&format!("{c}\u{323}\u{301}"));
            hold(&format!("{c}\u{301}\u{323}a"));
        }
    }

    #[test]
    fn letters_of_many_scripts_are_put_together_in_any_order() {
        const SETS: [&str; 9] = [
            "aeouAOsz\u{300}\u{301}\u{308}\u{323}\u{302}\u{31b}\u{327} ",
            "αειυΑω\u{301}\u{342}\u{345}\u{313}\u{314}\u{308} ",
            "иеКу\u{306}\u{308}\u{301}\u{483} ",
            "\u{627}\u{648}\u{64a}\u{653}\u{654}\u{655}\u{64b}\u{651}\u{64e} ",
            "\u{5d0}\u{5e9}\u{5d1}\u{5bc}\u{5c1}\u{5c2}\u{5b7}\u{5b8} ",
            "\u{915}\u{921}\u{92f}\u{93c}\u{94d}\u{93f}\u{958} ",
            "\u{e01}\u{e33}\u{e38}\u{e48}\u{e34}中 ",
            "かハ\u{3099}\u{309a}カはガ ",
            "\u{1100}\u{1161}\u{11a8}각가\u{1112}\u{1175}\u{11c2} ",
        ];
        let mut dice = crate::dice::dice(11);
        for round in 0..30_000 {
            let letters: Vec<char> = SETS[round % SETS.len()].chars().collect();
            hold(&(0..dice(9)).map(|_| letters[dice(letters.len())]).collect::<String>());
        }
    }

    #[test]
    fn plain_texts_are_not_copied() {
        for text in ["plain", "Größe der Tür", "βλάβη", "мир", "打印机", "프린터", "เครื่อง", "हिन्दी", "שָׁלוֹם"]
        {
            assert!(!is_changed(text), "{text}");
        }
        assert_eq!(composed("won\u{2019}t \u{201e}x\u{201c}\u{a0}\u{2003} y", false), "won't \"x\"\u{a0}\u{2003} y");
        assert_eq!(composed("won\u{2019}t \u{a0}\r\n\u{2003} y", true), "won't y");
    }
}
