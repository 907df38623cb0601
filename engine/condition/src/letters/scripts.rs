//! The scripts that characters belong to.

const TABLE: &[u8] = include_bytes!("scripts.bin");
/// Bytes of a run: its first and last character, and the script.
const RUN: usize = 7;

/// The scripts that have a name here, by their numbers in the table, from 1, with the short names of ISO 15924.
pub(super) const SCRIPTS: [(&str, &str); 14] = [
    ("Latin", "Latn"),
    ("Greek", "Grek"),
    ("Cyrillic", "Cyrl"),
    ("Arabic", "Arab"),
    ("Hebrew", "Hebr"),
    ("Devanagari", "Deva"),
    ("Thai", "Thai"),
    ("Han", "Hani"),
    ("Hiragana", "Hira"),
    ("Katakana", "Kana"),
    ("Hangul", "Hang"),
    ("Lao", "Laoo"),
    ("Khmer", "Khmr"),
    ("Myanmar", "Mymr"),
];

/// Thai, Han, Hiragana, Katakana, Lao, Khmer and Myanmar, by their numbers.
const WITHOUT_BLANKS: u16 = 0b111_0111_1000_0000;

/// The number of the script of a character; 0 for those of no script, or of another.
pub(crate) fn script(c: char) -> u8 {
    let (runs, _) = TABLE.as_chunks::<RUN>();
    let number = u32::from(c);
    let of = |bytes: [u8; 3]| u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
    let at = runs.partition_point(|[_, _, _, a, b, c, _]| of([*a, *b, *c]) < number);
    match runs.get(at) {
        Some([a, b, c, .., script]) if of([*a, *b, *c]) <= number => *script,
        _ => 0,
    }
}

/// Whether it is of a script that puts no blanks between words. The sign that makes a vowel of kana long is of no one script.
pub(crate) fn has_no_blanks(c: char) -> bool {
    !c.is_ascii() && (WITHOUT_BLANKS >> script(c) & 1 == 1 || matches!(c, '\u{30fc}' | '\u{ff70}'))
}
