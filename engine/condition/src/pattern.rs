//! Patterns of `matches`.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};
use tierline_model::{
    SortedMap, Text,
    kept::{Keep, Reader, Writer},
};

use crate::{
    fold::{fold, fold_char},
    pattern_size::size,
};

const LONGEST: usize = 1_024;
/// The largest pattern, as [`size`] measures it.
const LARGEST: u64 = 512;
/// The size of a pattern that costs as much as reading the text once.
const CHEAP: u64 = 16;
/// Bytes of a compiled pattern: far more than one of [`LARGEST`] takes on any machine.
const LARGEST_PROGRAM: usize = 4 * 1_024 * 1_024;

/// A compiled pattern: a regular expression without look-around and back references, so that its time is linear in the
/// text. The dialect is that of `regex-lite`, the same on every target.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    folds: bool,
    cost: u64,
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
        // A text is read once for every state of the compiled pattern, at worst; so what a match may cost is its size.
        Ok(Pattern { regex, folds, cost: size.div_ceil(CHEAP).max(1) })
    }

    /// How many letters and classes of letters a pattern comes to, once its repetitions are written out.
    pub fn letters(pattern: &str) -> u64 {
        size(pattern)
    }

    /// How many times over a match may read its text, at worst.
    pub(crate) fn cost(&self) -> u64 {
        self.cost
    }

    /// Whether the pattern is found in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        match self.folds {
            true => self.regex.is_match(&fold(text)),
            false => self.regex.is_match(text),
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
