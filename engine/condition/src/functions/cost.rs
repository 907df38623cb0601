//! What calls take, in work: a unit is what a step of the script interpreter takes, 30 to 120 ns.
//!
//! `cargo xtask bench --work` calls every function with arguments of many sizes and says how long a unit takes.

use tierline_model::{Path, Value};

use super::{Arg, Case, items};
use crate::{Facts, letters::is_changed, made::LONGEST_TEXT};

/// Bytes of a text that one unit searches byte by byte.
const SEARCHED: u64 = 64;
/// Bytes of a text that one unit reads letter by letter, and folds.
const SPELT: u64 = 32;
/// Bytes of a text that is more than ASCII in which one unit looks for letters that are to be put together.
const LOOKED_THROUGH: u64 = 64;
/// Bytes of a text that one unit puts letters of together.
const PUT_TOGETHER: u64 = 16;
/// Bytes of two texts whose ends one unit holds against each other letter by letter.
const ENDS: u64 = 48;
/// Bytes of a text that one unit counts the letters of, or makes small letters of where all of them are ASCII.
const COUNTED: u64 = 1_024;
/// Bytes of texts that one unit compares.
const COMPARED: u64 = 4_096;
/// Bytes of a text that one unit makes another of.
const MADE: u64 = 1_024;
/// Items of a list that one unit looks at; what is in them counts for itself.
const ITEMS: u64 = 16;
/// Items of a list that one unit copies and compares.
const COPIED: u64 = 4;
/// Units that it takes to find a field, before and after, whatever it holds.
const FIELD: u64 = 5;
/// Units that it takes to read two fields and look them up.
const LOOKED_UP: u64 = 3;

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
    Ends(Case),
    /// The first, a text, is searched for the words of the pattern that is the second, or where it has none, read by it.
    ByPattern(Case),
    /// The items of one list are looked for among those of another, which are sorted where both have many.
    Among,
    /// The letters of a text are counted.
    Counted,
    /// The blanks at the start of a text are read.
    Blanks,
    /// The blanks of a text are read and the rest is copied.
    Trimmed,
    /// Small letters are made of those of a text.
    Folded,
    /// A text is made of the items of a list.
    Joined,
    /// What the field that is named held before and holds now is copied and compared.
    OfField,
    /// The labels of the matrix that is named are looked through.
    OfMatrix,
}

impl Cost {
    pub(super) fn of(self, facts: &Facts, args: &[Arg<'_>]) -> u64 {
        let arg = |at: usize| args.get(at).map_or(&Value::Missing, |arg| &**arg);
        let text = |at: usize| arg(at).as_text().unwrap_or_default();
        let all = || args.iter().map(|arg| Extent::of(arg)).fold(Extent::default(), Extent::and);
        match self {
            Cost::Read => all().bytes / SEARCHED,
            Cost::Compared => all().bytes / COMPARED,
            Cost::Searched(case) => searched(arg(0), arg(1), case) + put_together(facts, text(0), case),
            Cost::SearchedForEach(case) => {
                let each = items(arg(1)).iter().map(|word| 1 + searched(arg(0), word, case));
                each.fold(0, u64::saturating_add).saturating_sub(1) + put_together(facts, text(0), case)
            }
            Cost::Ends(case) => length(text(0)).min(length(text(1))) / if case.folds() { ENDS } else { COMPARED },
            Cost::ByPattern(case) => by_pattern(facts, text(0), arg(1), case),
            Cost::Among => all().looked_at(looks(items(arg(0)).len(), items(arg(1)).len())),
            Cost::Counted => length(text(0)) / COUNTED,
            Cost::Blanks => (length(text(0)) - length(text(0).trim_start())) / SPELT,
            Cost::Trimmed => trimmed(text(0)),
            Cost::Folded => folded(text(0)),
            Cost::Joined => 2 + all().looked_at(1) + all().bytes / SEARCHED,
            Cost::OfField => FIELD + Path::parse_in_ticket(text(0)).map_or(0, |path| of_field(facts, &path)),
            Cost::OfMatrix => {
                let matrix = facts.frame().matrices.get(text(0));
                LOOKED_UP + matrix.map_or(0, |matrix| (matrix.rows.len() + matrix.columns.len()) as u64 / ITEMS)
            }
        }
    }
}

/// How much there is of values, all the way down.
#[derive(Clone, Copy, Default)]
struct Extent {
    items: u64,
    bytes: u64,
}

impl Extent {
    fn of(value: &Value) -> Extent {
        let crate::Extent { items, bytes } = crate::Extent::of(value);
        Extent { items, bytes }
    }

    fn and(self, other: Extent) -> Extent {
        Extent { items: self.items + other.items, bytes: self.bytes + other.bytes }
    }

    /// The work of looking at all of it so many times.
    fn looked_at(self, times: u64) -> u64 {
        self.items.saturating_mul(times) / ITEMS + self.bytes.saturating_mul(times) / COMPARED
    }

    fn copied(self) -> u64 {
        self.items / COPIED + self.bytes / COMPARED
    }
}

fn length(text: &str) -> u64 {
    text.len() as u64
}

fn searched(of: &Value, part: &Value, case: Case) -> u64 {
    match (of, part) {
        (Value::Text(text), Value::Text(part)) => {
            let is_spelt = case.folds() && !part.is_ascii();
            (length(text) + 2 * length(part)) / if is_spelt { SPELT } else { SEARCHED }
        }
        (Value::List(_), part) => Extent::of(of).and(Extent::of(part)).looked_at(1),
        (_, part) => Extent::of(part).looked_at(1),
    }
}

/// Once, however much is looked for in it. That letters are looked for that are to be put together is charged before.
fn put_together(facts: &Facts, text: &str, case: Case) -> u64 {
    if !case.folds() || text.is_ascii() {
        return 0;
    }
    let looking = length(text) / LOOKED_THROUGH;
    match facts.charge(looking) {
        true if is_changed(text) => length(text) / PUT_TOGETHER,
        true => 0,
        // Once more, to be refused.
        false => looking,
    }
}

/// What is done wherever it is called: where the words of the pattern are found, the call charges the rest.
fn by_pattern(facts: &Facts, text: &str, pattern: &Value, case: Case) -> u64 {
    let Value::Text(pattern) = pattern else { return 0 };
    let Some(pattern) = facts.frame().patterns.get(pattern, case.folds()) else { return 0 };
    let meant = put_together(facts, text, case);
    match pattern.words() {
        0 => 2 + pattern.work(text) + meant,
        words => meant + 1 + words + length(text).saturating_mul(words) / SEARCHED,
    }
}

/// How often an item of a list is compared to find out whether it is one of so many.
fn looks(items: usize, wanted: usize) -> u64 {
    match items.min(wanted) as u64 {
        few @ ..=super::lists::FEW => few.max(1),
        _ => 3 * u64::from(1 + items.max(wanted).ilog2()),
    }
}

/// A text without blanks at its ends is not copied, unless it is longer than any that may be made: its beginning is.
fn trimmed(text: &str) -> u64 {
    let (all, rest, most) = (length(text), length(text.trim()), LONGEST_TEXT as u64);
    let is_copied = rest < all || rest > most;
    (all - rest) / SPELT + if is_copied { rest.min(most) / MADE } else { 0 }
}

fn folded(text: &str) -> u64 {
    length(text) / if text.is_ascii() { COUNTED } else { SPELT }
}

fn of_field(facts: &Facts, path: &Path) -> u64 {
    facts.change_of(path).map_or(0, |(before, after)| Extent::of(before).copied() + Extent::of(after).copied())
}
