//! What calls take, in work: a unit is what a step of the script interpreter takes, about 0.1 µs.
//!
//! `cargo xtask bench --work` calls every function with arguments of many sizes and says how long a unit takes.

use tierline_model::{Path, Value};

use super::{Arg, Case, items};
use crate::{Facts, made::LONGEST_TEXT};

/// Bytes of a text that one unit searches.
const SEARCHED: u64 = 128;
/// Bytes of a text that one unit reads letter by letter.
const SPELT: u64 = 32;
/// Bytes of a text that one unit compares, copies, or counts the letters of.
const PASSED: u64 = 1_024;
/// Bytes of a text that are searched as fast as an item of a list is looked at.
const ITEM: u64 = 8;
/// Items of a list that one unit copies.
const COPIED: u64 = 4;
/// Labels of a matrix that one unit looks at.
const LABELS: u64 = 16;

/// What a call takes beyond what every call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// All of its arguments are gone through once.
    Read,
    /// They are compared.
    Compared,
    /// The first, a text, is searched for the second; or it is a list and gone through.
    Searched(Case),
    /// The first, a text, is searched for each of the words of the second.
    SearchedForEach(Case),
    /// Two texts are read from an end on, as far as the shorter goes.
    Ends,
    /// The first, a text, is searched for the words of the pattern that is the second, or where it has none, read by it.
    ByPattern(Case),
    /// Each item of the first, a list, is looked for among those of the second, which are sorted where they are many.
    Among,
    /// The letters of a text are counted.
    Counted,
    /// The blanks at the start of a text are read.
    Blanks,
    /// The blanks of a text are read and the rest is copied.
    Trimmed,
    /// A text is made of them.
    Made,
    /// What the field that is named held before and holds now is copied and compared.
    OfField,
    /// The labels of the matrix that is named are looked through.
    OfMatrix,
}

impl Cost {
    pub(super) fn of(self, facts: &Facts, args: &[Arg<'_>]) -> u64 {
        let all = args.iter().map(|arg| read(arg)).fold(0, u64::saturating_add);
        let arg = |at: usize| args.get(at).map_or(&Value::Missing, |arg| &**arg);
        let text = |at: usize| arg(at).as_text().unwrap_or_default();
        match self {
            Cost::Read => all / SEARCHED,
            Cost::Compared => all / PASSED,
            Cost::Searched(case) => searched(arg(0), arg(1), case),
            Cost::SearchedForEach(case) => {
                let each = items(arg(1)).iter().map(|word| 1 + searched(arg(0), word, case));
                each.fold(0, u64::saturating_add).saturating_sub(1)
            }
            Cost::Ends => length(text(0)).min(length(text(1))) / SPELT,
            Cost::ByPattern(case) => by_pattern(facts, text(0), arg(1), case),
            Cost::Among => all.saturating_mul(looks(items(arg(0)).len(), items(arg(1)).len())) / SEARCHED,
            Cost::Counted => length(text(0)) / PASSED,
            Cost::Blanks => (length(text(0)) - length(text(0).trim_start())) / SPELT,
            Cost::Trimmed => {
                let trimmed = length(text(0).trim());
                (length(text(0)) - trimmed) / SPELT + trimmed.min(LONGEST_TEXT as u64) / PASSED
            }
            Cost::Made => all / SPELT,
            Cost::OfField => Path::parse_in_ticket(text(0)).map_or(0, |path| of_field(facts, &path)),
            Cost::OfMatrix => {
                let matrix = facts.frame().matrices.get(text(0));
                matrix.map_or(0, |matrix| (matrix.rows.len() + matrix.columns.len()) as u64 / LABELS)
            }
        }
    }
}

/// How much there is of a value to go through, in bytes of a text.
fn read(value: &Value) -> u64 {
    match value {
        Value::Text(text) => length(text),
        Value::List(items) => items.iter().map(|item| ITEM + read(item)).sum(),
        Value::Map(map) => map.values().map(|item| ITEM + read(item)).sum(),
        _ => 0,
    }
}

fn length(text: &str) -> u64 {
    text.len() as u64
}

fn searched(of: &Value, part: &Value, case: Case) -> u64 {
    match (of, part) {
        (Value::Text(text), Value::Text(part)) => {
            let is_spelt = case.folds() && !part.is_ascii();
            (length(text) + length(part)) / if is_spelt { SPELT } else { SEARCHED }
        }
        (Value::List(_), part) => (read(of) + read(part)) / SEARCHED,
        (_, part) => read(part) / SEARCHED,
    }
}

/// What is done wherever it is called: where the words of the pattern are found, the call charges the rest.
fn by_pattern(facts: &Facts, text: &str, pattern: &Value, case: Case) -> u64 {
    let Value::Text(pattern) = pattern else { return 0 };
    let Some(pattern) = facts.frame().patterns.get(pattern, case.folds()) else { return 0 };
    match pattern.words() {
        0 => pattern.work(text),
        words => length(text).saturating_mul(words) / SEARCHED,
    }
}

/// How often an item of a list is compared to find out whether it is one of so many.
fn looks(items: usize, wanted: usize) -> u64 {
    match items.min(wanted) as u64 {
        few @ ..=super::lists::FEW => few.max(1),
        _ => 2 * u64::from(1 + wanted.ilog2()),
    }
}

fn of_field(facts: &Facts, path: &Path) -> u64 {
    let copied = |value: &Value| match value {
        Value::Text(text) => length(text) / PASSED,
        value => read(value) / (ITEM * COPIED),
    };
    facts.change_of(path).map_or(0, |(before, after)| copied(before) + copied(after))
}
