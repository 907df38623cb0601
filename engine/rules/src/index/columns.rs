//! The fields that an index asks about, and how what they hold becomes numbers.

use tierline_condition::{Facts, Slot};
use tierline_model::Value;

use super::{dictionary::Dictionary, ranges::Cuts};

/// Cells of a card at most: what stands in no cell is left to the condition.
pub(super) const MOST_CELLS: usize = 64;

/// What a field holds that is no text any rule asks for.
pub(super) const OTHER: i32 = 0;
/// What a field holds that holds nothing.
const MISSING: i32 = 1;
const FALSE: i32 = 2;
const TRUE: i32 = 3;
const FIRST_TEXT: i32 = 4;

/// A number on a card, and the one that stands for none.
pub(super) const LEAST_NUMBER: i32 = i32::MIN + 1;
pub(super) const MOST_NUMBER: i32 = i32::MAX - 1;
const NO_NUMBER: i32 = i32::MAX;

/// The columns of an index. The first cell of a card is always 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Fields that hold texts, true or false, or nothing; each in the cell after its number.
    pub(super) words: Vec<Words>,
    /// Fields that hold whole numbers; their cells come after those.
    pub(super) numbers: Vec<Numbers>,
    /// Fields that hold lists of texts.
    pub(super) lists: Vec<Words>,
    /// Fields that hold texts whose parts are asked for, and whether upper and lower case are alike.
    pub(super) texts: Vec<(Slot, bool)>,
}

/// The whole numbers that rules ask one field for.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    pub(super) slot: Slot,
    /// Where their ranges cut the line of numbers.
    pub(super) cuts: Cuts,
}

/// The texts that rules ask one field for.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) slot: Slot,
    texts: Dictionary,
}

impl Words {
    pub(super) fn new(slot: Slot) -> Words {
        Words { slot, texts: Dictionary::default() }
    }

    /// The code of a value that rules ask for.
    pub(super) fn learn(&mut self, value: &Value) -> i32 {
        match value {
            Value::Text(text) => text_code(self.texts.learn(text)),
            other => code(other),
        }
    }

    /// The code of what a field holds.
    pub(super) fn code(&self, value: &Value) -> i32 {
        match value {
            Value::Text(text) => self.text(text),
            other => code(other),
        }
    }

    pub(super) fn text(&self, text: &str) -> i32 {
        self.texts.code(text).map_or(OTHER, text_code)
    }

    /// How many codes there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len() + FIRST_TEXT as usize
    }
}

fn text_code(code: u32) -> i32 {
    i32::try_from(code).unwrap_or(i32::MAX - FIRST_TEXT) + FIRST_TEXT
}

fn code(value: &Value) -> i32 {
    match value {
        Value::Missing => MISSING,
        Value::Bool(false) => FALSE,
        Value::Bool(true) => TRUE,
        _ => OTHER,
    }
}

impl Columns {
    /// The cell of a column of numbers: they stand at the end of a card, the first one last.
    pub(super) fn number_cell(column: usize) -> Option<u8> {
        u8::try_from((MOST_CELLS - 1).checked_sub(column)?).ok()
    }

    /// The column of numbers whose cell this is.
    pub(super) fn number_column(cell: u8) -> usize {
        (MOST_CELLS - 1).saturating_sub(usize::from(cell))
    }

    /// The number on a card of what a field holds.
    pub(super) fn number(facts: &Facts, slot: Slot) -> i32 {
        match facts.slot(slot) {
            Value::Int(int) => i32::try_from(*int)
                .map_or(if *int < 0 { LEAST_NUMBER } else { MOST_NUMBER }, |int| int.clamp(LEAST_NUMBER, MOST_NUMBER)),
            _ => NO_NUMBER,
        }
    }
}
