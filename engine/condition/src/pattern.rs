//! Patterns of `matches`.

mod brackets;
mod class;
mod escape;
mod parse;
mod program;
mod seen;
mod size;
mod words;

use std::{borrow::Cow, fmt};

use tierline_model::{
    SortedMap, Text,
    kept::{Keep, Reader, Writer},
};

use self::{class::Reading, parse::parse, program::Program, size::size, words::words};
use crate::{functions::Case, letters::composed, search::Searched};

const LONGEST: usize = 1_024;
/// The largest pattern, as [`size`] measures it.
const LARGEST: u64 = 512;
/// Bytes of a text that one unit of work reads by a pattern of one letter, at worst.
const READ: u64 = 22;
/// What there is to do for each byte, whatever the pattern, as so many letters.
const ALWAYS: u64 = 2;

/// A compiled pattern: a regular expression without look-around and back references, so that its time is linear in the
/// text. Letters, words and digits are those of Unicode, the same on every target.
#[derive(Clone, Debug)]
pub struct Pattern {
    program: Program,
    folds: bool,
    size: u64,
    /// One of these stands in every text that it is found in.
    words: Option<Box<[String]>>,
}

/// Why a pattern was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Pattern {
    /// Compiles `pattern`; one that folds sees texts as they are meant: upper and lower case alike, letters in one piece, typeset
    /// quotation marks as plain ones; and a blank of it stands for white space of any kind and length.
    ///
    /// # Errors
    ///
    /// Where the pattern is longer than 1,024 bytes, grows too large when compiled, or is none.
    pub fn compile(pattern: &str, folds: bool) -> Result<Pattern, PatternError> {
        if pattern.len() > LONGEST {
            return Err(PatternError(format!("a pattern may have at most {LONGEST} bytes")));
        }
        let meant = if folds { composed(pattern, false) } else { Cow::Borrowed(pattern) };
        let size = size(&meant);
        if size > LARGEST {
            let reason =
                format!("a pattern may come to {LARGEST} letters, its repetitions written out, and this comes to");
            return Err(PatternError(format!("{reason} {size}")));
        }
        let program = parse(&meant, Reading { folds, is_plain: folds }).and_then(|node| Program::of(&node));
        Ok(Pattern { program: program.map_err(PatternError)?, folds, size, words: words(&meant) })
    }

    /// How many letters and classes of letters a pattern comes to, once its repetitions are written out.
    pub fn letters(pattern: &str) -> u64 {
        size(pattern)
    }

    /// How many words are looked for first: without one of them it is not found.
    pub(crate) fn words(&self) -> u64 {
        self.words.as_ref().map_or(0, |words| words.len() as u64)
    }

    /// Whether it may be found in `text`.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        let text = Searched::new(text, if self.folds { Case::Folded } else { Case::Exact });
        self.words.as_ref().is_none_or(|words| words.iter().any(|word| text.has(word)))
    }

    /// The work of looking for it in a text where it may be: each byte is read once for each letter of the pattern, at worst.
    pub(crate) fn work(&self, text: &str) -> u64 {
        (text.len() as u64).saturating_mul(self.size + ALWAYS) / READ
    }

    /// Whether the pattern is found in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        match self.folds && !text.is_ascii() {
            true => self.program.is_in(composed(text, false).chars()),
            false => self.program.is_in(text.chars()),
        }
    }
}

/// The patterns of a desk, by how they are written.
///
/// Bundles keep the list of them, each with whether it folds case; reading compiles them.
#[derive(Clone, Debug, Default)]
pub struct Patterns(SortedMap<(Text, bool), Pattern>);

impl Keep for Patterns {
    fn keep(&self, to: &mut Writer) {
        to.length(self.0.len());
        self.0.keys().for_each(|pattern| pattern.keep(to));
    }

    fn read(from: &mut Reader<'_>) -> Patterns {
        let mut patterns = Patterns::default();
        for (pattern, folds) in Vec::<(Text, bool)>::read(from) {
            if let Err(error) = patterns.add(&pattern, folds) {
                from.refuse(error.to_string());
            }
        }
        patterns
    }
}

