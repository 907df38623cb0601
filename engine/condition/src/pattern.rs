//! Patterns of `matches`.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};
use tierline_model::{
    SortedMap, Text,
    kept::{Keep, Reader, Writer},
};

use crate::{
    fold::{fold_char, folded, folded_beyond_ascii},
    functions::Case,
    pattern_size::size,
    pattern_words::{has_flags, words},
    search::Searched,
};

const LONGEST: usize = 1_024;
/// The largest pattern, as [`size`] measures it.
const LARGEST: u64 = 512;
/// Bytes of a text that one unit of work reads by a pattern of one letter, at worst.
const READ: u64 = 22;
/// What there is to do for each byte, whatever the pattern, as so many letters.
const ALWAYS: u64 = 2;
/// Bytes of a compiled pattern: far more than one of [`LARGEST`] takes on any machine.
const LARGEST_PROGRAM: usize = 4 * 1_024 * 1_024;

/// A compiled pattern: a regular expression without look-around and back references, so that its time is linear in the
/// text. The dialect is that of `regex-lite`, the same on every target.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    folds: bool,
    /// Whether flags may tell the regex to leave the case of ASCII alone.
    has_flags: bool,
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
    /// Compiles `pattern`; one that folds sees text and pattern case folded.
    ///
    /// # Errors
    ///
    /// Where the pattern is longer than 1,024 bytes, grows too large when compiled, or is none.
    pub fn compile(pattern: &str, folds: bool) -> Result<Pattern, PatternError> {
        if pattern.len() > LONGEST {
            return Err(PatternError(format!("a pattern may have at most {LONGEST} bytes")));
        }
        let folded: String = if folds {
            // ASCII case is left to the regex: `\D` must not become `\d`.
            pattern.chars().map(|c| if c.is_ascii() { c } else { fold_char(c) }).collect()
        } else {
            pattern.to_owned()
        };
        let size = size(pattern);
        if size > LARGEST {
            let reason =
                format!("a pattern may come to {LARGEST} letters, its repetitions written out, and this comes to");
            return Err(PatternError(format!("{reason} {size}")));
        }
        let regex = RegexBuilder::new(&folded).case_insensitive(folds).size_limit(LARGEST_PROGRAM).build();
        let regex = regex.map_err(|error| PatternError(error.to_string()))?;
        Ok(Pattern { regex, folds, has_flags: has_flags(pattern), size, words: words(&folded) })
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
        match (self.folds, self.has_flags) {
            (false, _) => self.regex.is_match(text),
            (true, true) => self.regex.is_match(&folded(text)),
            // ASCII case is left to the regex here too.
            (true, false) => self.regex.is_match(&folded_beyond_ascii(text)),
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
        let mut number = 7u64;
        let mut dice = |sides: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) as usize % sides
        };
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
    fn case_of_ascii_is_folded_by_the_regex_unless_a_flag_says_otherwise() {
        let is_in = |pattern, text| Pattern::compile(pattern, true).unwrap().is_in(text);
        assert!(is_in("inc-[A-F]+", "INC-abF"));
        // As it was when the whole text was folded first: no capital is left then.
        assert!(!is_in("(?-i:INC)", "INC-1"));
        assert!(is_in("(?-i:inc)", "INC-1"));
        assert!(is_in("(?s-i)inc", "INC-1"));
        assert!(is_in("[^a-z]x", "\u{17f}\u{212a} X") && !is_in("^[^a-z]", "\u{17f}"));
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
