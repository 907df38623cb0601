//! Texts as SMT-LIB writes them, and tests of them as regular expressions.

use std::{collections::BTreeMap, sync::LazyLock};

use tierline_condition::{Pattern, fold, plain};

use super::terms::Term;

/// The characters that fold to another one or to themselves, by what they fold to, where there are several.
static VARIANTS: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut variants: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for c in (0..=0x2_ffff).filter_map(char::from_u32) {
        let folded = folded(c);
        if folded != c {
            variants.entry(folded).or_insert_with(|| vec![folded]).push(c);
        }
    }
    variants
});

fn folded(c: char) -> char {
    fold(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
}

/// A text as it is written.
pub(super) fn literal(text: &str) -> Term {
    let escaped = |c: char| match c {
        '"' => "\"\"".to_owned(),
        ' '..='~' if c != '\\' => c.to_string(),
        c => format!("\\u{{{:x}}}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Byte by byte.
    Exact,
    /// Upper and lower case alike.
    Folded,
    /// As it is meant: white space as one blank, too. Of texts that are odd, nothing is said.
    Meant,
}

/// The texts that read as `part` does.
pub(super) fn reading(part: &str, how: Reading) -> Term {
    if how == Reading::Exact {
        return format!("(str.to_re {})", literal(part));
    }
    let one = |c: char| {
        if how == Reading::Meant && c == ' ' {
            return format!("(re.+ {})", joined("re.union", ranges(|c| c.is_whitespace(), 0x20)));
        }
        let folded = folded(c);
        let known = VARIANTS.get(&folded).cloned().unwrap_or_else(|| vec![folded]);
        joined("re.union", known.iter().map(|c| format!("(str.to_re {})", literal(c.encode_utf8(&mut [0; 4])))))
    };
    let part = if how == Reading::Meant { plain(part).into_owned() } else { part.to_owned() };
    joined("re.++", part.chars().map(one))
}

/// The texts in which letters may be put together, or are read as others than upper and lower case make of them; and some more.
pub(super) static ODD: LazyLock<Term> = LazyLock::new(|| {
    let goes_on = pattern(r"[\p{M}\x{1100}-\x{11ff}]");
    let is_odd = |c: char| {
        let text = c.to_string();
        !c.is_ascii() && (plain(&text) != fold(&text) || goes_on.is_in(&text))
    };
    format!("(re.++ re.all {} re.all)", joined("re.union", ranges(is_odd, 0xffff)))
});

/// Letters of words.
static OF_WORDS: LazyLock<Pattern> = LazyLock::new(|| pattern(r"[^\W_]"));
/// Letters of scripts that put no blanks between words.
static WITHOUT_BLANKS: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"[\p{Thai}\p{Han}\p{Hiragana}\p{Katakana}\p{Lao}\p{Khmer}\p{Myanmar}\x{30fc}\x{ff70}]"));

fn pattern(pattern: &str) -> Pattern {
    Pattern::compile(pattern, false).unwrap()
}

fn is_one_of(pattern: &Pattern, c: char) -> bool {
    pattern.is_in(c.encode_utf8(&mut [0; 4]))
}

/// The texts that have one of `inside` between `before` and `after`.
pub(super) fn around(before: &str, inside: Term, after: &str) -> Term {
    joined("re.++", [before.to_owned(), inside, after.to_owned()].into_iter().filter(|part| !part.is_empty()))
}

/// Anything.
pub(super) const ANYTHING: &str = "re.all";

/// Blanks, or none.
pub(super) fn blanks() -> Term {
    let blank: Vec<String> = ranges(|c| c.is_whitespace(), 0x3000);
    format!("(re.* {})", joined("re.union", blank))
}

/// The texts in which `words` stand with no letter or digit right before or behind them, unless of a script without blanks. `None`
/// where they begin or end with a blank.
///
/// A letter outside ASCII that no rule writes out may be told from one that is none by nothing else, so only those of ASCII
/// and of `words` are taken to be letters.
pub(super) fn mentioning(words: &str, known: &str, how: Reading) -> Option<Term> {
    let (first, last) = (words.chars().next()?, words.chars().next_back()?);
    if first.is_whitespace() || last.is_whitespace() {
        return None;
    }
    let keeps_apart = |c: &char| is_one_of(&OF_WORDS, *c) && !is_one_of(&WITHOUT_BLANKS, *c);
    let ascii = ranges(char::is_alphanumeric, 0x7f);
    let others = known.chars().filter(|c| !c.is_ascii() && keeps_apart(c));
    let others: std::collections::BTreeSet<char> = others
        .flat_map(|c| VARIANTS.get(&folded(c)).cloned().unwrap_or_default().into_iter().chain([c]))
        .filter(keeps_apart)
        .collect();
    let others = others.into_iter().map(|c| format!("(str.to_re {})", literal(c.encode_utf8(&mut [0; 4]))));
    let letter = joined("re.union", ascii.into_iter().chain(others));
    let free = format!("(re.inter re.allchar (re.comp {letter}))");
    let beside = |edge: char, free: String| match is_one_of(&WITHOUT_BLANKS, edge) {
        true => ANYTHING.to_owned(),
        false => format!("(re.union (str.to_re \"\") {free})"),
    };
    let before = beside(first, format!("(re.++ re.all {free})"));
    let after = beside(last, format!("(re.++ {free} re.all)"));
    Some(around(&before, reading(words, how), &after))
}

fn ranges(is: impl Fn(char) -> bool, last: u32) -> Vec<String> {
    let mut ranges: Vec<(char, char)> = vec![];
    for c in (0..=last).filter_map(char::from_u32).filter(|c| is(*c)) {
        match ranges.last_mut() {
            Some((_, end)) if u32::from(*end) + 1 == u32::from(c) => *end = c,
            _ => ranges.push((c, c)),
        }
    }
    let written = |(from, to): (char, char)| {
        let [from, to] = [from, to].map(|c| literal(c.encode_utf8(&mut [0; 4])));
        format!("(re.range {from} {to})")
    };
    ranges.into_iter().map(written).collect()
}

fn joined(sign: &str, parts: impl IntoIterator<Item = String>) -> Term {
    let parts: Vec<String> = parts.into_iter().collect();
    match parts.as_slice() {
        [] => "(str.to_re \"\")".to_owned(),
        [one] => one.clone(),
        parts => format!("({sign} {})", parts.join(" ")),
    }
}