impl Patterns {
    /// Compiles and keeps `pattern`.
    ///
    /// # Errors
    ///
    /// As [`Pattern::compile`].
    pub fn add(&mut self, pattern: &str, folds: bool) -> Result<(), PatternError> {
        let compiled = Pattern::compile(pattern, folds)?;
        self.0.insert((pattern.into(), folds), compiled);
        Ok(())
    }

    /// The compiled form of `pattern`, if it was added.
    pub fn get(&self, pattern: &Text, folds: bool) -> Option<&Pattern> {
        self.0.get(&(pattern.clone(), folds))
    }
}

#[cfg(test)]
mod tests {
    use tierline_model::kept;

    use super::*;

    #[test]
    fn patterns_of_a_bundle_are_compiled_or_refused() {
        let written = |pattern: &str| kept::keep(&vec![(Text::from(pattern), true)]);
        let read = kept::read::<Patterns>(&written("a|b")).unwrap();
        assert!(read.get(&"a|b".into(), true).is_some_and(|pattern| pattern.is_in("xB")));
        let wrong = kept::read::<Patterns>(&written("(")).unwrap_err();
        assert!(wrong.contains("open group without closing"), "{wrong}");
    }

    #[test]
    fn folding_reaches_beyond_ascii_and_leaves_classes_alone() {
        let pattern = Pattern::compile(r"ÄRGER\D+nr\.?\s*\d", true).unwrap();
        assert!(pattern.is_in("Großer ärger mit NR. 5"));
        assert!(!pattern.is_in("ärger5nr 5"));
        assert!(!Pattern::compile("Ä", false).unwrap().is_in("ä"));
    }

    /// Patterns put together of pieces, on texts put together of pieces.
    #[test]
    fn where_it_may_not_be_it_is_not() {
        const PIECES: [&str; 14] =
            ["ab", "b", "Ä", "k", "a?", "b*", "c+", "(ab|c)", "(?:b|Äk){2}", "|", "[a-c]", r"\.", r"\w", "b{2,3}"];
        const TEXTS: [&str; 9] = ["ab", "B", "ä", "\u{212a}", "c", ".", "bb", "K", " "];
        let mut dice = crate::dice::dice(7);
        let (mut found, mut passed_over) = (0, 0);
        for round in 0..4_000 {
            let pattern: String = (0..1 + dice(5)).map(|_| PIECES[dice(PIECES.len())]).collect();
            let Ok(pattern) = Pattern::compile(&pattern, round % 2 == 0) else { continue };
            for _ in 0..10 {
                let text: String = (0..dice(12)).map(|_| TEXTS[dice(TEXTS.len())]).collect();
                let (is_in, may_be_in) = (pattern.is_in(&text), pattern.may_be_in(&text));
                assert!(may_be_in || !is_in, "{pattern:?} in {text:?}");
                found += usize::from(is_in);
                passed_over += usize::from(!may_be_in);
            }
        }
        assert!(found > 1_000 && passed_over > 1_000, "{found} found, {passed_over} passed over");
    }

    #[test]
    fn case_is_folded_unless_a_flag_says_otherwise() {
        let is_in = |pattern, text| Pattern::compile(pattern, true).unwrap().is_in(text);
        assert!(is_in("inc-[A-F]+", "INC-abF"));
        assert!(is_in("(?-i:INC)", "INC-1") && !is_in("(?-i:INC)", "inc-1"));
        assert!(is_in("(?s-i)inc", "inc-1") && !is_in("(?s-i)inc", "INC-1"));
        assert!(is_in("[^a-z]x", "\u{17f}\u{212a} X") && !is_in("^[^a-z]", "\u{17f}"));
    }

