//! The general categories of characters.

const TABLE: &[u8] = include_bytes!("categories.bin");
/// Pages of 256 characters that the table has.
const PAGES: usize = 0xe02;
/// How many pages there are that differ.
const BLOCKS: usize = blocks();
/// Upper case at even numbers and lower case at odd ones, and the other way round.
const UPPER_AT_EVEN: u8 = 30;
const UPPER_AT_ODD: u8 = 31;

/// The kinds of characters, by their numbers in the table, as people write them.
pub(super) const KINDS: [&str; 29] = [
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co",
];

const UPPER: u8 = 1;
const LOWER: u8 = 2;
const PRIVATE: u8 = 28;
/// Letters in upper, lower and title case.
pub(crate) const CASED: u32 = 0b1110;
/// Marks, which belong to the letter before them.
const MARKS: u32 = 0b111 << 6;
/// Digits.
pub(crate) const DIGITS: u32 = 1 << 9;
/// What words are made of: letters, marks, digits, numbers that are letters, and what joins words, such as `_`.
pub(crate) const WORD_KINDS: u32 = 0b11111 << 1 | MARKS | DIGITS | 1 << 10 | 1 << 12;

const fn blocks() -> usize {
    let (mut page, mut most) = (0, 0);
    while page < PAGES {
        if TABLE[page] > most {
            most = TABLE[page];
        }
        page += 1;
    }
    most as usize + 1
}

/// The number of the kind of a character.
pub(crate) fn kind(c: char) -> u8 {
    let number = u32::from(c);
    let page = (number >> 8) as usize;
    if page >= PAGES {
        return if matches!(number, 0xf_0000..=0xf_fffd | 0x10_0000..=0x10_fffd) { PRIVATE } else { 0 };
    }
    let byte = |place: usize| TABLE.get(place).copied().unwrap_or_default();
    let start = PAGES + 2 * usize::from(byte(page));
    let mut place = PAGES + 2 * BLOCKS + usize::from(u16::from_le_bytes([byte(start), byte(start + 1)]));
    let mut left = number & 0xff;
    loop {
        let run = byte(place);
        place += 1;
        let mut length = u32::from(run >> 5);
        if length == 0 {
            length = match byte(place) {
                0 => 256,
                length => u32::from(length),
            };
            place += 1;
        }
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return one_of(run & 31, number),
        }
    }
}

fn one_of(kind: u8, number: u32) -> u8 {
    match kind {
        UPPER_AT_EVEN if number.is_multiple_of(2) => UPPER,
        UPPER_AT_ODD if !number.is_multiple_of(2) => UPPER,
        UPPER_AT_EVEN | UPPER_AT_ODD => LOWER,
        kind => kind,
    }
}

/// Characters of words that are of no kind of words: letters in circles, and what joins letters or keeps them apart.
pub(crate) const ODD_WORDS: [(char, char); 5] = [
    ('\u{200c}', '\u{200d}'),
    ('\u{24b6}', '\u{24e9}'),
    ('\u{1f130}', '\u{1f149}'),
    ('\u{1f150}', '\u{1f169}'),
    ('\u{1f170}', '\u{1f189}'),
];

/// Whether it is one of those.
pub(crate) fn is_odd_word(c: char) -> bool {
    ODD_WORDS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Whether words are made of it: letters with their marks, digits, `_` and its like. What `\w` is.
pub(crate) fn is_word(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || c == '_',
        false => WORD_KINDS >> kind(c) & 1 == 1 || is_odd_word(c),
    }
}

/// Whether it is a mark on the letter before it.
pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii() && MARKS >> kind(c) & 1 == 1
}