    /// Pieces of patterns, and letters of texts that they may be found in.
    const PIECES: [&str; 38] = [
        "a",
        "ß",
        "é",
        "я",
        "Σ",
        "打",
        r"\w",
        r"\W",
        r"\d",
        r"\D",
        r"\s",
        r"\b",
        r"\B",
        "^",
        "$",
        ".",
        "[a-f]",
        "[^a-f]",
        "[à-ö]",
        "[Α-Ω]",
        "[^Α-Ωa]",
        r"[^\W\d]",
        r"[\Da]",
        r"\p{L}",
        r"\pN",
        r"\P{L}",
        r"\p{Greek}",
        r"\P{Cyrillic}",
        r"[\p{Han}k]",
        "(a|é)",
        "(?:я|s)+",
        "|",
        "(?i:É)",
        "(?-i:K)",
        r"\b{start}",
        "(?m:^)",
        "(?m:$)",
        r"[[:^alpha:]x]",
    ];
    const LETTERS: &str = "aAfßẞéÉèΣσςαΩя Яж打か١5_-.\n\r \u{2003}kK\u{212a}s\u{17f}x\u{301}ก";

    /// What another engine says of them, letters of which are those of Unicode as well.
    #[test]
    fn patterns_are_found_where_another_engine_finds_them() {
        let letters: Vec<char> = LETTERS.chars().collect();
        let mut dice = crate::dice::dice(3);
        let (mut found, mut all) = (0, 0);
        for round in 0..3_000 {
            let folds = round % 2 == 0;
            let times = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "*?"];
            let pattern: String = (0..1 + dice(4))
                .map(|_| {
                    let (piece, times) = (PIECES[dice(PIECES.len())], times[dice(times.len())]);
                    if piece == "|" { piece.to_owned() } else { format!("{piece}{times}") }
                })
                .collect();
            let by_another = regex::RegexBuilder::new(&pattern).case_insensitive(folds).build();
            let Ok(ours) = parse(&pattern, Reading { folds, is_plain: false }).and_then(|node| Program::of(&node))
            else {
                assert!(by_another.is_err(), "{pattern} is one");
                continue;
            };
            let Ok(by_another) = by_another else { continue };
            for _ in 0..8 {
                let text: String = (0..dice(7)).map(|_| letters[dice(letters.len())]).collect();
                let is_in = ours.is_in(text.chars());
                assert_eq!(is_in, by_another.is_match(&text), "{pattern:?} in {text:?}, {folds}");
                found += usize::from(is_in);
                all += 1;
            }
        }
        assert!(found > 3_000 && all - found > 3_000, "{found} of {all}");
    }

    #[test]
    fn texts_are_read_as_they_are_meant_unless_case_is_told_apart() {
        let is_in = |pattern, text| [true, false].map(|folds| Pattern::compile(pattern, folds).unwrap().is_in(text));
        assert_eq!(is_in("türgriff", "Der tu\u{308}rgriff"), [true, false]);
        assert_eq!(is_in("tu\u{308}r", "tür"), [true, false]);
        assert_eq!(is_in("won't|\u{201e}x", "won\u{2019}t"), [true, false]);
        assert_eq!(is_in(r"^[\u{2018}-\u{201f}]", "'"), [true, false]);
        assert_eq!(is_in("broken hinge", "broken\r\n\u{a0} hinge"), [true, false]);
        assert_eq!(is_in("broken\u{a0}hinge", "broken hinge"), [true, false]);
        assert_eq!(is_in("broken[ ]hinge", "broken  hinge"), [false, false]);
        assert_eq!(is_in(r"broken\ hinge|a {3}b", "a   b"), [true, true]);
        assert_eq!(is_in(r"^\p{Lu}\p{Ll}+$", "ärger"), [true, false]);
    }

    #[test]
    fn oversized_and_broken_patterns_are_refused() {
        let refused = Pattern::compile("(a{1000}){1000}", true).unwrap_err().to_string();
        assert_eq!(
            refused,
            "a pattern may come to 512 letters, its repetitions written out, and this comes to 1002000"
        );
        assert!(Pattern::compile("(a{50}){9}", true).is_ok());
        assert!(Pattern::compile(&"a".repeat(2_000), true).is_err());
        assert!(Pattern::compile("(", true).is_err());
        assert!(Pattern::compile(r"(a)\1", true).is_err());
    }
}
